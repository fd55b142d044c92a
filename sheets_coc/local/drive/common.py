"""What all of Drive's methods share: pages, people, and the `fields` parameter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sheets_coc.local.auth.access import display_name, drive_error
from sheets_coc.local.auth.identities import permission_id
from sheets_coc.local.errors import ApiError
from sheets_coc.local.wire import fields
from sheets_coc.local.wire.endpoint import Call

Json = dict[str, Any]


def names(text: str) -> frozenset[str]:
    """The words of a text: a long list of names, written so that it can be read."""
    return frozenset(text.split())


def user(email: str, *, me: str) -> Json:
    """Somebody as Drive shows them to the caller, whose address is `me`."""
    return {
        "kind": "drive#user",
        "displayName": display_name(email),
        "me": email == me,
        "permissionId": permission_id(email),
        "emailAddress": email,
    }


def narrowed(call: Call, full: Json, default: Collection[str], known: Collection[str]) -> Json:
    """The part of an answer that the caller asked for.

    Args:
        call: the request, with or without `fields`.
        full: all there is to tell.
        default: what is told when nothing is asked for.
        known: every name the description has at the top, whether or not it is told here.

    Raises:
        ApiError: 400, `fields` names something that does not exist.
    """
    text = call.option("fields")
    if text is None:
        return {name: full[name] for name in default if name in full}
    try:
        mask = fields.parse(text)
    except ValueError:
        raise _no_such_field(text) from None
    unknown = [name for name in mask if name != "*" and name not in known]
    if unknown:
        raise _no_such_field(unknown[0])
    answer: Json = fields.select(full, _spelled_out(mask))
    return answer


def fields_required(call: Call) -> None:
    """Refuse a call without `fields` where Drive insists on it.

    Raises:
        ApiError: 400.
    """
    if call.option("fields") is None:
        raise drive_error(
            400,
            "required",
            "The 'fields' parameter is required for this method.",
            location="fields",
            locationType="parameter",
        )


def page(call: Call, items: list[Json], default: int, most: int) -> tuple[list[Json], str | None]:
    """One page of a list, and the token of the next or None.

    Args:
        call: the request, with `pageSize` and `pageToken`.
        items: the whole list.
        default: how many where the caller does not say.
        most: how many the caller may ask for.

    Raises:
        ApiError: 400, the size is not from 1 to `most` or the token is not one of ours.
    """
    size = call.option("pageSize") or str(default)
    token = call.option("pageToken") or "~0"
    if not _number(size) or not 1 <= int(size) <= most:
        raise drive_error(
            400,
            "invalidParameter",
            f"Invalid value '{size}'. Values must be within the range: [1, {most}]",
            location="pageSize",
            locationType="parameter",
        )
    if token[0] != "~" or not _number(token[1:]):
        raise invalid_value("pageToken")
    start = int(token[1:])
    end = start + int(size)
    return items[start:end], f"~{end}" if end < len(items) else None


def list_answer(
    call: Call, kind: str, items: list[Json], token: str | None, default: Sequence[str] = ()
) -> Json:
    """Drive's answer with one page of a list, under the caller's `fields`.

    Args:
        call: the request.
        kind: what is listed: `permission`, `revision`, `comment` or `reply`.
        items: the page.
        token: the token of the next page.
        default: the fields of each item where the caller names none; empty for all.
    """
    plural = "replies" if kind == "reply" else f"{kind}s"
    if default and call.option("fields") is None:
        items = [{name: item[name] for name in default} for item in items]
    answer: Json = {"kind": f"drive#{kind}List", plural: items}
    if token:
        answer["nextPageToken"] = token
    known = ("kind", "nextPageToken", plural)
    return narrowed(call, answer, known if default else (), known)


def invalid_value(parameter: str) -> ApiError:
    """Drive's 400 for a parameter that it cannot use."""
    return drive_error(
        400, "invalid", "Invalid Value", location=parameter, locationType="parameter"
    )


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _spelled_out(mask: fields.Mask) -> fields.Mask:
    """The mask with `*` read as everything of its level."""
    if "*" in mask:
        return {}
    return {name: _spelled_out(below) for name, below in mask.items()}


def _no_such_field(name: str) -> ApiError:
    return drive_error(
        400,
        "invalidParameter",
        f"Invalid field selection {name}",
        location="fields",
        locationType="parameter",
    )
