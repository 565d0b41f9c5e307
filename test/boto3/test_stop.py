"""StopFlowExecution: for real, once and for ever."""

import pytest
from conftest import TEST_ALIAS, ended, events, start, wait_until


def streaming(runtime, labels):
    """Waits until the model is at work."""
    wait_until(lambda: len(events(runtime, labels, "Node")) >= 2)


def test_a_running_execution_is_aborted_once_and_for_ever(runtime, flow):
    labels = start(runtime, flow, topic="an endless river")
    streaming(runtime, labels)

    stopped = runtime.stop_flow_execution(**labels)

    assert stopped["status"] == "Aborted"
    assert stopped["executionArn"] == labels["executionIdentifier"]
    execution = runtime.get_flow_execution(**labels)
    assert execution["status"] == "Aborted"
    before = (execution["endedAt"], events(runtime, labels, "Node"), events(runtime, labels, "Flow"))
    again = runtime.stop_flow_execution(**labels)
    assert again["status"] == "Aborted"
    after = runtime.get_flow_execution(**labels)
    assert (after["endedAt"], events(runtime, labels, "Node"), events(runtime, labels, "Flow")) == before


@pytest.mark.parametrize("how", ["ids", "arns"])
def test_identifiers_may_be_ids_or_arns(build, runtime, flow, how):
    labels = start(runtime, flow, topic="an endless river")
    arn = labels["executionIdentifier"]
    flow_arn, rest = arn.split("/alias/")
    if how == "arns":
        labels = {
            "flowIdentifier": flow_arn,
            "flowAliasIdentifier": flow_arn + "/alias/" + TEST_ALIAS,
            "executionIdentifier": arn,
        }
    else:
        labels["executionIdentifier"] = rest.split("/execution/")[1]
    assert runtime.stop_flow_execution(**labels)["status"] == "Aborted"


def test_stopping_what_has_succeeded_is_a_conflict_that_names_the_status(runtime, flow):
    labels = start(runtime, flow)
    ended(runtime, labels)
    with pytest.raises(runtime.exceptions.ConflictException) as raised:
        runtime.stop_flow_execution(**labels)
    assert "Succeeded" in str(raised.value)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("flowIdentifier", "UNKNOWN123"),
        ("flowAliasIdentifier", "UNKNOWN123"),
        ("executionIdentifier", "unknown"),
    ],
)
def test_the_unknown_is_not_found_and_named(runtime, flow, member, value):
    labels = start(runtime, flow)
    ended(runtime, labels)
    labels["executionIdentifier"] = labels["executionIdentifier"].rsplit("/", 1)[1]
    labels[member] = value
    with pytest.raises(runtime.exceptions.ResourceNotFoundException) as raised:
        runtime.stop_flow_execution(**labels)
    assert value in str(raised.value)


def test_an_execution_of_another_flow_is_not_found(build, runtime, flow, definition):
    labels = start(runtime, flow)
    other = build.create_flow(
        name="other", executionRoleArn="arn:aws:iam::123456789012:role/r", definition=definition
    )["id"]
    with pytest.raises(runtime.exceptions.ResourceNotFoundException):
        runtime.stop_flow_execution(**{**labels, "flowIdentifier": other})
    ended(runtime, labels)


def test_a_bad_identifier_is_a_validation_exception(runtime, flow):
    with pytest.raises(runtime.exceptions.ValidationException) as raised:
        runtime.stop_flow_execution(
            flowIdentifier="no!", flowAliasIdentifier=TEST_ALIAS, executionIdentifier="x"
        )
    assert "flowIdentifier" in str(raised.value)


def test_a_name_is_taken_once(runtime, flow):
    labels = start(runtime, flow, flowExecutionName="once")
    with pytest.raises(runtime.exceptions.ConflictException):
        start(runtime, flow, flowExecutionName="once")
    ended(runtime, labels)
