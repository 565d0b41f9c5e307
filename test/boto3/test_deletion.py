"""DeleteFlow: what is in use stays, unless that is not to be checked; executions stay readable by their own ids."""

import json

from conftest import TEST_ALIAS, content, ended, events, paged, refused, start, status_of, wait_until


def live(build, flow):
    build.create_flow_version(flowIdentifier=flow)
    return build.create_flow_alias(flowIdentifier=flow, name="live", routingConfiguration=[{"flowVersion": "1"}])["id"]


def test_a_deleted_flow_is_gone_with_its_versions_and_its_test_alias(build, runtime, flow):
    arn = build.get_flow(flowIdentifier=flow)["arn"]
    build.create_flow_version(flowIdentifier=flow)

    deleted = build.delete_flow(flowIdentifier=arn)

    assert (status_of(deleted), content(deleted)) == (200, {"id": flow})
    for identifier in (flow, arn):
        with refused(build, "ResourceNotFoundException", flow):
            build.get_flow(flowIdentifier=identifier)
    for call in (
        lambda: build.delete_flow(flowIdentifier=flow),
        lambda: build.get_flow_version(flowIdentifier=flow, flowVersion="1"),
        lambda: build.get_flow_alias(flowIdentifier=flow, aliasIdentifier=TEST_ALIAS),
        lambda: build.list_tags_for_resource(resourceArn=arn),
    ):
        with refused(build, "ResourceNotFoundException", flow):
            call()
    with refused(runtime, "ResourceNotFoundException", flow):
        start(runtime, flow)


def test_a_flow_with_an_alias_is_in_use(build, flow):
    alias = live(build, flow)
    with refused(build, "ConflictException", flow, "live", alias, "skipResourceInUseCheck"):
        build.delete_flow(flowIdentifier=flow)
    with refused(build, "ConflictException", flow):
        build.delete_flow(flowIdentifier=flow, skipResourceInUseCheck=False)
    assert content(build.delete_flow(flowIdentifier=flow, skipResourceInUseCheck=True)) == {"id": flow}


def test_a_flow_by_which_executions_run_is_in_use(build, runtime, flow):
    labels = start(runtime, flow, "an endless river")
    with refused(build, "ConflictException", flow, labels["executionIdentifier"].rsplit("/", 1)[1], "running"):
        build.delete_flow(flowIdentifier=flow)
    assert runtime.get_flow_execution(**labels)["status"] == "Running"
    runtime.stop_flow_execution(**labels)
    build.delete_flow(flowIdentifier=flow)


def test_executions_are_stopped_with_their_flow_and_stay_readable(build, runtime, flow, definition):
    alias = live(build, flow)
    finished = start(runtime, flow)
    ended(runtime, finished)
    running = [start(runtime, flow, "an endless river", by) for by in (TEST_ALIAS, alias)]
    for labels in running:
        wait_until(lambda labels=labels: len(events(runtime, labels, "Node")) >= 2)

    build.delete_flow(flowIdentifier=flow, skipResourceInUseCheck=True)

    for labels in running:
        execution = runtime.get_flow_execution(**labels)
        assert execution["status"] == "Aborted"
        assert len(events(runtime, labels, "Node")) == 2
        assert json.loads(runtime.get_execution_flow_snapshot(**labels)["definition"]) == definition
        assert runtime.stop_flow_execution(**labels)["status"] == "Aborted"
        assert runtime.get_flow_execution(**labels) | {"ResponseMetadata": None} == execution | {"ResponseMetadata": None}
    assert runtime.get_flow_execution(**finished)["status"] == "Succeeded"
    with refused(runtime, "ConflictException", "Succeeded"):
        runtime.stop_flow_execution(**finished)
    with refused(runtime, "ResourceNotFoundException", flow):
        paged(runtime, "list_flow_executions", "flowExecutionSummaries", flowIdentifier=flow)
    with refused(runtime, "ResourceNotFoundException", flow):
        start(runtime, flow)
