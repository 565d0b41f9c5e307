"""CreatePrompt, GetPrompt, UpdatePrompt, ListPrompts, CreatePromptVersion, DeletePrompt."""

import pytest
from conftest import KEY, content, name, paged, refused, status_of
from prompt_parts import AGENT, chat_variant, full_variant, text_variant


def agent_variant():
    variant = {**text_variant("Ask {{topic}}"), "genAiResource": {"agent": {"agentIdentifier": AGENT}}}
    del variant["modelId"]
    return variant


@pytest.mark.parametrize("variant", [full_variant(), chat_variant(), agent_variant()], ids=["text", "chat", "agent"])
def test_everything_that_a_prompt_is_created_with_comes_back(build, variant):
    given = dict(
        name=name(), description="Asks", customerEncryptionKeyArn=KEY, defaultVariant=variant["name"], variants=[variant]
    )

    created = build.create_prompt(**given, tags={"team": "a"})

    prompt, arn = created["id"], created["arn"]
    assert status_of(created) == 201
    assert arn == f"arn:aws:bedrock:us-east-1:123456789012:prompt/{prompt}"
    assert content(created) == {**given, "id": prompt, "arn": arn, "version": "DRAFT"}
    assert created["createdAt"] == created["updatedAt"]
    for identifier in (prompt, arn):
        found = build.get_prompt(promptIdentifier=identifier)
        assert content(found) == content(created)
    assert content(build.get_prompt(promptIdentifier=prompt, promptVersion="DRAFT")) == content(created)
    assert build.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "a"}


def test_what_is_left_out_stays_absent(build):
    given = dict(name=name())
    created = build.create_prompt(**given)
    expected = {**given, "id": created["id"], "arn": created["arn"], "version": "DRAFT"}
    assert content(created) == expected
    assert content(build.get_prompt(promptIdentifier=created["id"])) == expected


@pytest.mark.parametrize("version", ["DRAFT", "1"])
@pytest.mark.parametrize("included", ["ALL_DATA", "METADATA_ONLY"])
def test_metadata_alone_has_no_variants(build, included, version):
    prompt = build.create_prompt(name=name(), description="Asks", variants=[full_variant()])["id"]
    build.create_prompt_version(promptIdentifier=prompt, description="First")
    whole = content(build.get_prompt(promptIdentifier=prompt, promptVersion=version))
    found = build.get_prompt(promptIdentifier=prompt, promptVersion=version, includedData=included)
    assert content(found) == {key: value for key, value in whole.items() if included == "ALL_DATA" or key != "variants"}


def test_an_update_replaces_everything(build):
    before = build.create_prompt(
        name=name(), description="Old", customerEncryptionKeyArn=KEY, defaultVariant="plain", variants=[full_variant()]
    )
    given = dict(name=name(), variants=[chat_variant()])

    updated = build.update_prompt(promptIdentifier=before["arn"], **given)

    assert status_of(updated) == 200
    expected = {**given, "id": before["id"], "arn": before["arn"], "version": "DRAFT"}
    assert content(updated) == expected
    found = build.get_prompt(promptIdentifier=before["id"])
    assert content(found) == expected
    assert (found["createdAt"], found["updatedAt"]) == (before["createdAt"], updated["updatedAt"])
    build.update_prompt(promptIdentifier=before["id"], name="bare", variants=[])
    assert build.get_prompt(promptIdentifier=before["id"])["variants"] == []


def test_a_version_is_a_snapshot_with_a_description_and_tags_of_its_own(build):
    given = dict(name=name(), customerEncryptionKeyArn=KEY, defaultVariant="plain", variants=[full_variant()])
    prompt = build.create_prompt(**given, description="The prompt's own")

    created = build.create_prompt_version(promptIdentifier=prompt["id"], description="First", tags={"team": "a"})

    arn = prompt["arn"] + ":1"
    assert status_of(created) == 201
    assert content(created) == {**given, "description": "First", "id": prompt["id"], "arn": arn, "version": "1"}
    assert created["createdAt"] == created["updatedAt"]
    assert build.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "a"}
    build.update_prompt(promptIdentifier=prompt["id"], name="changed", variants=[chat_variant()])
    for labels in (
        {"promptIdentifier": arn},
        {"promptIdentifier": prompt["id"], "promptVersion": "1"},
        {"promptIdentifier": arn, "promptVersion": "1"},
    ):
        assert content(build.get_prompt(**labels)) == content(created)
    undescribed = build.create_prompt_version(promptIdentifier=prompt["arn"])
    assert (undescribed["version"], undescribed["name"], "description" in undescribed) == ("2", "changed", False)


