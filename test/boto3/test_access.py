"""A server that verifies signatures, through boto3 and, presigned, through plain HTTP."""

import datetime
import http.client
import os
from contextlib import contextmanager
from urllib.parse import urlsplit

import boto3
import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from conftest import ROLE, ended, name, start

ENDPOINT = os.environ["SLUICE_VERIFIED_ENDPOINT"]


def words_of(who):
    """Access key, secret and perhaps session token."""
    return os.environ[f"SLUICE_{who}"].split(" ")


ALICE, BOB, CAROL = words_of("ALICE"), words_of("BOB"), words_of("CAROL")


def client(service, access_key, secret, token=None):
    session = boto3.Session(
        aws_access_key_id=access_key, aws_secret_access_key=secret, aws_session_token=token, region_name="us-east-1"
    )
    return session.client(service, endpoint_url=ENDPOINT, config=Config(retries={"total_max_attempts": 1}))


def flows_of(*words):
    return client("bedrock-agent", *words).list_flows()["flowSummaries"]


@contextmanager
def refused(name, words):
    with pytest.raises(ClientError) as raised:
        yield
    error = raised.value.response
    assert error["Error"]["Code"] == name
    assert words in error["Error"]["Message"]
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 403


@contextmanager
def clock(monkeypatch, minutes):
    """The clock of boto3 is off."""
    now = botocore.auth.get_current_datetime
    with monkeypatch.context() as patched:
        patched.setattr(
            botocore.auth,
            "get_current_datetime",
            lambda *args, **more: now(*args, **more) + datetime.timedelta(minutes=minutes),
        )
        yield


def test_serves_who_has_signed_as_the_account_of_the_credential(definition):
    build, runtime = client("bedrock-agent", *ALICE), client("bedrock-agent-runtime", *ALICE)
    created = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)
    build.prepare_flow(flowIdentifier=created["arn"])

    labels = start(runtime, created["id"])

    assert created["arn"].startswith("arn:aws:bedrock:us-east-1:123456789012:flow/")
    assert ended(runtime, labels)["status"] == "Succeeded"
    build.tag_resource(resourceArn=created["arn"], tags={"a key": "a/b+c=d"})
    build.untag_resource(resourceArn=created["arn"], tagKeys=["a key", "no such"])
    assert build.list_tags_for_resource(resourceArn=created["arn"])["tags"] == {}


def test_takes_a_session_token_and_keeps_accounts_apart():
    assert flows_of(*BOB) == []


@pytest.mark.parametrize(
    ("words", "name", "message"),
    [
        ((ALICE[0], "wrong"), "InvalidSignatureException", "The request signature we calculated does not match"),
        (("AKIANOBODY", ALICE[1]), "UnrecognizedClientException", "The security token included in the request is invalid."),
        ((BOB[0], BOB[1]), "UnrecognizedClientException", "The security token included in the request is invalid."),
        ((BOB[0], BOB[1], "other"), "UnrecognizedClientException", "The security token included in the request is invalid."),
        ((ALICE[0], ALICE[1], "any"), "UnrecognizedClientException", "The security token included in the request is invalid."),
        (CAROL, "ExpiredTokenException", "The security token included in the request is expired"),
    ],
)
def test_refuses(words, name, message):
    with refused(name, message):
        flows_of(*words)
    with refused(name, message):
        client("bedrock-agent-runtime", *words).stop_flow_execution(
            flowIdentifier="AAAAAAAAAA", flowAliasIdentifier="TSTALIASID", executionIdentifier="E1"
        )


def test_refuses_a_clock_that_is_six_minutes_off(monkeypatch):
    with clock(monkeypatch, -6), refused("InvalidSignatureException", "Signature expired: "):
        flows_of(*ALICE)
    with clock(monkeypatch, 6), refused("InvalidSignatureException", "Signature not yet current: "):
        flows_of(*ALICE)
    with clock(monkeypatch, 4):
        flows_of(*ALICE)


def presigned(words, expires=60, method="GET", path="/flows/?maxResults=1", data=None):
    request = AWSRequest(method, ENDPOINT + path, data=data)
    botocore.auth.SigV4QueryAuth(Credentials(*words), "bedrock", "us-east-1", expires=expires).add_auth(request)
    return request.prepare().url


def ask(url, method="GET", headers=None):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request(method, f"{parts.path}?{parts.query}", headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("x-amzn-errortype")


def test_takes_a_presigned_url_through_plain_http(monkeypatch):
    assert ask(presigned(ALICE)) == (200, None)
    assert ask(presigned(BOB)) == (200, None)
    assert ask(presigned(ALICE) + "&nextToken=x") == (403, "InvalidSignatureException")
    assert ask(presigned(ALICE), method="POST") == (403, "InvalidSignatureException")
    assert ask(presigned(ALICE), headers={"x-amz-other": "x"}) == (403, "InvalidSignatureException")
    assert ask(presigned(ALICE).replace("X-Amz-Expires=60", "X-Amz-Expires=61")) == (403, "InvalidSignatureException")
    assert ask(presigned(CAROL)) == (403, "ExpiredTokenException")
    with clock(monkeypatch, -2):
        assert ask(presigned(ALICE, expires=60)) == (403, "InvalidSignatureException")
        assert ask(presigned(ALICE, expires=180)) == (200, None)


def test_refuses_what_is_not_signed():
    assert ask(f"{ENDPOINT}/flows/?maxResults=1") == (403, "MissingAuthenticationTokenException")
