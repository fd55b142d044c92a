"""What Drive's answers are held against, and sharing in one line."""

from typing import Any

import requests

from tests.local.knocking import Knocker

TOOL = "tool@local-google.iam.gserviceaccount.com"


def reason(answer: requests.Response) -> tuple[int, str]:
    """Status and Drive's reason; Drive's errors bear no `status`."""
    error = answer.json()["error"]
    assert error["code"] == answer.status_code and "status" not in error
    assert error["errors"][0]["message"] == error["message"]
    return answer.status_code, error["errors"][0]["reason"]


def ok(answer: requests.Response) -> Any:
    assert answer.status_code == 200, answer.json()["error"]["code"]
    return answer.json()


def share(owner: Knocker, book: str, email: str, role: str, **more: Any) -> str:
    body = {"type": "user", "role": role, "emailAddress": email, **more}
    return str(ok(owner.drive("POST", f"/files/{book}/permissions", body))["id"])
