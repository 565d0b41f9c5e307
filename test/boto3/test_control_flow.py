"""Iterators, Collectors and Loops, as boto3 sees them: the examples of docs/nodes.md."""

import json
import re
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROLE, TEST_ALIAS, ended, events, name, wait_until

NODES = Path(__file__).parents[2] / "docs" / "nodes.md"


@pytest.fixture
def prepared(build):
    """Makes an example a prepared flow and answers its id."""

    def prepare(definition):
        flow_id = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
        build.prepare_flow(flowIdentifier=flow_id)
        flow = build.get_flow(flowIdentifier=flow_id)
        assert flow["status"] == "Prepared", flow.get("validations")
        return flow_id

    return prepare


def example(file):
    return json.loads((EXAMPLES / file).read_text())


def inputs(document):
    return [{"nodeName": "Start", "nodeOutputName": "document", "content": {"document": document}}]


def begin(runtime, flow_id, document):
    labels = {"flowIdentifier": flow_id, "flowAliasIdentifier": TEST_ALIAS}
    arn = runtime.start_flow_execution(**labels, inputs=inputs(document))["executionArn"]
    return {**labels, "executionIdentifier": arn}


def outputs(runtime, labels):
    found = events(runtime, labels, "Flow")
    shown = [event["flowOutputEvent"] for event in found if "flowOutputEvent" in event]
    return [(event["nodeName"], event["fields"][0]["content"]["document"]) for event in shown]


def chains(runtime, labels, node):
    found = [event.get("nodeInputEvent", {}) for event in events(runtime, labels, "Node")]
    mine = [event for event in found if event.get("nodeName") == node]
    return [field.get("executionChain") for event in mine for field in event["fields"]]


def test_an_output_behind_an_iterator_puts_out_once_for_each_element(runtime, prepared):
    flow_id = prepared(example("greet-each.json"))

    answer = runtime.invoke_flow(
        flowIdentifier=flow_id, flowAliasIdentifier=TEST_ALIAS, inputs=inputs(["Ada", "Bo"])
    )
    told = list(answer["responseStream"])

    assert [event["flowOutputEvent"]["content"]["document"] for event in told[:-1]] == [
        "Greet Ada.",
        "Greet Bo.",
    ]
    assert told[-1] == {"flowCompletionEvent": {"completionReason": "SUCCESS"}}


def test_a_collector_gathers_the_elements_that_reach_it(runtime, prepared):
    reviews = [{"stars": 1, "text": "late"}, {"stars": 5, "text": "lovely"}, {"stars": 2, "text": "small"}]

    labels = begin(runtime, prepared(example("answer-reviews.json")), {"limit": 2, "reviews": reviews})

    assert ended(runtime, labels)["status"] == "Succeeded"
    answers = ["Answer this review: late", "Answer this review: small"]
    assert outputs(runtime, labels) == [("End", answers)]
    assert chains(runtime, labels, "Answer") == [
        [{"nodeName": "Each", "type": "Iterator", "index": 0}],
        [{"nodeName": "Each", "type": "Iterator", "index": 2}],
    ]


def test_a_loop_ends_after_its_last_iteration(runtime, prepared):
    labels = begin(runtime, prepared(example("refine.json")), "woolly")

    assert ended(runtime, labels)["status"] == "Succeeded"
    assert dict(outputs(runtime, labels))["Iterations"] == 5
    assert chains(runtime, labels, "Judge") == [
        [{"nodeName": "Refine", "type": "Loop", "index": index}] for index in range(5)
    ]
    found = [event.get("nodeInputEvent", {}) for event in events(runtime, labels, "Node")]
    controls = [event for event in found if event.get("nodeName") == "Control"]
    assert [field["category"] for field in controls[0]["fields"]] == [
        "LoopCondition",
        "ReturnValueToLoopStart",
        "ExitLoop",
    ]


def test_an_element_of_another_type_fails_the_iterator(runtime, prepared):
    labels = begin(runtime, prepared(example("greet-each.json")), ["Ada", 1])

    execution = ended(runtime, labels)

    assert (execution["status"], execution["errors"][0]["nodeName"]) == ("Failed", "Each")
    failure = events(runtime, labels, "Node")[-1]["nodeFailureEvent"]
    assert (failure["nodeName"], failure["errorCode"]) == ("Each", "VALIDATION")
    assert outputs(runtime, labels) == [("Greeting", "Greet Ada.")]


def test_a_stop_in_the_middle_of_an_element_is_final(runtime, prepared):
    labels = begin(runtime, prepared(example("greet-each.json")), ["Ada", "an endless river", "Bo"])
    wait_until(lambda: len(chains(runtime, labels, "Greet")) == 2)

    assert runtime.stop_flow_execution(**labels)["status"] == "Aborted"

    before = events(runtime, labels, "Node")
    assert outputs(runtime, labels) == [("Greeting", "Greet Ada.")]
    assert events(runtime, labels, "Node") == before
    assert runtime.get_flow_execution(**labels)["status"] == "Aborted"


def test_the_prompt_resource_of_the_documentation_runs(build, runtime, prepared, monkeypatch):
    monkeypatch.chdir(EXAMPLES.parents[1])
    (block,) = re.findall(r"```python\n(.+?)```", NODES.read_text(), re.DOTALL)
    names = {"build": build, "json": json}
    exec(block, names)

    labels = begin(runtime, prepared(names["definition"]), "a sluice is a gate")

    assert ended(runtime, labels)["status"] == "Succeeded"
    assert outputs(runtime, labels) == [("Summary", "Summarise: a sluice is a gate")]
