"""CreateFlowVersion, GetFlowVersion, ListFlowVersions, DeleteFlowVersion."""

import pytest
from conftest import KEY, ROLE, TEST_ALIAS, content, ended, name, paged, refused, start, status_of


@pytest.fixture
def described(build, definition):
    """A prepared flow with everything that a version takes over from it."""
    given = dict(name=name(), executionRoleArn=ROLE, customerEncryptionKeyArn=KEY, definition=definition)
    flow = build.create_flow(**given, description="The flow's own")
    build.prepare_flow(flowIdentifier=flow["id"])
    return {**given, "id": flow["id"], "arn": flow["arn"]}


def test_a_version_is_a_snapshot_with_a_description_of_its_own(build, described):
    created = build.create_flow_version(flowIdentifier=described["id"], description="First")

    assert status_of(created) == 201
    assert content(created) == {**described, "description": "First", "version": "1", "status": "Prepared"}
    for identifier in (described["id"], described["arn"]):
        found = build.get_flow_version(flowIdentifier=identifier, flowVersion="1")
        assert content(found) == content(created)
        assert found["createdAt"] == created["createdAt"]
    undescribed = build.create_flow_version(flowIdentifier=described["arn"])
    assert content(undescribed) == {**described, "version": "2", "status": "Prepared"}


@pytest.mark.parametrize("included", ["ALL_DATA", "METADATA_ONLY"])
def test_metadata_alone_has_no_definition(build, described, included):
    created = content(build.create_flow_version(flowIdentifier=described["id"]))
    found = build.get_flow_version(flowIdentifier=described["id"], flowVersion="1", includedData=included)
    assert content(found) == {key: value for key, value in created.items() if included == "ALL_DATA" or key != "definition"}


def test_a_version_stays_as_it_was_while_the_draft_changes(build, described, definition):
    version = build.create_flow_version(flowIdentifier=described["id"])
    definition["nodes"][0]["outputs"][0]["type"] = "Array"
    build.update_flow(flowIdentifier=described["id"], name=name(), executionRoleArn=ROLE + "-2", definition=definition)
    assert content(build.get_flow_version(flowIdentifier=described["id"], flowVersion="1")) == content(version)


def test_numbers_count_on_and_are_never_used_again(build, flow):
    assert [build.create_flow_version(flowIdentifier=flow)["version"] for _ in range(3)] == ["1", "2", "3"]
    for version in ("3", "1"):
        deleted = build.delete_flow_version(flowIdentifier=flow, flowVersion=version)
        assert (status_of(deleted), content(deleted)) == (200, {"id": flow, "version": version})
    assert build.create_flow_version(flowIdentifier=flow)["version"] == "4"
    assert [one["version"] for one in build.list_flow_versions(flowIdentifier=flow)["flowVersionSummaries"]] == ["2", "4"]
    for call in (build.get_flow_version, build.delete_flow_version):
        with refused(build, "ResourceNotFoundException", f"Flow {flow} has no version 3."):
            call(flowIdentifier=flow, flowVersion="3")


@pytest.mark.parametrize("status", ["NotPrepared", "Failed"])
def test_a_flow_that_is_not_prepared_has_no_new_version(build, definition, status):
    definition["connections"].pop()
    flow = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    if status == "Failed":
        build.prepare_flow(flowIdentifier=flow)
    text = f"Couldn't perform CreateFlowVersion operation. The resource that you specified is currently in status {status}."
    with refused(build, "ConflictException", text):
        build.create_flow_version(flowIdentifier=flow)
    assert build.list_flow_versions(flowIdentifier=flow)["flowVersionSummaries"] == []


def test_versions_are_listed_lowest_first(build, flow):
    created = [build.create_flow_version(flowIdentifier=flow) for _ in range(10)]
    pages = paged(build, "list_flow_versions", "flowVersionSummaries", flowIdentifier=flow, maxResults=4)
    assert [len(page) for page in pages] == [4, 4, 2]
    summary = ("id", "arn", "status", "version", "createdAt")
    assert [one for page in pages for one in page] == [{key: one[key] for key in summary} for one in created]


def test_a_version_that_an_alias_leads_to_is_in_use(build, runtime, flow):
    for _ in range(2):
        build.create_flow_version(flowIdentifier=flow)
    alias = build.create_flow_alias(flowIdentifier=flow, name="live", routingConfiguration=[{"flowVersion": "1"}])["id"]
    labels = start(runtime, flow, "an endless river", alias)

    with refused(build, "ConflictException", "Version 1", flow, "live", "skipResourceInUseCheck"):
        build.delete_flow_version(flowIdentifier=flow, flowVersion="1", skipResourceInUseCheck=False)
    assert build.delete_flow_version(flowIdentifier=flow, flowVersion="2")["version"] == "2"
    assert runtime.get_flow_execution(**labels)["status"] == "Running"

    build.delete_flow_version(flowIdentifier=flow, flowVersion="1", skipResourceInUseCheck=True)

    assert ended(runtime, labels)["status"] == "Aborted"
    remaining = build.list_flow_aliases(flowIdentifier=flow)["flowAliasSummaries"]
    assert [one["id"] for one in remaining] == [TEST_ALIAS]
