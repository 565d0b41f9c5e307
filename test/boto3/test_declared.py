"""A flow of the configuration is changed there: every operation that would change it is a conflict."""

import os

import pytest
from conftest import ROLE, clients, name, refused

FLOW = {"flowIdentifier": "POEM000001"}
ALIAS = {**FLOW, "aliasIdentifier": "LIVE000001"}
CHANGES = [
    ("update_flow", {**FLOW, "name": "x", "executionRoleArn": ROLE}),
    ("delete_flow", FLOW),
    ("delete_flow", {**FLOW, "skipResourceInUseCheck": True}),
    ("update_flow_alias", {**ALIAS, "name": "x", "routingConfiguration": [{"flowVersion": "DRAFT"}]}),
    ("delete_flow_alias", ALIAS),
]


@pytest.fixture
def build():
    return clients(os.environ["SLUICE_ENDPOINT"], "999999999999").build


@pytest.mark.parametrize(("operation", "parameters"), CHANGES)
def test_it_cannot_be_changed(build, operation, parameters):
    with refused(build, "ConflictException", "POEM000001", "configuration"):
        getattr(build, operation)(**parameters)


def test_it_can_be_prepared_versioned_aliased_and_tagged(build):
    build.prepare_flow(**FLOW)
    flow = build.get_flow(**FLOW)
    assert (flow["status"], flow["name"]) == ("Prepared", "poem")
    version = build.create_flow_version(**FLOW)["version"]
    alias = build.create_flow_alias(**FLOW, name=name(), routingConfiguration=[{"flowVersion": version}])["id"]
    build.tag_resource(resourceArn=flow["arn"], tags={"team": "a"})
    build.delete_flow_alias(**FLOW, aliasIdentifier=alias)
    build.delete_flow_version(**FLOW, flowVersion=version)
    assert build.list_tags_for_resource(resourceArn=flow["arn"])["tags"] == {"team": "a"}
