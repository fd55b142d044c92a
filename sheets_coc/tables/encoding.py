"""Text out of bytes that do not say how they were encoded.

Unicode proves itself: UTF-8 and UTF-16 are hardly ever valid by chance. Everything else is
tried in every encoding that spreadsheets of some country still write, and judged by what comes
out. Names of people are short, so general detectors, which count letters in long texts, are
often wrong about them; what does tell is whether each letter is one of the few that the
encoding was made for, and whether words look like words:

    bytes   5A 61 BF F3 B3 63 69
    cp1252  Za¿ó³ci     signs inside a word: no
    cp1250  Zażółci     letters of Polish: yes
    cp1251  Zaїуіci     two alphabets in one word: no

For Chinese, Japanese and Korean each national standard puts its everyday characters into one
block (GB 2312 rows 16-55, Big5 A440-C67E, JIS X 0208 rows 16-47, KS X 1001), so text in a wrong
encoding comes out in rare characters.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from sheets_coc.private import remembered
from sheets_coc.tables.alphabets import CANDIDATES

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

SAMPLE = 40_000
"""Bytes of lines with letters beyond ASCII that are judged."""

CLEARLY = 0.2
"""By how much the best reading must be better than another one to be sure of it."""

HUNGARIAN = 0.4
"""What Hungarian headings say against encodings that have no Hungarian letters."""

_TELLING_WORDS = (
    "prénom prénoms imię jméno příjmení název név vezetéknév keresztnév cím előadó vārds"
    " uzvārds vardas pavardė paštas имя фамилия отчество фио почта почты статус заказ"
    " участник участника докладчик ім'я прізвище име όνομα επώνυμο ονοματεπώνυμο ηλεκτρονικό"
    " שם משפחה פרטי الاسم البريد الإلكتروني اسم العائلة 氏名 名前 姓名 お名前 メールアドレス"
    " メール 参加者 登壇者 邮箱 电子邮件 电子邮箱 名字 電子郵件 信箱 이름 성명 이메일 참석자"
    " ชื่อ นามสกุล อีเมล correo electrónico teléfono dirección número país código ciudad"
    " compañía bestätigt größe straße öffentlicher öffentlich città società numéro téléphone"
    " société événement payé inscrit endereço eletrônico e-posta adı soyadı soyad şirket"
    " katılımcı förnamn företag ülke kraj město země telefonszám fornavn etternavn"
)
_TELLING = frozenset(_TELLING_WORDS.split())
"""Words of headings that no other encoding produces by chance."""

_ALIKE = frozenset({"vezetéknév", "keresztnév", "név", "cím", "telefonszám", "város", "utónév"})
"""Hungarian words that encodings of Western Europe read alike: its ő and ű they read as õ and û."""
_CENTRAL_ENCODINGS = frozenset({"cp1250", "iso8859_2", "mac_latin2", "cp852"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and how it was read.

    Attributes:
        text: the text.
        encoding: in which encoding, as Python names it.
        guessed: whether another reading would have been about as good.
    """

    text: str = field(repr=False)
    encoding: str
    guessed: bool = False


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file.

    Args:
        content: the file's bytes.
        encoding: the encoding, where somebody has said it; else it is found out.

    Raises:
        LookupError: Python knows no encoding of that name.
        UnicodeError: the text is not in the encoding that was said.
    """
    if encoding:
        return Decoded(content.decode(codecs.lookup(encoding).name).lstrip("\ufeff"), encoding)
    for mark, name in _BOMS:
        if content.startswith(mark):
            return Decoded(content[len(mark) :].decode(name, errors="replace"), name)
    head = content[:4096]
    if head and head.count(0) * 5 > len(head) * 2:
        even = head[::2].count(0)
        name = "utf-16-be" if even * 4 > len(head) else "utf-16-le"
        return Decoded(content.decode(name, "replace"), name)
    if b"\x1b$" in content or b"\x1b(" in content:
        try:
            return Decoded(content.decode("iso2022_jp"), "iso2022_jp")
        except UnicodeDecodeError:
            pass
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _mostly_utf8(content) or _guess(content)


def _mostly_utf8(content: bytes) -> Decoded | None:
    """UTF-8 in which few lines are something else, as where lists were put together."""
    good, bad = 0, []
    lines = content.split(b"\n")
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            bad.append(number)
    if good < len(bad):
        return None
    other = _guess(b"\n".join(lines[number] for number in bad))
    texts = dict(zip(bad, other.text.split("\n"), strict=False))
    read = [texts.get(n) or line.decode("utf-8", "replace") for n, line in enumerate(lines)]
    return Decoded("\n".join(read), f"utf-8, some lines {other.encoding}", guessed=other.guessed)


def _guess(content: bytes) -> Decoded:
    """The reading in which most looks like words of some language."""
    lines = [line for line in content.split(b"\n") if not line.isascii()]
    sample = b"\n".join(lines)[:SAMPLE].rpartition(b"\n")[0] or b"\n".join(lines[:200])[:SAMPLE]
    scored = []
    for encoding, judge, prior in CANDIDATES:
        try:
            text = sample.decode(encoding)
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        worth = _average(text, judge) + prior
        if encoding not in _CENTRAL_ENCODINGS and not _ALIKE.isdisjoint(_words(text.casefold())):
            worth -= HUNGARIAN
        scored.append((worth, encoding, text))
    if not scored:
        return Decoded(content.decode("latin-1"), "latin-1", guessed=True)
    best, encoding, text = max(scored, key=lambda one: one[0])
    close = any(score > best - CLEARLY and other != text for score, _, other in scored)
    return Decoded(content.decode(encoding), encoding, guessed=close or best < 0)


def _average(text: str, judge: Callable[[str], float]) -> float:
    """How well the words beyond ASCII fit, on average for each character: 1 is perfect."""
    total, count, telling = 0.0, 0, False
    for word in _words(text):
        beyond = sum(not char.isascii() for char in word)
        if beyond:
            total += judge(word) + _shape(word, beyond)
            count += beyond
            telling = telling or word.casefold() in _TELLING
    return total / count + 0.4 * telling if count else 0.0


def _words(text: str) -> list[str]:
    for sign in ',;\t|"\r':
        text = text.replace(sign, " ")
    return text.split()


def _shape(word: str, beyond: int) -> float:
    """What the shape of a word says against it: alphabets mixed, capitals and signs inside."""
    against = 0.0
    letters = [char for char in word if char.isalpha()]
    alphabets = {_alphabet(char) for char in letters}
    if len(alphabets - {"", "CJK"}) > 1 or ("CJK" in alphabets and len(alphabets) > 1):
        against += beyond
    against += 1.5 * sum(a.islower() and b.isupper() for a, b in pairwise(word))
    if not word.isupper():
        against += sum(char.isupper() and not char.isascii() for char in word[1:])
    for at, char in enumerate(word):
        if not char.isascii() and not char.isalpha() and not unicodedata.combining(char):
            inside = word[at - 1 : at].isalpha() and word[at + 1 : at + 2].isalpha()
            beside = word[at + 1 : at + 2].isalpha()
            against += 0.5 if char in "’‘ʼ·・-–" else 2.0 if inside or (beside and not at) else 0.5
    if alphabets == {"LATIN"} and beyond * 2 > len(letters) and len(letters) > 2:
        against += beyond  # no language with Latin letters accents most of them
    if alphabets & {"CYRILLIC", "GREEK"} and (letters[0].islower() or word[:3].isupper()):
        against += 0.3 * beyond
    return -against


@remembered(4096)
def _alphabet(char: str) -> str:
    name = unicodedata.name(char, "").partition(" ")[0].partition("-")[0]
    return "CJK" if name in {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "HALFWIDTH"} else name
