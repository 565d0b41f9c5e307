"""What IAM policies let the users of a server do that verifies, and what boto3 raises where they do not."""

import os
from contextlib import contextmanager
from functools import cache

import boto3
import pytest
from botocore.config import Config
from conftest import ROLE, TEST_ALIAS, document, ended, name, start

ARN = "arn:aws:bedrock:us-east-1:123456789012"


@cache
def client(service, user):
    """One of each kind: every client has exceptions of its own."""
    session = boto3.Session(
        aws_access_key_id="AKIASLUICE" + user.upper(),
        aws_secret_access_key=os.environ["SLUICE_USERS_SECRET"],
        region_name="us-east-1",
    )
    config = Config(retries={"total_max_attempts": 1})
    return session.client(service, endpoint_url=os.environ["SLUICE_VERIFIED_ENDPOINT"], config=config)


def build(user):
    return client("bedrock-agent", user)


def runtime(user):
    return client("bedrock-agent-runtime", user)


@contextmanager
def denied(connection, user, action, resource=None, explicitly=False):
    """The block ends in the AccessDeniedException that the service declares, in AWS's words."""
    on = "" if resource is None else f" on resource: {resource}"
    because = "with an explicit deny in an identity-based policy"
    if not explicitly:
        because = f"because no identity-based policy allows the bedrock:{action} action"
    with pytest.raises(connection.exceptions.AccessDeniedException) as raised:
        yield
    response = raised.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert response["Error"]["Message"] == (
        f"User: arn:aws:iam::123456789012:user/{user} is not authorized to perform: bedrock:{action}{on} {because}"
    )


@pytest.fixture
def shared_flow(definition):
    """A prepared flow that the administrator has made."""
    admin = build("admin")
    flow_id = admin.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    admin.prepare_flow(flowIdentifier=flow_id)
    return flow_id


def test_who_may_start_cannot_stop_nor_change_the_flow(shared_flow):
    starter, alias = runtime("starter"), f"{ARN}:flow/{shared_flow}/alias/{TEST_ALIAS}"
    labels = start(starter, shared_flow, topic="endless tea")

    with denied(starter, "starter", "StopFlowExecution", labels["executionIdentifier"]):
        starter.stop_flow_execution(**labels)
    assert starter.get_flow_execution(**labels)["status"] == "Running"
    with denied(starter, "starter", "InvokeFlow", alias):
        starter.invoke_flow(flowIdentifier=shared_flow, flowAliasIdentifier=TEST_ALIAS, inputs=document("tea"))
    with denied(build("starter"), "starter", "DeleteFlow", f"{ARN}:flow/{shared_flow}"):
        build("starter").delete_flow(flowIdentifier=shared_flow)
    with denied(build("starter"), "starter", "ListFlows"):
        build("starter").list_flows()

    assert runtime("admin").stop_flow_execution(**labels)["status"] == "Aborted"


def test_who_may_read_reads_and_changes_nothing(shared_flow):
    labels = start(runtime("admin"), shared_flow)
    reader, arn = build("reader"), f"{ARN}:flow/{shared_flow}"

    assert reader.get_flow(flowIdentifier=arn)["id"] == shared_flow
    assert ended(runtime("reader"), labels)["status"] == "Succeeded"
    assert reader.list_tags_for_resource(resourceArn=arn)["tags"] == {}
    with denied(reader, "reader", "UpdateFlow", arn):
        reader.update_flow(flowIdentifier=shared_flow, name="mine", executionRoleArn=ROLE)
    with denied(reader, "reader", "TagResource", arn):
        reader.tag_resource(resourceArn=arn, tags={"team": "mine"})
    with denied(reader, "reader", "CreatePrompt"):
        reader.create_prompt(name=name())
    with denied(runtime("reader"), "reader", "StartFlowExecution", f"{arn}/alias/{TEST_ALIAS}"):
        start(runtime("reader"), shared_flow)


def test_an_explicit_deny_wins(shared_flow):
    keeper = runtime("keeper")
    labels = start(keeper, shared_flow, topic="endless tea")

    with denied(keeper, "keeper", "StopFlowExecution", labels["executionIdentifier"], explicitly=True):
        keeper.stop_flow_execution(**labels)
    with denied(build("remote"), "remote", "ListFlows", explicitly=True):
        build("remote").list_flows()

    assert runtime("admin").stop_flow_execution(**labels)["status"] == "Aborted"


def test_an_owner_reaches_what_carries_the_name_of_the_owner(shared_flow):
    owner = build("owner")
    own = owner.create_flow(name=name(), executionRoleArn=ROLE, tags={"Owner": "owner"})["id"]

    assert owner.get_flow(flowIdentifier=own)["id"] == own
    with denied(owner, "owner", "GetFlow", f"{ARN}:flow/{shared_flow}"):
        owner.get_flow(flowIdentifier=shared_flow)
    with denied(owner, "owner", "TagResource", f"{ARN}:flow/*"):
        owner.create_flow(name=name(), executionRoleArn=ROLE, tags={"Owner": "admin"})
    with denied(owner, "owner", "TagResource", f"{ARN}:flow/{shared_flow}"):
        owner.tag_resource(resourceArn=f"{ARN}:flow/{shared_flow}", tags={"Team": "mine"})
    owner.delete_flow(flowIdentifier=own)


def test_without_a_policy_there_is_no_access(shared_flow):
    nobody = build("nobody")

    with denied(nobody, "nobody", "GetFlow", f"{ARN}:flow/{shared_flow}"):
        nobody.get_flow(flowIdentifier=shared_flow)
    with denied(nobody, "nobody", "GetFlow", f"{ARN}:flow/NOWHERE000"):
        nobody.get_flow(flowIdentifier="NOWHERE000")
    with denied(nobody, "nobody", "ListFlows"):
        nobody.list_flows()
