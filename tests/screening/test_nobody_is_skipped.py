"""Whoever stands in a table is read with a whole name, or the answer says that it is not sure.

Tables as people make them: with headings that are known, unknown or missing, beside columns of
towns, companies, crosses and parts somebody plays, between any signs. Everyone is invented.
"""

import csv
import io
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import UsageError
from sheets_coc.people.names import name_key
from sheets_coc.screening.job import IN_A_TERMINAL, gaps_of
from tests.screening.reading import read_list

GIVEN = ("Greta", "Rufus", "Minh", "Jürgen", "Hans-Peter", "Link", "Nick", "May", "Ho", "Aoife")
FAMILY = ("Fernholt", "Ho", "van Dorp", "O'Varley", "Sedano Luque", "Link", "Price", "Staff")
PAIRS = (
    ("First name", "Last name"), ("Vorname", "Nachname"), ("Given", "Surname"),
    ("Blorf", "Last name"), ("First name", "Blorf"), ("Nombre", "Apellidos"),
)  # fmt: skip
WHOLE = ("Name", "Full name", "Attendee", "Who", "Nom complet", "Blorf", "")
MAIL = ("Email", "E-Mail", "Contact", "Zorp", "")
BESIDE = {
    "City": ("Berlin", "New York", "Oslo"),
    "Firm": ("ACME", "Blue Ocean", "Globex Corp", ""),
    "Role": ("Speaker", "Staff", "Guest", "Volunteer", ""),
    "Diet": ("vegan", "none", "x", ""),
    "Mon": ("yes", "no", "x", ""),
    "Order": ("17", "4023"),
    "Talk": ("On X", "How to Test", "Bees and Me"),
    "Notes": ("", "likes tea", "late, sorry"),
}
ODILE = ("Odile", "Brambleworth")


def table(random: Random) -> bytes:
    """A table with Odile somewhere in it."""
    split, mailed = random.random() < 0.5, random.random() < 0.5
    comma = random.random() < 0.3
    blocks: list[tuple[str, ...]] = [random.choice(PAIRS) if split else (random.choice(WHOLE),)]
    people = 0
    blocks += [(random.choice(MAIL),)] if mailed else []
    blocks += [(heading,) for heading in random.sample(sorted(BESIDE), random.randint(0, 4))]
    order = list(range(len(blocks)))
    random.shuffle(order)
    count = random.randint(2, 10)
    odile = random.randrange(count)

    def cells(row: int, block: int) -> tuple[str, ...]:
        if block == people:
            given, family = (random.choice(GIVEN), random.choice(FAMILY)) if row != odile else ODILE
            whole = f"{family}, {given}" if comma else f"{given} {family}"
            return (given, family) if split else (whole,)
        if mailed and block == 1:
            return (f"u{row}@x.example",)
        return (random.choice(BESIDE[blocks[block][0]]),)

    header = [heading for block in order for heading in blocks[block]]
    rows = [[cell for block in order for cell in cells(row, block)] for row in range(count)]
    sign = random.choice(",;\t")
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows([header, *rows] if random.random() < 0.85 else rows)
    return out.getvalue().encode()


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_nobody_is_skipped_in_silence(seed: int) -> None:
    content = table(Random(seed))
    try:
        read = read_list(content)
    except UsageError:
        return
    keys = {name_key(name.text) for entry in read.entries for name in entry.names}
    gaps = [gap for gap in gaps_of(read, IN_A_TERMINAL) if not gap.startswith("E-mails")]
    assert name_key(" ".join(ODILE)) in keys or gaps, content.decode()
