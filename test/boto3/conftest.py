"""Fixtures for boto3 as AWS ships it, pointed at a running server by its endpoint URL alone."""

import json
import os
import random
import signal
import subprocess
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest
from botocore.config import Config

ROLE = "arn:aws:iam::123456789012:role/flow-role"
TEST_ALIAS = "TSTALIASID"
EXAMPLES = Path(__file__).parents[2] / "examples" / "flows"
KEY = "arn:aws:kms:us-east-1:123456789012:key/aea0cafc-355a-40a3-84f8-d52855ed333e"
STATUS = {
    "ValidationException": 400,
    "ServiceQuotaExceededException": {"bedrock-agent": 402, "bedrock-agent-runtime": 400},
    "ResourceNotFoundException": 404,
    "ConflictException": 409,
    "ThrottlingException": 429,
}


def signing(account, region="us-east-1"):
    """A session whose secrets are searched for, at the end, in all that the servers have written."""
    return boto3.Session(
        aws_access_key_id=account,
        aws_secret_access_key=os.environ["SLUICE_TEST_SECRET"],
        aws_session_token=os.environ["SLUICE_TEST_TOKEN"],
        region_name=region,
    )


@contextmanager
def serving(config, environment):
    """The endpoint of a server with a configuration and an environment of its own."""
    command = ["node", "src/cli/main.ts", "serve", "--port", "0", "--config", str(config)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    try:
        first_line = server.stdout.readline()
        assert first_line, "the server ended before it listened"
        yield first_line.split()[-1]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


@pytest.fixture(scope="session")
def session():
    return signing("123456789012")


@pytest.fixture(scope="session")
def build(session):
    return session.client("bedrock-agent", endpoint_url=os.environ["SLUICE_ENDPOINT"])


@pytest.fixture(scope="session")
def runtime(session):
    config = Config(retries={"mode": "standard", "max_attempts": 3})
    return session.client(
        "bedrock-agent-runtime", endpoint_url=os.environ["SLUICE_ENDPOINT"], config=config
    )


def clients(endpoint, account, region="us-east-1", verify=None, **config):
    """Both clients of one account. Nothing is checked or tried again before the server has answered."""
    session = signing(account, region)
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1}, **config)
    build = session.client("bedrock-agent", endpoint_url=endpoint, verify=verify, config=config)
    runtime = session.client("bedrock-agent-runtime", endpoint_url=endpoint, verify=verify, config=config)
    return SimpleNamespace(build=build, runtime=runtime, account=account)


def new_account():
    return str(random.randrange(10**11, 10**12))


@pytest.fixture
def fresh():
    """An account that has nothing yet."""
    return clients(os.environ["SLUICE_ENDPOINT"], new_account())


@pytest.fixture
def small():
    """An account that has nothing yet, on a server whose quotas are all one."""
    return clients(os.environ["SLUICE_SMALL_ENDPOINT"], new_account())


@pytest.fixture(scope="session")
def raw():
    """The account of the other fixtures."""
    return clients(os.environ["SLUICE_ENDPOINT"], "123456789012")


@contextmanager
def refused(client, exception, *words):
    """The block ends in an exception of the client that the service declares for what was called, with its status and these words."""
    called = []
    client.meta.events.register("before-call", lambda model, **_: called.append(model), unique_id="refused")
    try:
        with pytest.raises(getattr(client.exceptions, exception)) as raised:
            yield raised
    finally:
        client.meta.events.unregister("before-call", unique_id="refused")
    status = STATUS[exception]
    expected = status[client.meta.service_model.service_name] if isinstance(status, dict) else status
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == expected
    assert exception in [shape.name for shape in called[-1].error_shapes]
    for word in words:
        assert word in raised.value.response["Error"]["Message"]


def content(answer):
    """What the service answers, without what boto3 adds, and without when."""
    return {key: value for key, value in answer.items() if key not in ("ResponseMetadata", "createdAt", "updatedAt")}


def status_of(answer):
    return answer["ResponseMetadata"]["HTTPStatusCode"]


def paged(client, operation, member, **parameters):
    """The members of every page."""
    return [page[member] for page in client.get_paginator(operation).paginate(**parameters)]


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
