use std::collections::HashSet;

use aws_sdk_bedrockagent::types::FlowAliasRoutingConfigurationListItem;
use aws_sdk_bedrockagentruntime::types::{FlowExecutionEventType, FlowExecutionStatus};

use crate::checks::{Outcome, check, equal, holds, until};
use crate::clients::{Clients, TEST_ALIAS, name};

/// The SDK's own paginators, three to a page.
pub async fn check_pages(clients: &Clients) {
    check("pages through ListFlows", flows(clients)).await;
    check("pages through ListFlowVersions", versions(clients)).await;
    check("pages through ListFlowAliases", aliases(clients)).await;
    check("pages through ListPrompts", prompts(clients)).await;
    check("pages through ListFlowExecutions and ListFlowExecutionEvents", executions(clients)).await;
}

async fn flows(clients: &Clients) -> Outcome {
    let mut ids = Vec::new();
    for _ in 0..7 {
        ids.push(clients.prepared_flow().await?);
    }
    let pages = clients
        .build
        .list_flows()
        .into_paginator()
        .page_size(3)
        .send()
        .collect::<Result<Vec<_>, _>>()
        .await?;
    has_all(
        pages
            .iter()
            .map(|page| page.flow_summaries().iter().map(|each| each.id().to_owned()).collect())
            .collect(),
        &ids,
    )
}

async fn versions(clients: &Clients) -> Outcome {
    let flow = clients.prepared_flow().await?;
    for _ in 0..4 {
        clients.build.create_flow_version().flow_identifier(&flow).send().await?;
    }
    let pages = clients
        .build
        .list_flow_versions()
        .flow_identifier(&flow)
        .into_paginator()
        .page_size(3)
        .send();
    let pages = pages.collect::<Result<Vec<_>, _>>().await?;
    let listed = pages
        .iter()
        .map(|page| page.flow_version_summaries().iter().map(|each| each.version()).collect());
    equal(vec![vec!["1", "2", "3"], vec!["4"]], listed.collect())
}

async fn aliases(clients: &Clients) -> Outcome {
    let flow = clients.prepared_flow().await?;
    let expected = ["a", "b", "c"].map(str::to_owned);
    for alias in &expected {
        let routing = FlowAliasRoutingConfigurationListItem::builder().flow_version("DRAFT").build();
        clients
            .build
            .create_flow_alias()
            .flow_identifier(&flow)
            .name(alias)
            .routing_configuration(routing)
            .send()
            .await?;
    }
    let pages = clients
        .build
        .list_flow_aliases()
        .flow_identifier(&flow)
        .into_paginator()
        .page_size(3)
        .send();
    let pages = pages.collect::<Result<Vec<_>, _>>().await?;
    let listed = pages
        .iter()
        .map(|page| page.flow_alias_summaries().iter().map(|each| each.name().to_owned()).collect());
    has_all(listed.collect(), &expected)
}

async fn prompts(clients: &Clients) -> Outcome {
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(clients.build.create_prompt().name(name()).send().await?.id().to_owned());
    }
    let pages = clients
        .build
        .list_prompts()
        .into_paginator()
        .page_size(3)
        .send()
        .collect::<Result<Vec<_>, _>>()
        .await?;
    has_all(
        pages
            .iter()
            .map(|page| page.prompt_summaries().iter().map(|each| each.id().to_owned()).collect())
            .collect(),
        &ids,
    )
}

async fn executions(clients: &Clients) -> Outcome {
    let flow = clients.prepared_flow().await?;
    let mut arns = Vec::new();
    for topic in ["a", "b", "c", "d"] {
        arns.push(clients.start(&flow, topic).await?.execution_arn().unwrap_or_default().to_owned());
    }
    let pages = clients
        .runtime
        .list_flow_executions()
        .flow_identifier(&flow)
        .into_paginator()
        .page_size(3)
        .send();
    let pages = pages.collect::<Result<Vec<_>, _>>().await?;
    let listed = pages.iter().map(|page| {
        page.flow_execution_summaries()
            .iter()
            .map(|each| each.execution_arn().to_owned())
            .collect()
    });
    has_all(listed.collect(), &arns)?;
    until("Succeeded", async || {
        Ok(clients.status(&flow, &arns[0]).await? == FlowExecutionStatus::Succeeded)
    })
    .await?;
    let events = clients
        .runtime
        .list_flow_execution_events()
        .flow_identifier(&flow)
        .flow_alias_identifier(TEST_ALIAS)
        .execution_identifier(&arns[0])
        .event_type(FlowExecutionEventType::Node)
        .into_paginator()
        .page_size(3)
        .send();
    let pages = events.collect::<Result<Vec<_>, _>>().await?;
    equal(vec![3, 2], pages.iter().map(|page| page.flow_execution_events().len()).collect())
}

/// Each page is full, up to the last, and every name is on one of them, once.
fn has_all(pages: Vec<Vec<String>>, expected: &[String]) -> Outcome {
    holds("on several pages", pages.len() > 1)?;
    holds("three to a page", pages[..pages.len() - 1].iter().all(|page| page.len() == 3))?;
    let listed = pages.concat();
    let distinct = listed.iter().collect::<HashSet<_>>();
    equal(listed.len(), distinct.len())?;
    holds("each is listed", expected.iter().all(|name| distinct.contains(name)))
}
