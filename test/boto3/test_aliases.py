"""CreateFlowAlias, GetFlowAlias, UpdateFlowAlias, ListFlowAliases, DeleteFlowAlias, and what runs by an alias."""

import pytest
from conftest import ROLE, TEST_ALIAS, content, document, ended, events, name, paged, refused, start, status_of

TO_DRAFT, TO_1, TO_2 = ([{"flowVersion": version}] for version in ("DRAFT", "1", "2"))


def poem_with(definition, words):
    definition["nodes"][1]["configuration"]["prompt"]["sourceConfiguration"]["inline"]["templateConfiguration"]["text"]["text"] = words
    return definition


def output(runtime, labels):
    assert ended(runtime, labels)["status"] == "Succeeded"
    [found] = [event["flowOutputEvent"] for event in events(runtime, labels, "Flow") if "flowOutputEvent" in event]
    return found["fields"][0]["content"]["document"]


@pytest.fixture
def versioned(build, flow):
    build.create_flow_version(flowIdentifier=flow)
    return flow


def test_everything_that_an_alias_is_created_with_comes_back(build, versioned):
    given = dict(
        name="live", description="For everybody", routingConfiguration=TO_1, concurrencyConfiguration={"type": "Manual", "maxConcurrency": 3}
    )

    created = build.create_flow_alias(flowIdentifier=versioned, **given, tags={"team": "a"})

    alias, arn = created["id"], created["arn"]
    assert status_of(created) == 201
    assert arn == f"arn:aws:bedrock:us-east-1:123456789012:flow/{versioned}/alias/{alias}"
    assert content(created) == {**given, "flowId": versioned, "id": alias, "arn": arn}
    assert created["createdAt"] == created["updatedAt"]
    for identifier in (alias, arn):
        found = build.get_flow_alias(flowIdentifier=versioned, aliasIdentifier=identifier)
        assert content(found) == content(created)
    assert build.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "a"}


def test_an_update_replaces_everything(build, versioned):
    build.create_flow_version(flowIdentifier=versioned)
    before = build.create_flow_alias(
        flowIdentifier=versioned, name="live", description="Old", routingConfiguration=TO_1, concurrencyConfiguration={"type": "Automatic"}
    )

    updated = build.update_flow_alias(
        flowIdentifier=versioned, aliasIdentifier=before["arn"], name="renamed", routingConfiguration=TO_2
    )

    assert status_of(updated) == 200
    expected = {"name": "renamed", "routingConfiguration": TO_2, "flowId": versioned, "id": before["id"], "arn": before["arn"]}
    assert content(updated) == expected
    found = build.get_flow_alias(flowIdentifier=versioned, aliasIdentifier=before["id"])
    assert content(found) == expected
    assert (found["createdAt"], found["updatedAt"]) == (before["createdAt"], updated["updatedAt"])


def test_names_are_unique_within_a_flow_alone(build, versioned, definition):
    first = build.create_flow_alias(flowIdentifier=versioned, name="live", routingConfiguration=TO_1)["id"]
    second = build.create_flow_alias(flowIdentifier=versioned, name="next", routingConfiguration=TO_1)["id"]
    with refused(build, "ConflictException", "live"):
        build.create_flow_alias(flowIdentifier=versioned, name="live", routingConfiguration=TO_1)
    with refused(build, "ConflictException", "live"):
        build.update_flow_alias(flowIdentifier=versioned, aliasIdentifier=second, name="live", routingConfiguration=TO_1)
    build.update_flow_alias(flowIdentifier=versioned, aliasIdentifier=first, name="live", routingConfiguration=TO_1)
    other = build.create_flow(name=name(), executionRoleArn=ROLE, definition=definition)["id"]
    build.create_flow_alias(flowIdentifier=other, name="live", routingConfiguration=TO_DRAFT)


def test_an_alias_leads_to_a_version_that_there_is(build, versioned):
    with refused(build, "ResourceNotFoundException", f"Flow {versioned} has no version 2."):
        build.create_flow_alias(flowIdentifier=versioned, name="live", routingConfiguration=TO_2)
    alias = build.create_flow_alias(flowIdentifier=versioned, name="live", routingConfiguration=TO_1)["id"]
    with refused(build, "ResourceNotFoundException", f"Flow {versioned} has no version 2."):
        build.update_flow_alias(flowIdentifier=versioned, aliasIdentifier=alias, name="live", routingConfiguration=TO_2)


def test_aliases_are_listed_newest_update_first(build, versioned):
    created = [
        build.create_flow_alias(flowIdentifier=versioned, name=f"a{count}", routingConfiguration=TO_1) for count in range(10)
    ]
    newest = build.update_flow_alias(flowIdentifier=versioned, aliasIdentifier=created[0]["id"], name="b0", routingConfiguration=TO_1)

    pages = paged(build, "list_flow_aliases", "flowAliasSummaries", flowIdentifier=versioned)

    assert [len(page) for page in pages] == [10, 1]
    listed = [one for page in pages for one in page]
    assert [content(one) for one in listed[:-1]] == [content(one) for one in [newest, *created[:0:-1]]]
    assert content(listed[-1]) == content(build.get_flow_alias(flowIdentifier=versioned, aliasIdentifier=TEST_ALIAS))


