"""How long 50,000 characters of each kind take: the scrubber must be linear whatever they are."""

from __future__ import annotations

import random
import statistics
import time
import unicodedata
from collections.abc import Iterator

from sheets_coc.scrubbing import Known, Scrubber

_LENGTH = 50_000
_RUNS = 7
_NAMES = tuple(f"Given{chr(97 + n)} Family{chr(97 + n)}" for n in range(8))
KNOWN = Known(_NAMES, (), ("jana@example.org", "@janainv"))
"""Ten identifiers."""

_REPORT = "On Tuesday Givena Familya told jana@example.org that nothing was said to Ms Example. "
_ACCENTS = "Öh Tüesday Givéna Fámilya tøld jana@example.org thät nöthing wäs säid tö Ms Exâmple. "
_WIDE = (
    "Ｔｈｅｎ　Ｇｉｖｅｎａ　ｓａｉｄ　ｔｏ　Ｆａｍｉｌｙｂ　ｔｈａｔ　ｎｏｔｈｉｎｇ　ｗａｓ．　"
)
_REPEATED = {
    "a report, ASCII": _REPORT,
    "a report with accents": _ACCENTS,
    "a report in full-width letters": _WIDE,
    "a report in Korean": "김민준 씨가 회의에서 소리를 질렀습니다. ",
    "a report in Chinese": "黄义达在会议上大声喊叫，然后离开了。",
    "a report in Arabic": "صرخ الرجل في المؤتمر ثم غادر القاعة مع أصدقائه. ",
    "a report in Hindi": "उस आदमी ने सम्मेलन में चिल्लाया और फिर चला गया। ",
    "a report in Russian": "Светлана Корзухина сказала, что ничего не было сказано. ",
    "ligatures of whole phrases": "ﷺ ﷻ ﷲ ",
    "emoji with joiners": "👩‍👩‍👧‍👦 🧑🏽‍💻 ",
    "nothing but names": "Givena Familya Givenb ",
    "initials": "G. F. ",
    "titles": "Mr. Dr. Prof. ",
    "addresses": "a@b.org ",
    "a@a@a@": "a@",
    "at at at dot dot": "at at at dot dot ",
    "brackets": "(",
    "line ends": "\n",
}
_RANDOM = {
    "random Hangul": [(0xAC00, 0xD7A3)],
    "random Han": [(0x4E00, 0x9FFF)],
    "random kana": [(0x3041, 0x3093), (0x30A1, 0x30F6)],
    "random Arabic presentation forms": [(0xFB50, 0xFBB1), (0xFBD3, 0xFD3D), (0xFE80, 0xFEFC)],
    "random Devanagari": [(0x905, 0x939), (0x93E, 0x94D)],
    "random Thai": [(0xE01, 0xE3A), (0xE40, 0xE4E)],
    "random Cyrillic": [(0x410, 0x44F)],
    "random accents on nothing": [(0x300, 0x36F)],
    "ten scripts mixed": [
        *((0x21, 0x7E), (0xA1, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x5D0, 0x5EA)),
        *((0x621, 0x64A), (0x905, 0x939), (0x3041, 0x30F6), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3)),
    ],
    "any character there is": [(0x20, 0xD7FF), (0xE000, 0x10FFFF)],
}


def _cut(unit: str) -> str:
    return (unit * (_LENGTH // len(unit) + 1))[:_LENGTH]


def _drawn(ranges: list[tuple[int, int]]) -> str:
    """Random characters, every sixth a space."""
    draw = random.Random(7)
    return "".join(
        " " if draw.random() < 1 / 6 else chr(draw.randint(*draw.choice(ranges)))
        for _ in range(_LENGTH)
    )


def texts() -> Iterator[tuple[str, str]]:
    """A label and 50,000 characters of each kind."""
    for label, unit in _REPEATED.items():
        yield label, _cut(unit)
    for label, ranges in _RANDOM.items():
        yield label, _drawn(ranges)
    plain, marks = _cut(_REPORT), _drawn([(0x300, 0x36F)]).replace(" ", "")
    piled = (char + marks[4 * n : 4 * n + 4] for n, char in enumerate(plain[: _LENGTH // 5]))
    yield "four accents on every letter", "".join(piled)
    yield "soft hyphens everywhere", "\u00ad".join(plain)[:_LENGTH]
    yield "Hangul in parts", unicodedata.normalize("NFD", _drawn([(0xAC00, 0xD7A3)]))[:_LENGTH]


def table() -> Iterator[str]:
    """The lines of a table: processor time in milliseconds for each kind of text."""
    yield "| 50,000 characters, 10 identifiers | first | median | best of 7 |"
    yield "|---|---|---|---|"
    for label, text in texts():
        scrub = Scrubber(KNOWN)
        times = [_milliseconds(scrub, text) for _ in range(_RUNS)]
        cells = (f"{ms:.0f}" for ms in (times[0], statistics.median(times), min(times)))
        yield f"| {label} | {' | '.join(cells)} |"


def _milliseconds(scrub: Scrubber, text: str) -> float:
    began = time.process_time()
    scrub(text)
    return (time.process_time() - began) * 1000
