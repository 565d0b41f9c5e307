"""The whole life of a flow and of its executions."""

import json

import pytest
from conftest import ROLE, TEST_ALIAS, document, ended, events, kinds, name, start


def test_a_flow_is_created_prepared_versioned_and_aliased(build, definition):
    created = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)
    assert created["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert (created["status"], created["version"]) == ("NotPrepared", "DRAFT")
    assert created["definition"] == definition

    prepared = build.prepare_flow(flowIdentifier=created["arn"])
    assert prepared["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert prepared["status"] == "Preparing"
    found = build.get_flow(flowIdentifier=created["id"])
    assert (found["status"], found["validations"]) == ("Prepared", [])

    version = build.create_flow_version(flowIdentifier=created["id"], description="first")
    assert (version["version"], version["status"]) == ("1", "Prepared")
    alias = build.create_flow_alias(
        flowIdentifier=created["id"], name="live", routingConfiguration=[{"flowVersion": "1"}]
    )
    assert alias["arn"] == created["arn"] + "/alias/" + alias["id"]
    shown = build.get_flow_alias(flowIdentifier=created["id"], aliasIdentifier=alias["arn"])
    assert shown["routingConfiguration"] == [{"flowVersion": "1"}]
    test_alias = build.get_flow_alias(flowIdentifier=created["id"], aliasIdentifier=TEST_ALIAS)
    assert test_alias["routingConfiguration"] == [{"flowVersion": "DRAFT"}]


def test_a_broken_flow_fails_its_preparation_with_findings(build, definition):
    definition["connections"][0]["target"] = "Nowhere"
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)
    build.prepare_flow(flowIdentifier=flow["id"])
    found = build.get_flow(flowIdentifier=flow["id"])
    assert found["status"] == "Failed"
    assert "UnknownConnectionTarget" in [one["type"] for one in found["validations"]]


def test_a_definition_is_validated_without_a_flow(build, definition):
    assert build.validate_flow_definition(definition=definition)["validations"] == []

    definition["connections"][0]["target"] = "Nowhere"
    found = build.validate_flow_definition(definition=definition)["validations"]
    connection = definition["connections"][0]["name"]
    (unknown,) = [finding for finding in found if finding["type"] == "UnknownConnectionTarget"]
    assert unknown["severity"] == "Error"
    assert unknown["details"] == {"unknownConnectionTarget": {"connection": connection}}

    definition["nodes"].append(definition["nodes"][0])
    with pytest.raises(build.exceptions.ValidationException) as raised:
        build.validate_flow_definition(definition=definition)
    assert "must be unique" in str(raised.value)


def test_a_version_of_a_flow_that_is_not_prepared_is_a_conflict(build, definition):
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)
    with pytest.raises(build.exceptions.ConflictException) as raised:
        build.create_flow_version(flowIdentifier=flow["id"])
    assert "is currently in status NotPrepared" in str(raised.value)


def test_an_execution_runs_to_its_end(runtime, flow):
    labels = start(runtime, flow, topic="tea")

    execution = ended(runtime, labels)

    assert execution["status"] == "Succeeded"
    assert (execution["flowIdentifier"], execution["flowAliasIdentifier"]) == (flow, TEST_ALIAS)
    assert execution["flowVersion"] == "DRAFT"
    assert execution["endedAt"] >= execution["startedAt"]
    node_events = events(runtime, labels, "Node")
    assert kinds(node_events) == [
        ("nodeOutputEvent", "Start"),
        ("nodeInputEvent", "Write"),
        ("nodeActionEvent", "Write"),
        ("nodeOutputEvent", "Write"),
        ("nodeInputEvent", "Poem"),
    ]
    field = node_events[1]["nodeInputEvent"]["fields"][0]
    assert field["source"] == {
        "nodeName": "Start",
        "outputFieldName": "document",
        "expression": "$.data.lines",
    }
    flow_events = events(runtime, labels, "Flow")
    assert kinds(flow_events) == [("flowInputEvent", "Start"), ("flowOutputEvent", "Poem")]
    output = flow_events[1]["flowOutputEvent"]["fields"][0]["content"]["document"]
    assert output == "Write a poem of 3 lines about tea."


def test_the_snapshot_is_the_definition_that_ran(runtime, flow, definition):
    labels = start(runtime, flow)
    snapshot = runtime.get_execution_flow_snapshot(**labels)
    assert json.loads(snapshot["definition"]) == definition
    assert (snapshot["executionRoleArn"], snapshot["flowVersion"]) == (ROLE, "DRAFT")
    ended(runtime, labels)


