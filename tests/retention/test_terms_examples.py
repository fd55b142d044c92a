"""The worked examples of the retention rules, computed independently of this code."""

import json
from datetime import date

from sheets_coc.retention.terms import compute
from tests.builders import from_example
from tests.builders import terms as make_terms
from tests.shared import shared_data


def test_every_worked_example_agrees() -> None:
    groups = json.loads(shared_data("retention-examples.json").read_text(encoding="utf-8"))
    assert len(groups) >= 27
    for group in groups:
        dated = compute(
            from_example(group["records"]),
            make_terms(notice_days=group["notice_days"]),
            date.fromisoformat(group["today"]),
        )
        found = [{k: v for k, v in one.as_json().items() if k != "row"} for one in dated]
        assert found == group["expected"], group["title"]
