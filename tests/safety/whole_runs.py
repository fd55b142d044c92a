"""A whole run of `redact` on an invented sheet, and what the sheet holds then."""

from sheets_coc.redaction import jobs
from sheets_coc.schema.columns import BY_KEY
from tests.harness.ledger import snapshot_of
from tests.harness.world import KEYS, POLICY, TODAY
from tests.sheets import cell


def redact(world, sheet, *, day=TODAY, policy=POLICY, **more):
    book = world.book(sheet, day)
    book.policy = policy
    return jobs.redact(book, **{"apply": True} | more)


def records(world, sheet):
    """The records by case, each with its cells by key."""
    tabs = {tab.title: tab for tab in snapshot_of(world.tabs(sheet), {}).tabs}
    tab = tabs["Records"]
    header = tab.values[0]
    keys = {c.header: key for key, c in BY_KEY.items()}
    rows = [
        {keys.get(name, name): tab.value(row, at) for at, name in enumerate(header)}
        for row in range(1, len(tab.values))
    ]
    return {str(row["case"]): row for row in rows if row["case"]}


def typed(world, sheet):
    """What people typed into the records: all but the tool's own columns."""
    own = {"policy_date", "extended_until", "goes_on", "expunge_on", "row_check"}
    return {
        case: {k: v for k, v in row.items() if k not in own}
        for case, row in records(world, sheet).items()
    }


def make(world, rows):
    """A sheet of such records that the tool has never seen."""
    header = [BY_KEY[key].header for key in KEYS]
    cells = [[cell(row.get(key)) for key in KEYS] for row in rows]
    return world.google.create_spreadsheet("Invented records", {"Records": [header, *cells]})


def many(count):
    return [
        {"case": f"{word}-elm", "reported_on": "2024-05-05", "subjects": f"{word.title()} Sample",
         "summary": "x", "decision": "Violation, resolved", "goes_on": "2026-01-01"}
        for word in ("acid", "bold", "calm", "dark", "early", "fine", "grand", "high")[:count]
    ]  # fmt: skip
