"""The page that says what the local Google does is generated, and not out of date."""

import importlib.util
from collections import Counter

import pytest

from sheets_coc.local.wire.messages import tables
from tests.described import document
from tests.shared import ROOT, shared_data


def generator():
    path = ROOT / "scripts" / "develop" / "local_coverage.py"
    spec = importlib.util.spec_from_file_location("local_coverage", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_code_says():
    module = generator()
    assert module.PAGE.read_text("utf-8") == module.page(module.kept())


def test_the_counts_are_those_of_the_recordings():
    module = generator()
    counts = module.counted(shared_data("..", "gspread-cassettes"))
    assert module.kept() == Counter(counts)


@pytest.mark.parametrize("name", sorted(tables()[0]))
def test_messages_have_the_fields_that_google_describes(name):
    """What requests are checked against is no invention, and nothing is left out unnoticed."""
    schemas = document("sheets.v4")["schemas"]
    described = schemas[name].get("properties", {})
    fields = tables()[0][name]
    assert fields.keys() == described.keys()
    for field, kind in fields.items():
        inside = described[field]
        assert kind_fits(kind, inside), field


def kind_fits(kind, schema):
    if kind in ("any", "-"):
        return True
    if kind.startswith("["):
        return schema["type"] == "array" and kind_fits(kind[1:-1], schema["items"])
    if kind.startswith("{"):
        return schema["type"] == "object"
    if "$ref" in schema:
        return kind == schema["$ref"]
    values = tables()[1].get(kind)
    if values is not None:
        return values == set(schema["enum"])
    plain = {"str": "string", "int": "integer", "num": "number", "bool": "boolean"}
    return plain[kind] == schema["type"] and "enum" not in schema