def test_an_identifier_and_a_version_must_agree(build):
    prompt = build.create_prompt(name=name())
    version = build.create_prompt_version(promptIdentifier=prompt["id"])
    with refused(build, "ValidationException", "version 1", "DRAFT"):
        build.get_prompt(promptIdentifier=version["arn"], promptVersion="DRAFT")
    for change in (
        lambda: build.update_prompt(promptIdentifier=version["arn"], name=name()),
        lambda: build.create_prompt_version(promptIdentifier=version["arn"]),
    ):
        with refused(build, "ValidationException", version["arn"], "never changes"):
            change()


def test_numbers_count_on_and_are_never_used_again(build):
    prompt = build.create_prompt(name=name())
    labels = {"promptIdentifier": prompt["id"]}
    assert [build.create_prompt_version(**labels)["version"] for _ in range(3)] == ["1", "2", "3"]
    deleted = build.delete_prompt(**labels, promptVersion="3")
    assert (status_of(deleted), content(deleted)) == (200, {"id": prompt["id"], "version": "3"})
    assert content(build.delete_prompt(promptIdentifier=prompt["arn"] + ":1")) == {"id": prompt["id"], "version": "1"}
    assert build.create_prompt_version(**labels)["version"] == "4"
    for call in (build.get_prompt, build.delete_prompt):
        with refused(build, "ResourceNotFoundException", f"Prompt {prompt['id']} has no version 3."):
            call(**labels, promptVersion="3")


def test_a_deleted_prompt_is_gone_with_its_versions(build):
    prompt = build.create_prompt(name=name(), variants=[full_variant()])
    version = build.create_prompt_version(promptIdentifier=prompt["id"])
    deleted = build.delete_prompt(promptIdentifier=prompt["arn"])
    assert (status_of(deleted), content(deleted)) == (200, {"id": prompt["id"]})
    for identifier in (prompt["id"], prompt["arn"], version["arn"]):
        for call in (build.get_prompt, build.delete_prompt):
            with refused(build, "ResourceNotFoundException", prompt["id"]):
                call(promptIdentifier=identifier)


def test_prompts_are_listed_newest_update_first(fresh):
    build = fresh.build
    assert build.list_prompts()["promptSummaries"] == []
    created = [build.create_prompt(name=name(), description="Asks", variants=[full_variant()]) for _ in range(12)]
    build.create_prompt_version(promptIdentifier=created[5]["id"])
    newest = build.update_prompt(promptIdentifier=created[5]["id"], name="changed")

    pages = paged(build, "list_prompts", "promptSummaries")

    assert [len(page) for page in pages] == [10, 2]
    summary = {"id", "arn", "name", "description", "version", "createdAt", "updatedAt"}
    expected = [newest, *(one for one in created[::-1] if one is not created[5])]
    assert [one for page in pages for one in page] == [{key: one[key] for key in summary & one.keys()} for one in expected]


def test_the_versions_of_one_prompt_are_listed_draft_first(build):
    draft = build.create_prompt(name=name(), variants=[full_variant()])
    versions = [build.create_prompt_version(promptIdentifier=draft["id"], description=f"v{n}") for n in range(1, 11)]
    for identifier in (draft["id"], draft["arn"]):
        pages = paged(build, "list_prompts", "promptSummaries", promptIdentifier=identifier)
        assert [len(page) for page in pages] == [10, 1]
        summary = {"id", "arn", "name", "description", "version", "createdAt", "updatedAt"}
        expected = [{key: one[key] for key in summary & one.keys()} for one in [draft, *versions]]
        assert [one for page in pages for one in page] == expected


def test_a_default_variant_is_one_of_the_variants(build):
    for variants in ([], [full_variant()]):
        with refused(build, "ValidationException", "defaultVariant other"):
            build.create_prompt(name=name(), defaultVariant="other", variants=variants)
    prompt = build.create_prompt(name=name())["id"]
    with refused(build, "ValidationException", "defaultVariant other"):
        build.update_prompt(promptIdentifier=prompt, name=name(), defaultVariant="other", variants=[full_variant()])


def test_a_template_is_of_the_type_that_it_says(build):
    with refused(build, "ValidationException", "plain", "CHAT", "chat"):
        build.create_prompt(name=name(), variants=[text_variant("x", templateType="CHAT")])
