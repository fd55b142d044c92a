"""How much of a person the scrubber removes, and how much it removes that is nobody's name."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sheets_coc.people.contacts import split_contacts
from sheets_coc.people.folding import fold
from sheets_coc.people.names import split_people
from sheets_coc.scrubbing import Known, Scrubber

Span = tuple[int, int]
Tool = Callable[[Known, str], tuple[list[Span], list[Span]]]
"""From what is known and a text to the places replaced and the places flagged."""

ROOT = Path(__file__).resolve().parents[3]
NARRATIVES = ROOT / "tests" / "narratives"


def shared(name: str) -> list[dict[str, Any]] | None:
    """The lines of a file of the shared data, or None where it is absent."""
    for folder in ROOT.parents:
        for path in (folder / "shared/data/scrub" / name, folder / "data/scrub" / name):
            if path.is_file():
                return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return None


def own_narratives(half: str | None) -> list[dict[str, Any]]:
    """One half of the project's own labelled sets, or all there is of them."""
    files = sorted(NARRATIVES.glob("*.jsonl"))
    lines = (line for path in files for line in path.read_text("utf-8").splitlines() if line)
    return [item for item in map(json.loads, lines) if half in {None, item["half"]}]


def known_of(item: dict[str, Any]) -> Known:
    """What a row would know, of a narrative of our own set."""
    known = item["known"]
    contacts = (*known["emails"], *known["handles"], *known["urls"])
    return Known(tuple(known["names"]), tuple(known["aliases"]), contacts)


def ours(known: Known, text: str) -> tuple[list[Span], list[Span]]:
    """The scrubber of this project."""
    done = Scrubber(known)(text)
    return list(done.spans), [done.original(flag) for flag in done.flags]


def plain_list(known: Known, text: str) -> tuple[list[Span], list[Span]]:
    """The simplest thing that could work: every known string and its words, case-blind."""
    whole = [*known.names, *known.aliases, *known.contacts]
    single = [w for name in (*known.names, *known.aliases) for w in name.split() if len(w) > 3]
    wanted = sorted({re.escape(w) for w in (*whole, *single)}, key=len, reverse=True)
    if not wanted:
        return [], []
    return [m.span() for m in re.finditer(rf"(?i)(?<!\w)(?:{'|'.join(wanted)})(?!\w)", text)], []


@dataclass
class Tally:
    """Counts over many mentions and replacements."""

    mentions: int = 0
    touched: int = 0
    covered: int = 0
    noticed: int = 0
    replaced: int = 0
    wrong: int = 0
    others: int = 0

    def add(
        self,
        found: tuple[list[Span], list[Span]],
        mentions: Iterable[Span],
        names: Iterable[Span],
        others: Iterable[Span],
    ) -> None:
        """Count one text: mentions of the person, places that are anybody's, others' names."""
        spans, flags = found
        for span in mentions:
            self.mentions += 1
            self.touched += touches(span, spans)
            self.covered += sum(overlap(span, s) for s in spans) >= span[1] - span[0]
            self.noticed += touches(span, spans) or touches(span, flags)
        names = list(names)
        self.replaced += len(spans)
        self.wrong += sum(not touches(span, names) for span in spans)
        self.others += sum(touches(other, spans) for other in others)


