use std::time::Duration;

use aws_sdk_bedrockagentruntime::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_bedrockagentruntime::operation::invoke_flow::{InvokeFlowError, InvokeFlowOutput};
use aws_sdk_bedrockagentruntime::types::error::FlowResponseStreamError;
use aws_sdk_bedrockagentruntime::types::{FlowInput, FlowResponseStream, FlowTrace};
use aws_smithy_types::Document;

use crate::checks::{Outcome, check, equal, holds, refused, until};
use crate::clients::{Clients, TEST_ALIAS};
use crate::poem;

const LIMIT: Duration = Duration::from_secs(60);

/// InvokeFlow over one version of HTTP.
pub async fn check_streams(clients: &Clients, protocol: &str) {
    let over = |what: &str| format!("{what} over {protocol}");
    check(&over("reads every event of InvokeFlow"), reads_every_event(clients)).await;
    check(
        &over("reads events while the flow runs, and stops it by closing the stream"),
        closes(clients),
    )
    .await;
    check(&over("throws what is wrong before the stream"), wrong_before(clients, protocol)).await;
    check(&over("throws what goes wrong within the stream"), wrong_within(clients)).await;
}

async fn reads_every_event(clients: &Clients) -> Outcome {
    let words = "word ".repeat(50);
    let flow = clients.prepared_flow().await?;
    let mut answer = invoke(clients, &flow, poem::about(&words)?, None).await?;
    let mut told = Vec::new();
    while let Some(event) = tokio::time::timeout(LIMIT, answer.response_stream.recv()).await?? {
        told.push(shown(&event));
    }
    let output = format!("output Write a poem of 3 lines about {words}.");
    let traces = [
        "NodeOutputTrace",
        "NodeInputTrace",
        "NodeActionTrace",
        "NodeOutputTrace",
        "NodeInputTrace",
    ];
    let expected = traces
        .into_iter()
        .chain([output.as_str(), "completion SUCCESS"])
        .map(str::to_owned)
        .collect::<Vec<_>>();
    equal(expected, told)
}

async fn closes(clients: &Clients) -> Outcome {
    let flow = clients.prepared_flow().await?;
    let mut answer = invoke(clients, &flow, poem::about("an endless river")?, None).await?;
    let execution = answer.execution_id().ok_or("no executionId")?.to_owned();
    let first = tokio::time::timeout(LIMIT, answer.response_stream.recv()).await??;
    holds("the first event is a trace", first.is_some_and(|event| event.is_flow_trace_event()))?;
    holds(
        "the flow runs when its first event arrives",
        refusal(clients, &flow, &execution).await?.contains("is Running"),
    )?;
    drop(answer);
    until("the flow is stopped", async || {
        Ok(refusal(clients, &flow, &execution).await?.contains("is Aborted"))
    })
    .await
}

async fn wrong_before(clients: &Clients, protocol: &str) -> Outcome {
    let answer = invoke(clients, "AAAAAAAAAA", poem::about("tea")?, None).await;
    // The SDK does not tell the version of HTTP; only HTTP/1.1 has this header.
    let is_http1 = answer
        .as_ref()
        .is_err_and(|error| error.raw_response().is_some_and(|raw| raw.headers().get("connection").is_some()));
    equal(protocol, if is_http1 { "HTTP/1.1" } else { "HTTP/2" })?;
    holds("ResourceNotFoundException", refused(404, answer)?.is_resource_not_found_exception())
}

async fn wrong_within(clients: &Clients) -> Outcome {
    let flow = clients.prepared_flow().await?;
    let mut answer = invoke(clients, &flow, poem::given(Document::String("tea".to_owned()))?, None).await?;
    let failure = tokio::time::timeout(LIMIT, answer.response_stream.recv())
        .await?
        .err()
        .ok_or("no exception")?;
    let FlowResponseStreamError::ValidationException(exception) = failure.into_service_error() else {
        return Err("expected ValidationException".into());
    };
    holds(
        "the message tells the type",
        exception.message().is_some_and(|message| message.contains("to be OBJECT")),
    )
}

async fn invoke(
    clients: &Clients,
    flow: &str,
    input: FlowInput,
    execution: Option<String>,
) -> Result<InvokeFlowOutput, SdkError<InvokeFlowError>> {
    let invocation = clients
        .runtime
        .invoke_flow()
        .flow_identifier(flow)
        .flow_alias_identifier(TEST_ALIAS);
    invocation.inputs(input).enable_trace(true).set_execution_id(execution).send().await
}

/// How an execution stands: one that waits for no answer says so when one is sent.
async fn refusal(clients: &Clients, flow: &str, execution: &str) -> Outcome<String> {
    let refusal = refused(409, invoke(clients, flow, poem::about("tea")?, Some(execution.to_owned())).await)?;
    holds("ConflictException", refusal.is_conflict_exception())?;
    Ok(refusal.message().unwrap_or_default().to_owned())
}

fn shown(event: &FlowResponseStream) -> String {
    match event {
        FlowResponseStream::FlowTraceEvent(event) => match event.trace() {
            Some(FlowTrace::NodeActionTrace(_)) => "NodeActionTrace".to_owned(),
            Some(FlowTrace::NodeInputTrace(_)) => "NodeInputTrace".to_owned(),
            Some(FlowTrace::NodeOutputTrace(_)) => "NodeOutputTrace".to_owned(),
            _ => "another trace".to_owned(),
        },
        FlowResponseStream::FlowOutputEvent(event) => {
            let document = event.content().and_then(|content| content.as_document().ok());
            format!("output {}", document.and_then(Document::as_string).unwrap_or_default())
        }
        FlowResponseStream::FlowCompletionEvent(event) => format!("completion {}", event.completion_reason().as_str()),
        _ => "another event".to_owned(),
    }
}
