"""TagResource, UntagResource, ListTagsForResource: on flows, aliases, prompts and versions of prompts."""

import pytest
from conftest import ROLE, TEST_ALIAS, content, name, refused, status_of


@pytest.fixture
def arns(build, flow):
    """Whatever can be tagged."""
    flow_arn = build.get_flow(flowIdentifier=flow)["arn"]
    alias = build.create_flow_alias(flowIdentifier=flow, name="live", routingConfiguration=[{"flowVersion": "DRAFT"}])
    prompt = build.create_prompt(name=name())
    version = build.create_prompt_version(promptIdentifier=prompt["id"])
    test_alias = flow_arn + "/alias/" + TEST_ALIAS
    return {"flow": flow_arn, "alias": alias["arn"], "test alias": test_alias, "prompt": prompt["arn"], "prompt version": version["arn"]}


def tags(build, arn):
    return build.list_tags_for_resource(resourceArn=arn)["tags"]


@pytest.mark.parametrize("kind", ["flow", "alias", "test alias", "prompt", "prompt version"])
def test_tags_are_merged_and_taken_away(build, arns, kind):
    arn = arns[kind]
    assert tags(build, arn) == {}

    tagged = build.tag_resource(resourceArn=arn, tags={"team": "a", "a/b c:d+e=f@g.h-i_j": ""})
    build.tag_resource(resourceArn=arn, tags={"team": "b", "cost": "7 EUR"})

    assert (status_of(tagged), content(tagged)) == (200, {})
    assert tags(build, arn) == {"team": "b", "a/b c:d+e=f@g.h-i_j": "", "cost": "7 EUR"}
    untagged = build.untag_resource(resourceArn=arn, tagKeys=["a/b c:d+e=f@g.h-i_j", "team", "never there"])
    assert (status_of(untagged), content(untagged)) == (200, {})
    assert tags(build, arn) == {"cost": "7 EUR"}
    assert [other for other, one in arns.items() if tags(build, one)] == [kind]
    build.untag_resource(resourceArn=arn, tagKeys=["cost"])
    assert tags(build, arn) == {}


def test_tags_go_with_the_resource(build, arns):
    for arn in arns.values():
        build.tag_resource(resourceArn=arn, tags={"team": "a"})
    build.delete_flow(flowIdentifier=arns["flow"], skipResourceInUseCheck=True)
    build.delete_prompt(promptIdentifier=arns["prompt"])
    for arn in arns.values():
        with refused(build, "ResourceNotFoundException", arn.split("/")[1].split(":")[0]):
            tags(build, arn)


def test_a_version_of_a_prompt_is_tagged_apart_from_the_prompt(build):
    prompt = build.create_prompt(name=name(), tags={"of": "prompt"})
    version = build.create_prompt_version(promptIdentifier=prompt["id"], tags={"of": "version"})
    assert (tags(build, prompt["arn"]), tags(build, version["arn"])) == ({"of": "prompt"}, {"of": "version"})
    build.delete_prompt(promptIdentifier=prompt["id"], promptVersion="1")
    assert tags(build, prompt["arn"]) == {"of": "prompt"}


def test_a_resource_has_fifty_tags_at_most(build, arns):
    arn = arns["flow"]
    build.tag_resource(resourceArn=arn, tags={f"key{number}": "x" for number in range(50)})
    with refused(build, "ServiceQuotaExceededException", "max-number-tags is 50"):
        build.tag_resource(resourceArn=arn, tags={"one": "more"})
    build.tag_resource(resourceArn=arn, tags={"key7": "changed"})
    assert (len(tags(build, arn)), tags(build, arn)["key7"]) == (50, "changed")


def test_tags_of_aws_are_refused(build, arns):
    with refused(build, "ValidationException", "aws:mine"):
        build.tag_resource(resourceArn=arns["flow"], tags={"aws:mine": "x"})
    with refused(build, "ValidationException", "aws:mine"):
        build.create_flow(name=name(), executionRoleArn=ROLE, tags={"aws:mine": "x"})


def test_a_version_of_a_flow_takes_no_tags(build, arns):
    with refused(build, "ResourceNotFoundException", ":flow/"):
        build.tag_resource(resourceArn=arns["flow"] + ":1", tags={"team": "a"})
