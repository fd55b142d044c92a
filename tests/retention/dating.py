"""Records dated by the rules on one day, most of them of the same person."""

from dataclasses import replace
from datetime import date
from typing import Any

from sheets_coc.policy import Retention
from sheets_coc.records.record import Record
from sheets_coc.retention.terms import DatedRecord, compute
from tests.builders import records
from tests.builders import terms as make_terms

TODAY = date(2026, 11, 21)
AT_ONCE = make_terms(notice_days=0)
ADA = {"subjects": ["Ada Abbot"]}


def dates(
    *rows: dict[str, Any], terms: Retention = AT_ONCE, today: date = TODAY
) -> list[DatedRecord]:
    return compute(records(*rows), terms, today)


def gone(row: Record) -> Record:
    """The record once it has been expunged."""
    return replace(row, expunged=True)
