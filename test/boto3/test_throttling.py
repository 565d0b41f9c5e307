"""Throttling: a client that calls too often is slowed by its retries, and told ThrottlingException when it makes none."""

import os

import pytest
from botocore.config import Config
from conftest import ROLE, clients, ended, name, new_account, refused, signing, start

ENDPOINT = os.environ["SLUICE_THROTTLED_ENDPOINT"]


@pytest.fixture
def throttled():
    return clients(ENDPOINT, new_account())


def test_stop_flow_execution_raises_throttling_exception_and_leaves_the_execution_running(throttled, definition):
    flow = throttled.build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    throttled.build.prepare_flow(flowIdentifier=flow)
    first, second = start(throttled.runtime, flow, "endless"), start(throttled.runtime, flow, "endless")
    throttled.runtime.stop_flow_execution(**first)

    with refused(throttled.runtime, "ThrottlingException", "StopFlowExecution", "throttling.StopFlowExecution") as raised:
        throttled.runtime.stop_flow_execution(**second)

    headers = raised.value.response["ResponseMetadata"]["HTTPHeaders"]
    assert int(headers["retry-after"]) >= 1
    assert int(headers["x-amz-retry-after"]) > 0
    assert ended(throttled.runtime, first)["status"] == "Aborted"
    assert throttled.runtime.get_flow_execution(**second)["status"] == "Running"


@pytest.mark.parametrize("new_retries", ["false", "true"])
@pytest.mark.parametrize("mode", ["standard", "adaptive"])
def test_a_client_that_tries_again_is_slowed_and_served_in_the_end(mode, new_retries, monkeypatch):
    monkeypatch.setenv("AWS_NEW_RETRIES_2026", new_retries)
    config = Config(retries={"mode": mode, "max_attempts": 20})
    build = signing(new_account()).client("bedrock-agent", endpoint_url=ENDPOINT, config=config)

    answers = [build.list_flows()["ResponseMetadata"] for _ in range(4)]

    assert [answer["HTTPStatusCode"] for answer in answers] == [200] * 4
    assert sum(answer["RetryAttempts"] for answer in answers) > 0


def test_one_account_does_not_slow_another(throttled):
    build = clients(ENDPOINT, new_account()).build
    throttled.build.list_flows()
    with refused(throttled.build, "ThrottlingException", "The rate of ListFlows is 2 a second"):
        throttled.build.list_flows()

    assert build.list_flows()["flowSummaries"] == []
