"""Whatever stands in a cell, scrubbing keeps its promises."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheets_coc.people.folding import fold
from sheets_coc.people.fuzzy import one_letter_apart
from sheets_coc.scrubbing import REPLACEMENT, Known, Scrubber, masked
from sheets_coc.scrubbing.text.tokens import Words

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
RULES = {
    *("typo", "initials", "nickname", "namesake", "word"),
    *("email", "url", "handle", "phone", "person", "no_identifiers"),
}
SNIPPETS = """
Janina Dorrit janina DORRIT J. D. Doña Mr Ms. Prof. Will will Mark May said told was King's
van der Quist de la b. Smoth Petra and or the in of 's ' ’ - – _ . , : ; ! ? ( ) [ ] { } < >
@ # / www. https:// .org example dot at (at) + 5 2020 +44 207 946 0958 @jan_dee jan_dee
jan dee jd@example.org jd@ %20 %40 JD J Jr PhD O'Farrow OFarrow Anne-Marie Anne Marie
Müllrich Mueller é ß İ ſ ﬁ Светлана Кор 黄 义达 김민준 が ك कर्ण ไทย Expunged (2) Bob Jannina Dorrti
"""
ODD = [" ", "  ", "\n", "\r\n", "\u00a0", "\u2028", '"', "\u0301", "\u200b", "\u00ad", "\u202e"]
PIECES = st.sampled_from([*SNIPPETS.split(), *ODD, "\ud800", "\x00"])
MIXED = st.lists(PIECES, max_size=25).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)
PEOPLE = st.sampled_from(
    [
        "Janina Dorrit",
        "Dorrit, Janina",
        "Mark Will",
        "May King",
        "Joost van der Quist",
        "Seán O'Farrow",
        "OFarrow",
        "Anne-Marie Quill-Tander",
        "Jens Müllrich",
        "Светлана Корзухина",
        "Yida Huang",
        "김민준",
        "Janina",
        "J. K. Dorrit",
        "Li Xu",
        'Janina "JD" Dorrit',
        "Petra Smoth",
        "Robert Quist",
    ]
)
CONTACTS = st.sampled_from(
    ["jd@example.org", "@jan_dee", "https://forge.example/janni", "jan", "+44 207 946 0958", "will"]
)
KNOWN = st.builds(
    Known,
    st.lists(PEOPLE | ANY_TEXT, max_size=3).map(tuple),
    st.lists(PEOPLE | ANY_TEXT, max_size=2).map(tuple),
    st.lists(CONTACTS | ANY_TEXT, max_size=2).map(tuple),
)


@settings(max_examples=100)
@given(KNOWN, MIXED | ANY_TEXT)
@example(Known(("Janina Dorrit",)), "ﷺJanina\u0301")
def test_only_the_spans_change(known: Known, text: str) -> None:
    done = Scrubber(known)(text)
    pieces, at = [], 0
    for start, end in done.spans:
        assert at <= start < end <= len(text)
        pieces += [text[at:start], REPLACEMENT]
        at = end
    assert done.text == "".join([*pieces, text[at:]])
    assert done.replaced == len(done.spans)


@settings(max_examples=100)
@given(KNOWN, MIXED | ANY_TEXT)
def test_flags_stand_inside_the_result_and_beside_what_was_replaced(
    known: Known, text: str
) -> None:
    done = Scrubber(known)(text)
    for flag in done.flags:
        assert 0 <= flag.start <= flag.end <= len(done.text)
        assert flag.rule in RULES
        assert (flag.start < flag.end) != (flag.rule == "no_identifiers")
        assert fold(REPLACEMENT) not in Words(done.text[flag.start : flag.end]).words
        assert len(masked(done.text, flag).splitlines()) <= 1


@settings(max_examples=400)
@given(KNOWN, MIXED | ANY_TEXT)
def test_a_second_time_changes_nothing(known: Known, text: str) -> None:
    scrub = Scrubber(known)
    once = scrub(text)
    twice = scrub(once.text)
    assert twice.text == once.text
    assert len(twice.flags) <= len(once.flags)


@given(PEOPLE, ANY_TEXT, ANY_TEXT)
def test_nothing_of_a_full_name_survives_in_plain_surroundings(
    name: str, left: str, right: str
) -> None:
    assert name not in Scrubber(Known((name,)))(f"{left} . {name} . {right}").text


@given(ANY_TEXT)
def test_a_text_of_replacements_is_left_alone(name: str) -> None:
    text = "Expunged. Expunged, Expunged"
    done = Scrubber(Known((name,)))(text)
    assert (done.text, done.flags, done.spans) == (text, (), ())


@given(MIXED | ANY_TEXT, st.sets(st.sampled_from(["janina", "dorrit", "huang", "muellrich", "黄"])))
def test_words_are_found_by_every_spelling_where_they_stand(text: str, wanted: set[str]) -> None:
    words = Words(text)
    one_by_one = [i for i in range(len(words)) if wanted & set(words.spellings(i))]
    assert words.where(wanted) == one_by_one
    for index, typed in enumerate(words.typed):
        assert typed == text[words.original_start(index) : words.original_end(index)]
        assert words.folded[words.starts[index] : words.ends[index]] == words.words[index]


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_one_letter_apart_agrees_with_trying_every_change(one: str, other: str) -> None:
    ways = {one[:i] + one[i + 1 :] for i in range(len(one))}
    ways |= {one[:i] + c + one[i:] for i in range(len(one) + 1) for c in "abc"}
    ways |= {one[:i] + c + one[i + 1 :] for i in range(len(one)) for c in "abc"}
    ways |= {one[:i] + one[i + 1] + one[i] + one[i + 2 :] for i in range(len(one) - 1)}
    assert one_letter_apart(one, other) == (other in ways - {one})
