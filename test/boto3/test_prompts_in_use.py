"""What a Prompt node makes of a prompt resource."""

import pytest
from conftest import TEST_ALIAS, ended, events, name, refused
from prompt_parts import AGENT, begin, chat_variant, flow_with_prompt, full_variant, request_of, text_variant


def prompt_with(build, variant, **more):
    return build.create_prompt(name=name(), variants=[variant], **more)


def asked(text):
    return {"system": [], "messages": [{"role": "user", "content": [{"text": text}]}]}


def test_a_text_prompt_is_asked_with_everything_that_it_says(build, runtime):
    variant = {**full_variant(), "modelId": "sluice.echo-v1:0", "additionalModelRequestFields": {"repeat": 2}}
    prompt = prompt_with(build, variant, defaultVariant="plain")

    request = request_of(runtime, flow_with_prompt(build, prompt["arn"]), topic="tea")

    assert request == {
        "modelId": "sluice.echo-v1:0",
        "system": [],
        "messages": [{"role": "user", "content": [{"text": "Write about tea."}, {"cachePoint": {"type": "default"}}]}],
        "inferenceConfig": variant["inferenceConfiguration"]["text"],
        "additionalModelRequestFields": {"repeat": 2},
    }


def test_a_chat_prompt_is_asked_with_everything_that_it_says(build, runtime):
    variant = chat_variant()
    chat = variant["templateConfiguration"]["chat"]
    request = request_of(runtime, flow_with_prompt(build, prompt_with(build, variant)["arn"]), topic="tea")

    assert request == {
        "modelId": "sluice.echo-v1:0",
        "system": [{"text": "You know tea."}, {"cachePoint": {"type": "default"}}],
        "messages": [
            {"role": "user", "content": [{"text": "Hello"}]},
            {"role": "assistant", "content": [{"text": "About tea?"}]},
            {"role": "user", "content": [{"text": "Yes, tea"}, {"cachePoint": {"type": "default"}}]},
        ],
        "inferenceConfig": {"temperature": 0.1},
        "toolConfig": chat["toolConfiguration"],
    }


def test_a_model_that_is_reached_over_http_answers_the_prompt(build, runtime):
    labels = begin(runtime, flow_with_prompt(build, prompt_with(build, text_variant("Write about {{topic}}."))["arn"]))
    assert ended(runtime, labels)["status"] == "Succeeded"
    output = events(runtime, labels, "Flow")[-1]["flowOutputEvent"]
    assert output["fields"] == [{"name": "document", "content": {"document": "Write about tea."}}]


def test_a_draft_is_read_anew_by_every_run_and_a_version_never_changes(build, runtime):
    prompt = prompt_with(build, text_variant("First {{topic}}", modelId="sluice.echo-v1:0"))
    version = build.create_prompt_version(promptIdentifier=prompt["id"])
    by_draft, by_version = (flow_with_prompt(build, one["arn"]) for one in (prompt, version))
    before = request_of(runtime, by_draft)

    changed = text_variant("Second {{topic}}", modelId="amazon.nova-lite-v1:0", inferenceConfiguration={"text": {"maxTokens": 9}})
    build.update_prompt(promptIdentifier=prompt["id"], name=name(), variants=[changed])

    assert before == {"modelId": "sluice.echo-v1:0", **asked("First tea")}
    assert request_of(runtime, by_draft) == {
        "modelId": "amazon.nova-lite-v1:0",
        **asked("Second tea"),
        "inferenceConfig": {"maxTokens": 9},
    }
    assert request_of(runtime, by_version) == before


def test_a_version_of_a_flow_reads_the_prompts_draft_too(build, runtime):
    prompt = prompt_with(build, text_variant("First {{topic}}"))
    flow = flow_with_prompt(build, prompt["arn"])
    build.create_flow_version(flowIdentifier=flow)
    alias = build.create_flow_alias(flowIdentifier=flow, name="live", routingConfiguration=[{"flowVersion": "1"}])["id"]
    build.update_prompt(promptIdentifier=prompt["id"], name=name(), variants=[text_variant("Second {{topic}}")])
    assert request_of(runtime, flow, alias=alias)["messages"] == asked("Second tea")["messages"]


