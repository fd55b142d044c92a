"""A small client of `batchUpdate` without any library, and the shapes its requests are made of."""

from sheets_coc.local import LocalGoogle
from tests.local.knocking import SHEETS, Knocker


class Sheet:
    """A small client without any library, as somebody."""

    def __init__(self, google: LocalGoogle, spreadsheet: str, who: str = "owner") -> None:
        self.google = google
        self.id = spreadsheet
        self.session = Knocker(google, who).session

    def call(self, method, path="", code=200, **kwargs):
        answer = self.session.request(method, f"{SHEETS}/{self.id}{path}", **kwargs)
        assert answer.status_code == code, answer.json().get("error", {}).get("message")
        return answer.json() if answer.content else {}

    def do(self, *wanted, code=200, **options):
        return self.call("POST", ":batchUpdate", code, json={"requests": list(wanted), **options})

    def refused(self, *wanted, code=400):
        return self.do(*wanted, code=code)["error"]["message"]

    def values(self, tab="Sheet1", **params):
        return self.call("GET", f"/values/{tab}", params=params).get("values", [])

    def put(self, values, tab="Sheet1!A1", option="RAW"):
        params = {"valueInputOption": option}
        return self.call("PUT", f"/values/{tab}", params=params, json={"values": values})

    def get(self, **params):
        return self.call("GET", params=params)

    def sheet(self, **params):
        return self.get(**params)["sheets"][0]


def rows(start, end, **more):
    return {"dimension": "ROWS", "startIndex": start, "endIndex": end, **more}


def block(top, bottom, left, right):
    return {
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def text(value):
    return {"userEnteredValue": {"stringValue": value}}


def cells(*values):
    return [{"values": list(values)}]


def column(sheet):
    return [row[0] if row else "" for row in sheet.values()]
