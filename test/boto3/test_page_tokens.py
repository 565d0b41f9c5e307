"""nextToken: it leads to the next page of the query that answered it, and to nothing else."""

import pytest
from conftest import ROLE, content, ended, name, refused, start


@pytest.fixture
def lists(fresh):
    """Each with a second page, as: call, labels, labels of another query."""
    build, runtime = fresh.build, fresh.runtime
    one, two = (prepared(build) for _ in range(2))
    prompts = [build.create_prompt(name=name())["id"] for _ in range(2)]
    for flow in (one, two):
        build.create_flow_version(flowIdentifier=flow)
        build.create_flow_version(flowIdentifier=flow)
        build.create_flow_alias(flowIdentifier=flow, name="live", routingConfiguration=[{"flowVersion": "DRAFT"}])
    for prompt_id in prompts:
        build.create_prompt_version(promptIdentifier=prompt_id)
    executions = [start(runtime, flow) for flow in (one, one, two)]
    for labels in executions:
        ended(runtime, labels)
    events = {**executions[0], "eventType": "Flow"}
    return {
        "ListFlows": (build, build.list_flows, {}, None),
        "ListFlowVersions": (build, build.list_flow_versions, {"flowIdentifier": one}, {"flowIdentifier": two}),
        "ListFlowAliases": (build, build.list_flow_aliases, {"flowIdentifier": one}, {"flowIdentifier": two}),
        "ListPrompts": (build, build.list_prompts, {}, {"promptIdentifier": prompts[0]}),
        "ListPrompts of one": (build, build.list_prompts, {"promptIdentifier": prompts[0]}, {"promptIdentifier": prompts[1]}),
        "ListFlowExecutions": (runtime, runtime.list_flow_executions, {"flowIdentifier": one}, {"flowIdentifier": two}),
        "ListFlowExecutionEvents": (runtime, runtime.list_flow_execution_events, events, {**events, "eventType": "Node"}),
    }


def prepared(build):
    nodes = [
        {"name": "Start", "type": "Input", "outputs": [{"name": "document", "type": "Object"}]},
        {"name": "End", "type": "Output", "inputs": [{"name": "document", "type": "Object", "expression": "$.data"}]},
    ]
    configuration = {"data": {"sourceOutput": "document", "targetInput": "document"}}
    connections = [{"name": "StartToEnd", "type": "Data", "source": "Start", "target": "End", "configuration": configuration}]
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition={"nodes": nodes, "connections": connections})["id"]
    build.prepare_flow(flowIdentifier=flow)
    return flow


def test_a_token_leads_to_the_next_page_of_its_own_query_alone(lists):
    for operation, (client, call, labels, others) in lists.items():
        first = call(**labels, maxResults=1)
        second = call(**labels, maxResults=1, nextToken=first["nextToken"])
        assert content(second) != content(first), operation
        for wrong in [{"nextToken": "stale"}, {"nextToken": first["nextToken"][1:]}]:
            with refused(client, "ValidationException", "nextToken"):
                call(**labels, **wrong)
        if others is not None:
            with refused(client, "ValidationException", "nextToken"):
                call(**others, nextToken=first["nextToken"])


def test_a_token_of_another_account_is_refused(lists, build):
    _, call, labels, _ = lists["ListFlows"]
    with refused(build, "ValidationException", "nextToken"):
        build.list_flows(nextToken=call(**labels, maxResults=1)["nextToken"])
