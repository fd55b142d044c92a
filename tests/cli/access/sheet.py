"""A sheet that is shared, and `access` run on it."""

import json

from sheets_coc.cli.main import run
from sheets_coc.dates import to_serial
from tests.keyed import local_google
from tests.local.knocking import Knocker
from tests.oncall.builders import date

HEADER = ["Name", "Email", "Joined", "Left", "On call"]
MEMBERS = [
    ["Olive Owner", "owner@example.org", None, None, "yes"],
    ["Edward Editor", "Editor@Example.org", None, None, "yes"],
    ["Cleo Marsh", "cleo@example.org", None, to_serial(date(2026, 5, 1)), "no"],
]
RECORDS = [["Case", "Date of 1st report", "Reporter", "Named subjects", "Summary"]]


class Sheet:
    """A local spreadsheet whose sharing people change."""

    def __init__(self, folder, capsys):
        self.file, self.capsys = folder / "sheet.coc", capsys
        self.google = local_google(self.file)

    def new(self, members=MEMBERS, **tabs):
        tabs = {"Records": RECORDS, "Committee": [HEADER, *members], **tabs}
        self.id = self.google.create_spreadsheet("Invented", tabs)
        return self

    def drive(self, method, path, body=None, **params):
        """What the owner does in Google's dialogues."""
        knocker = Knocker(self.google)
        answer = knocker.drive(method, f"/files/{self.id}{path}", body, **params)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def share(self, kind="user", role="writer", **who):
        return self.drive("POST", "/permissions", {"type": kind, "role": role, **who})["id"]

    def holders(self):
        fields = "permissions(emailAddress,type)"
        found = self.drive("GET", "/permissions", fields=fields)["permissions"]
        return {p.get("emailAddress", p["type"]) for p in found}

    def run(self, *arguments):
        code = run(["--spreadsheet", f"local:{self.file}", *arguments])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def json(self, *arguments):
        code, out, _ = self.run("--format", "json", *arguments)
        return code, json.loads(out)

    def differences(self, *arguments):
        return {(d["kind"], d["who"]) for d in self.json("access", *arguments)[1]["differences"]}

    def log(self):
        self.capsys.readouterr()
        run(["local", "show", str(self.file), "Log"])
        return self.capsys.readouterr().out


def everything_wrong(sheet):
    sheet.new([*MEMBERS, ["Dov Tinker", "dov@example.org", None, None, "yes"]])
    sheet.share(emailAddress="cleo@example.org")
    sheet.share(emailAddress="mallory@example.net", role="reader")
    sheet.share("group", emailAddress="list@example.net", role="reader")
    sheet.share("domain", domain="example.net", role="reader")
    sheet.share("anyone", role="reader")
    sheet.drive("PATCH", "/revisions/head", {"published": True})
    return sheet
