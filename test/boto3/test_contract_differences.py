"""A difference that is planted in what Sluice declares is found, in every category; so is a table that is not true."""

import copy

import pytest

import aws_outline
import declared_otherwise
from contract_differences import Difference, of_exception, of_operation
from sluice_outline import contract

BUILD, RUN = "bedrock-agent", "bedrock-agent-runtime"


def planted(outline, at, value):
    """A copy with one value in it changed, or absent where it is `None`."""
    changed = copy.deepcopy(outline)
    *names, last = at.split("/")
    around = changed
    for name in names:
        around = around[name]
    assert around.get(last) != value, "a plant that changes nothing proves nothing"
    if value is None:
        del around[last]
    else:
        around[last] = value
    return changed


def member(name):
    return f"input/members/{name}"


INPUTS = member("inputs") + "/of/of/members"
TEMPERATURE = "/".join(
    [member("variants"), "of/of/members/inferenceConfiguration/of/members/text/of/members/temperature/of"]
)

PLANTED = [
    ("method", "GetFlow", "method", "POST", Difference("GetFlow", "method", "GET", "POST")),
    ("path", "ListFlows", "path", "/flows", Difference("ListFlows", "path", "/flows/", "/flows")),
    ("status", "CreateFlow", "status", 200, Difference("CreateFlow", "status", "201", "200")),
    (
        "errors",
        "TagResource",
        "errors",
        ["ThrottlingException"],
        Difference(
            "TagResource",
            "errors",
            "AccessDeniedException, InternalServerException, ResourceNotFoundException, "
            "ServiceQuotaExceededException, ThrottlingException, ValidationException",
            "ThrottlingException",
        ),
    ),
    (
        "location", "ListFlows", member("maxResults/in"), "body",
        Difference("ListFlowsRequest.maxResults", "in", "query", "body"),
    ),
    (
        "header", "InvokeFlow", "output/members/executionId/header", "x-id",
        Difference("InvokeFlowResponse.executionId", "header", "x-amz-bedrock-flow-execution-id", "x-id"),
    ),
    (
        "required", "CreateFlow", member("name/required"), False,
        Difference("CreateFlowRequest.name", "required", "yes", "no"),
    ),
    (
        "idempotency token", "CreateFlow", member("clientToken/idempotencyToken"), False,
        Difference("CreateFlowRequest.clientToken", "idempotencyToken", "yes", "no"),
    ),
    (
        "member more", "GetFlow", member("colour"), {"of": {"kind": "string"}},
        Difference("GetFlowRequest.colour", "member", "nothing", "colour"),
    ),
    (
        "member less", "CreateFlow", member("tags"), None,
        Difference("CreateFlowRequest.tags", "member", "tags", "nothing"),
    ),
    (
        "pattern", "CreateFlow", member("name/of/pattern"), "[a-z]+",
        Difference("FlowName", "pattern", "([0-9a-zA-Z][_-]?){1,100}", "[a-z]+"),
    ),
    (
        "no pattern", "CreateFlow", member("name/of/pattern"), None,
        Difference("FlowName", "pattern", "([0-9a-zA-Z][_-]?){1,100}", "nothing"),
    ),
    (
        "length of a text", "CreateFlow", member("description/of/max"), 201,
        Difference("FlowDescription", "max", "200", "201"),
    ),
    (
        "least length of a text", "CreateFlow", member("description/of/min"), None,
        Difference("FlowDescription", "min", "1", "nothing"),
    ),
    ("length of a list", "StartFlowExecution", member("inputs/of/max"), 2, Difference("FlowInputs", "max", "1", "2")),
    (
        "range of an integer", "ListFlows", member("maxResults/of/max"), 100,
        Difference("MaxResults", "max", "1000", "100"),
    ),
    ("range of a float", "CreatePrompt", f"{TEMPERATURE}/max", 2, Difference("Temperature", "max", "1", "2")),
    (
        "least of a float", "CreatePrompt", f"{TEMPERATURE}/min", None,
        Difference("Temperature", "min", "0", "nothing"),
    ),
    (
        "integer", "ListFlows", member("maxResults/of/kind"), "float",
        Difference("MaxResults", "kind", "integer", "float"),
    ),
    (
        "float", "CreatePrompt", f"{TEMPERATURE}/kind", "integer",
        Difference("Temperature", "kind", "float", "integer"),
    ),
    (
        "enum", "GetFlow", member("includedData/of/enum"), ["ALL_DATA"],
        Difference("IncludedData", "enum", "ALL_DATA, METADATA_ONLY", "ALL_DATA"),
    ),
    (
        "boolean", "InvokeFlow", member("enableTrace/of/kind"), "string",
        Difference("Boolean", "kind", "boolean", "string"),
    ),
    (
        "timestamp", "CreateFlow", "output/members/createdAt/of/kind", "string",
        Difference("DateTimestamp", "kind", "timestamp", "string"),
    ),
    (
        "document", "StartFlowExecution", f"{INPUTS}/content/of/members/document/of/kind", "string",
        Difference("Document", "kind", "document", "string"),
    ),
    (
        "union", "StartFlowExecution", f"{INPUTS}/content/of/kind", "structure",
        Difference("FlowInputContent", "kind", "union", "structure"),
    ),
    (
        "stream", "InvokeFlow", "output/members/responseStream/of/kind", "union",
        Difference("FlowResponseStream", "kind", "events", "union"),
    ),
    ("map", "TagResource", member("tags/of/kind"), "list", Difference("TagsMap", "kind", "map", "list")),
    ("name in a map", "TagResource", member("tags/of/names/max"), 99, Difference("TagKey", "max", "128", "99")),
    ("value of a map", "TagResource", member("tags/of/of/max"), 99, Difference("TagValue", "max", "256", "99")),
    (
        "recursion", "CreateFlow", member("definition/of/members/nodes/of/of/members/configuration/of/members/loop/of/members/definition/of/to"), "FlowNode",
        Difference("FlowDefinition", "to", "FlowDefinition", "FlowNode"),
    ),
]


