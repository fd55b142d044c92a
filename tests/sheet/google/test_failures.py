"""What Google's refusals become."""

import pytest

from sheets_coc.sheet.google import failures
from sheets_coc.sheet.google.failures import Fate, from_status

SECRET = "Zebedee Quillfeather"


def body(status: str = "", reason: str = "", drive_reason: str = "") -> dict:
    error: dict = {"code": 0, "message": f"about {SECRET}"}
    if status:
        error["status"] = status
    if reason:
        error["details"] = [{"@type": "x", "reason": reason, "metadata": {"x": SECRET}}]
    if drive_reason:
        error["errors"] = [{"reason": drive_reason, "message": SECRET}]
    return {"error": error}


@pytest.mark.parametrize(
    ("status", "answer", "fate", "code"),
    [
        (400, body("INVALID_ARGUMENT"), Fate.REFUSED, "refused"),
        (400, body("FAILED_PRECONDITION"), Fate.REFUSED, "not-a-spreadsheet"),
        (401, body("UNAUTHENTICATED"), Fate.REFUSED, "login-refused"),
        (403, body("PERMISSION_DENIED"), Fate.REFUSED, "not-shared"),
        (403, body("PERMISSION_DENIED", "SERVICE_DISABLED"), Fate.REFUSED, "api-not-enabled"),
        (
            403,
            body("PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
            Fate.REFUSED,
            "scope",
        ),
        (403, body(drive_reason="storageQuotaExceeded"), Fate.REFUSED, "no-storage"),
        (403, body(drive_reason="userRateLimitExceeded"), Fate.QUOTA, "quota"),
        (403, None, Fate.REFUSED, "not-shared"),
        (404, body("NOT_FOUND"), Fate.REFUSED, "not-found"),
        (404, body(), Fate.REFUSED, "not-found"),
        (429, body("RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"), Fate.QUOTA, "quota"),
        (500, body("INTERNAL"), Fate.LOST, "no-answer"),
        (501, body("UNIMPLEMENTED"), Fate.REFUSED, "not-implemented"),
        (502, None, Fate.LOST, "no-answer"),
        (503, body("UNAVAILABLE"), Fate.LOST, "no-answer"),
        (302, None, Fate.REFUSED, "refused"),
        (400, {"error": "a text"}, Fate.REFUSED, "refused"),
        (400, {"error": {"details": "a text", "errors": [3]}}, Fate.REFUSED, "refused"),
        (400, [1, 2], Fate.REFUSED, "refused"),
    ],
)
def test_refusals_are_told_in_our_own_words(status, answer, fate, code):
    failure = from_status(status, answer, account=None, after=None)
    assert (failure.fate, failure.error.code) == (fate, code)
    assert SECRET not in str(failure.error) + repr(failure)


def test_a_service_account_is_named_but_not_in_public_logs(monkeypatch):
    account = "tool@invented.iam.gserviceaccount.com"
    assert account in from_status(403, None, account=account, after=None).error.message
    monkeypatch.setenv("CI", "true")
    assert account not in from_status(403, None, account=account, after=None).error.message


def test_a_member_is_never_named():
    assert "ana" not in failures.who("ana@example.org")


def test_a_refused_request_is_named_and_nothing_else_of_the_message():
    message = "Invalid requests[3].setDataValidation: Ottilie Wendel darf das nicht."
    body = {"error": {"code": 400, "message": message, "status": "INVALID_ARGUMENT"}}
    said = failures.from_status(400, body, account=None, after=None).error
    assert said.code == "refused"
    assert "request 4 of the write (setDataValidation)" in said.message
    assert "Convert to table" in said.message
    assert "protected" not in said.message
    assert "Ottilie" not in said.message
    assert failures.refused_request({"error": {"message": "requests[1].<b>"}}) is None
    for odd in (None, [], {"error": []}, {"error": {"message": 5}}):
        assert failures.refused_request(odd) is None
