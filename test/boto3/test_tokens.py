"""clientToken: what is created once, however often it is asked for."""

import uuid

import pytest
from conftest import ROLE, content, name, refused

TO_DRAFT = [{"flowVersion": "DRAFT"}]


def token():
    return str(uuid.uuid4())


@pytest.fixture
def prompt(build):
    return build.create_prompt(name=name())["id"]


@pytest.fixture
def creates(build, flow, prompt):
    """Per operation: how it is called, with what it must be called, and a change of that."""
    alias = dict(flowIdentifier=flow, name="live", routingConfiguration=TO_DRAFT)
    return {
        "CreateFlow": (build.create_flow, dict(name=name(), executionRoleArn=ROLE), dict(description="Other")),
        "CreateFlowVersion": (build.create_flow_version, dict(flowIdentifier=flow), dict(description="Other")),
        "CreateFlowAlias": (build.create_flow_alias, alias, dict(tags={"team": "other"})),
        "CreatePrompt": (build.create_prompt, dict(name=name()), dict(variants=[])),
        "CreatePromptVersion": (build.create_prompt_version, dict(promptIdentifier=prompt), dict(tags={"team": "other"})),
    }


OPERATIONS = ["CreateFlow", "CreateFlowVersion", "CreateFlowAlias", "CreatePrompt", "CreatePromptVersion"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_repeated_token_answers_what_the_first_call_did(creates, operation):
    create, given, _ = creates[operation]
    client_token = token()

    first = create(**given, clientToken=client_token)
    again = create(**given, clientToken=client_token)

    assert content(again) == content(first)
    assert again["createdAt"] == first["createdAt"]
    assert again["ResponseMetadata"]["HTTPStatusCode"] == 201


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_token_with_other_parameters_is_a_conflict(build, creates, operation):
    create, given, change = creates[operation]
    client_token = token()
    create(**given, clientToken=client_token)
    with refused(build, "ConflictException", client_token, operation):
        create(**given, **change, clientToken=client_token)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_boto3_makes_up_a_token_for_each_call(build, creates, operation):
    create, given, _ = creates[operation]
    sent = []
    build.meta.events.register("before-call", lambda params, **_: sent.append(params["body"]), unique_id="token")
    try:
        first = create(**given)
        second = create(**{**given, **({"name": "other"} if operation == "CreateFlowAlias" else {})})
    finally:
        build.meta.events.unregister("before-call", unique_id="token")
    assert content(first) != content(second)
    assert all(b"clientToken" in body for body in sent)


def test_a_token_belongs_to_one_operation_and_one_account(build, fresh):
    client_token = token()
    flow = build.create_flow(name="same", executionRoleArn=ROLE, clientToken=client_token)["id"]
    assert fresh.build.create_flow(name="same", executionRoleArn=ROLE, clientToken=client_token)["id"] != flow
    assert "id" in build.create_prompt(name="same", clientToken=client_token)


def test_a_refused_call_may_be_repeated_with_its_token(build, definition):
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    client_token = token()
    with refused(build, "ConflictException", "NotPrepared"):
        build.create_flow_version(flowIdentifier=flow, clientToken=client_token)
    build.prepare_flow(flowIdentifier=flow)
    assert build.create_flow_version(flowIdentifier=flow, clientToken=client_token)["version"] == "1"
