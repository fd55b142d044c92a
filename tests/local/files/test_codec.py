"""How rows are laid down in the file, and read again."""

import json
import zlib

from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local.state import codec
from sheets_coc.local.state.model import RichCell

RULE = {"dataValidation": {"condition": {"type": "BOOLEAN"}}}
BOLD = {"textFormat": {"bold": True}}
cells = st.one_of(
    st.none(),
    st.text(max_size=4),
    st.integers(-5, 5),
    st.booleans(),
    st.builds(
        RichCell,
        value=st.one_of(st.none(), st.text(max_size=3), st.integers(0, 3)),
        formula=st.one_of(st.none(), st.just("=1+1")),
        format=st.sampled_from([None, BOLD, {"numberFormat": {"type": "DATE"}}]),
        note=st.one_of(st.none(), st.just("a note")),
        extra=st.sampled_from([None, RULE, {**RULE, "chipRuns": []}]),
    ),
)


@given(rows=st.lists(st.lists(cells, max_size=4), max_size=5), times=st.integers(1, 3))
def test_rows_come_back_as_they_were(rows, times):
    rows = [row for row in rows for _ in range(times)]
    assert codec.decode_rows(codec.encode_rows(rows), {}) == rows


def test_many_blank_rows_below_the_same_drop_downs_cost_next_to_nothing():
    cell = RichCell(extra=RULE)
    one, many = ([[cell, None, cell] for _ in range(count)] for count in (1, 128))
    assert len(codec.encode_rows(many)) < len(codec.encode_rows(one)) + 20
    read = codec.decode_rows(codec.encode_rows(many), {})
    assert read == many
    assert len({id(row) for row in read}) == 1


def test_a_file_of_old_is_read():
    packed = [[BOLD], [["text", {"v": 1, "s": 0, "x": RULE}], []]]
    data = zlib.compress(json.dumps(packed).encode())
    assert codec.decode_rows(data, {}) == [["text", RichCell(1, format=BOLD, extra=RULE)], []]
