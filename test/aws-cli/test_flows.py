"""From create-flow to stop-flow-execution and delete-flow."""

import json
import subprocess

import pytest
from conftest import POEM, ROLE, build, failure, inputs, name, run, runtime, start, wait_until

LIVE = ("--name", "live", "--routing-configuration")


def create(*arguments):
    return build("create-flow", "--name", name(), "--execution-role-arn", ROLE, "--definition", f"file://{POEM}", *arguments)


@pytest.fixture
def flow():
    """A prepared flow, as the arguments that name it."""
    labels = ("--flow-identifier", create()["id"])
    build("prepare-flow", *labels)
    return labels


def text(service, command, *arguments):
    return run(service, command, *arguments, output="text").stdout.strip()


def test_a_flow_from_its_creation_to_an_alias(flow):
    created = create("--description", "Poems", "--tags", "team=a,cost=7")
    assert created["status"] == "NotPrepared"
    assert created["definition"] == json.loads(POEM.read_text())
    assert build("list-tags-for-resource", "--resource-arn", created["arn"]) == {"tags": {"team": "a", "cost": "7"}}
    labels = ("--flow-identifier", created["arn"])

    assert build("prepare-flow", *labels) == {"id": created["id"], "status": "Preparing"}
    found = build("get-flow", *labels)
    assert found == {**created, "status": "Prepared", "updatedAt": found["updatedAt"], "validations": []}
    metadata = build("get-flow", *labels, "--included-data", "METADATA_ONLY")
    assert metadata == {key: value for key, value in found.items() if key != "definition"}
    assert text("bedrock-agent", "get-flow", *labels, "--query", "status") == "Prepared"

    version = build("create-flow-version", *labels, "--description", "First")
    assert (version["version"], version["status"], version["description"]) == ("1", "Prepared", "First")
    assert build("get-flow-version", *labels, "--flow-version", "1") == version
    alias = build("create-flow-alias", *labels, *LIVE, "flowVersion=1", "--concurrency-configuration", "type=Manual,maxConcurrency=2")
    assert alias["routingConfiguration"] == [{"flowVersion": "1"}]
    assert alias["concurrencyConfiguration"] == {"type": "Manual", "maxConcurrency": 2}
    assert build("get-flow-alias", *labels, "--alias-identifier", alias["arn"]) == alias


def test_an_execution_to_its_end(flow):
    build("create-flow-version", *flow)
    alias = build("create-flow-alias", *flow, *LIVE, "flowVersion=1")["id"]
    labels = start(flow[1], alias, "tea")
    arn = labels[-1]

    wait_until(lambda: runtime("get-flow-execution", *labels)["status"] != "Running")

    execution = runtime("get-flow-execution", *labels)
    assert (execution["status"], execution["flowVersion"], execution["executionArn"]) == ("Succeeded", "1", arn)
    events = runtime("list-flow-execution-events", *labels, "--event-type", "Node")["flowExecutionEvents"]
    assert [next(iter(event)) for event in events] == [
        "nodeOutputEvent",
        "nodeInputEvent",
        "nodeActionEvent",
        "nodeOutputEvent",
        "nodeInputEvent",
    ]
    assert events[2]["nodeActionEvent"]["operationRequest"]["inferenceConfig"] == {"maxTokens": 500, "temperature": 0.7}
    output = runtime("list-flow-execution-events", *labels, "--event-type", "Flow")["flowExecutionEvents"][-1]
    assert output["flowOutputEvent"]["fields"][0]["content"] == {"document": "Write a poem of 3 lines about tea."}
    snapshot = runtime("get-execution-flow-snapshot", *labels)
    assert json.loads(snapshot["definition"]) == json.loads(POEM.read_text())
    [listed] = runtime("list-flow-executions", *flow)["flowExecutionSummaries"]
    assert (listed["executionArn"], listed["status"]) == (arn, "Succeeded")


def test_a_stop_is_final(flow):
    labels = start(flow[1], "TSTALIASID", "an endless river")
    wait_until(lambda: len(runtime("list-flow-execution-events", *labels, "--event-type", "Node")["flowExecutionEvents"]) >= 2)

    assert runtime("stop-flow-execution", *labels) == {"executionArn": labels[-1], "status": "Aborted"}

    assert runtime("get-flow-execution", *labels)["status"] == "Aborted"
    assert runtime("stop-flow-execution", *labels)["status"] == "Aborted"


def test_lists_are_paged_by_the_cli_itself(flow):
    for _ in range(4):
        build("create-flow-version", *flow)
    versions = build("list-flow-versions", *flow, "--page-size", "2")["flowVersionSummaries"]
    assert [one["version"] for one in versions] == [str(number) for number in range(1, 5)]
    first = build("list-flow-versions", *flow, "--max-items", "3")
    rest = build("list-flow-versions", *flow, "--starting-token", first["NextToken"])
    assert first["flowVersionSummaries"] + rest["flowVersionSummaries"] == versions
    assert flow[1] in [one["id"] for one in build("list-flows")["flowSummaries"]]
    assert [one["id"] for one in build("list-flow-aliases", *flow)["flowAliasSummaries"]] == ["TSTALIASID"]


def test_changes_and_deletions(flow):
    build("create-flow-version", *flow)
    alias = build("create-flow-alias", *flow, *LIVE, "flowVersion=1")["id"]
    of_alias = (*flow, "--alias-identifier", alias)
    of_version = (*flow, "--flow-version", "1")
    updated = build("update-flow", *flow, "--name", "bare", "--execution-role-arn", ROLE)
    assert (updated["name"], updated["status"], "definition" in updated) == ("bare", "NotPrepared", False)
    renamed = build("update-flow-alias", *of_alias, "--name", "renamed", "--routing-configuration", "flowVersion=DRAFT")
    assert (renamed["name"], renamed["routingConfiguration"]) == ("renamed", [{"flowVersion": "DRAFT"}])

    assert "(ConflictException) when calling the DeleteFlow operation" in failure("bedrock-agent", "delete-flow", *flow)
    assert build("delete-flow-version", *of_version, "--no-skip-resource-in-use-check") == {"id": flow[1], "version": "1"}
    assert build("delete-flow-alias", *of_alias) == {"flowId": flow[1], "id": alias}
    assert build("delete-flow", *flow, "--skip-resource-in-use-check") == {"id": flow[1]}
    expected = "An error occurred (ResourceNotFoundException) when calling the GetFlow operation: There is no flow"
    assert expected in failure("bedrock-agent", "get-flow", *flow)


def test_a_start_that_is_refused_says_why(flow):
    build("update-flow", *flow, "--name", "bare", "--execution-role-arn", ROLE)
    labels = (*flow, "--flow-alias-identifier", "TSTALIASID")
    said = failure("bedrock-agent-runtime", "start-flow-execution", *labels, "--inputs", inputs("tea"))
    assert "(ValidationException)" in said
    assert "The flow alias is not in prepared state." in said


def test_what_get_flow_prints_runs_without_a_server(flow, tmp_path):
    file = tmp_path / "flow.json"
    file.write_text(run("bedrock-agent", "get-flow", *flow).stdout)
    command = ["node", "src/cli/main.ts", "run", file, "--input", '{"topic":"tea","lines":3}', "--model", "*=sluice.echo-v1:0"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout.strip()) == (0, "Write a poem of 3 lines about tea.")
