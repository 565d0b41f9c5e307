"""Each exception that AWS documents for StopFlowExecution, for its own reason, as boto3 raises it."""

import re
import time

import pytest
from conftest import TEST_ALIAS, ended, events, start, wait_until
from troubled_server import ACCOUNT, FailingDisk, Full, Locked, damage, troubled_server

UNKNOWN_YET = "Whether this request takes effect is not known yet; it can be repeated."


def raised_by_stop(runtime, labels, exception):
    """What StopFlowExecution raised, as the typed exception, and within 5 seconds."""
    since = time.monotonic()
    with pytest.raises(getattr(runtime.exceptions, exception)) as raised:
        runtime.stop_flow_execution(**labels)
    assert time.monotonic() - since < 5
    return raised.value.response


def status_of(response):
    return response["ResponseMetadata"]["HTTPStatusCode"]


def test_resource_not_found_for_an_execution_that_there_is_not(runtime, flow):
    labels = {"flowIdentifier": flow, "flowAliasIdentifier": TEST_ALIAS, "executionIdentifier": "nobody"}

    response = raised_by_stop(runtime, labels, "ResourceNotFoundException")

    assert status_of(response) == 404
    assert "nobody" in response["Error"]["Message"]


def test_validation_for_an_identifier_that_is_none(runtime, flow):
    labels = {"flowIdentifier": flow, "flowAliasIdentifier": TEST_ALIAS, "executionIdentifier": "no!"}

    response = raised_by_stop(runtime, labels, "ValidationException")

    assert status_of(response) == 400
    assert "executionIdentifier" in response["Error"]["Message"]


def test_conflict_for_an_execution_that_has_ended_otherwise(runtime, flow):
    labels = start(runtime, flow)
    ended(runtime, labels)

    response = raised_by_stop(runtime, labels, "ConflictException")

    assert status_of(response) == 409
    assert "Succeeded" in response["Error"]["Message"]


def test_access_denied_for_who_may_do_all_but_stop(tmp_path):
    allow = {"Effect": "Allow", "Action": "bedrock:*", "Resource": "*"}
    deny = {"Effect": "Deny", "Action": "bedrock:StopFlowExecution", "Resource": "*"}
    credential = {
        "accessKeyId": ACCOUNT,
        "secretAccessKeyEnv": "SLUICE_TEST_SECRET",
        "sessionTokenEnv": "SLUICE_TEST_TOKEN",
        "accountId": ACCOUNT,
        "userName": "ana",
        "policies": [{"Version": "2012-10-17", "Statement": [allow, deny]}],
    }
    with troubled_server(tmp_path, access={"credentials": [credential]}) as server:
        labels = server.begin_endless(server.flow())

        response = raised_by_stop(server.runtime, labels, "AccessDeniedException")

        assert status_of(response) == 403
        message = response["Error"]["Message"]
        assert f"arn:aws:iam::{ACCOUNT}:user/ana" in message and "bedrock:StopFlowExecution" in message
        assert server.runtime.get_flow_execution(**labels)["status"] == "Running"
        assert server.model.cut == 0


def test_throttling_for_who_stops_too_often(tmp_path):
    with troubled_server(tmp_path, throttling={"StopFlowExecution": {"perSecond": 0.001, "burst": 1}}) as server:
        flow = server.flow()
        stopped, goes_on = server.begin_endless(flow), server.begin_endless(flow)
        assert server.runtime.stop_flow_execution(**stopped)["status"] == "Aborted"
        wait_until(lambda: server.model.cut == 1)

        response = raised_by_stop(server.runtime, goes_on, "ThrottlingException")

        assert status_of(response) == 429
        assert int(response["ResponseMetadata"]["HTTPHeaders"]["retry-after"]) > 0
        assert server.runtime.get_flow_execution(**goes_on)["status"] == "Running"
        assert server.model.cut == 1


@pytest.mark.parametrize(
    ("trouble", "ready", "exception", "status", "says"),
    [
        (Full(), "storage full", "DependencyFailedException", 424, "is full: make room"),
        (FailingDisk("read-only"), "storage read-only", "DependencyFailedException", 424, "is read-only: make the file system"),
        (Locked(), "storage locked", "BadGatewayException", 502, "is locked by another process: end that process"),
        (FailingDisk("silent"), "storage silent", "BadGatewayException", 502, "does not answer: look after the disk"),
    ],
    ids=["full", "read-only", "locked", "silent"],
)
def test_a_storage_that_refuses(tmp_path, trouble, ready, exception, status, says):
    with troubled_server(tmp_path, trouble.launcher) as server:
        runtime = server.runtime
        labels = server.begin_endless(server.flow())
        node_events = events(runtime, labels, "Node")
        assert server.ready() == (200, "ok")

        trouble.begin(server)
        response = raised_by_stop(runtime, labels, exception)

        assert status_of(response) == status
        assert response["resourceName"] == "storage"
        message = response["Error"]["Message"]
        assert says in message and message.endswith(UNKNOWN_YET) and str(tmp_path) not in message
        # Cut, although nothing could be written: the model has seen its socket closed.
        wait_until(lambda: server.model.cut == 1)
        assert runtime.get_flow_execution(**labels)["status"] == "Running"
        assert events(runtime, labels, "Node") == node_events
        assert server.ready() == (503, ready)

        trouble.end(server)
        # The stop is written without being asked for again, and nothing follows it.
        assert ended(runtime, labels)["status"] == "Aborted"
        wait_until(lambda: server.ready() == (200, "ok"))
        time.sleep(0.5)
        assert events(runtime, labels, "Node") == node_events
        assert runtime.stop_flow_execution(**labels)["status"] == "Aborted"
        assert len(server.model.calls) == 1


def test_internal_server_for_a_damaged_page(tmp_path):
    with troubled_server(tmp_path) as server:
        runtime = server.runtime
        labels = server.begin_endless(server.flow())
        node_events = events(runtime, labels, "Node")

        damage(server, "stop_proofs")
        response = raised_by_stop(runtime, labels, "InternalServerException")

        assert status_of(response) == 500
        assert "is damaged and takes no writes: restore a backup" in response["Error"]["Message"]
        [request_id] = re.findall("request id ([-0-9a-f]{36})", response["Error"]["Message"])
        assert response["ResponseMetadata"]["RequestId"] == request_id
        [line] = wait_until(lambda: [line for line in server.log() if line.get("requestId") == request_id])
        assert "malformed" in line["err"]["message"]
        wait_until(lambda: server.model.cut == 1)
        # What the damage has not met is read as ever; nothing is written any more, and the server says so.
        assert runtime.get_flow_execution(**labels)["status"] == "Running"
        assert events(runtime, labels, "Node") == node_events
        assert server.ready() == (503, "storage corrupt")
        assert status_of(raised_by_stop(runtime, labels, "InternalServerException")) == 500
        assert server.process.poll() is None
