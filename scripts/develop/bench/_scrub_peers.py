"""Other people's tools on the same texts, where they are installed.

Both are given the same known strings: names, aliases and contacts, and the words of four
letters or more in names. Their detectors that need a language model are not used.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from sheets_coc.scrubbing import Known

Span = tuple[int, int]
Tool = Callable[[Known, str], tuple[list[Span], list[Span]]]


def known_strings(known: Known) -> list[str]:
    """Everything a list of known strings would hold, the longest first."""
    names = (*known.names, *known.aliases)
    words = [word for name in names for word in name.split() if len(word) > 3]
    return sorted({*names, *known.contacts, *words}, key=len, reverse=True)


def presidio(known: Known, text: str) -> tuple[list[Span], list[Span]]:
    """Presidio's deny list (without its language model)."""
    recogniser = import_module("presidio_analyzer").PatternRecognizer(
        supported_entity="KNOWN", deny_list=known_strings(known) or ["\0"]
    )
    found = recogniser.analyze(text, entities=["KNOWN"])
    return merged([(hit.start, hit.end) for hit in found]), []


def scrubadub(known: Known, text: str) -> tuple[list[Span], list[Span]]:
    """The known strings of scrubadub (without its other detectors)."""
    package = import_module("scrubadub")
    detectors = package.detectors
    items = [{"match": word, "filth_type": "name"} for word in known_strings(known)]
    tagged = detectors.UserSuppliedFilthDetector(items)
    scrubber = package.Scrubber(detector_list=[tagged])
    return merged([(filth.beg, filth.end) for filth in scrubber.iter_filth(text)]), []


def merged(spans: list[Span]) -> list[Span]:
    """Places in order, without overlaps."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def peers() -> list[tuple[str, Tool | None]]:
    """Each peer, or None where it is not installed here."""
    tools: tuple[tuple[str, str, Tool], ...] = (
        ("Presidio, deny list", "presidio_analyzer", presidio),
        ("scrubadub, known strings", "scrubadub", scrubadub),
    )
    return [(name, tool if find_spec(module) else None) for name, module, tool in tools]