def failure(runtime, flow):
    labels = begin(runtime, flow)
    execution = ended(runtime, labels)
    assert execution["status"] == "Failed"
    [error] = execution["errors"]
    assert error["nodeName"] == "Ask"
    [failed] = [event["nodeFailureEvent"] for event in events(runtime, labels, "Node") if "nodeFailureEvent" in event]
    assert (failed["nodeName"], failed["errorMessage"]) == ("Ask", error["message"])
    return failed["errorCode"], error["message"]


def test_an_unknown_prompt_fails_the_node_and_is_named(build, runtime):
    prompt = prompt_with(build, text_variant("{{topic}}"))
    flow, with_version = (flow_with_prompt(build, arn) for arn in (prompt["arn"], prompt["arn"] + ":7"))

    assert failure(runtime, with_version)[0] == "DEPENDENCY_FAILED"
    assert f"Prompt {prompt['id']} has no version 7." in failure(runtime, with_version)[1]
    build.delete_prompt(promptIdentifier=prompt["id"])
    code, message = failure(runtime, flow)
    assert code == "DEPENDENCY_FAILED"
    assert f"There is no prompt {prompt['id']}." in message


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_a_prompt_of_another_account_or_region_is_unknown(build, runtime, fresh, region):
    account = fresh.account if region == "us-east-1" else "123456789012"
    theirs = fresh.build.create_prompt(name=name(), variants=[text_variant("{{topic}}")])
    arn = f"arn:aws:bedrock:{region}:{account}:prompt/{theirs['id']}"
    assert arn in failure(runtime, flow_with_prompt(build, arn))[1]


def agent_variant():
    variant = text_variant("{{topic}}", genAiResource={"agent": {"agentIdentifier": AGENT}})
    del variant["modelId"]
    return variant


@pytest.mark.parametrize(
    ("variants", "words"),
    [
        ([], ["has no variant", "UpdatePrompt"]),
        ([text_variant("x", templateType="CHAT", templateConfiguration={"chat": {"messages": []}})], ["has no message", "UpdatePrompt"]),
        ([{**text_variant("{{topic}}"), "modelId": "nobody.has-this-v1:0"}], ["nobody.has-this-v1:0", "models.routes"]),
        ([text_variant("{{topic}} {{other}}")], ["other", "connect an input"]),
        ([agent_variant()], [AGENT, "modelId"]),
    ],
    ids=["no variant", "no message", "no such model", "no value", "an agent"],
)
def test_a_prompt_that_cannot_be_asked_fails_the_node_and_says_why(build, runtime, variants, words):
    prompt = build.create_prompt(name=name(), variants=variants)
    _, message = failure(runtime, flow_with_prompt(build, prompt["arn"]))
    for word in words:
        assert word in message


def test_invoke_flow_uses_prompt_resources_too(build, runtime):
    flow = flow_with_prompt(build, prompt_with(build, chat_variant())["arn"])
    inputs = [{"nodeName": "Start", "nodeOutputName": "document", "content": {"document": "tea"}}]
    answer = runtime.invoke_flow(flowIdentifier=flow, flowAliasIdentifier=TEST_ALIAS, inputs=inputs)
    [output] = [event["flowOutputEvent"] for event in answer["responseStream"] if "flowOutputEvent" in event]
    assert output["content"]["document"] == "Yes, tea"


def test_an_empty_prompt_is_found_by_the_preparation_and_a_bad_one_refused(build):
    with pytest.raises(AssertionError, match="Node Ask is missing its required configuration: promptArn is empty."):
        flow_with_prompt(build, "")
    with refused(build, "ValidationException", "promptArn"):
        flow_with_prompt(build, "arn:aws:bedrock:us-east-1:123456789012:prompt/no")
