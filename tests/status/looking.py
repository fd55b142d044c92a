"""What `status` says of a sheet in memory on one morning."""

from sheets_coc import policy
from sheets_coc.dates import to_serial
from sheets_coc.sheet.model import Tab
from sheets_coc.status.item import Urgency
from sheets_coc.status.status import status
from sheets_coc.todo import log
from sheets_coc.todo.analysis import analyse
from tests.sheets import ALL, snapshot
from tests.status.open_case import NOW

TODAY = NOW.date()


def seen(*rows, keys=ALL, now=NOW, **tabs):
    return analyse(snapshot(*rows, keys=keys, **tabs), policy.default(), now)


def codes(*rows, now=NOW, **options):
    found = status(seen(*rows, now=now, **options))
    return [item.code for item in found.items if item.urgency is not Urgency.KNOW]


def logged(*lines):
    header = [heading.header for heading in log.HEADINGS]
    return Tab(12, "Log", values=[header, *lines])


def at(moment):
    return to_serial(moment.date()) + moment.hour / 24


def closed(case="stunned-bulb", **more):
    return {
        "case": case,
        "reported_on": "2025-01-15",
        "subjects": f"Zed {case[::-1].replace('-', '')}",
        "summary": "x",
        "our_action": "Yes",
        "decision": "Violation, resolved",
        **more,
    }


def item(code, *rows, **options):
    found = [i for i in status(seen(*rows, **options)).items if i.code == code]
    assert len(found) == 1
    return found[0]
