"""How long the statistics of very many records take."""

import random
import time
from datetime import date, timedelta

from sheets_coc.dates import to_serial
from sheets_coc.policy import default
from sheets_coc.records.facts import read_facts
from sheets_coc.reporting.statistics import StatisticsRequest, compute
from sheets_coc.schema.columns import COLUMNS, DECISION_LABELS
from sheets_coc.sheet.model import Snapshot, Tab, Value

RECORDS = 100_000
SECONDS = 3.0
TODAY = date(2026, 11, 21)
_KEYS = [c.key for c in COLUMNS]
_TEN = [c.key for c in COLUMNS if not c.added]


def _row(number: int, chance: random.Random) -> dict[str, Value]:
    """An invented row, no two alike in what has to be read."""
    came = date(2010, 1, 1) + timedelta(days=chance.randrange(6000))
    decision = chance.choice(list(DECISION_LABELS.values()))
    flag = {"Violation, flagged": "flagged", "Violation, banned": "banned"}.get(decision, "no")
    people = [f"Invented Person{number}x{n}" for n in range(chance.randrange(4))]
    return {
        "case": f"bench-n{number - chance.randrange(2)}",
        "reported_on": to_serial(came) if number % 3 else came.strftime("%d %B %Y"),
        "subjects": "; ".join(people) if number % 2 else f"Expunged ({len(people) + 1})",
        "summary": f"What was reported, number {number}.",
        "our_action": chance.choice(["No", f"Warned by e-mail, number {number}", ""]),
        "local_action": chance.choice(["no", f"Asked to leave, number {number}", ""]),
        "flag": flag,
        "decision": decision,
        "banned_until": "permanent" if number % 5 == 0 else to_serial(date(2027, 1, 1)),
        "decided_on": to_serial(came + timedelta(days=chance.randrange(60))),
        "responded_on": to_serial(came + timedelta(days=chance.randrange(5))),
        "event": chance.choice(["", f"Invented Conference {came.year}"]),
    }


def _sheet(keys: list[str]) -> Snapshot:
    chance = random.Random(1)
    headers: list[Value] = [c.header for c in COLUMNS if c.key in keys]
    rows = [_row(number, chance) for number in range(RECORDS)]
    values = [headers, *([row.get(key) for key in keys] for row in rows)]
    return Snapshot("bench", "Invented", [Tab(1, "Records", values=values)])


def _seconds(keys: list[str]) -> float:
    sheet, policy = _sheet(keys), default()
    begun = time.process_time()
    compute(read_facts(sheet, policy), policy.statistics, StatisticsRequest(TODAY))
    return time.process_time() - begun


def main() -> int:
    """Print the seconds of one processor for both kinds of sheet; fail where one takes too long."""
    slow = False
    print(f"{'sheet':<12} {'records':>8} {'CPU s':>8}   (at most {SECONDS:g})")
    for name, keys in (("all columns", _KEYS), ("ten columns", _TEN)):
        taken = _seconds(keys)
        slow = slow or taken > SECONDS
        print(f"{name:<12} {RECORDS:>8} {taken:>8.2f}")
    return int(slow)
