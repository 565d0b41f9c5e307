"""Prompts, and flows that use them."""

from conftest import ROLE, TEST_ALIAS, ended, events, name

AGENT = "arn:aws:bedrock:us-east-1:123456789012:agent-alias/AGENT00001/ALIAS00001"


def text_variant(text, **more):
    template = {"text": {"text": text, "inputVariables": [{"name": "topic"}]}}
    return {"name": "plain", "templateType": "TEXT", "templateConfiguration": template, "modelId": "amazon.nova-lite-v1:0", **more}


def full_variant():
    """With everything that a TEXT variant can have."""
    return {
        **text_variant("Write about {{topic}}."),
        "templateConfiguration": {
            "text": {
                "text": "Write about {{topic}}.",
                "cachePoint": {"type": "default"},
                "inputVariables": [{"name": "topic"}, {"name": "never_used"}],
            }
        },
        "inferenceConfiguration": {"text": {"temperature": 0.7, "topP": 0.9, "maxTokens": 100, "stopSequences": ["User:", "\n\n"]}},
        "metadata": [{"key": "team", "value": "a"}, {"key": "empty", "value": ""}],
        "additionalModelRequestFields": {"top_k": 7, "deep": {"list": [1, 0.1, None, True, "é"]}},
    }


def chat_variant():
    """With everything that a CHAT variant can have."""
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    chat = {
        "system": [{"text": "You know {{topic}}."}, {"cachePoint": {"type": "default"}}],
        "messages": [
            {"role": "user", "content": [{"text": "Hello"}]},
            {"role": "assistant", "content": [{"text": "About {{topic}}?"}]},
            {"role": "user", "content": [{"text": "Yes, {{topic}}"}, {"cachePoint": {"type": "default"}}]},
        ],
        "inputVariables": [{"name": "topic"}],
        "toolConfiguration": {
            "tools": [
                {"toolSpec": {"name": "forecast", "description": "The weather", "inputSchema": {"json": schema}, "strict": True}},
                {"cachePoint": {"type": "default"}},
            ],
            "toolChoice": {"tool": {"name": "forecast"}},
        },
    }
    return {
        "name": "talk",
        "templateType": "CHAT",
        "templateConfiguration": {"chat": chat},
        "modelId": "sluice.echo-v1:0",
        "inferenceConfiguration": {"text": {"temperature": 0.1}},
    }


def flow_with_prompt(build, prompt_arn, **node):
    """A prepared flow's id: its only prompt is the resource."""
    source = {"sourceConfiguration": {"resource": {"promptArn": prompt_arn}}}
    text = [{"name": "topic", "type": "String", "expression": "$.data"}]
    nodes = [
        {"name": "Start", "type": "Input", "configuration": {"input": {}}, "outputs": [{"name": "document", "type": "String"}]},
        {
            "name": "Ask",
            "type": "Prompt",
            "configuration": {"prompt": {**source, **node}},
            "inputs": text,
            "outputs": [{"name": "modelCompletion", "type": "String"}],
        },
        {"name": "End", "type": "Output", "configuration": {"output": {}}, "inputs": [{**text[0], "name": "document"}]},
    ]
    connections = [data("Start", "document", "Ask", "topic"), data("Ask", "modelCompletion", "End", "document")]
    definition = {"nodes": nodes, "connections": connections}
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    build.prepare_flow(flowIdentifier=flow)
    prepared = build.get_flow(flowIdentifier=flow)
    assert prepared["status"] == "Prepared", prepared["validations"]
    return flow


def data(source, output, target, target_input):
    configuration = {"data": {"sourceOutput": output, "targetInput": target_input}}
    return {"name": f"{source}To{target}", "type": "Data", "source": source, "target": target, "configuration": configuration}


def begin(runtime, flow, topic="tea", alias=TEST_ALIAS):
    inputs = [{"nodeName": "Start", "nodeOutputName": "document", "content": {"document": topic}}]
    labels = {"flowIdentifier": flow, "flowAliasIdentifier": alias}
    return {**labels, "executionIdentifier": runtime.start_flow_execution(**labels, inputs=inputs)["executionArn"]}


def request_of(runtime, flow, **more):
    """What the model of a flow's only prompt was asked in a new run."""
    labels = begin(runtime, flow, **more)
    execution = ended(runtime, labels)
    assert execution["status"] == "Succeeded", execution["errors"]
    [action] = [event["nodeActionEvent"] for event in events(runtime, labels, "Node") if "nodeActionEvent" in event]
    assert (action["nodeName"], action["serviceName"], action["operationName"]) == ("Ask", "bedrock", "Converse")
    return action["operationRequest"]
