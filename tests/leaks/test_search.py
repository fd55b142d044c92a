"""The search itself: what it is to find, it finds, and it finds nothing in clean output."""

import base64
import io
import json
import quopri
import random
import secrets
import zipfile
import zlib
from html import escape
from urllib.parse import quote, quote_plus

import pytest

from tests.leaks.canaries import Canaries, Search, folded


def _zip(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("part.xml", text)
    return out.getvalue()


WAYS = {
    "plain": lambda t: f"... {t} ...",
    "folded": folded,
    "upper": str.upper,
    "json": lambda t: json.dumps({"x": t}),
    "json twice": lambda t: json.dumps(json.dumps(t)),
    "repr of bytes": lambda t: repr(t.encode()),
    "url": quote,
    "url of a form": quote_plus,
    "url twice": lambda t: quote(quote(t)),
    "html": escape,
    "html numbers": lambda t: "".join(f"&#{ord(c)};" for c in t),
    "quoted printable": lambda t: quopri.encodestring(t.encode(), quotetabs=True).decode(),
    "hex": lambda t: t.encode().hex(),
    "hex in pairs": lambda t: t.encode().hex(":"),
    "wrapped": lambda t: "\n   ".join(t[i : i + 3] for i in range(0, len(t), 3)),
    "zero-width": "\u200b".join,
    "table": lambda t: t.replace(" ", " │ "),
    "truncated": lambda t: t[:8] + "…",
    "without its beginning": lambda t: "…" + t[-8:],
    "backwards": lambda t: t[::-1],
    "utf-16": lambda t: t.encode("utf-16"),
    "deflated": lambda t: b"xyz" + zlib.compress(t.encode()),
    "zipped": _zip,
    **{
        f"base64 at {n}": lambda t, n=n: base64.b64encode(b"a" * n + t.encode() + b"zz").decode()
        for n in range(3)
    },
    "base64 for addresses": lambda t: base64.urlsafe_b64encode(b"?" + t.encode()).decode(),
    "base64 wrapped": lambda t: base64.encodebytes(b"x" * 50 + t.encode()).decode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_form_is_found(way):
    canaries = Canaries(random.Random(secrets.token_bytes(8)))
    search = Search(canaries)
    for _ in range(20):
        name = canaries.name("somewhere")
        assert search(WAYS[way](name)), way


def test_clean_output_is_clean():
    canaries = Canaries(random.Random(secrets.token_bytes(8)))
    for _ in range(300):
        canaries.name("somewhere")
    clean = "amber-kite  everything personal  12\n" * 50 + secrets.token_hex(20_000)
    assert not Search(canaries)(clean)
    assert not Search(canaries)(secrets.token_bytes(20_000))


def _canaries():
    canaries = Canaries(random.Random(secrets.token_bytes(8)))
    return canaries, Search(canaries), folded(canaries.word("somewhere"))


def test_a_part_within_other_letters_is_chance():
    """A run of everything has so many words that this happens: it was once taken for a leak."""
    _, search, word = _canaries()
    assert not search(f"s{word[:8]}s and {word[-8:]}s and s{word[-9:]}s{word[:7]}")
    assert not search(f"{word[:8]}{word[9:]}")


@pytest.mark.parametrize(
    "cut", ["{}…", "{}...", "'{}'", "[{}", "a\\n{}", "({})", "<b>{}</b>", "{}"]
)
def test_a_part_by_itself_is_no_chance(cut):
    _, search, word = _canaries()
    for part in (word[:8], word[:9], word[-8:], word[-11:], word[1:]):
        assert search(cut.format(part)), (cut, len(part))


def test_a_whole_word_within_other_letters_is_found():
    _, search, word = _canaries()
    assert search(f"s{word}s")
    assert search(f"<s{word[:5]} {word[5:]}s>")


def test_no_two_words_share_a_beginning_or_an_end():
    canaries, _, _ = _canaries()
    halves = len(canaries.halves)
    for _ in range(2000):
        canaries.word("somewhere")
    assert len(canaries.halves) == halves + 4000


def test_what_only_begins_like_something_packed_is_text():
    _, search, word = _canaries()
    assert search(f"PK{word.upper()}")
    assert search(f"PK\x03\x04 {word}")
    assert search(b"\x78\x9c" + word.encode())


def test_a_secret_is_found():
    canaries = Canaries(random.Random(1))
    key = canaries.secret("key", secrets.token_urlsafe(48))
    assert Search(canaries)(f"at {key[:12]}...")
    assert Search(canaries)(key)
