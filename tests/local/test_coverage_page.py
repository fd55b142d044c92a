"""The page that says what the local Google does is generated, and not out of date."""

from collections import Counter

import pytest

from scripts.develop import local_coverage
from sheets_coc.local.wire.messages import tables
from tests.described import document
from tests.shared import shared_data


def test_the_page_is_what_the_code_says():
    assert local_coverage.PAGE.read_text("utf-8") == local_coverage.page(local_coverage.kept())


def test_the_counts_are_those_of_the_recordings():
    counts = local_coverage.counted(shared_data("..", "gspread-cassettes"))
    assert local_coverage.kept() == Counter(counts)


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
