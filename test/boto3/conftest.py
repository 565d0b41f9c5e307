"""Fixtures for boto3 as AWS ships it, pointed at a running server by its endpoint URL alone."""

import json
import os
import time
import uuid
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

ROLE = "arn:aws:iam::123456789012:role/flow-role"
TEST_ALIAS = "TSTALIASID"
EXAMPLES = Path(__file__).parents[2] / "examples" / "flows"


@pytest.fixture(scope="session")
def session():
    return boto3.Session(
        aws_access_key_id="123456789012", aws_secret_access_key="any", region_name="us-east-1"
    )


@pytest.fixture(scope="session")
def build(session):
    return session.client("bedrock-agent", endpoint_url=os.environ["SLUICE_ENDPOINT"])


@pytest.fixture(scope="session")
def runtime(session):
    config = Config(retries={"mode": "standard", "max_attempts": 3})
    return session.client(
        "bedrock-agent-runtime", endpoint_url=os.environ["SLUICE_ENDPOINT"], config=config
    )


@pytest.fixture
def definition():
    return json.loads((EXAMPLES / "poem.json").read_text())


@pytest.fixture
def flow(build, definition):
    """A prepared flow's id."""
    flow_id = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    build.prepare_flow(flowIdentifier=flow_id)
    assert build.get_flow(flowIdentifier=flow_id)["status"] == "Prepared"
    return flow_id


def name():
    return "flow-" + uuid.uuid4().hex[:12]


def document(topic, lines=3):
    content = {"document": {"topic": topic, "lines": lines}}
    return [{"nodeName": "Start", "nodeOutputName": "document", "content": content}]


def start(runtime, flow_id, topic="tea", alias=TEST_ALIAS, **more):
    answer = runtime.start_flow_execution(
        flowIdentifier=flow_id, flowAliasIdentifier=alias, inputs=document(topic), **more
    )
    return {
        "flowIdentifier": flow_id,
        "flowAliasIdentifier": alias,
        "executionIdentifier": answer["executionArn"],
    }


def wait_until(what, seconds=300):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("It did not happen in time.")


def ended(runtime, labels):
    def look():
        execution = runtime.get_flow_execution(**labels)
        return execution if execution["status"] != "Running" else None

    return wait_until(look)


def events(runtime, labels, event_type):
    pages = runtime.get_paginator("list_flow_execution_events").paginate(
        **labels, eventType=event_type
    )
    return [event for page in pages for event in page["flowExecutionEvents"]]


def kinds(found):
    return [(kind, event.get("nodeName")) for one in found for kind, event in one.items()]
