"""Somebody who opens the desk without a sheet, and the file they have."""

import io
from datetime import UTC, date, datetime

import openpyxl

import sheets_coc as coc
from sheets_coc.desk.desk import Desk
from sheets_coc.desk.security import FIELD
from sheets_coc.desk.starting import Starting
from tests.desk.sitting import Sitting

TODAY = datetime(2026, 12, 20, tzinfo=UTC)
HEADINGS = ("Date of Report", "Reporter", "Named subjects", "Subject email address/URL",
            "Summary of report (internal)", "Action taken by us?", "Action taken by local rep?",
            "Summary of outcome to share (public)", "Blacklisted or flagged",
            "Date to expunge this record", "Thread")  # fmt: skip


def workbook(rows=3, *, alone=False):
    """What a committee downloads: no tab called Records, a heading of their own, mixed dates."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Reports since 2019"
    sheet.append(HEADINGS)
    for row in range(rows):
        sheet.append(["3/4/2024", "Otto Hart", f"Ada{row} Abbot", f"ada{row}@x.example",
                      f"Ada{row} Abbot shouted.", "yes", "no", "warned", "No",
                      date(2026, 1, 3), "https://list.example/t"])  # fmt: skip
    if not alone:
        book.create_sheet("Scratch").append(["budget", 300])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Beginner(Sitting):
    """A desk that was opened without a sheet."""

    def __init__(self):
        self.kept = []
        started = Starting(
            lambda address, policy: coc.open(address, policy=policy, now=TODAY),
            keep=lambda *what: self.kept.append(what),
        )
        self.open(Desk(None, starting=started))

    def enter(self):
        status, headers, _ = self.ask("GET", self.link.path)
        self.cookie = headers["Set-Cookie"].partition("=")[2].partition(";")[0]
        _, _, page = self.ask("GET", "/start")
        self.token = page.partition(f'name="{FIELD}" value="')[2].partition('"')[0]
        return status

    def upload(self, content):
        edge = "edge-of-a-part"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{FIELD}"\r\n\r\n{self.token}\r\n'
        named = 'name="file"; filename="Ada Abbot.xlsx"'
        body = f"{head}--{edge}\r\nContent-Disposition: form-data; {named}\r\n\r\n".encode()
        return self.ask(
            "POST",
            "/start/file",
            body=body + content + f"\r\n--{edge}--\r\n".encode(),
            headers={"Content-Type": f"multipart/form-data; boundary={edge}"},
        )
