//! The AWS SDK for Rust from CreateFlow to StopFlowExecution.

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
    let clients = Clients::of(&env::var("SLUICE_ENDPOINT").expect("SLUICE_ENDPOINT is set"));
    let small = Clients::of(&env::var("SLUICE_SMALL_ENDPOINT").expect("SLUICE_SMALL_ENDPOINT is set"));
    journey::check_journey(&clients).await;
    pages::check_pages(&clients).await;
    exceptions::check_exceptions(&clients, &small).await;
    streams::check_streams(&clients).await;
    if checks::failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
