"""Google's own description of its APIs, and a check of requests and answers against it.

The description ships in google-api-python-client. `observe` is called with every call to a local
Google in every test; what disagrees with the description fails the test that made the call.
"""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import googleapiclient

NOT_DESCRIBED = {
    "drive.files.create (upload)": "its body has several parts, of which one is no JSON",
    "drive.export": "the address of a spreadsheet with /export, which is no API at all",
    "drive.v2.files.update": "version 2 of Drive, used by gspread to import CSV",
}
"""Endpoints of which the description of Sheets v4 and Drive v3 knows nothing, and why."""
SENT_ALL_THE_SAME = {
    ("drive.files.get", "includeItemsFromAllDrives"): "gspread sends it, and Google answers (seen"
    " in its recordings)",
    ("drive.permissions.create request", "withLink"): "gspread sends this field of version 2",
}
"""Parameters and fields that are not described and yet taken, and why."""
DOCUMENTS = ("sheets.v4", "drive.v3")


class Disagreement(AssertionError):
    """A request or an answer that Google's description does not allow."""


@cache
def document(name: str) -> dict[str, Any]:
    folder = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


@cache
def methods() -> dict[str, tuple[str, dict[str, Any]]]:
    """Every method by its id, with the document it comes from."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}

    def walk(name: str, node: dict[str, Any]) -> None:
        for method in node.get("methods", {}).values():
            found[method["id"]] = (name, method)
        for resource in node.get("resources", {}).values():
            walk(name, resource)

    for name in DOCUMENTS:
        walk(name, document(name))
    return found


def observe(endpoint: Any, request: Any, reply: Any) -> None:
    """An observer for `LocalGoogle.observers`."""
    if endpoint.name in NOT_DESCRIBED or reply.status == 501:
        return
    if endpoint.name not in methods():
        raise Disagreement(f"{endpoint.name} is not described")
    name, method = methods()[endpoint.name]
    if reply.status >= 400:
        check_error(endpoint.name, reply)
        return
    check_query(name, method, request)
    if method.get("request") and request.data.strip():
        check_body(name, method["request"], request.data, f"{endpoint.name} request")
    if method.get("response") and "application/json" in reply.content_type and reply.body:
        check_body(name, method["response"], reply.body, f"{endpoint.name} answer")


AGREED: set[bytes] = set()


def check_body(name: str, schema: dict[str, Any], body: str | bytes, path: str) -> None:
    """Checks a body, unless exactly this one agreed before: most answers come many times."""
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    met = hashlib.blake2b(data, digest_size=16, person=path.encode()[-16:]).digest()
    if met not in AGREED:
        check(name, schema, json.loads(body), path)
        AGREED.add(met)


def check_query(name: str, method: dict[str, Any], request: Any) -> None:
    known = method.get("parameters", {}) | document(name)["parameters"]
    for parameter, values in parse_qs(urlsplit(request.url).query, keep_blank_values=True).items():
        if (method["id"], parameter) in SENT_ALL_THE_SAME:
            continue
        if parameter not in known:
            raise Disagreement(f"{method['id']} has no parameter {parameter}")
        allowed = known[parameter].get("enum")
        if allowed and not set(values) <= {*allowed, ""}:
            raise Disagreement(f"{method['id']}: {parameter} has another value than described")


def check_error(endpoint: str, reply: Any) -> None:
    error = json.loads(reply.body).get("error")
    if not isinstance(error, dict) or error.get("code") != reply.status:
        raise Disagreement(f"{endpoint}: an error without Google's body")
    if unknown := error.keys() - {"code", "message", "status", "details", "errors"}:
        raise Disagreement(f"{endpoint}: an error with {unknown}")


def check(name: str, schema: dict[str, Any], value: Any, path: str) -> None:
    """Fails where a value is not what the schema says; only names and types are told."""
    if not agrees(name, schema)(value):
        tell(name, schema, value, path)


Test = Callable[[Any], bool]
TESTS: dict[tuple[str, int], Test] = {}


def agrees(name: str, schema: dict[str, Any]) -> Test:
    """A quick test whether a value is what a schema says: answers hold thousands of cells."""
    if "$ref" in schema:
        schema = document(name)["schemas"][schema["$ref"]]
    key = (name, id(schema))  # the documents are read once and stay
    if key not in TESTS:
        kinds = {"object": quick_object, "array": quick_array, "string": quick_string}
        TESTS[key] = kinds.get(schema["type"], quick_scalar)(name, schema)
    return TESTS[key]


def quick_object(name: str, schema: dict[str, Any]) -> Test:
    members: dict[str, Test | None] = {}

    def member(key: str) -> Test | None:
        inside = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
        return agrees(name, inside) if inside is not None else None

    def test(value: Any) -> bool:
        if not isinstance(value, dict):
            return value is None
        for key, item in value.items():
            if key not in members:
                members[key] = member(key)
            inside = members[key]
            if inside is None or not inside(item):
                return False
        return True

    return test


def quick_array(name: str, schema: dict[str, Any]) -> Test:
    def test(value: Any) -> bool:
        if not isinstance(value, list):
            return value is None
        return all(map(agrees(name, schema["items"]), value))

    return test


def quick_string(_name: str, schema: dict[str, Any]) -> Test:
    allowed = frozenset(schema.get("enum", ()))
    return lambda value: (
        value is None or (isinstance(value, str) and (not allowed or value in allowed))
    )


def quick_scalar(name: str, schema: dict[str, Any]) -> Test:
    def test(value: Any) -> bool:
        try:
            tell(name, schema, value, "")
        except Disagreement:
            return False
        return True

    return test


def tell(name: str, schema: dict[str, Any], value: Any, path: str) -> None:
    """Says where a value is not what the schema says."""
    if "$ref" in schema:
        schema = document(name)["schemas"][schema["$ref"]]
    if value is None or schema.get("type") == "any":
        return
    CHECKS[schema["type"]](name, schema, value, path)


def check_object(name: str, schema: dict[str, Any], value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise Disagreement(f"{path} is no object")
    properties = schema.get("properties", {})
    rest = schema.get("additionalProperties")
    for key, item in value.items():
        if (path, key) in SENT_ALL_THE_SAME:
            continue
        inside = properties.get(key, rest)
        if inside is None:
            raise Disagreement(f"{path} has a field that is not described: {key}")
        tell(name, inside, item, f"{path}.{key}")


def check_array(name: str, schema: dict[str, Any], value: Any, path: str) -> None:
    if not isinstance(value, list):
        raise Disagreement(f"{path} is no list")
    for item in value:
        tell(name, schema["items"], item, f"{path}[]")


def check_string(name: str, schema: dict[str, Any], value: Any, path: str) -> None:
    if not isinstance(value, str):
        raise Disagreement(f"{path} is no text")
    if "enum" in schema and value not in schema["enum"]:
        raise Disagreement(f"{path} is none of the values described")


def check_integer(name: str, schema: dict[str, Any], value: Any, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**31) <= value < 2**31:
        raise Disagreement(f"{path} is no integer of 32 bits")


def check_number(name: str, schema: dict[str, Any], value: Any, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Disagreement(f"{path} is no number")


def check_boolean(name: str, schema: dict[str, Any], value: Any, path: str) -> None:
    if not isinstance(value, bool):
        raise Disagreement(f"{path} is neither true nor false")


CHECKS = {
    "object": check_object,
    "array": check_array,
    "string": check_string,
    "integer": check_integer,
    "number": check_number,
    "boolean": check_boolean,
}
