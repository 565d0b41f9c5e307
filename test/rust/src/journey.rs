use std::collections::HashMap;

use aws_sdk_bedrockagent::types::{
    FlowAliasRoutingConfigurationListItem, FlowStatus, FlowValidation, FlowValidationDetails, FlowValidationSeverity, FlowValidationType,
    PromptTemplateType, PromptVariant,
};
use aws_sdk_bedrockagentruntime::operation::stop_flow_execution::StopFlowExecutionOutput;
use aws_sdk_bedrockagentruntime::types::{FlowExecutionEvent, FlowExecutionEventType, FlowExecutionStatus};
use aws_smithy_types::Document;

use crate::checks::{Outcome, check, equal, holds, refused, until};
use crate::clients::{Clients, ROLE, TEST_ALIAS, name};
use crate::poem;

pub async fn check_journey(clients: &Clients) {
    check("keeps a definition as it was written", keeps_a_definition(clients)).await;
    check("finds what is wrong with a definition", finds_what_is_wrong(clients)).await;
    check("publishes a flow", publishes(clients)).await;
    check("updates what it has created, and deletes its parts", updates(clients)).await;
    check("keeps, versions and tags a prompt", prompts(clients)).await;
    check("runs an execution to its end", runs(clients)).await;
    check("stops an execution once and for ever", stops(clients)).await;
    check("deletes a flow", deletes(clients)).await;
}

async fn keeps_a_definition(clients: &Clients) -> Outcome {
    let definition = poem::definition("Poem")?;
    let created = clients.create_flow("Poem").await?;
    equal(&FlowStatus::NotPrepared, created.status())?;
    equal(Some(&definition), created.definition())?;
    let found = clients.build.get_flow().flow_identifier(created.arn()).send().await?;
    equal(Some(&definition), found.definition())?;
    equal(created.created_at(), found.created_at())
}

