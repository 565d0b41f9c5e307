"""A flow whose models are Amazon Bedrock's: what boto3 starts reaches a Converse endpoint as Bedrock wants it."""

import json
import re

import pytest
from conftest import ROLE, TEST_ALIAS, ended, events, name, serving, wait_until
from converse_endpoint import ConverseEndpoint
from prompt_parts import flow_with_prompt, full_variant, request_of

MODEL = "us.anthropic.claude-sonnet-4-20250514-v1:0"


@pytest.fixture(scope="module")
def endpoint():
    running = ConverseEndpoint(token_delay=0.02)
    yield running
    running.close()


@pytest.fixture(scope="module")
def clients(session, endpoint, tmp_path_factory):
    directory = tmp_path_factory.mktemp("bedrock")
    provider = {"type": "bedrock", "region": "eu-west-1", "endpointUrl": endpoint.url}
    models = {"providers": {"aws": provider}, "routes": [{"match": "*anthropic.*", "provider": "aws"}]}
    config = directory / "sluice.config.json"
    config.write_text(json.dumps({"dataDir": str(directory / "data"), "models": models}))
    with serving(config, {"AWS_ACCESS_KEY_ID": "AKIASLUICETEST", "AWS_SECRET_ACCESS_KEY": "secret"}) as url:
        yield session.client("bedrock-agent", endpoint_url=url), session.client("bedrock-agent-runtime", endpoint_url=url)


def flow_with(build, prompt_configuration):
    definition = {
        "nodes": [
            {"name": "Start", "type": "Input", "configuration": {"input": {}}, "outputs": [{"name": "document", "type": "String"}]},
            {
                "name": "Ask",
                "type": "Prompt",
                "configuration": {"prompt": prompt_configuration},
                "inputs": [{"name": "topic", "type": "String", "expression": "$.data"}],
                "outputs": [{"name": "modelCompletion", "type": "String"}],
            },
            {
                "name": "End",
                "type": "Output",
                "configuration": {"output": {}},
                "inputs": [{"name": "document", "type": "String", "expression": "$.data"}],
            },
        ],
        "connections": [
            connection("Start", "document", "Ask", "topic"),
            connection("Ask", "modelCompletion", "End", "document"),
        ],
    }
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    build.prepare_flow(flowIdentifier=flow)
    prepared = build.get_flow(flowIdentifier=flow)
    assert prepared["status"] == "Prepared", prepared.get("validations")
    return flow


def connection(source, output, target, input_name):
    data = {"sourceOutput": output, "targetInput": input_name}
    return {"name": f"{source}To{target}", "type": "Data", "source": source, "target": target, "configuration": {"data": data}}


def chat(text):
    return {
        "sourceConfiguration": {
            "inline": {
                "modelId": MODEL,
                "templateType": "CHAT",
                "templateConfiguration": {
                    "chat": {
                        "system": [{"text": "Be brief."}, {"cachePoint": {"type": "default"}}],
                        "messages": [{"role": "user", "content": [{"text": text}]}],
                        "inputVariables": [{"name": "topic"}],
                    }
                },
                "inferenceConfiguration": {"text": {"maxTokens": 50, "temperature": 0.5}},
                "additionalModelRequestFields": {"top_k": 7},
            }
        },
        "guardrailConfiguration": {"guardrailIdentifier": "g1234567890", "guardrailVersion": "1"},
    }


def begin(runtime, flow, topic):
    inputs = [{"nodeName": "Start", "nodeOutputName": "document", "content": {"document": topic}}]
    alias = {"flowIdentifier": flow, "flowAliasIdentifier": TEST_ALIAS}
    return {**alias, "executionIdentifier": runtime.start_flow_execution(**alias, inputs=inputs)["executionArn"]}


def test_a_chat_prompt_reaches_bedrock_as_it_is(clients, endpoint):
    build, runtime = clients
    endpoint.calls.clear()
    labels = begin(runtime, flow_with(build, chat("Say something about {{topic}}")), "tea and water")

    assert ended(runtime, labels)["status"] == "Succeeded"

    [call] = endpoint.calls
    assert call["path"] == "/model/us.anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream"
    authorization = r"AWS4-HMAC-SHA256 Credential=AKIASLUICETEST/\d{8}/eu-west-1/bedrock/aws4_request, SignedHeaders=.*host.*"
    assert re.match(authorization, {key.lower(): value for key, value in call["headers"].items()}["authorization"])
    assert call["body"] == {
        "system": [{"text": "Be brief."}, {"cachePoint": {"type": "default"}}],
        "messages": [{"role": "user", "content": [{"text": "Say something about tea and water"}]}],
        "inferenceConfig": {"maxTokens": 50, "temperature": 0.5},
        "additionalModelRequestFields": {"top_k": 7},
        "guardrailConfig": {"guardrailIdentifier": "g1234567890", "guardrailVersion": "1"},
    }
    [output] = [event["flowOutputEvent"] for event in events(runtime, labels, "Flow") if "flowOutputEvent" in event]
    assert output["fields"][0]["content"]["document"] == "Say something about tea and water"


def test_a_prompt_resource_reaches_bedrock_as_it_is(clients, endpoint):
    build, runtime = clients
    endpoint.calls.clear()
    variant = {**full_variant(), "modelId": MODEL}
    prompt = build.create_prompt(name=name(), variants=[variant])["arn"]
    guardrail = {"guardrailIdentifier": "g1234567890", "guardrailVersion": "1"}

    request = request_of(runtime, flow_with_prompt(build, prompt, guardrailConfiguration=guardrail))

    [call] = endpoint.calls
    assert call["body"] == {
        "system": [],
        "messages": [{"role": "user", "content": [{"text": "Write about tea."}, {"cachePoint": {"type": "default"}}]}],
        "inferenceConfig": variant["inferenceConfiguration"]["text"],
        "additionalModelRequestFields": variant["additionalModelRequestFields"],
        "guardrailConfig": guardrail,
    }
    assert request == {"modelId": MODEL, **call["body"]}


def test_a_throttled_call_is_made_again(clients, endpoint):
    build, runtime = clients
    endpoint.calls.clear()
    endpoint.failures = 2
    labels = begin(runtime, flow_with(build, chat("{{topic}}")), "tea")

    assert ended(runtime, labels)["status"] == "Succeeded"
    assert len(endpoint.calls) == 3


def test_a_stop_closes_the_connection_to_bedrock(clients, endpoint):
    build, runtime = clients
    endpoint.calls.clear()
    labels = begin(runtime, flow_with(build, chat("{{topic}}")), "on and " * 2_000)
    wait_until(lambda: endpoint.calls)

    assert runtime.stop_flow_execution(**labels)["status"] == "Aborted"

    wait_until(lambda: endpoint.cut == 1)
    assert ended(runtime, labels)["status"] == "Aborted"
    assert len(endpoint.calls) == 1
