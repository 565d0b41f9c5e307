"""TLS: boto3 trusts a server by its authority, and no other."""

import os

import pytest
from botocore.exceptions import SSLError
from conftest import ROLE, clients, name, new_account

ENDPOINT = os.environ["SLUICE_TLS_ENDPOINT"]
AUTHORITY = os.environ["SLUICE_TLS_CA"]


def test_clients_that_know_the_authority_are_served(definition):
    secure = clients(ENDPOINT, new_account(), verify=AUTHORITY)
    flow = secure.build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    secure.build.prepare_flow(flowIdentifier=flow)
    inputs = [{"nodeName": "Start", "nodeOutputName": "document", "content": {"document": {"topic": "tea", "lines": 3}}}]

    stream = secure.runtime.invoke_flow(flowIdentifier=flow, flowAliasIdentifier="TSTALIASID", inputs=inputs)["responseStream"]
    outputs = [event["flowOutputEvent"]["content"]["document"] for event in stream if "flowOutputEvent" in event]

    assert ENDPOINT.startswith("https://")
    assert outputs == ["Write a poem of 3 lines about tea."]


def test_clients_that_do_not_know_it_are_not():
    with pytest.raises(SSLError):
        clients(ENDPOINT, new_account()).build.list_flows()


def test_a_client_without_tls_is_told_so():
    build = clients(ENDPOINT.replace("https:", "http:"), new_account()).build
    with pytest.raises(build.exceptions.ClientError, match="This port speaks TLS"):
        build.list_flows()
