"""Screening: how well names are told apart, and how fast lists are compared.

Name pairs labelled by others (half of them kept back while developing), 200 listed people
against 10,000 invented attendees, the same people each altered once, and large lists.
"""

from __future__ import annotations

import csv
import hashlib
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sheets_coc.screening.flagged import Listed, ListedStatus, searchable_names
from sheets_coc.screening.lists.entries import ListEntry, SplitName
from sheets_coc.screening.lists.layout import ListLayout
from sheets_coc.screening.lists.listing import AttendeeList, ListSheet, read_files
from sheets_coc.screening.matching.compare import POSSIBLE, similarity
from sheets_coc.screening.matching.match import Tier
from sheets_coc.screening.matching.parts import Parts
from sheets_coc.screening.screen import Screening, screen
from sheets_coc.tables.reading import read_tables

SEED = 20
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ACCENTS = str.maketrans("aeiouncAEIOUNC", "áéíóüñçÁÉÍÓÜÑÇ")


def main() -> int:
    """Print every figure; 1 where one misses its mark."""
    folder = _data()
    if folder is None:
        print("The shared data is not beside this checkout; only speed is measured.")
        return 0 if speed(_invented(10_000)) else 1
    with (folder / "person_pairs.csv").open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file))
    attendees, congress = names_in(folder / "attendees_us.csv"), names_in(folder / "congress.csv")
    good = [
        pair_quality(pairs),
        wrong_hits(congress, attendees, "of another list"),
        wrong_hits(attendees, attendees, "of the same list"),
        altered(congress, "of another list"),
        altered(attendees, "of the same list"),
        speed(attendees),
    ]
    return 0 if all(good) else 1


def _data() -> Path | None:
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared" / "data" / "names").is_dir():
            return folder / "shared" / "data" / "names"
    return None


def names_in(path: Path) -> list[str]:
    """The full names in a file of names, each once."""
    with path.open(encoding="utf-8") as file:
        return list(dict.fromkeys(row["full_name"] for row in csv.DictReader(file)))


def _score(first: str, second: str, parts: Parts) -> float:
    """The score before any threshold; 0 where a rule says these are two people."""
    scores = (
        similarity(ours, theirs, parts)
        for ours in searchable_names(first)
        for theirs in searchable_names(second)
    )
    return max(scores, default=0.0)


def kept_back(pair: dict[str, str]) -> bool:
    """Whether a pair was not looked at while developing: half of them, by a hash."""
    return hashlib.sha256(f"{pair['name1']}|{pair['name2']}".encode()).digest()[0] % 2 == 1


def pair_quality(pairs: Sequence[dict[str, str]]) -> bool:
    """Precision, recall and F1 on labelled pairs."""
    parts = Parts()
    scored = [(_score(p["name1"], p["name2"], parts), p["is_match"] == "true", p) for p in pairs]
    print(f"{'pairs':<14}{'n':>5}  {'threshold':>9} {'precision':>9} {'recall':>7} {'F1':>6}")
    best_f1 = 0.0
    for label, wanted in (("developed on", [False]), ("kept back", [True]), ("all", [False, True])):
        chosen = [(score, match) for score, match, p in scored if kept_back(p) in wanted]
        best = max({score for score, _ in chosen if score}, key=lambda t: _quality(chosen, t)[2])
        for threshold, note in ((best, "best"), (POSSIBLE, "shipped")):
            precision, recall, f1 = _quality(chosen, threshold)
            print(f"{label:<14}{len(chosen):>5}  {threshold:>9.2f} {precision:>9.3f} {recall:>7.3f}"
                  f" {f1:>6.3f}  {note}")  # fmt: skip
            best_f1 = max(best_f1, f1) if label == "all" else best_f1
    return best_f1 >= 0.80


def _quality(scored: Sequence[tuple[float, bool]], threshold: float) -> tuple[float, float, float]:
    right = sum(score >= threshold and match for score, match in scored)
    hits = sum(score >= threshold for score, _ in scored)
    matches = sum(match for _, match in scored)
    return right / max(hits, 1), right / max(matches, 1), 2 * right / max(hits + matches, 1)


def as_people(names: Sequence[str]) -> list[Listed]:
    """Listed people of these names."""
    return [
        Listed(f"p{i}", i, ListedStatus.FLAGGED, (name,), parsed=tuple(searchable_names(name)))
        for i, name in enumerate(names)
    ]


def as_list(names: Sequence[str]) -> AttendeeList:
    """A list with a row for each of these names, the first in row 2."""
    entries = tuple(
        ListEntry(row, names=(SplitName(name),)) for row, name in enumerate(names, start=2)
    )
    sheet = ListSheet(1, 1, "", entries, len(entries), (), (), (), ListLayout((), 1))
    return AttendeeList((sheet,))