def overlap(one: Span, other: Span) -> int:
    """How many characters two places share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def touches(span: Span, places: Iterable[Span]) -> bool:
    """Whether a place shares a character with any other."""
    return any(overlap(span, place) for place in places)


def trimmed(text: str, start: int, end: int) -> Span:
    """A labelled place without the punctuation and invisible characters at its ends."""
    while end > start and unicodedata.category(text[end - 1])[0] in "PZC":
        end -= 1
    return start, end


def alias_strings(item: dict[str, Any]) -> tuple[str, ...]:
    """What a mention says that shares no word with the name: what an alias column would hold."""
    own = set(fold(item["name"]).split())
    forms = {item["text"][slice(*trimmed(item["text"], s[0], s[1]))] for s in item["spans"]}
    return tuple(sorted(form for form in forms if not own & set(fold(form).split())))


def biographies(tool: Tool, aliases: bool) -> Tally | None:
    """Biographies, given the full name only, or the name and the aliases."""
    items = shared("person_mentions.jsonl")
    if items is None:
        return None
    tally = Tally()
    for item in items:
        known = Known((item["name"],), alias_strings(item) if aliases else ())
        mentions = [trimmed(item["text"], s[0], s[1]) for s in item["spans"]]
        full = [(o[0], o[1]) for o in item["others"] if len(fold(o[2]).split()) > 1]
        anybody = [*mentions, *((o[0], o[1]) for o in item["others"])]
        tally.add(tool(known, item["text"]), mentions, anybody, full)
    return tally


def judgments(tool: Tool) -> Tally | None:
    """Court judgments, once for each person named in full, with that name as the known one."""
    items = shared("person_spans_court.jsonl")
    if items is None:
        return None
    tally = Tally()
    for item in items:
        places = [(p[0], p[1]) for p in item["persons"]]
        for name in sorted({p[2] for p in item["persons"] if _full(p[2])}):
            mine = [(p[0], p[1]) for p in item["persons"] if p[2] == name]
            own = _name_words(name)
            others = [(p[0], p[1]) for p in item["persons"] if _other(own, p[2])]
            tally.add(tool(Known((name,)), item["text"]), mine, places, others)
    return tally


_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "judge", "lord", "lady"])


def _name_words(name: str) -> frozenset[str]:
    return frozenset(w.strip(".,") for w in fold(name).split()) - _TITLES


def _full(name: str) -> bool:
    """Whether a label is a name of two parts or more (and not `the applicant's brother`)."""
    named = all(word[0].isupper() for word in name.split() if len(word) > 3) and " v. " not in name
    return named and len([w for w in _name_words(name) if len(w) > 1]) > 1


def _other(own: frozenset[str], name: str) -> bool:
    """Whether a mention is another person's full name: not all of the shorter in the longer."""
    words = _name_words(name)
    return _full(name) and not (words <= own or own <= words) and not _initials_agree(own, words)


def _initials_agree(own: frozenset[str], words: frozenset[str]) -> bool:
    return bool(own & words) and any(len(w) == 1 for w in own | words)


@dataclass(frozen=True)
class Third:
    """The third set: dense narratives as committees paste them, with traps.

    Attributes:
        tally: mentions that must go, and replacements that touch a place that is somebody's.
        noticed: of those and of what may as well be flagged, the share touched or flagged.
        hits: places to be left alone that a wrong replacement touches.
        traps: how many such places there are.
    """

    tally: Tally
    noticed: float
    hits: int
    traps: int


def third(tool: Tool) -> Third | None:
    """The third set, given what the cells of the row hold."""
    items = shared("third_a.jsonl")
    if items is None:
        return None
    tally, every, hits, traps = Tally(), Tally(), 0, 0
    for item in items:
        cells = item["known"]
        names, aliases = (
            tuple(person for cell in cells[key] for person in split_people(cell))
            for key in ("names", "aliases")
        )
        contacts = tuple(one for cell in cells["contacts"] for one in split_contacts(cell))
        found = tool(Known(names, aliases, contacts), item["text"])
        somebody = [(a, b) for a, b, _ in item["spans"]]
        must = [(a, b) for a, b, label in item["spans"] if label == "remove"]
        may = [(a, b) for a, b, label in item["spans"] if label == "flag_ok"]
        tally.add(found, must, somebody, ())
        every.add(found, [*must, *may], somebody, ())
        wrong = [span for span in found[0] if not touches(span, somebody)]
        hits += sum(touches((a, b), wrong) for a, b in item["leave"])
        traps += len(item["leave"])
    return Third(tally, every.noticed / every.mentions, hits, traps)


