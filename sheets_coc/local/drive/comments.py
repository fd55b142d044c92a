"""`comments.*`, `replies.*` of Drive v3: said by anyone who may comment, deleted by their author.

A deleted comment stays as an empty one with `deleted`, shown only when asked for.
"""

from __future__ import annotations

import html
import secrets
from typing import Any

from sheets_coc.local.auth.access import check_file, drive_error, drive_not_found
from sheets_coc.local.drive.common import fields_required, list_answer, names, narrowed, page, user
from sheets_coc.local.errors import ApiError
from sheets_coc.local.state.state import timestamp
from sheets_coc.local.wire.endpoint import Call

Json = dict[str, Any]

COMMENT_FIELDS = names(
    """anchor assigneeEmailAddress author content createdTime deleted htmlContent id kind
    mentionedEmailAddresses modifiedTime quotedFileContent replies resolved"""
)
REPLY_FIELDS = COMMENT_FIELDS - {"anchor", "quotedFileContent", "replies", "resolved"} | {"action"}
_ACTIONS = {"resolve": True, "reopen": False}


def listed(call: Call) -> Json:
    """`comments.list`."""
    fields_required(call)
    file = check_file(call.state, call.params["file_id"], call.email, "reader")
    since = call.option("startModifiedTime") or ""
    found = [
        shown(call, comment)
        for comment in reversed(file["comments"])
        if _visible(call, comment) and comment["modifiedTime"] >= since
    ]
    return _list(call, found, "comment")


def get(call: Call) -> Json:
    """`comments.get`."""
    fields_required(call)
    file = check_file(call.state, call.params["file_id"], call.email, "reader")
    return narrowed(call, shown(call, _comment(call, file)), (), COMMENT_FIELDS)


def create(call: Call) -> Json:
    """`comments.create`."""
    fields_required(call)
    file = check_file(call.state, call.params["file_id"], call.email, "commenter")
    body = call.json()
    comment = _said(call, body, "content")
    comment.update({key: body[key] for key in ("anchor", "quotedFileContent") if body.get(key)})
    comment.update(resolved=False, replies=[])
    file["comments"].append(comment)
    return narrowed(call, shown(call, comment), (), COMMENT_FIELDS)


def update(call: Call) -> Json:
    """`comments.update`: the author puts it in other words."""
    fields_required(call)
    file = check_file(call.state, call.params["file_id"], call.email, "commenter")
    comment = _own(call, _comment(call, file))
    comment["content"] = _content(call.json(), "content")
    comment["modifiedTime"] = timestamp(call.state.now)
    return narrowed(call, shown(call, comment), (), COMMENT_FIELDS)


def delete(call: Call) -> None:
    """`comments.delete`: only the author can, whoever owns the file."""
    file = check_file(call.state, call.params["file_id"], call.email, "reader")
    _empty(call, _own(call, _comment(call, file)))


def replies(call: Call) -> Json:
    """`replies.list`."""
    fields_required(call)
    file = check_file(call.state, call.params["file_id"], call.email, "reader")
    comment = _comment(call, file)
    found = [_shown(call, reply, "reply") for reply in comment["replies"] if _visible(call, reply)]
    return _list(call, found, "reply")


def get_reply(call: Call) -> Json:
    """`replies.get`."""
    fields_required(call)
    file = check_file(call.state, call.params["file_id"], call.email, "reader")
    reply = _reply(call, _comment(call, file))
    return narrowed(call, _shown(call, reply, "reply"), (), REPLY_FIELDS)


def create_reply(call: Call) -> Json:
    """`replies.create`: answer, resolve or reopen."""
    fields_required(call)
    file = check_file(call.state, call.params["file_id"], call.email, "commenter")
    comment = _comment(call, file)
    body = call.json()
    action = body.get("action")
    if action is not None and action not in _ACTIONS:
        raise _invalid("action")
    reply = _said(call, body, None if action else "content")
    if action:
        reply["action"] = action
        comment["resolved"] = _ACTIONS[action]
    comment["replies"].append(reply)
    comment["modifiedTime"] = timestamp(call.state.now)
    return narrowed(call, _shown(call, reply, "reply"), (), REPLY_FIELDS)


def update_reply(call: Call) -> Json:
    """`replies.update`: the author puts it in other words."""
    fields_required(call)
    file = check_file(call.state, call.params["file_id"], call.email, "commenter")
    reply = _own(call, _reply(call, _comment(call, file)))
    reply["content"] = _content(call.json(), "content")
    reply["modifiedTime"] = timestamp(call.state.now)
    return narrowed(call, _shown(call, reply, "reply"), (), REPLY_FIELDS)


def delete_reply(call: Call) -> None:
    """`replies.delete`: only the author can."""
    file = check_file(call.state, call.params["file_id"], call.email, "reader")
    _empty(call, _own(call, _reply(call, _comment(call, file))))


def shown(call: Call, comment: Json) -> Json:
    """A comment with those of its replies that the caller asked for."""
    answer = _shown(call, comment, "comment")
    visible = [reply for reply in comment["replies"] if _visible(call, reply)]
    answer["replies"] = [_shown(call, reply, "reply") for reply in visible]
    return answer


def _shown(call: Call, item: Json, kind: str) -> Json:
    answer = {"kind": f"drive#{kind}", **item}
    answer["author"] = user(item["author"], me=call.email)
    del answer["author"]["permissionId"], answer["author"]["emailAddress"]  # Drive hides them here
    if "content" in item:
        answer["htmlContent"] = html.escape(item["content"]).replace("\n", "<br>")
    return answer


def _list(call: Call, found: list[Json], kind: str) -> Json:
    items, token = page(call, found, 20, 100)
    return list_answer(call, kind, items, token)


def _said(call: Call, body: Json, required: str | None) -> Json:
    now = timestamp(call.state.now)
    item = {
        "id": "AAAA" + secrets.token_urlsafe(6),
        "author": call.email,
        "createdTime": now,
        "modifiedTime": now,
        "deleted": False,
    }
    if required or body.get("content"):
        item["content"] = _content(body, "content")
    return item


def _content(body: Json, name: str) -> str:
    content = body.get(name)
    if not isinstance(content, str) or not content:
        raise drive_error(
            400,
            "required",
            f"The comment {name} field is required.",
            location=f"comment.{name}",
            locationType="other",
        )
    return content


def _comment(call: Call, file: Json) -> Json:
    return _found(call, file["comments"], "comment_id", "Comment")


def _reply(call: Call, comment: Json) -> Json:
    return _found(call, comment["replies"], "reply_id", "Reply")


def _found(call: Call, items: list[Json], parameter: str, kind: str) -> Json:
    wanted = call.params[parameter]
    for item in items:
        if item["id"] == wanted and (_visible(call, item)):
            return item
    raise drive_not_found(wanted, kind)


def _visible(call: Call, item: Json) -> bool:
    return not item["deleted"] or call.flag("includeDeleted")


def _own(call: Call, item: Json) -> Json:
    """Only the author may change or delete what was said; anyone else gets a 400."""
    if item["author"] != call.email:
        raise drive_error(400, "badRequest", "Bad Request")
    return item


def _empty(call: Call, item: Json) -> None:
    for key in ("content", "quotedFileContent", "anchor"):
        item.pop(key, None)
    item.update(deleted=True, modifiedTime=timestamp(call.state.now))


def _invalid(name: str) -> ApiError:
    return drive_error(
        400, "invalid", "Invalid Value", location=f"reply.{name}", locationType="other"
    )
