"""Where two outlines differ: what Sluice's contract declares, and what AWS's models do."""

from typing import NamedTuple

FACTS = ("kind", "pattern", "enum", "min", "max", "to")
BINDING = ("required", "in", "header", "idempotencyToken")
ROUTE = ("method", "path", "status", "errors")


class Difference(NamedTuple):
    """`where` is a shape of AWS's, a member of one, an operation or an exception."""

    where: str
    what: str
    aws: object
    sluice: object


def of_operation(name, aws, sluice):
    if sluice is None or aws is None:
        return {Difference(name, "operation", said(aws and name), said(sluice and name))}
    found = of_words(name, ROUTE, aws, sluice)
    return found | of_shape(aws["input"], sluice["input"]) | of_shape(aws["output"], sluice["output"])


def of_exception(name, aws, sluice):
    return of_words(name, ("status",), aws, sluice) | of_shape(aws["body"], sluice["body"])


def of_shape(aws, sluice):
    found = of_words(aws["shape"], FACTS, aws, sluice)
    if aws["kind"] != sluice["kind"]:
        return found
    for inner in ("of", "names"):
        if inner in aws:
            found |= of_shape(aws[inner], sluice[inner])
    return found | of_members(aws["shape"], aws.get("members", {}), sluice.get("members", {}))


def of_members(shape, aws, sluice):
    found = set()
    for name in aws.keys() | sluice.keys():
        where = f"{shape}.{name}"
        if name not in aws or name not in sluice:
            present = [name if name in members else None for members in (aws, sluice)]
            found.add(Difference(where, "member", *map(said, present)))
            continue
        found |= of_words(where, BINDING, aws[name], sluice[name])
        found |= of_shape(aws[name]["of"], sluice[name]["of"])
    return found


def of_words(where, words, aws, sluice):
    pairs = ((word, said(word_of(word, aws)), said(word_of(word, sluice))) for word in words)
    return {Difference(where, word, theirs, ours) for word, theirs, ours in pairs if theirs != ours}


def word_of(word, outline):
    value = outline.get(word)
    if value is None or (word == "min" and value == 0 and outline["kind"] in ("string", "list")):
        return None  # a length of at least 0 says nothing
    if word == "pattern":
        return unanchored(value)
    return sorted(value) if isinstance(value, list) else value


def unanchored(pattern):
    """Sluice anchors every pattern, AWS some: an anchor around the whole says nothing here."""
    return pattern[1:-1] if pattern.startswith("^") and pattern.endswith("$") else pattern


def said(value):
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)