async fn finds_what_is_wrong(clients: &Clients) -> Outcome {
    let created = clients.create_flow("Nowhere").await?;
    clients.build.prepare_flow().flow_identifier(created.id()).send().await?;
    let found = clients.build.get_flow().flow_identifier(created.id()).send().await?;
    equal(&FlowStatus::Failed, found.status())?;
    let unknown = found
        .validations()
        .iter()
        .find(|each| each.r#type() == Some(&FlowValidationType::UnknownConnectionTarget));
    let unknown = unknown.ok_or("UnknownConnectionTarget is not found")?;
    equal(&FlowValidationSeverity::Error, unknown.severity())?;
    let Some(FlowValidationDetails::UnknownConnectionTarget(details)) = unknown.details() else {
        return Err("the finding has other details".into());
    };
    equal("WriteToPoem", details.connection())
}

async fn publishes(clients: &Clients) -> Outcome {
    let build = &clients.build;
    let flow = clients.prepared_flow().await?;
    let version = build
        .create_flow_version()
        .flow_identifier(&flow)
        .description("first")
        .send()
        .await?;
    equal("1", version.version())?;
    let routing = FlowAliasRoutingConfigurationListItem::builder().flow_version("1").build();
    let alias = build
        .create_flow_alias()
        .flow_identifier(&flow)
        .name("live")
        .routing_configuration(routing.clone());
    let alias = alias.tags("team", "a").send().await?;
    let shown = build
        .get_flow_alias()
        .flow_identifier(&flow)
        .alias_identifier(alias.arn())
        .send()
        .await?;
    equal([routing].as_slice(), shown.routing_configuration())?;
    build.tag_resource().resource_arn(alias.arn()).tags("cost", "7 EUR").send().await?;
    build.untag_resource().resource_arn(alias.arn()).tag_keys("team").send().await?;
    let tags = build.list_tags_for_resource().resource_arn(alias.arn()).send().await?;
    equal(Some(&HashMap::from([("cost".to_owned(), "7 EUR".to_owned())])), tags.tags())
}

async fn updates(clients: &Clients) -> Outcome {
    let build = &clients.build;
    let findings = build
        .validate_flow_definition()
        .definition(poem::definition("Nowhere")?)
        .send()
        .await?;
    let unknown = |finding: &FlowValidation| finding.r#type() == Some(&FlowValidationType::UnknownConnectionTarget);
    holds("it is found", findings.validations().iter().any(unknown))?;
    let flow = clients.prepared_flow().await?;
    let definition = poem::definition("Poem")?;
    let updated = build.update_flow().flow_identifier(&flow).name(name()).execution_role_arn(ROLE);
    let updated = updated.description("changed").definition(definition.clone()).send().await?;
    equal(Some("changed"), updated.description())?;
    equal(&FlowStatus::NotPrepared, updated.status())?;
    build.prepare_flow().flow_identifier(&flow).send().await?;
    build.create_flow_version().flow_identifier(&flow).send().await?;
    let version = build.get_flow_version().flow_identifier(&flow).flow_version("1").send().await?;
    equal(Some(&definition), version.definition())?;
    let routing = FlowAliasRoutingConfigurationListItem::builder().flow_version("1").build();
    let alias = build
        .create_flow_alias()
        .flow_identifier(&flow)
        .name("live")
        .routing_configuration(routing.clone())
        .send()
        .await?;
    let renamed = build
        .update_flow_alias()
        .flow_identifier(&flow)
        .alias_identifier(alias.id())
        .name("next");
    equal("next", renamed.routing_configuration(routing).send().await?.name())?;
    let deleted = build
        .delete_flow_alias()
        .flow_identifier(&flow)
        .alias_identifier(alias.id())
        .send()
        .await?;
    equal(alias.id(), deleted.id())?;
    let deleted = build.delete_flow_version().flow_identifier(&flow).flow_version("1").send().await?;
    equal("1", deleted.version())?;
    let prompt = build.create_prompt().name(name()).send().await?;
    let changed = build
        .update_prompt()
        .prompt_identifier(prompt.id())
        .name(name())
        .description("changed")
        .send()
        .await?;
    equal(Some("changed"), changed.description())
}

async fn prompts(clients: &Clients) -> Outcome {
    let build = &clients.build;
    let variant = PromptVariant::builder()
        .name("one")
        .model_id("amazon.nova-lite-v1:0")
        .template_type(PromptTemplateType::Text)
        .template_configuration(poem::template("Say {{this}}.", &["this"])?)
        .build()?;
    let prompt = build.create_prompt().name(name()).default_variant("one").variants(variant.clone());
    let prompt = prompt.tags("team", "a").send().await?;
    let version = build.create_prompt_version().prompt_identifier(prompt.id()).send().await?;
    equal("1", version.version())?;
    let found = build.get_prompt().prompt_identifier(version.arn()).send().await?;
    equal([variant].as_slice(), found.variants())?;
    let tags = build.list_tags_for_resource().resource_arn(prompt.arn()).send().await?;
    equal(Some(&HashMap::from([("team".to_owned(), "a".to_owned())])), tags.tags())?;
    build.delete_prompt().prompt_identifier(prompt.id()).send().await?;
    Ok(())
}

async fn runs(clients: &Clients) -> Outcome {
    let flow = clients.prepared_flow().await?;
    let started = clients.start(&flow, "tea").await?;
    let arn = started.execution_arn().ok_or("no executionArn")?;
    until("Succeeded", async || {
        Ok(clients.status(&flow, arn).await? == FlowExecutionStatus::Succeeded)
    })
    .await?;
    let nodes = clients.events(&flow, arn, FlowExecutionEventType::Node).await?;
    equal(5, nodes.len())?;
    holds("the third event tells of the model", nodes[2].is_node_action_event())?;
    let told = clients.events(&flow, arn, FlowExecutionEventType::Flow).await?;
    let output = told.get(1).and_then(|event| event.as_flow_output_event().ok()).ok_or("no output")?;
    let document = output.fields()[0].content().and_then(|content| content.as_document().ok());
    equal(Some("Write a poem of 3 lines about tea."), document.and_then(Document::as_string))?;
    let snapshot = clients
        .runtime
        .get_execution_flow_snapshot()
        .flow_identifier(&flow)
        .flow_alias_identifier(TEST_ALIAS);
    let snapshot = snapshot.execution_identifier(arn).send().await?;
    equal(ROLE, snapshot.execution_role_arn())?;
    holds("the snapshot has the connections", snapshot.definition().contains("StartToTopic"))
}

async fn stops(clients: &Clients) -> Outcome {
    let flow = clients.prepared_flow().await?;
    let started = clients.start(&flow, "an endless river").await?;
    let arn = started.execution_arn().ok_or("no executionArn")?;
    let node_events = async || clients.events(&flow, arn, FlowExecutionEventType::Node).await;
    until("the model is at work", async || Ok(node_events().await?.len() >= 2)).await?;
    let (alias, id) = arn.split_once("/execution/").ok_or("no execution in the ARN")?;
    let (flow_arn, _) = alias.split_once("/alias/").ok_or("no alias in the ARN")?;
    let stopped = clients.stop(flow_arn, alias, arn).await?;
    equal(Some(&FlowExecutionStatus::Aborted), Some(stopped.status()))?;
    equal(Some(arn), stopped.execution_arn())?;
    equal(FlowExecutionStatus::Aborted, clients.status(&flow, arn).await?)?;
    let told = node_events().await?;
    equal(&FlowExecutionStatus::Aborted, clients.stop(&flow, TEST_ALIAS, id).await?.status())?;
    holds("no event follows", told == node_events().await?)
}

async fn deletes(clients: &Clients) -> Outcome {
    let flow = clients.prepared_flow().await?;
    equal(flow.as_str(), clients.build.delete_flow().flow_identifier(&flow).send().await?.id())?;
    let missing = refused(404, clients.build.get_flow().flow_identifier(&flow).send().await)?;
    holds("ResourceNotFoundException", missing.is_resource_not_found_exception())
}

impl Clients {
    pub async fn status(&self, flow: &str, execution: &str) -> Outcome<FlowExecutionStatus> {
        let found = self
            .runtime
            .get_flow_execution()
            .flow_identifier(flow)
            .flow_alias_identifier(TEST_ALIAS);
        Ok(found.execution_identifier(execution).send().await?.status().clone())
    }

    pub async fn stop(&self, flow: &str, alias: &str, execution: &str) -> Outcome<StopFlowExecutionOutput> {
        let stop = self
            .runtime
            .stop_flow_execution()
            .flow_identifier(flow)
            .flow_alias_identifier(alias);
        Ok(stop.execution_identifier(execution).send().await?)
    }

    async fn events(&self, flow: &str, execution: &str, kind: FlowExecutionEventType) -> Outcome<Vec<FlowExecutionEvent>> {
        let events = self
            .runtime
            .list_flow_execution_events()
            .flow_identifier(flow)
            .flow_alias_identifier(TEST_ALIAS);
        let items = events
            .execution_identifier(execution)
            .event_type(kind)
            .into_paginator()
            .items()
            .send();
        Ok(items.collect::<Result<Vec<_>, _>>().await?)
    }
}
