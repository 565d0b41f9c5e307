"""What there is not, is another account's or another region's: ResourceNotFoundException, in every operation that names it."""

import os

import pytest
from conftest import ROLE, TEST_ALIAS, clients, content, document, ended, name, refused, start

TO_DRAFT = [{"flowVersion": "DRAFT"}]
NOBODYS = "NOBODYS000"


def calls(api, flow, alias, execution, prompt):
    """Every operation that names a flow, an alias, a version, an execution, a prompt or the ARN of one."""
    build, runtime = api.build, api.runtime
    arn = f"arn:aws:bedrock:us-east-1:{api.account}:flow/{flow}"
    of_flow, of_prompt = {"flowIdentifier": flow}, {"promptIdentifier": prompt}
    of_alias = {**of_flow, "aliasIdentifier": alias}
    of_version = {**of_flow, "flowVersion": "1"}
    by_alias = {**of_flow, "flowAliasIdentifier": alias}
    of_execution = {**by_alias, "executionIdentifier": execution}
    written = {"name": "x", "routingConfiguration": TO_DRAFT}
    return {
        "GetFlow": (build, build.get_flow, of_flow),
        "UpdateFlow": (build, build.update_flow, {**of_flow, "name": "x", "executionRoleArn": ROLE}),
        "DeleteFlow": (build, build.delete_flow, of_flow),
        "PrepareFlow": (build, build.prepare_flow, of_flow),
        "CreateFlowVersion": (build, build.create_flow_version, of_flow),
        "GetFlowVersion": (build, build.get_flow_version, of_version),
        "ListFlowVersions": (build, build.list_flow_versions, of_flow),
        "DeleteFlowVersion": (build, build.delete_flow_version, of_version),
        "CreateFlowAlias": (build, build.create_flow_alias, {**of_flow, **written}),
        "GetFlowAlias": (build, build.get_flow_alias, of_alias),
        "UpdateFlowAlias": (build, build.update_flow_alias, {**of_alias, **written}),
        "ListFlowAliases": (build, build.list_flow_aliases, of_flow),
        "DeleteFlowAlias": (build, build.delete_flow_alias, of_alias),
        "GetPrompt": (build, build.get_prompt, of_prompt),
        "UpdatePrompt": (build, build.update_prompt, {**of_prompt, "name": "x"}),
        "DeletePrompt": (build, build.delete_prompt, of_prompt),
        "ListPrompts": (build, build.list_prompts, of_prompt),
        "CreatePromptVersion": (build, build.create_prompt_version, of_prompt),
        "TagResource": (build, build.tag_resource, {"resourceArn": arn, "tags": {"a": "b"}}),
        "UntagResource": (build, build.untag_resource, {"resourceArn": arn, "tagKeys": ["a"]}),
        "ListTagsForResource": (build, build.list_tags_for_resource, {"resourceArn": arn}),
        "InvokeFlow": (runtime, runtime.invoke_flow, {**by_alias, "inputs": document("tea")}),
        "StartFlowExecution": (runtime, runtime.start_flow_execution, {**by_alias, "inputs": document("tea")}),
        "GetFlowExecution": (runtime, runtime.get_flow_execution, of_execution),
        "StopFlowExecution": (runtime, runtime.stop_flow_execution, of_execution),
        "ListFlowExecutions": (runtime, runtime.list_flow_executions, by_alias),
        "ListFlowExecutionEvents": (runtime, runtime.list_flow_execution_events, {**of_execution, "eventType": "Node"}),
        "GetExecutionFlowSnapshot": (runtime, runtime.get_execution_flow_snapshot, of_execution),
    }


def test_a_flow_and_a_prompt_that_there_are_not(raw):
    for operation, (client, call, parameters) in calls(raw, NOBODYS, TEST_ALIAS, "run", NOBODYS).items():
        with refused(client, "ResourceNotFoundException", NOBODYS):
            call(**parameters)
            raise AssertionError(operation)


def test_an_alias_and_a_version_that_there_are_not(raw, flow):
    for operation, (client, call, parameters) in calls(raw, flow, NOBODYS, "run", NOBODYS).items():
        if {"aliasIdentifier", "flowAliasIdentifier", "flowVersion"} & parameters.keys():
            with refused(client, "ResourceNotFoundException", "version 1" if "flowVersion" in parameters else NOBODYS):
                call(**parameters)
                raise AssertionError(operation)


@pytest.fixture
def owned(raw, flow):
    """A flow, an execution and a prompt of one account, and what its owner sees of them."""
    build, runtime = raw.build, raw.runtime
    prompt = build.create_prompt(name=name())["id"]
    build.create_flow_version(flowIdentifier=flow)
    labels = start(runtime, flow)
    ended(runtime, labels)

    def seen():
        shown = build.get_flow(flowIdentifier=flow), build.get_prompt(promptIdentifier=prompt), runtime.get_flow_execution(**labels)
        tags = build.list_tags_for_resource(resourceArn=shown[0]["arn"])["tags"]
        return [content(one) for one in shown], tags

    return flow, prompt, labels, seen


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_another_accounts_and_another_regions(raw, owned, fresh, region):
    flow, prompt, labels, seen = owned
    endpoint = os.environ["SLUICE_ENDPOINT"]
    other = clients(endpoint, fresh.account if region == "us-east-1" else raw.account, region)
    run = labels["executionIdentifier"].rsplit("/", 1)[1]
    prompt_arn = raw.build.get_prompt(promptIdentifier=prompt)["arn"]
    flow_arn = raw.build.get_flow(flowIdentifier=flow)["arn"]
    before = seen()
    by_ids = calls(other, flow, TEST_ALIAS, run, prompt)
    by_arns = calls(other, flow_arn, flow_arn + "/alias/" + TEST_ALIAS, labels["executionIdentifier"], prompt_arn)
    tagging = {"TagResource", "UntagResource", "ListTagsForResource"}
    for named in (by_ids, by_arns):
        for operation, (client, call, parameters) in named.items():
            foreign = {**parameters, "resourceArn": flow_arn} if operation in tagging else parameters
            with refused(client, "ResourceNotFoundException"):
                call(**foreign)
                raise AssertionError(operation)
    assert seen() == before
    listed = other.build.list_flows()["flowSummaries"] + other.build.list_prompts()["promptSummaries"]
    assert not {flow, prompt} & {one["id"] for one in listed}
