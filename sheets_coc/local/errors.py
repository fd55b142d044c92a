"""Errors of the local Google, with the code, status and message that Google itself would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

_STATUS_BY_CODE = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class LocalGoogleError(Exception):
    """Anything that the local Google refuses."""


class NoSuchTab(LocalGoogleError):
    """The file holds no tab of that title."""


class NotALocalSheet(LocalGoogleError):
    """The file is absent, exists already, or is not one of ours."""


class ApiError(LocalGoogleError):
    """An error answer of the API.

    Args:
        code: the HTTP status.
        status: Google's name for it (`INVALID_ARGUMENT`); None takes the usual one of the code,
            an empty text leaves it out, as Drive does.
        message: Google's sentence.
        details: Google's structured details, such as field violations.
        errors: Drive's older list of reasons.
        headers: what the answer bears besides.
    """

    def __init__(
        self,
        code: int,
        message: str,
        status: str | None = None,
        details: Sequence[Mapping[str, Any]] = (),
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(f"{code} {status or _STATUS_BY_CODE.get(code, '')}".strip())
        self.code = code
        self.message = message
        self.status = _STATUS_BY_CODE.get(code, "") if status is None else status
        self.details = list(details)
        self.errors = list(errors)
        self.headers = list(headers)

    def body(self) -> Json:
        """The JSON body of the answer."""
        error: Json = {"code": self.code, "message": self.message}
        if self.errors:
            error["errors"] = self.errors
        if self.status:
            error["status"] = self.status
        if self.details:
            error["details"] = self.details
        return {"error": error}


class OAuthError(LocalGoogleError):
    """The token endpoint refuses, in the words of RFC 6749 as Google uses them.

    Args:
        error: the code of RFC 6749, such as `invalid_grant`.
        description: Google's sentence.
        code: the HTTP status.
    """

    def __init__(self, error: str, description: str, code: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.code = code

    @property
    def body(self) -> dict[str, str]:
        """The JSON that goes back to the client."""
        return {"error": self.error, "error_description": self.description}


def invalid(message: str) -> ApiError:
    """A 400 with that sentence."""
    return ApiError(400, message)


def not_found() -> ApiError:
    """The 404 of Sheets for an unknown spreadsheet."""
    return ApiError(404, "Requested entity was not found.")


def forbidden() -> ApiError:
    """The 403 of Sheets for a spreadsheet that is not shared with the caller."""
    return ApiError(403, "The caller does not have permission")


def internal() -> ApiError:
    """The 500 for a fault of the server's own; it says nothing of the fault."""
    return ApiError(500, "Internal error encountered.")


def lacking(what: str) -> ApiError:
    """The 501 for what this local Google does not implement, by name."""
    return ApiError(501, f"The local Google does not implement {what}.")
