"""Whatever well-formed request is sent, the answer is a reply or one of Google's errors."""

import json
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets_coc.local.auth.access import new_file
from sheets_coc.local.cells.fill import filled_tab
from sheets_coc.local.edits.batch import apply, handlers
from sheets_coc.local.errors import ApiError
from sheets_coc.local.reading.read import spreadsheet_answer
from sheets_coc.local.state.blank import blank
from sheets_coc.local.wire.jsontext import dumps
from sheets_coc.local.wire.messages import tables

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OWNER = "owner@example.org"
MASKS = ["*", "note", "userEnteredValue", "title", "range", "hidden", "gridProperties.rowCount"]
TEXTS = st.sampled_from(["", "a", "A1", "=A1+1", "Sheet1", "0", "2020-01-01", "é"])


@cache
def values(kind, depth):
    if kind == "-" or depth > 4:
        return st.none()
    if kind.startswith("["):
        return st.lists(values(kind[1:-1], depth + 1), max_size=2)
    if kind.startswith("{"):
        return st.dictionaries(TEXTS, values(kind[1:-1], depth + 1), max_size=2)
    messages, lists = tables()
    if kind in messages:
        return message(kind, depth)
    if kind in lists:
        return st.sampled_from(sorted(lists[kind]))
    plain = {
        "int": st.integers(-1, 5),
        "num": st.sampled_from([0, 0.5, -1, 1e300]),
        "bool": st.booleans(),
        "str": TEXTS,
        "any": TEXTS,
    }
    return plain[kind]


@cache
def message(name, depth=0):
    fields = tables()[0][name]
    options = {
        field: st.sampled_from(MASKS) if field == "fields" else values(kind, depth + 1)
        for field, kind in fields.items()
    }
    if name == "ExtendedValue":
        return st.sampled_from(sorted(options)).flatmap(
            lambda field: st.fixed_dictionaries({field: options[field]})
        )
    return st.fixed_dictionaries({}, optional=options)


class Fixed:
    """What `apply` needs of a transaction."""

    now = NOW


@pytest.mark.parametrize("kind", sorted(handlers()))
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_nothing_but_googles_errors_comes_back(kind, data):
    body = data.draw(message(tables()[0]["Request"][kind]))
    spreadsheet = blank("id", new_file("Book", OWNER, NOW))
    spreadsheet.now = NOW
    spreadsheet.tabs = [
        filled_tab(number, title, [["a", 1, True], ["b", None, 2.5]])
        for number, title in enumerate(["Sheet1", "Other"])
    ]
    for tab in spreadsheet.tabs:
        tab.row_count = tab.column_count = 6
    try:
        replies = apply(Fixed(), spreadsheet, OWNER, [{kind: body}])
    except ApiError as error:
        assert error.code in (400, 501)
    else:
        assert len(replies) == 1
        assert json.loads(dumps(spreadsheet_answer(spreadsheet, OWNER, grid=True)))
