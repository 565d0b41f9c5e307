"""From create-prompt to delete-prompt, and tags."""

import json

import pytest
from conftest import ROLE, build, failure, name, runtime, wait_until

VARIANT = {
    "name": "plain",
    "templateType": "TEXT",
    "templateConfiguration": {"text": {"text": "Say {{word}}", "inputVariables": [{"name": "word"}]}},
    "modelId": "sluice.echo-v1:0",
    "inferenceConfiguration": {"text": {"temperature": 0.7, "maxTokens": 9}},
}


@pytest.fixture
def prompt():
    return build("create-prompt", "--name", name(), "--default-variant", "plain", "--variants", json.dumps([VARIANT]))


def test_a_prompt_from_its_creation_to_its_deletion(prompt):
    assert (prompt["version"], prompt["variants"]) == ("DRAFT", [VARIANT])
    labels = ("--prompt-identifier", prompt["id"])
    assert build("get-prompt", *labels) == prompt
    assert "variants" not in build("get-prompt", *labels, "--included-data", "METADATA_ONLY")

    version = build("create-prompt-version", *labels, "--description", "First", "--tags", "team=a")
    assert (version["version"], version["arn"], version["variants"]) == ("1", prompt["arn"] + ":1", [VARIANT])
    updated = build("update-prompt", *labels, "--name", "bare")
    assert (updated["name"], "variants" in updated, "defaultVariant" in updated) == ("bare", False, False)
    assert build("get-prompt", "--prompt-identifier", version["arn"]) == version
    assert build("get-prompt", *labels, "--prompt-version", "1") == version
    listed = build("list-prompts", *labels)["promptSummaries"]
    assert [(one["version"], one["name"]) for one in listed] == [("DRAFT", "bare"), ("1", prompt["name"])]
    assert prompt["id"] in [one["id"] for one in build("list-prompts")["promptSummaries"]]

    assert build("delete-prompt", *labels, "--prompt-version", "1") == {"id": prompt["id"], "version": "1"}
    assert build("delete-prompt", *labels) == {"id": prompt["id"]}
    said = failure("bedrock-agent", "get-prompt", *labels)
    assert said.endswith(f"(ResourceNotFoundException) when calling the GetPrompt operation: There is no prompt {prompt['id']}.")


def test_tags_come_and_go(prompt):
    arn = ("--resource-arn", prompt["arn"])
    assert build("tag-resource", *arn, "--tags", "team=a,cost=7 EUR") in (None, {})
    assert build("list-tags-for-resource", *arn) == {"tags": {"team": "a", "cost": "7 EUR"}}
    assert build("untag-resource", *arn, "--tag-keys", "team", "other") in (None, {})
    assert build("list-tags-for-resource", *arn) == {"tags": {"cost": "7 EUR"}}


def test_a_flow_uses_the_prompt(prompt):
    field = {"name": "word", "type": "String", "expression": "$.data"}
    source = {"sourceConfiguration": {"resource": {"promptArn": prompt["arn"]}}}
    nodes = [
        {"name": "Start", "type": "Input", "outputs": [{"name": "document", "type": "String"}]},
        {
            "name": "Say",
            "type": "Prompt",
            "configuration": {"prompt": source},
            "inputs": [field],
            "outputs": [{"name": "modelCompletion", "type": "String"}],
        },
        {"name": "End", "type": "Output", "inputs": [{**field, "name": "document"}]},
    ]
    connections = [data("Start", "document", "Say", "word"), data("Say", "modelCompletion", "End", "document")]
    definition = json.dumps({"nodes": nodes, "connections": connections})
    flow = build("create-flow", "--name", name(), "--execution-role-arn", ROLE, "--definition", definition)["id"]
    build("prepare-flow", "--flow-identifier", flow)
    labels = ("--flow-identifier", flow, "--flow-alias-identifier", "TSTALIASID")
    inputs = json.dumps([{"nodeName": "Start", "nodeOutputName": "document", "content": {"document": "tea"}}])
    arn = runtime("start-flow-execution", *labels, "--inputs", inputs)["executionArn"]
    execution = (*labels, "--execution-identifier", arn)
    wait_until(lambda: runtime("get-flow-execution", *execution)["status"] != "Running")
    events = runtime("list-flow-execution-events", *execution, "--event-type", "Flow")["flowExecutionEvents"]
    assert events[-1]["flowOutputEvent"]["fields"] == [{"name": "document", "content": {"document": "Say tea"}}]


def data(source, output, target, target_input):
    configuration = {"data": {"sourceOutput": output, "targetInput": target_input}}
    return {"name": f"{source}To{target}", "type": "Data", "source": source, "target": target, "configuration": configuration}