@pytest.mark.parametrize(("name", "at", "value", "found"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED])
def test_a_planted_difference_is_found(name, at, value, found):
    ours = contract()["operations"][name]
    aws = aws_outline.operation(aws_outline.model(ours["service"]), name)

    differences = of_operation(name, aws, planted(ours, at, value)) - of_operation(name, aws, ours)
    assert differences == {found}


@pytest.mark.parametrize(
    ("service", "name", "at", "value", "found"),
    [
        (
            BUILD,
            "ServiceQuotaExceededException",
            "status",
            400,
            Difference("ServiceQuotaExceededException", "status", "402", "400"),
        ),
        (
            RUN,
            "InternalServerException",
            "body/members/reason",
            None,
            Difference("InternalServerException.reason", "member", "reason", "nothing"),
        ),
    ],
)
def test_a_planted_difference_of_an_exception_is_found(service, name, at, value, found):
    ours = contract()["exceptions"][service][name]
    aws = aws_outline.exception(aws_outline.model(service), name)

    assert of_exception(name, aws, planted(ours, at, value)) == {found}


def test_an_operation_that_is_missing_is_found():
    aws = aws_outline.operation(aws_outline.model(BUILD), "GetFlow")

    assert of_operation("GetFlow", aws, None) == {Difference("GetFlow", "operation", "GetFlow", "nothing")}


DOCUMENT = """
## Declared otherwise

| shape | what | AWS | Sluice | why |
|---|---|---|---|---|
| `Name` | pattern | `a\\|b` | `c` | because |
| `Arn` | pattern | `arn:…` | `nothing` | because |

## Assumed
"""


@pytest.mark.parametrize(
    ("difference", "is_named"),
    [
        (Difference("Name", "pattern", "a|b", "c"), True),
        (Difference("Name", "pattern", "a|b", "d"), False),
        (Difference("Name", "pattern", "a", "c"), False),
        (Difference("Name", "max", "a|b", "c"), False),
        (Difference("Names", "pattern", "a|b", "c"), False),
        (Difference("Arn", "pattern", "arn:aws", "nothing"), True),
        (Difference("Arn", "pattern", "aws", "nothing"), False),
    ],
)
def test_a_difference_is_named_by_the_row_that_says_the_same(difference, is_named):
    named = declared_otherwise.read(DOCUMENT)

    assert declared_otherwise.unnamed({difference}, named) == (set() if is_named else {difference})
    assert len(declared_otherwise.unneeded({difference}, named)) == (1 if is_named else 2)