def test_a_deleted_alias_is_gone(build, versioned):
    alias = build.create_flow_alias(flowIdentifier=versioned, name="live", routingConfiguration=TO_1)["id"]
    deleted = build.delete_flow_alias(flowIdentifier=versioned, aliasIdentifier=alias)
    assert (status_of(deleted), content(deleted)) == (200, {"flowId": versioned, "id": alias})
    for call in (build.get_flow_alias, build.delete_flow_alias):
        with refused(build, "ResourceNotFoundException", f"Flow {versioned} has no alias {alias}."):
            call(flowIdentifier=versioned, aliasIdentifier=alias)
    build.create_flow_alias(flowIdentifier=versioned, name="live", routingConfiguration=TO_1)


def test_an_alias_by_which_an_execution_runs_is_in_use(build, runtime, versioned):
    alias = build.create_flow_alias(flowIdentifier=versioned, name="live", routingConfiguration=TO_1)["id"]
    labels = start(runtime, versioned, "an endless river", alias)
    with refused(build, "ConflictException", alias, "running"):
        build.delete_flow_alias(flowIdentifier=versioned, aliasIdentifier=alias)
    runtime.stop_flow_execution(**labels)
    build.delete_flow_alias(flowIdentifier=versioned, aliasIdentifier=alias)
    assert runtime.get_flow_execution(**labels)["status"] == "Aborted"


def test_the_test_alias_is_the_draft_and_stays(build, flow):
    labels = {"flowIdentifier": flow, "aliasIdentifier": TEST_ALIAS}
    shown = {"name": TEST_ALIAS, "id": TEST_ALIAS, "flowId": flow, "routingConfiguration": TO_DRAFT}
    found = build.get_flow_alias(**labels)
    assert content(found) == {**shown, "arn": build.get_flow(flowIdentifier=flow)["arn"] + "/alias/" + TEST_ALIAS}
    listed = build.list_flow_aliases(flowIdentifier=flow)["flowAliasSummaries"]
    assert [content(one) for one in listed] == [content(found)]

    build.create_flow_version(flowIdentifier=flow)
    with refused(build, "ValidationException", TEST_ALIAS, "cannot be deleted"):
        build.delete_flow_alias(**labels)
    for change in (dict(name=TEST_ALIAS, routingConfiguration=TO_1), dict(name="other", routingConfiguration=TO_DRAFT)):
        with refused(build, "ValidationException", TEST_ALIAS):
            build.update_flow_alias(**labels, **change)
    serial = {"type": "Manual", "maxConcurrency": 1}
    updated = build.update_flow_alias(
        **labels, name=TEST_ALIAS, description="Mine", routingConfiguration=TO_DRAFT, concurrencyConfiguration=serial
    )
    assert content(updated) == {**content(found), "description": "Mine", "concurrencyConfiguration": serial}
    build.tag_resource(resourceArn=found["arn"], tags={"team": "a"})
    assert build.list_tags_for_resource(resourceArn=found["arn"])["tags"] == {"team": "a"}


def test_an_alias_runs_its_version_while_the_draft_changes(build, runtime, versioned, definition):
    alias = build.create_flow_alias(flowIdentifier=versioned, name="live", routingConfiguration=TO_1)["id"]

    build.update_flow(flowIdentifier=versioned, name=name(), executionRoleArn=ROLE, definition=poem_with(definition, "Sing {{topic}}"))

    assert output(runtime, start(runtime, versioned, alias=alias)) == "Write a poem of 3 lines about tea."
    with refused(runtime, "ValidationException", "not in prepared state"):
        runtime.start_flow_execution(flowIdentifier=versioned, flowAliasIdentifier=TEST_ALIAS, inputs=document("tea"))

    build.prepare_flow(flowIdentifier=versioned)
    assert output(runtime, start(runtime, versioned)) == "Sing tea"
    assert output(runtime, start(runtime, versioned, alias=alias)) == "Write a poem of 3 lines about tea."

    build.create_flow_version(flowIdentifier=versioned)
    build.update_flow_alias(flowIdentifier=versioned, aliasIdentifier=alias, name="live", routingConfiguration=TO_2)
    labels = start(runtime, versioned, alias=alias)
    assert output(runtime, labels) == "Sing tea"
    assert runtime.get_flow_execution(**labels)["flowVersion"] == "2"


def test_an_execution_goes_on_with_what_it_began(build, runtime, versioned, definition):
    build.update_flow(flowIdentifier=versioned, name=name(), executionRoleArn=ROLE, definition=poem_with(definition, "Sing {{topic}}"))
    build.prepare_flow(flowIdentifier=versioned)
    build.create_flow_version(flowIdentifier=versioned)
    alias = build.create_flow_alias(flowIdentifier=versioned, name="live", routingConfiguration=TO_1)["id"]
    labels = start(runtime, versioned, topic="a river " * 20, alias=alias)
    build.update_flow_alias(flowIdentifier=versioned, aliasIdentifier=alias, name="live", routingConfiguration=TO_2)
    assert output(runtime, labels).startswith("Write a poem of 3 lines about a river")
    assert runtime.get_flow_execution(**labels)["flowVersion"] == "1"
