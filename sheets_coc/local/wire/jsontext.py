"""Answers as JSON; large parts of them may be JSON text already.

A spreadsheet's cells are by far the most of any answer. Building a dictionary for each, only to
turn it into text at once, takes several times as long as writing the text.
"""

from __future__ import annotations

import json
import secrets
from json.encoder import encode_basestring_ascii
from typing import Any

quoted = encode_basestring_ascii
"""A text as JSON."""


class Fragment:
    """A part of an answer that is JSON text.

    Args:
        text: valid JSON.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def dumps(answer: object) -> bytes:
    """An answer as JSON without white space, its fragments put in as they are."""
    fragments: list[str] = []
    # Nobody can write this into a cell beforehand.
    mark = secrets.token_hex(16)

    def place(value: object) -> Any:
        if not isinstance(value, Fragment):
            raise TypeError(type(value).__name__)
        fragments.append(value.text)
        return mark

    text = json.dumps(answer, separators=(",", ":"), default=place)
    if not fragments:
        return text.encode()
    pieces = text.split(f'"{mark}"')
    joined = [pieces[0]]
    for fragment, piece in zip(fragments, pieces[1:], strict=True):
        joined += [fragment, piece]
    return "".join(joined).encode()
