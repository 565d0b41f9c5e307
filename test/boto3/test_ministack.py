"""Flows whose buckets and functions are MiniStack's: AWS's own APIs, spoken by somebody else."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROLE, TEST_ALIAS, ended, events, name, serving, wait_until
from test_bedrock_provider import connection

HANDLER = """
def handler(event, context):
    inputs = {one["name"]: one["value"] for one in event["node"]["inputs"]}
    return {"words": len(inputs["text"].split()), "node": event["node"]["name"], "version": event["messageVersion"]}
"""
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:count"


@pytest.fixture(scope="module")
def ministack(tmp_path_factory):
    """Its endpoint."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    directory = tmp_path_factory.mktemp("ministack")
    settings = {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_ACCOUNT_ID": "123456789012",
        "SFTP_ENABLED": "false",
        "S3_DATA_DIR": str(directory),
        "HOME": str(directory),
        "TMPDIR": str(directory),
    }
    command = [str(Path(sys.executable).parent / "ministack")]
    with open(directory / "log", "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={"PATH": os.environ["PATH"], **settings})
    try:
        wait_until(lambda: listens(process, port, directory / "log"), seconds=60)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def listens(process, port, log):
    assert process.poll() is None, log.read_text()
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def s3(session, ministack):
    client = session.client("s3", endpoint_url=ministack)
    client.create_bucket(Bucket="box")
    return client


@pytest.fixture(scope="module")
def function(session, ministack):
    client = session.client("lambda", endpoint_url=ministack)
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", HANDLER)
    role = "arn:aws:iam::123456789012:role/function"
    client.create_function(FunctionName="count", Runtime="python3.12", Role=role, Handler="index.handler", Code={"ZipFile": code.getvalue()})
    return FUNCTION


@pytest.fixture(scope="module")
def clients(session, ministack, tmp_path_factory):
    directory = tmp_path_factory.mktemp("sluice")
    service = {"region": "us-east-1", "endpointUrl": ministack}
    config = directory / "sluice.config.json"
    buckets, functions = [{"match": "*", "s3": service}], [{"match": "*", "lambda": service}]
    config.write_text(json.dumps({"dataDir": str(directory / "data"), "buckets": buckets, "functions": functions}))
    with serving(config, {"AWS_ACCESS_KEY_ID": "123456789012", "AWS_SECRET_ACCESS_KEY": "any"}) as url:
        yield session.client("bedrock-agent", endpoint_url=url), session.client("bedrock-agent-runtime", endpoint_url=url)


def bucket(name):
    return {"serviceConfiguration": {"s3": {"bucketName": name}}}


def node(name, type_, configuration, inputs, outputs=()):
    return {
        "name": name,
        "type": type_,
        "configuration": configuration,
        "inputs": [{"name": one, "type": kind, "expression": expression} for one, kind, expression in inputs],
        "outputs": [{"name": one, "type": kind} for one, kind in outputs],
    }


def start_node(kind):
    return {"name": "Start", "type": "Input", "configuration": {"input": {}}, "outputs": [{"name": "document", "type": kind}]}


def saving(bucket_name="box"):
    inputs = [("content", "Object", "$.data.content"), ("objectKey", "String", "$.data.key")]
    return {
        "nodes": [
            start_node("Object"),
            node("Save", "Storage", {"storage": bucket(bucket_name)}, inputs, [("s3Uri", "String")]),
            node("End", "Output", {"output": {}}, [("document", "String", "$.data")]),
        ],
        "connections": [
            connection("Start", "document", "Save", "content"),
            {**connection("Start", "document", "Save", "objectKey"), "name": "StartToSaveKey"},
            connection("Save", "s3Uri", "End", "document"),
        ],
    }


def counting(arn):
    return {
        "nodes": [
            start_node("String"),
            node("Load", "Retrieval", {"retrieval": bucket("box")}, [("objectKey", "String", "$.data")], [("s3Content", "String")]),
            node("Count", "LambdaFunction", {"lambdaFunction": {"lambdaArn": arn}}, [("text", "String", "$.data")], [("functionResponse", "Object")]),
            node("End", "Output", {"output": {}}, [("document", "Object", "$.data")]),
        ],
        "connections": [
            connection("Start", "document", "Load", "objectKey"),
            connection("Load", "s3Content", "Count", "text"),
            connection("Count", "functionResponse", "End", "document"),
        ],
    }


def run(clients, definition, document):
    """The execution as it ended, its result, and the actions and failure of its nodes."""
    build, runtime = clients
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    build.prepare_flow(flowIdentifier=flow)
    prepared = build.get_flow(flowIdentifier=flow)
    assert prepared["status"] == "Prepared", prepared.get("validations")
    inputs = [{"nodeName": "Start", "nodeOutputName": "document", "content": {"document": document}}]
    alias = {"flowIdentifier": flow, "flowAliasIdentifier": TEST_ALIAS}
    labels = {**alias, "executionIdentifier": runtime.start_flow_execution(**alias, inputs=inputs)["executionArn"]}
    status = ended(runtime, labels)["status"]
    outputs = [one["flowOutputEvent"]["fields"][0]["content"]["document"] for one in events(runtime, labels, "Flow") if "flowOutputEvent" in one]
    told = events(runtime, labels, "Node")
    actions = [one["nodeActionEvent"] for one in told if "nodeActionEvent" in one]
    failures = [one["nodeFailureEvent"] for one in told if "nodeFailureEvent" in one]
    return status, outputs, actions, failures


@pytest.mark.parametrize("key", ["plain.json", "a folder/it's (1) + 100% & café.json", "2026-11-23T10:00:00Z.json"])
def test_an_object_is_stored(clients, s3, key):
    status, outputs, [action], _ = run(clients, saving(), {"key": key, "content": {"a": [1, "é"]}})

    stored = s3.get_object(Bucket="box", Key=key)
    assert (status, outputs) == ("Succeeded", [f"s3://box/{key}"])
    assert (stored["Body"].read().decode(), stored["ContentType"]) == ('{"a":[1,"é"]}', "application/json")
    assert (action["serviceName"], action["operationName"]) == ("s3", "PutObject")
    assert action["operationRequest"] == {"bucket": "box", "key": key, "contentType": "application/json", "contentLength": 14}


def test_an_object_goes_to_a_function(clients, s3, function):
    s3.put_object(Bucket="box", Key="words.txt", Body="ein Wört und noch eins".encode())

    status, outputs, actions, _ = run(clients, counting(function), "words.txt")

    assert (status, outputs) == ("Succeeded", [{"words": 5, "node": "Count", "version": "1.0"}])
    assert [(one["serviceName"], one["operationName"]) for one in actions] == [("s3", "GetObject"), ("lambda", "Invoke")]


def test_a_large_object_is_read_whole(clients, s3, function):
    s3.put_object(Bucket="box", Key="large.txt", Body=b"word " * 1_000_000)

    status, outputs, _, _ = run(clients, counting(function), "large.txt")

    assert (status, outputs[0]["words"]) == ("Succeeded", 1_000_000)


@pytest.mark.parametrize(
    ("definition", "document", "code", "words"),
    [
        (counting(FUNCTION), "nowhere.txt", "DEPENDENCY_FAILED", "There is no object s3://box/nowhere.txt"),
        (counting(FUNCTION), "../box/words.txt", "VALIDATION", "its key has the segment '.' or '..'"),
        (counting(FUNCTION.replace("count", "absent")), "words.txt", "DEPENDENCY_FAILED", "ResourceNotFoundException"),
        (saving("no-such-bucket"), {"key": "a", "content": {}}, "DEPENDENCY_FAILED", "NoSuchBucket"),
    ],
)
def test_a_failure_names_what_failed(clients, s3, function, definition, document, code, words):
    s3.put_object(Bucket="box", Key="words.txt", Body=b"a word")

    status, _, _, [failure] = run(clients, definition, document)

    assert (status, failure["errorCode"]) == ("Failed", code)
    assert words in failure["errorMessage"]


def test_a_function_that_raises_fails_its_node(clients, s3, function):
    definition = counting(function)
    definition["nodes"][2]["inputs"] = [{"name": "other", "type": "String", "expression": "$.data"}]
    definition["connections"][1]["configuration"]["data"]["targetInput"] = "other"
    s3.put_object(Bucket="box", Key="words.txt", Body=b"a word")

    status, _, _, [failure] = run(clients, definition, "words.txt")

    assert (status, failure["errorCode"]) == ("Failed", "DEPENDENCY_FAILED")
    assert "text" in failure["errorMessage"]
