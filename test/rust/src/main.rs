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
use std::fs;
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
    streams::check_streams(&clients, "HTTP/1.1").await;
    let authority = fs::read(env::var("SLUICE_TLS_CA").expect("SLUICE_TLS_CA is set")).expect("the authority is a file");
    let secure = Clients::secure(&env::var("SLUICE_TLS_ENDPOINT").expect("SLUICE_TLS_ENDPOINT is set"), authority);
    streams::check_streams(&secure, "HTTP/2").await;
    if checks::failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
