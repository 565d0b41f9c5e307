"""What breaks a constraint of the API: ValidationException, which names the member, in every operation."""

import pytest
from conftest import ROLE, TEST_ALIAS, refused
from prompt_parts import text_variant

FLOW = {"flowIdentifier": "FLOW000001"}
BAD_FLOW = {"flowIdentifier": "no!"}
VERSION = {**FLOW, "flowVersion": "1"}
ALIAS = {**FLOW, "aliasIdentifier": "ALIAS00001"}
WRITTEN = {"name": "x", "routingConfiguration": [{"flowVersion": "1"}]}
PROMPT = {"promptIdentifier": "PROMPT0001"}
RUN = {**FLOW, "flowAliasIdentifier": TEST_ALIAS, "executionIdentifier": "run"}
INPUTS = [{"nodeName": "Start", "nodeOutputName": "document", "content": {"document": "tea"}}]
ARN = {"resourceArn": "arn:aws:bedrock:us-east-1:123456789012:flow/FLOW000001"}


def with_template(**changes):
    return {"name": "x", "variants": [text_variant("x", **changes)]}


BUILD_TIME = [
    ("create_flow", {"name": "no spaces", "executionRoleArn": ROLE}, "name"),
    ("create_flow", {"executionRoleArn": ROLE}, "name"),
    ("create_flow", {"name": "x", "executionRoleArn": "no role"}, "executionRoleArn"),
    ("create_flow", {"name": "x", "executionRoleArn": ROLE, "description": "x" * 201}, "description"),
    ("create_flow", {"name": "x", "executionRoleArn": ROLE, "customerEncryptionKeyArn": "no key"}, "customerEncryptionKeyArn"),
    ("create_flow", {"name": "x", "executionRoleArn": ROLE, "clientToken": "short"}, "clientToken"),
    ("create_flow", {"name": "x", "executionRoleArn": ROLE, "tags": {"a": "x" * 257}}, "tags"),
    ("create_flow", {"name": "x", "executionRoleArn": ROLE, "definition": {"nodes": [{"name": "n", "type": "Wrong"}]}}, "type"),
    ("get_flow", BAD_FLOW, "flowIdentifier"),
    ("get_flow", {**FLOW, "includedData": "SOME"}, "includedData"),
    ("update_flow", {**FLOW, "name": "x"}, "executionRoleArn"),
    ("delete_flow", BAD_FLOW, "flowIdentifier"),
    ("prepare_flow", BAD_FLOW, "flowIdentifier"),
    ("list_flows", {"maxResults": 0}, "maxResults"),
    ("list_flows", {"maxResults": 1001}, "maxResults"),
    ("list_flows", {"nextToken": "with space"}, "nextToken"),
    ("create_flow_version", {**FLOW, "description": ""}, "description"),
    ("get_flow_version", {**FLOW, "flowVersion": "DRAFT"}, "flowVersion"),
    ("get_flow_version", {**VERSION, "includedData": "SOME"}, "includedData"),
    ("list_flow_versions", {**FLOW, "maxResults": 0}, "maxResults"),
    ("delete_flow_version", {**FLOW, "flowVersion": "123456"}, "flowVersion"),
    ("create_flow_alias", {**FLOW, "name": "x", "routingConfiguration": []}, "routingConfiguration"),
    ("create_flow_alias", {**FLOW, "name": "x", "routingConfiguration": [{"flowVersion": "1"}] * 2}, "routingConfiguration"),
    ("create_flow_alias", {**FLOW, "name": "x", "routingConfiguration": [{"flowVersion": "x"}]}, "flowVersion"),
    ("create_flow_alias", {**FLOW, "name": "x", "routingConfiguration": [{}]}, "flowVersion"),
    ("create_flow_alias", {**FLOW, **WRITTEN, "concurrencyConfiguration": {"type": "Manual", "maxConcurrency": 101}}, "maxConcurrency"),
    ("get_flow_alias", {**FLOW, "aliasIdentifier": "no!"}, "aliasIdentifier"),
    ("update_flow_alias", {**ALIAS, "name": "x"}, "routingConfiguration"),
    ("list_flow_aliases", {**FLOW, "maxResults": 0}, "maxResults"),
    ("delete_flow_alias", {**FLOW, "aliasIdentifier": "no!"}, "aliasIdentifier"),
    ("create_prompt", {"name": "no spaces"}, "name"),
    ("create_prompt", {"name": "x", "variants": [text_variant("x")] * 2}, "variants"),
    ("create_prompt", with_template(templateType="POEM"), "templateType"),
    ("create_prompt", with_template(templateConfiguration={"text": {"text": ""}}), "text"),
    ("create_prompt", with_template(templateConfiguration={}), "templateConfiguration"),
    ("create_prompt", with_template(inferenceConfiguration={"text": {"temperature": 1.1}}), "temperature"),
    ("create_prompt", with_template(inferenceConfiguration={"text": {"stopSequences": ["a"] * 5}}), "stopSequences"),
    ("create_prompt", with_template(metadata=[{"key": "", "value": "x"}]), "key"),
    ("get_prompt", {"promptIdentifier": "no!"}, "promptIdentifier"),
    ("get_prompt", {**PROMPT, "promptVersion": "0"}, "promptVersion"),
    ("get_prompt", {**PROMPT, "includedData": "SOME"}, "includedData"),
    ("update_prompt", PROMPT, "name"),
    ("delete_prompt", {**PROMPT, "promptVersion": "DRAFT"}, "promptVersion"),
    ("list_prompts", {"promptIdentifier": "no!"}, "promptIdentifier"),
    ("create_prompt_version", {**PROMPT, "description": "x" * 201}, "description"),
    ("tag_resource", ARN, "tags"),
    ("tag_resource", {**ARN, "tags": {"no!": "x"}}, "tags"),
    ("untag_resource", {**ARN, "tagKeys": ["no!"]}, "tagKeys"),
    ("untag_resource", ARN, "tagKeys"),
    ("list_tags_for_resource", {"resourceArn": "short"}, "resourceArn"),
    ("list_tags_for_resource", {"resourceArn": "no ARN, but long enough for one"}, "ARN"),
]
RUN_TIME = [
    ("invoke_flow", {**FLOW, "flowAliasIdentifier": TEST_ALIAS, "inputs": []}, "inputs"),
    ("start_flow_execution", {**FLOW, "flowAliasIdentifier": TEST_ALIAS, "inputs": INPUTS * 2}, "inputs"),
    ("start_flow_execution", {**FLOW, "flowAliasIdentifier": TEST_ALIAS, "inputs": INPUTS, "flowExecutionName": "a b"}, "flowExecutionName"),
    ("get_flow_execution", {**RUN, "executionIdentifier": "no!"}, "executionIdentifier"),
    ("stop_flow_execution", {**RUN, **BAD_FLOW}, "flowIdentifier"),
    ("list_flow_executions", {**FLOW, "maxResults": 0}, "maxResults"),
    ("list_flow_execution_events", {**RUN, "eventType": "Other"}, "eventType"),
    ("list_flow_execution_events", RUN, "eventType"),
    ("get_execution_flow_snapshot", {**RUN, "flowAliasIdentifier": "no!"}, "flowAliasIdentifier"),
]


@pytest.mark.parametrize(("operation", "parameters", "member"), BUILD_TIME)
def test_at_build_time(raw, operation, parameters, member):
    with refused(raw.build, "ValidationException", member):
        getattr(raw.build, operation)(**parameters)


@pytest.mark.parametrize(("operation", "parameters", "member"), RUN_TIME)
def test_at_run_time(raw, operation, parameters, member):
    with refused(raw.runtime, "ValidationException", member):
        getattr(raw.runtime, operation)(**parameters)


def test_the_build_time_service_lists_the_members(raw):
    with pytest.raises(raw.build.exceptions.ValidationException) as raised:
        raw.build.create_flow(name="no spaces", executionRoleArn="no role")
    assert {field["name"] for field in raised.value.response["fieldList"]} == {"name", "executionRoleArn"}
