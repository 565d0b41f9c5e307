"""Quotas: 402 at build time, 400 at run time. Each is one on the server of these tests."""

import pytest
from conftest import ROLE, name, refused, start


@pytest.fixture
def flow_id(small, definition):
    flow = small.build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    small.build.prepare_flow(flowIdentifier=flow)
    return flow


def alias(build, flow, alias_name):
    return build.create_flow_alias(flowIdentifier=flow, name=alias_name, routingConfiguration=[{"flowVersion": "DRAFT"}])


def test_flows(small, flow_id):
    with refused(small.build, "ServiceQuotaExceededException", "max-number-flows is 1"):
        small.build.create_flow(name=name(), executionRoleArn=ROLE)
    small.build.delete_flow(flowIdentifier=flow_id)
    small.build.create_flow(name=name(), executionRoleArn=ROLE)


def test_versions_of_a_flow(small, flow_id):
    small.build.create_flow_version(flowIdentifier=flow_id)
    with refused(small.build, "ServiceQuotaExceededException", flow_id, "max-number-flow-versions is 1"):
        small.build.create_flow_version(flowIdentifier=flow_id)
    small.build.delete_flow_version(flowIdentifier=flow_id, flowVersion="1")
    assert small.build.create_flow_version(flowIdentifier=flow_id)["version"] == "2"


def test_aliases_of_a_flow_beside_its_test_alias(small, flow_id):
    first = alias(small.build, flow_id, "first")["id"]
    with refused(small.build, "ServiceQuotaExceededException", flow_id, "max-number-flow-aliases is 1"):
        alias(small.build, flow_id, "second")
    small.build.delete_flow_alias(flowIdentifier=flow_id, aliasIdentifier=first)
    alias(small.build, flow_id, "second")


def test_prompts(small):
    prompt = small.build.create_prompt(name=name())["id"]
    with refused(small.build, "ServiceQuotaExceededException", "max-number-prompts is 1"):
        small.build.create_prompt(name=name())
    small.build.delete_prompt(promptIdentifier=prompt)
    small.build.create_prompt(name=name())


def test_versions_of_a_prompt(small):
    prompt = small.build.create_prompt(name=name())["id"]
    small.build.create_prompt_version(promptIdentifier=prompt)
    with refused(small.build, "ServiceQuotaExceededException", prompt, "max-number-prompt-versions is 1"):
        small.build.create_prompt_version(promptIdentifier=prompt)
    small.build.delete_prompt(promptIdentifier=prompt, promptVersion="1")
    assert small.build.create_prompt_version(promptIdentifier=prompt)["version"] == "2"


def test_running_executions(small, flow_id):
    running = start(small.runtime, flow_id, "an endless river")
    with refused(small.runtime, "ServiceQuotaExceededException", "quotas.runningExecutions"):
        start(small.runtime, flow_id)
    small.runtime.stop_flow_execution(**running)
    start(small.runtime, flow_id)


def test_a_repeated_token_is_answered_where_nothing_new_is_taken(small):
    token = "0123456789abcdef0123456789abcdef-1"
    first = small.build.create_prompt(name="same", clientToken=token)["id"]
    assert small.build.create_prompt(name="same", clientToken=token)["id"] == first
