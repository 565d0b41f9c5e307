//! The AWS SDK for Rust from CreateFlow to StopFlowExecution.

mod access;
mod checks;
mod clients;
mod exceptions;
mod journey;
mod pages;
mod poem;
mod streams;

use std::env;
use std::process::ExitCode;

use clients::Clients;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let endpoint = env::var("SLUICE_ENDPOINT").expect("SLUICE_ENDPOINT is set");
    let clients = Clients::of(&endpoint);
    let small = Clients::of(&env::var("SLUICE_SMALL_ENDPOINT").expect("SLUICE_SMALL_ENDPOINT is set"));
    journey::check_journey(&clients).await;
    pages::check_pages(&clients).await;
    exceptions::check_exceptions(&clients, &small).await;
    access::check_access(&endpoint).await;
    streams::check_streams(&clients).await;
    if checks::failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
