"""CreateFlow, GetFlow, UpdateFlow, PrepareFlow, ListFlows."""

from datetime import timedelta

import pytest
from conftest import KEY, ROLE, TEST_ALIAS, content, document, name, paged, refused, status_of


def test_everything_that_a_flow_is_created_with_comes_back(build, definition):
    given = dict(name=name(), description="Says poems", executionRoleArn=ROLE, customerEncryptionKeyArn=KEY, definition=definition)

    created = build.create_flow(**given, tags={"team": "a"})

    flow_id, arn = created["id"], created["arn"]
    assert status_of(created) == 201
    assert arn == f"arn:aws:bedrock:us-east-1:123456789012:flow/{flow_id}"
    assert content(created) == {**given, "id": flow_id, "arn": arn, "status": "NotPrepared", "version": "DRAFT"}
    assert created["createdAt"] == created["updatedAt"]
    assert created["createdAt"].utcoffset() == timedelta(0)
    for identifier in (flow_id, arn):
        found = build.get_flow(flowIdentifier=identifier)
        assert content(found) == {**content(created), "validations": []}
        assert found["createdAt"] == created["createdAt"]
    assert build.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "a"}


def test_what_is_left_out_stays_absent(build):
    given = dict(name=name(), executionRoleArn=ROLE)

    created = build.create_flow(**given)

    expected = {**given, "id": created["id"], "arn": created["arn"], "status": "NotPrepared", "version": "DRAFT"}
    assert content(created) == expected
    assert content(build.get_flow(flowIdentifier=created["id"])) == {**expected, "validations": []}
    assert build.list_tags_for_resource(resourceArn=created["arn"])["tags"] == {}


@pytest.mark.parametrize("included", ["ALL_DATA", "METADATA_ONLY"])
def test_metadata_alone_has_no_definition(build, flow, definition, included):
    whole = build.get_flow(flowIdentifier=flow)
    found = build.get_flow(flowIdentifier=flow, includedData=included)
    assert whole["definition"] == definition
    expected = {key: value for key, value in content(whole).items() if included == "ALL_DATA" or key != "definition"}
    assert content(found) == expected


def test_two_flows_may_have_one_name(build):
    given = dict(name=name(), executionRoleArn=ROLE)
    assert build.create_flow(**given)["id"] != build.create_flow(**given)["id"]


def test_an_update_replaces_everything_and_must_be_prepared(build, runtime, definition):
    before = build.create_flow(
        name=name(), description="Old", executionRoleArn=ROLE, customerEncryptionKeyArn=KEY, definition=definition, tags={"team": "a"}
    )
    build.prepare_flow(flowIdentifier=before["id"])
    given = dict(name=name(), executionRoleArn=ROLE + "-2")

    updated = build.update_flow(flowIdentifier=before["arn"], **given)

    assert status_of(updated) == 200
    expected = {**given, "id": before["id"], "arn": before["arn"], "status": "NotPrepared", "version": "DRAFT"}
    assert content(updated) == expected
    found = build.get_flow(flowIdentifier=before["id"])
    assert content(found) == {**expected, "validations": []}
    assert found["createdAt"] == before["createdAt"]
    assert found["updatedAt"] >= before["updatedAt"]
    assert build.list_tags_for_resource(resourceArn=before["arn"])["tags"] == {"team": "a"}
    with refused(runtime, "ValidationException", "The flow alias is not in prepared state"):
        runtime.start_flow_execution(flowIdentifier=before["id"], flowAliasIdentifier=TEST_ALIAS, inputs=document("tea"))


def test_a_preparation_answers_at_once_and_the_flow_tells_how_it_went(build, definition):
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    prepared = build.prepare_flow(flowIdentifier=flow)
    assert (status_of(prepared), content(prepared)) == (202, {"id": flow, "status": "Preparing"})
    assert build.get_flow(flowIdentifier=flow)["status"] == "Prepared"

    definition["connections"][0]["target"] = "Nowhere"
    build.update_flow(flowIdentifier=flow, name=name(), executionRoleArn=ROLE, definition=definition)
    build.prepare_flow(flowIdentifier=flow)
    found = build.get_flow(flowIdentifier=flow)
    assert found["status"] == "Failed"
    finding = next(one for one in found["validations"] if one["type"] == "UnknownConnectionTarget")
    assert finding["severity"] == "Error"
    assert "StartToLines" in finding["message"]
    assert finding["details"] == {"unknownConnectionTarget": {"connection": "StartToLines"}}

    build.update_flow(flowIdentifier=flow, name=name(), executionRoleArn=ROLE, definition=definition)
    assert build.get_flow(flowIdentifier=flow)["validations"] == []


def test_a_flow_without_a_definition_cannot_be_prepared(build):
    flow = build.create_flow(name=name(), executionRoleArn=ROLE)["id"]
    build.prepare_flow(flowIdentifier=flow)
    found = build.get_flow(flowIdentifier=flow)
    assert found["status"] == "Failed"
    assert {"MissingStartingNodes", "MissingEndingNodes"} <= {one["type"] for one in found["validations"]}


@pytest.mark.parametrize("operation", ["create_flow", "update_flow"])
def test_names_within_a_definition_are_unique(build, flow, definition, operation):
    definition["nodes"].append(definition["nodes"][1])
    labels = {"flowIdentifier": flow} if operation == "update_flow" else {}
    with refused(build, "ValidationException", "Node name Write must be unique"):
        getattr(build, operation)(**labels, name=name(), executionRoleArn=ROLE, definition=definition)
    assert build.get_flow(flowIdentifier=flow)["status"] == "Prepared"


def test_flows_are_listed_newest_update_first_in_pages_of_ten(fresh):
    assert fresh.build.list_flows()["flowSummaries"] == []
    created = [fresh.build.create_flow(name=name(), description="Poems", executionRoleArn=ROLE) for _ in range(12)]
    fresh.build.update_flow(flowIdentifier=created[3]["id"], name="changed", executionRoleArn=ROLE)

    pages = paged(fresh.build, "list_flows", "flowSummaries")

    assert [len(page) for page in pages] == [10, 2]
    listed = [one for page in pages for one in page]
    newest_first = [created[3], *(one for one in created[::-1] if one is not created[3])]
    assert [one["id"] for one in listed] == [one["id"] for one in newest_first]
    assert (listed[0]["name"], "description" in listed[0]) == ("changed", False)
    assert listed[1] == {key: created[11][key] for key in listed[1]}
    assert set(listed[1]) == {"id", "arn", "name", "description", "status", "version", "createdAt", "updatedAt"}


@pytest.mark.parametrize(("wanted", "sizes"), [(5, [5, 5, 2]), (1000, [10, 2])])
def test_a_page_has_as_many_as_wanted_but_ten_at_most(fresh, wanted, sizes):
    for _ in range(12):
        fresh.build.create_flow(name=name(), executionRoleArn=ROLE)
    pages = paged(fresh.build, "list_flows", "flowSummaries", maxResults=wanted)
    assert [len(page) for page in pages] == sizes
    assert len({one["id"] for page in pages for one in page}) == 12
