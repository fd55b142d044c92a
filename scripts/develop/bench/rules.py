"""How long the retention terms take, identity included, and whether they grow linearly."""

import gc
import random
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

from sheets_coc import policy
from sheets_coc.private import Private
from sheets_coc.records.identity import Links
from sheets_coc.records.record import Record
from sheets_coc.retention.terms import compute
from sheets_coc.schema.columns import Decision

TODAY = date(2026, 11, 21)
SIZES = (25_000, 50_000, 100_000)
_DECISIONS = [
    *[Decision.NO_VIOLATION] * 2,
    Decision.NOBODY_IDENTIFIED,
    *[Decision.RESOLVED] * 4,
    *[Decision.FLAGGED] * 2,
    Decision.BANNED,
    Decision.OPEN,
]
_SYLLABLES = [first + second for first in "bdfgklmnrs" for second in "aeio"]


def _word(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(length)).title()


def population(chance: random.Random, people: int, names: int) -> list[tuple[str, str | None]]:
    """Invented people: a name out of so many different ones, and mostly an address."""
    pool = [f"{_word(chance, 2)} {_word(chance, 3)}" for _ in range(names)]
    return [
        (chance.choice(pool), f"p{number}@example.org" if chance.random() < 0.7 else None)
        for number in range(people)
    ]


def history(size: int, people: int, names: int, seed: int = 1) -> list[Record]:
    """Records of one size about so many people, over twelve years."""
    chance = random.Random(seed)
    everybody = population(chance, people, names)
    records = []
    for row in range(1, size + 1):
        name, address = chance.choice(everybody)
        decision = chance.choice(_DECISIONS)
        reported = TODAY - timedelta(days=chance.randrange(12 * 365))
        banned = reported + timedelta(days=400) if decision is Decision.BANNED else None
        records.append(
            Record(
                row,
                case=f"case-{row}",
                reported_on=reported,
                decision=decision,
                banned_until=banned,
                expunged=chance.random() < 0.1,
                subjects=Private((name,)),
                contacts=Private((address,) if address else ()),
            )
        )
    return records


def measure(records: list[Record]) -> tuple[float, float, float]:
    """Processor seconds for the index, the dates, and every possible repeat."""
    gc.collect()
    start = process_time()
    links = Links(records)
    indexed = process_time()
    compute(records, policy.default().retention, TODAY, links)
    dated = process_time()
    sum(1 for _ in links.possible_pairs())
    return indexed - start, dated - indexed, process_time() - dated


def main() -> int:
    """Print a table over sizes and kinds of sheets."""
    kinds: dict[str, Callable[[int], list[Record]]] = {
        "everybody once": lambda n: history(n, people=n, names=n),
        "five reports each": lambda n: history(n, people=n // 5, names=n // 5),
        "few names": lambda n: history(n, people=n, names=n // 20),
    }
    print(f"{'sheet':<20} {'records':>8} {'index':>7} {'dates':>7} {'both':>7} {'repeats':>8}")
    for kind, make in kinds.items():
        for size in SIZES:
            index, dates, repeats = measure(make(size))
            print(
                f"{kind:<20} {size:>8} {index:>6.2f}s {dates:>6.2f}s {index + dates:>6.2f}s "
                f"{repeats:>7.2f}s"
            )
    return 0
