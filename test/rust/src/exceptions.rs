use aws_sdk_bedrockagent::error::ProvideErrorMetadata;
use aws_sdk_bedrockagent::operation::create_flow::CreateFlowError;

use crate::checks::{Outcome, check, equal, holds, refused};
use crate::clients::{Clients, ROLE, TEST_ALIAS};
use crate::poem;

/// What the two services declare is what the SDK throws, with its status. The quotas of `small` are one.
pub async fn check_exceptions(clients: &Clients, small: &Clients) {
    check("throws ResourceNotFoundException", not_found(clients)).await;
    check("throws ConflictException", conflict(clients)).await;
    check("throws ValidationException with its fieldList", invalid(clients)).await;
    check("throws ServiceQuotaExceededException", quotas(small)).await;
}

async fn not_found(clients: &Clients) -> Outcome {
    let missing = refused(404, clients.build.get_flow().flow_identifier("AAAAAAAAAA").send().await)?;
    holds("ResourceNotFoundException", missing.is_resource_not_found_exception())?;
    holds(
        "the message names the flow",
        missing.message().is_some_and(|message| message.contains("AAAAAAAAAA")),
    )?;
    let flow = clients.prepared_flow().await?;
    let execution = clients
        .runtime
        .get_flow_execution()
        .flow_identifier(flow)
        .flow_alias_identifier(TEST_ALIAS);
    let missing = refused(404, execution.execution_identifier("missing").send().await)?;
    holds("ResourceNotFoundException at run time", missing.is_resource_not_found_exception())
}

async fn conflict(clients: &Clients) -> Outcome {
    let created = clients.create_flow("Poem").await?;
    let refusal = refused(409, clients.build.create_flow_version().flow_identifier(created.id()).send().await)?;
    holds("ConflictException", refusal.is_conflict_exception())?;
    let flow = clients.prepared_flow().await?;
    let once = clients
        .runtime
        .start_flow_execution()
        .flow_identifier(flow)
        .flow_alias_identifier(TEST_ALIAS);
    let once = once.flow_execution_name("once").inputs(poem::about("tea")?);
    once.clone().send().await?;
    let refusal = refused(409, once.send().await)?;
    holds("ConflictException at run time", refusal.is_conflict_exception())
}

async fn invalid(clients: &Clients) -> Outcome {
    let refusal = refused(
        400,
        clients
            .build
            .create_flow()
            .name("no spaces, please")
            .execution_role_arn(ROLE)
            .send()
            .await,
    )?;
    let CreateFlowError::ValidationException(exception) = refusal else {
        return Err(format!("expected ValidationException, got {refusal:?}").into());
    };
    equal(vec!["name"], exception.field_list().iter().map(|field| field.name()).collect())?;
    holds("the field has a message", !exception.field_list()[0].message().is_empty())?;
    let refusal = refused(400, clients.runtime.list_flow_executions().flow_identifier("no!").send().await)?;
    holds("ValidationException at run time", refusal.is_validation_exception())
}

async fn quotas(small: &Clients) -> Outcome {
    let flow = small.prepared_flow().await?;
    let second = refused(402, small.create_flow("Poem").await)?;
    holds("ServiceQuotaExceededException", second.is_service_quota_exceeded_exception())?;
    let running = small.start(&flow, "an endless river").await?;
    let second = refused(400, small.start(&flow, "tea").await)?;
    holds(
        "ServiceQuotaExceededException at run time",
        second.is_service_quota_exceeded_exception(),
    )?;
    small.stop(&flow, TEST_ALIAS, running.execution_arn().unwrap_or_default()).await?;
    Ok(())
}