def test_paginators_walk_more_than_ten_executions_and_events(build, runtime, flow):
    arns = [start(runtime, flow, flowExecutionName=f"run-{n}")["executionIdentifier"] for n in range(12)]
    pages = list(runtime.get_paginator("list_flow_executions").paginate(flowIdentifier=flow))
    assert [len(page["flowExecutionSummaries"]) for page in pages] == [10, 2]
    listed = [one["executionArn"] for page in pages for one in page["flowExecutionSummaries"]]
    assert listed == arns[::-1]

    chain = chain_of_prompts(6)
    long_flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=chain)["id"]
    build.prepare_flow(flowIdentifier=long_flow)
    labels = start(runtime, long_flow)
    assert ended(runtime, labels)["status"] == "Succeeded"
    assert len(events(runtime, labels, "Node")) == 1 + 6 * 3 + 1


def test_a_flow_lists_among_the_flows(build, flow):
    pages = build.get_paginator("list_flows").paginate()
    assert flow in [one["id"] for page in pages for one in page["flowSummaries"]]


def test_a_missing_member_fails_the_node_and_the_execution(runtime, flow):
    content = {"document": {"topic": "tea"}}
    answer = runtime.start_flow_execution(
        flowIdentifier=flow,
        flowAliasIdentifier=TEST_ALIAS,
        inputs=[{"nodeName": "Start", "nodeOutputName": "document", "content": content}],
    )
    labels = {
        "flowIdentifier": flow,
        "flowAliasIdentifier": TEST_ALIAS,
        "executionIdentifier": answer["executionArn"],
    }
    execution = ended(runtime, labels)
    assert execution["status"] == "Failed"
    expected = (
        "Expression for Node Input 'lines' of Node 'Write' is invalid. "
        "No results for path: $['data']['lines']"
    )
    assert execution["errors"] == [{"nodeName": "Write", "message": expected}]
    assert ("nodeFailureEvent", "Write") in kinds(events(runtime, labels, "Node"))
    assert kinds(events(runtime, labels, "Flow"))[-1][0] == "flowFailureEvent"


def test_an_unmapped_model_fails_the_node_by_name(build, runtime, definition):
    inline = definition["nodes"][1]["configuration"]["prompt"]["sourceConfiguration"]["inline"]
    inline["modelId"] = "nobody.has-this-v1:0"
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    build.prepare_flow(flowIdentifier=flow)
    execution = ended(runtime, start(runtime, flow))
    assert execution["status"] == "Failed"
    assert "nobody.has-this-v1:0" in execution["errors"][0]["message"]
    assert "models.routes" in execution["errors"][0]["message"]


def test_an_operation_that_is_missing_says_so(build):
    with pytest.raises(build.exceptions.ValidationException) as raised:
        build.get_agent(agentId="AGENT00001")
    assert "GetAgent is not available in this version of Sluice." in str(raised.value)


def test_a_start_with_a_bad_input_is_refused(runtime, flow):
    bad = document("tea")
    bad[0]["nodeName"] = "Other"
    with pytest.raises(runtime.exceptions.ValidationException):
        runtime.start_flow_execution(flowIdentifier=flow, flowAliasIdentifier=TEST_ALIAS, inputs=bad)


def chain_of_prompts(length):
    names = [f"Step{n}" for n in range(length)]
    inline = {
        "modelId": "sluice.echo-v1:0",
        "templateType": "TEXT",
        "templateConfiguration": {"text": {"text": "{{text}}", "inputVariables": [{"name": "text"}]}},
    }
    nodes = [{"name": "Start", "type": "Input", "outputs": [{"name": "document", "type": "Object"}]}]
    connections = []
    for number, step in enumerate(names):
        source, output = ("Start", "document") if number == 0 else (names[number - 1], "modelCompletion")
        expression = "$.data.topic" if number == 0 else "$.data"
        nodes.append(
            {
                "name": step,
                "type": "Prompt",
                "configuration": {"prompt": {"sourceConfiguration": {"inline": inline}}},
                "inputs": [{"name": "text", "type": "String", "expression": expression}],
                "outputs": [{"name": "modelCompletion", "type": "String"}],
            }
        )
        connections.append(connection(source, output, step, "text"))
    nodes.append(
        {
            "name": "End",
            "type": "Output",
            "inputs": [{"name": "document", "type": "String", "expression": "$.data"}],
        }
    )
    connections.append(connection(names[-1], "modelCompletion", "End", "document"))
    return {"nodes": nodes, "connections": connections}


def connection(source, output, target, target_input):
    return {
        "name": f"{source}To{target}",
        "type": "Data",
        "source": source,
        "target": target,
        "configuration": {"data": {"sourceOutput": output, "targetInput": target_input}},
    }