def wrong_hits(source: Sequence[str], attendees: Sequence[str], label: str) -> bool:
    """How many attendees are `likely` or `possible` when 200 others are looked for."""
    shares = []
    for seed in range(SEED, SEED + 5):
        listed = random.Random(seed).sample(list(source), 200)
        result = screen(as_list(attendees), as_people(listed))
        rows = {hit.row for hit in result.hits if hit.tier is not Tier.EXACT}
        shares.append(len(rows) / len(attendees))
    print(f"200 people {label}, five draws: likely or possible"
          f" {min(shares):.2%} to {max(shares):.2%} of {len(attendees):,} attendees")  # fmt: skip
    return max(shares) <= 0.005


def _typo(name: str, rng: random.Random) -> str:
    """One letter more, less, other, or two exchanged, anywhere in the name."""
    places = [i for i, letter in enumerate(name) if letter.isalpha()]
    at = rng.choice(places)
    kind = rng.randrange(4)
    letter = rng.choice(LETTERS)
    if kind == 0:
        return name[:at] + letter + name[at:]
    if kind == 1:
        return name[:at] + name[at + 1 :]
    if kind == 2 or at + 1 >= len(name) or not name[at + 1].isalpha():
        return name[:at] + letter + name[at + 1 :]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _initial(name: str, rng: random.Random) -> str:
    del rng
    first, rest = name.split(" ", 1) if " " in name else (name, "")
    return f"{first[0]}. {rest}" if len(name.split()) > 1 else name


def _turned(name: str, rng: random.Random) -> str:
    *given, family = name.split()
    return f"{family}, {' '.join(given)}" if rng.random() < 0.5 else " ".join([family, *given])


def _dropped(name: str, rng: random.Random) -> str:
    del rng
    parts = name.split()
    dropped = len(parts) == 3 and parts[-1].strip(".") not in {"Jr", "Sr", "II", "III", "IV"}
    return f"{parts[0]} {parts[-1]}" if dropped else name


ALTERATIONS: dict[str, Callable[[str, random.Random], str]] = {
    "order": _turned,
    "case": lambda name, rng: name.upper() if rng.random() < 0.5 else name.lower(),
    "accents": lambda name, _: name.translate(ACCENTS),
    "one typo": _typo,
    "initial": _initial,
    "middle name dropped": _dropped,
}


def altered(source: Sequence[str], label: str) -> bool:
    """How many of 200 people are still found when each is altered once."""
    listed = random.Random(SEED).sample(list(source), 200)
    people = as_people(listed)
    print(f"200 people {label}, altered once: found", end="")
    total = found = 0
    for kind, alter in ALTERATIONS.items():
        rng = random.Random(kind)
        names = [alter(name, rng) for name in listed for _ in range(5 if kind == "one typo" else 1)]
        every = 5 if kind == "one typo" else 1
        hits = {(hit.row, hit.case) for hit in screen(as_list(names), people).hits}
        right = sum((i + 2, f"p{i // every}") in hits for i in range(len(names)))
        print(f"  {kind} {right / len(names):.1%}", end="")
        total, found = total + len(names), found + right
    print(f"  all {found / total:.1%}")
    return found / total >= 0.99


def _invented(count: int) -> list[str]:
    """Names made of syllables, where no others are at hand."""
    rng = random.Random(SEED)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]

    def word() -> str:
        return "".join(rng.choices(syllables, k=rng.randint(2, 4))).title()

    return [f"{word()} {word()}" for _ in range(count)]


def _many(attendees: Sequence[str], count: int) -> Iterator[str]:
    """A larger list: given and family names of different attendees put together."""
    rng = random.Random(SEED)
    for _ in range(count):
        yield f"{rng.choice(attendees).split()[0]} {rng.choice(attendees).split()[-1]}"


def speed(attendees: Sequence[str]) -> bool:
    """Seconds and memory for lists of 10,000 and 100,000 against 1,000 people, reading included."""
    listed = random.Random(SEED).sample(list(attendees), 1_000)
    good = True
    for count, limit in ((10_000, 2.0), (100_000, 20.0)):
        names = list(_many(attendees, count))
        content = "Name,Email\n" + "".join(f"{n},p{i}@example.org\n" for i, n in enumerate(names))
        start, cpu = time.perf_counter(), time.process_time()
        result = _run(content.encode(), listed)
        seconds, used = time.perf_counter() - start, time.process_time() - cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:>7,} attendees × 1,000 people: {seconds:.1f} s ({used:.1f} s of processor),"
              f" {len(result.hits)} hits, at most {memory:.0f} MB")  # fmt: skip
        good = good and used <= limit and memory < 500
    return good


def _run(content: bytes, listed: Sequence[str]) -> Screening:
    return screen(read_files([read_tables(content)]), as_people(listed))


if __name__ == "__main__":
    sys.exit(main())
