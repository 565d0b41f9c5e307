"""What Sluice's contract declares beside what AWS's own models do, those of the installed botocore."""

import pytest

import aws_outline
import contract_differences
import declared_otherwise
from sluice_outline import contract

SERVICES = ("bedrock-agent", "bedrock-agent-runtime")


@pytest.fixture(scope="module")
def models():
    return {service: aws_outline.model(service) for service in SERVICES}


@pytest.fixture(scope="module")
def differences(models):
    found = set()
    for name, sluice in contract()["operations"].items():
        aws = aws_outline.operation(models[sluice["service"]], name)
        found |= contract_differences.of_operation(name, aws, sluice)
    for service, exceptions in contract()["exceptions"].items():
        for name, sluice in exceptions.items():
            aws = aws_outline.exception(models[service], name)
            found |= contract_differences.of_exception(name, aws, sluice)
    return found


def test_every_difference_has_a_named_reason(differences):
    assert declared_otherwise.unnamed(differences, declared_otherwise.read()) == set()


def test_every_named_difference_is_still_there(differences):
    named = declared_otherwise.read()

    assert len(named) > 5
    assert declared_otherwise.unneeded(differences, named) == []
    assert all(row.why for row in named)


def test_the_contract_is_not_empty():
    assert len(contract()["operations"]) == 32


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_is_answered_or_refused_by_name(models, service):
    answered = [{"name": name, **shape} for name, shape in contract()["operations"].items()]
    ours = {
        (one["name"], one["method"], one["path"])
        for one in answered + contract()["unavailable"]
        if one["service"] == service
    }

    operations = models[service]["operations"].items()
    theirs = {(name, one["http"]["method"], one["http"]["requestUri"]) for name, one in operations}
    assert ours == theirs


@pytest.mark.parametrize("service", SERVICES)
def test_every_declared_error_has_a_status_and_members(service):
    shapes = [shape for shape in contract()["operations"].values() if shape["service"] == service]

    declared = {error for shape in shapes for error in shape["errors"]}
    assert declared == set(contract()["exceptions"][service])