def strangers(text_words: int = 0) -> tuple[int, int, int, int] | None:
    """People in court judgments of whom nobody is known: noticed, in all; false flags, words."""
    items = shared("person_spans_court.jsonl")
    if items is None:
        return None
    noticed = people = false = 0
    for item in items:
        done = Scrubber(Known(("Nobody Herenamed",)))(item["text"])
        flags = [done.original(flag) for flag in done.flags]
        places = [(p[0], p[1]) for p in item["persons"]]
        named = [(a, b) for a, b in places if any(c.isupper() for c in item["text"][a:b])]
        noticed += sum(touches(place, flags) for place in named)
        people += len(named)
        false += sum(not touches(flag, places) for flag in flags)
        text_words += len(item["text"].split())
    return noticed, people, false, text_words


def narratives(tool: Tool, half: str | None) -> dict[str, Tally]:
    """Our own sets, by class and in all."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for item in own_narratives(half):
        found = tool(known_of(item), item["text"])
        mentions = [(a, b) for a, b in item["spans"]]
        others = [(a, b) for a, b in item["others"]]
        people = [*mentions, *((a, b) for a, b in item.get("soft", []))]
        for key in (item["class"], "all"):
            tallies[key].add(found, mentions, people, others)
    return tallies


def _row(name: str, tally: Tally) -> str:
    def share(count: int, total: int) -> str:
        return f"{count / total:.3f}" if total else "–"

    n = tally.mentions
    cells = [
        name,
        str(n),
        share(tally.touched, n),
        share(tally.covered, n),
        share(tally.noticed, n),
    ]
    wrong = f"{tally.wrong} of {tally.replaced}"
    return f"| {' | '.join([*cells, wrong, str(tally.others)])} |"


def _class_row(name: str, tally: Tally) -> str:
    """A line of the table by class: what is found, and what is replaced wrongly."""
    found = f"{tally.touched / tally.mentions:.3f}" if tally.mentions else "–"
    return f"| {name} | {tally.mentions} | {found} | {tally.wrong} of {tally.replaced} |"


def classes(tool: Tool) -> Iterator[str]:
    """Our own sets together, as a table by class."""
    yield "| class | mentions | recall | wrong of replaced |\n|---|---|---|---|"
    for name, tally in sorted(narratives(tool, None).items()):
        yield _class_row(name, tally)


HEAD = """| | mentions | touched | covered | or flagged | wrongly replaced | others touched |
|---|---|---|---|---|---|---|"""


def _tools() -> Iterator[tuple[str, Tool | None]]:
    yield "sheets-coc", ours
    yield "plain word list", plain_list
    yield from import_module("_scrub_peers").peers()  # beside this file
    yield "DEDUCE (made for Dutch), and anything that needs a language model", None


def main() -> int:
    """Print the tables."""
    halves = sys.argv[2:] or ["dev", "final", "second", "things"]
    for name, tool in _tools():
        if tool is None:
            print(f"\n{name}: not run here")
            continue
        print(f"\n## {name}\n\n{HEAD}")
        for label, tally in (
            ("biographies, name only", biographies(tool, aliases=False)),
            ("biographies, name and aliases", biographies(tool, aliases=True)),
            ("court judgments, name only", judgments(tool)),
        ):
            print(_row(label, tally) if tally else f"| {label} | skipped: the data is absent |")
        if (dense := third(tool)) is not None:
            print(_row("third set, the half that was given", dense.tally))
            print(f"noticed {dense.noticed:.3f}, traps {dense.hits} of {dense.traps}")
        for half in halves:
            print(_row(f"own sets, {half}", narratives(tool, half)["all"]))
        print("", *classes(tool), sep="\n")
    if (seen := strangers()) is not None:
        noticed, people, false, words = seen
        print(f"\n## People nobody listed, court judgments\n\n{noticed} of {people} noticed")
        print(f"one false flag in {words // max(1, false)} words")
    print("\n## Speed, milliseconds of processor time\n")
    for line in import_module("_scrub_speed").table():  # beside this file
        print(line, flush=True)
    return 0
