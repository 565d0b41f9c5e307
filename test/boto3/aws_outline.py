"""What the model files of the installed botocore declare, in the words of scripts/write-contract-outline.ts."""

from botocore.loaders import Loader

SCALARS = {"string", "integer", "long", "float", "boolean", "timestamp", "blob"}
LOCATIONS = {"uri": "label", "querystring": "query", "header": "header"}


def model(service):
    return Loader().load_service_model(service, "service-2")


def operation(model, name):
    declared = model["operations"][name]
    outline = Outlines(model["shapes"])
    return {
        "method": declared["http"]["method"],
        "path": declared["http"]["requestUri"],
        "status": declared["http"].get("responseCode", 200),
        "errors": [error["shape"] for error in declared.get("errors", [])],
        "input": outline.of(declared["input"]["shape"]),
        "output": outline.of(declared["output"]["shape"]),
    }


def exception(model, name):
    declared = model["shapes"][name]
    return {"status": declared["error"]["httpStatusCode"], "body": Outlines(model["shapes"]).of(name)}


class Outlines:
    """Every outline has the `shape` of which it is."""

    def __init__(self, shapes):
        self.shapes = shapes

    def of(self, name, around=()):
        if name in around:
            return {"kind": "recursion", "to": name, "shape": name}
        declared = self.shapes[name]
        return {"shape": name, **self.facts(declared, (*around, name))}

    def facts(self, declared, around):
        kind = declared["type"]
        if declared.get("document"):
            return {"kind": "document"}
        if kind == "structure":
            return {"kind": structure_kind(declared), "members": self.members(declared, around)}
        if kind == "list":
            return {"kind": kind, "of": self.of(declared["member"]["shape"], around), **bounds(declared)}
        if kind == "map":
            names, values = declared["key"]["shape"], declared["value"]["shape"]
            return {"kind": kind, "names": self.of(names, around), "of": self.of(values, around)}
        scalar = "float" if kind == "double" else kind
        if scalar not in SCALARS:
            raise ValueError(f"botocore has the unknown type {kind}.")
        words = {word: declared[word] for word in ("pattern", "enum") if word in declared}
        return {"kind": scalar, **words, **bounds(declared)}

    def members(self, declared, around):
        required = declared.get("required", [])
        return {
            name: {
                "of": self.of(member["shape"], around),
                "required": name in required,
                "idempotencyToken": member.get("idempotencyToken", False),
                **binding(name, member, declared.get("payload")),
            }
            for name, member in declared["members"].items()
        }


def structure_kind(declared):
    if declared.get("eventstream"):
        return "events"
    return "union" if declared.get("union") else "structure"


def bounds(declared):
    return {word: declared[word] for word in ("min", "max") if word in declared}


def binding(name, member, payload):
    if "location" not in member:
        return {"in": "payload" if name == payload else "body"}
    place = LOCATIONS[member["location"]]
    if place == "header":
        return {"in": place, "header": member["locationName"]}
    if member.get("locationName", name) != name:
        raise ValueError(f"{name} has another name where it travels.")
    return {"in": place}
