"""How to test an application that uses Bedrock Flows: a server of its own, with a model that says what it is told to."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import boto3
import pytest

POEM = Path(__file__).parent.parent / "flows" / "poem.json"
CONFIGURATION = {
    "models": {
        "scripted": [{"match": "*4 lines about a sluice*", "answer": "The gate goes up, the water runs."}],
        "routes": [{"match": "*", "model": "sluice.scripted-v1:0"}],
    }
}


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory):
    directory = tmp_path_factory.mktemp("sluice")
    config = directory / "sluice.config.yaml"
    config.write_text(json.dumps({**CONFIGURATION, "dataDir": "data"}))  # JSON is YAML
    command = ["npx", "--no-install", "sluice", "serve", "--port", "0", "--config", str(config)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    first_line = server.stdout.readline()
    assert first_line, "sluice serve ended before it listened"
    yield first_line.split()[-1]
    os.killpg(server.pid, signal.SIGTERM)
    server.wait()


@pytest.fixture(scope="session")
def clients(endpoint):
    settings = dict(endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="123456789012", aws_secret_access_key="any")
    return boto3.client("bedrock-agent", **settings), boto3.client("bedrock-agent-runtime", **settings)


def test_asks_for_a_poem_about_the_topic(clients):
    build, runtime = clients
    definition = json.loads(POEM.read_text())
    role = "arn:aws:iam::123456789012:role/flow-role"
    flow = build.create_flow(name="poem", executionRoleArn=role, definition=definition)["id"]
    build.prepare_flow(flowIdentifier=flow)
    alias = dict(flowIdentifier=flow, flowAliasIdentifier="TSTALIASID")
    content = {"document": {"topic": "a sluice", "lines": 4}}
    inputs = [{"nodeName": "Start", "nodeOutputName": "document", "content": content}]

    arn = runtime.start_flow_execution(**alias, inputs=inputs)["executionArn"]
    execution = runtime.get_flow_execution(**alias, executionIdentifier=arn)
    while execution["status"] == "Running":
        time.sleep(0.05)
        execution = runtime.get_flow_execution(**alias, executionIdentifier=arn)

    assert execution["status"] == "Succeeded"
    events = runtime.list_flow_execution_events(**alias, executionIdentifier=arn, eventType="Flow")["flowExecutionEvents"]
    [output] = [event["flowOutputEvent"] for event in events if "flowOutputEvent" in event]
    assert output["fields"][0]["content"]["document"] == "The gate goes up, the water runs."
