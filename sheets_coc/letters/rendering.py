"""From a template and what is filled in to a letter."""

from __future__ import annotations

import errno
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final

from sheets_coc.errors import UsageError
from sheets_coc.letters.kinds import PLACEHOLDERS, LetterKind
from sheets_coc.plain_files import read_plain

MOST_BYTES: Final = 200_000
"""A template larger than this is no letter."""

_SUBJECT = re.compile(r"Subject:[ \t]*(.+)")
_NAME = re.compile(r"[a-z][a-z-]{0,40}\.j2")
_KEPT = {"\n", "\t", "\u200c", "\u200d"}
"""Signs kept though they do not show: some scripts join letters by them."""
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is pasted into a mail.

    Attributes:
        kind: what it is for.
        cc: who is always in copy.
        subject: its subject.
        body: its text.
        missing: placeholders that nobody has filled in, in order; they stand in brackets.
    """

    kind: LetterKind
    cc: str
    subject: str = field(repr=False)
    body: str = field(repr=False)
    missing: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Headers and text."""
        return f"Cc: {self.cc}\nSubject: {self.subject}\n\n{self.body}\n"


def clean(value: str) -> str:
    """Text without control characters and marks that turn the direction of writing."""
    return "".join(map(_clean_sign, value.replace("\r\n", "\n").replace("\r", "\n")))


def _clean_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in _KEPT or category not in ("Cc", "Cf", "Cs"):
        return sign
    return " " if category == "Cc" else ""


def render(
    kind: LetterKind, values: Mapping[str, Any], committee: str, folder: Path | None = None
) -> Letter:
    """Fill in a template.

    Args:
        kind: which letter.
        values: what is filled in; blank texts count as missing.
        committee: the committee's address, always in copy.
        folder: templates of the committee's own, `KIND.j2`; those missing there are ours.

    Raises:
        UsageError: there is no address of the committee, or a template cannot be used. The
            message quotes nothing of it.
    """
    address = " ".join(clean(committee).split())
    if "@" not in address:
        raise UsageError(
            "The committee is in copy of every letter: name its address in the policy under "
            "[mail], committee.",
            code="no-committee-address",
        )
    missing: dict[str, None] = {}
    text = _fill(kind, {k: v for k, v in values.items() if v not in ("", None)}, folder, missing)
    first, _, rest = text.lstrip("\n").partition("\n")
    found = _SUBJECT.fullmatch(first.strip())
    if not found:
        raise UsageError(
            f"The template {kind}.j2 must begin with a line “Subject: …”.", code="template"
        )
    body = _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in rest.split("\n")))
    return Letter(kind, address, " ".join(found[1].split()), body.strip("\n"), tuple(missing))


def _fill(
    kind: LetterKind, values: Mapping[str, Any], folder: Path | None, missing: dict[str, None]
) -> str:
    """Render a template in a sandbox: it is a file that anybody may have written."""
    from jinja2 import ChainableUndefined, FunctionLoader, TemplateError, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Unfilled(ChainableUndefined):
        """What nobody has filled in: it is noted, and shows in brackets."""

        def _note(self) -> str:
            name = str(self._undefined_name)
            missing[name] = None
            return f"[{PLACEHOLDERS.get(name, name)}]"

        __str__ = _note

        def __iter__(self) -> Any:
            self._note()
            return iter(())

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda name: _source(name, folder)),
        undefined=Unfilled,
        autoescape=False,  # letters are plain text
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        return environment.get_template(f"{kind}.j2").render(_cleaned(values))
    except TemplateSyntaxError as error:
        raise UsageError(
            f"The template {kind}.j2, or one it uses, has a mistake in line {error.lineno}.",
            code="template",
        ) from None
    except UsageError:
        raise
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
        raise UsageError(
            f"The template {kind}.j2 cannot be filled in: it asks for something that letters do "
            "not have or may not do.",
            code="template",
        ) from None


def _cleaned(value: Any) -> Any:
    """Values without control characters, however deep they lie."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(one) for one in value]
    return value


def _source(name: str, folder: Path | None) -> str | None:
    """The text of a template: the committee's, or ours. Nothing outside the folder is read."""
    if not _NAME.fullmatch(name):
        return None
    try:
        if folder is not None and (own := folder / name).exists():
            return _read(own)
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            "A template cannot be read: it must be text in UTF-8.", code="template"
        ) from None
    ours = resources.files("sheets_coc.letters").joinpath("templates", name)
    return ours.read_text("utf-8") if ours.is_file() else None


def _read(path: Path) -> str:
    try:
        content = read_plain(path, MOST_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise UsageError("A template is far too long for a letter.", code="template") from None
        raise
    return content.decode("utf-8-sig").replace("\r\n", "\n")
