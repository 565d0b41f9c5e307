"""InvokeFlow: the event stream as boto3 reads it."""

import json
import os
import time
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError, EventStreamError

from conftest import ROLE, TEST_ALIAS, document, name, wait_until


def invoke(runtime, flow_id, inputs, **more):
    return runtime.invoke_flow(flowIdentifier=flow_id, flowAliasIdentifier=TEST_ALIAS, inputs=inputs, **more)


def test_the_output_and_the_end_are_streamed(runtime, flow):
    answer = invoke(runtime, flow, document("tea"))
    output, completion = list(answer["responseStream"])

    assert output["flowOutputEvent"]["nodeName"] == "Poem"
    assert output["flowOutputEvent"]["nodeType"] == "FlowOutputNode"
    assert "tea" in output["flowOutputEvent"]["content"]["document"]
    assert completion == {"flowCompletionEvent": {"completionReason": "SUCCESS"}}
    assert len(answer["executionId"]) == 36


def test_traces_arrive_as_things_happen(runtime, flow):
    stream = invoke(runtime, flow, document("word " * 200), enableTrace=True)["responseStream"]
    arrived = [(next(iter(event)), event, time.monotonic()) for event in stream]

    kinds = [next(iter(event["flowTraceEvent"]["trace"])) if kind == "flowTraceEvent" else kind for kind, event, _ in arrived]
    assert kinds == [
        "nodeOutputTrace",
        "nodeInputTrace",
        "nodeActionTrace",
        "nodeOutputTrace",
        "nodeInputTrace",
        "flowOutputEvent",
        "flowCompletionEvent",
    ]
    assert arrived[-1][2] - arrived[0][2] > 0.1  # the model speaks for longer than that


def test_a_failure_in_the_stream_is_raised(runtime, flow):
    inputs = [{"nodeName": "Start", "nodeOutputName": "document", "content": {"document": "no object"}}]

    with pytest.raises(EventStreamError) as raised:
        list(invoke(runtime, flow, inputs)["responseStream"])

    error = raised.value.response["Error"]
    assert error["Code"] == "validationException"
    assert error["Message"] == "Expected type for Node Output document of Node Start to be OBJECT. Actual type is STRING."


def test_a_flow_that_is_not_prepared_is_told_in_the_stream(build, runtime, definition):
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]

    with pytest.raises(EventStreamError, match="The flow alias is not in prepared state"):
        list(invoke(runtime, flow, document("tea"))["responseStream"])


def test_an_unknown_flow_is_not_found_before_any_stream(runtime):
    with pytest.raises(ClientError) as raised:
        invoke(runtime, "AAAAAAAAAA", document("tea"))

    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_stream_that_is_closed_stops_the_run(session, runtime, flow):
    answer = invoke(runtime, flow, document("endless"), enableTrace=True)
    next(iter(answer["responseStream"]))

    answer["responseStream"].close()

    arn = f"arn:aws:bedrock:us-east-1:123456789012:flow/{flow}/alias/{TEST_ALIAS}/execution/{answer['executionId']}"
    execution = wait_until(lambda: view if (view := own_view(session, arn)["execution"])["status"] != "Running" else None)
    assert (execution["status"], execution["cause"]) == ("Aborted", "the caller has gone")


def own_view(session, arn):
    """Sluice's own view of an execution, signed as AWS's are."""
    url = f"{os.environ['SLUICE_ENDPOINT']}/sluice/v1/executions/{quote(arn, safe='')}"
    request = AWSRequest("GET", url)
    SigV4Auth(session.get_credentials(), "bedrock", "us-east-1").add_auth(request)
    with urlopen(Request(url, headers=dict(request.headers))) as response:
        return json.load(response)
