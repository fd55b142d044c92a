"""Names are read through what programs put between their letters, and places map back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.scrubbing import Known, Scrubber
from sheets_coc.scrubbing.text.readable import readable


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("Zo&euml; &amp; co", "Zoë &amp; co"),
        ("Ren&#233; Ren&#xE9;", "René René"),
        ("O&#39;Farrow&nbsp;left", "O'Farrow\u00a0left"),
        ("**Vander**meer", "**Vandermeer"),
        ("_Gre_ta <b>Ol</b>of", "_Gre_ta <b>Olof"),
        ("Rua-\nirí", "Ruairí"),
        ("Anne-\nMarie", "Anne-\nMarie"),
        ("Ren=E9 Ren=C3=A9", "René René"),
        ("a=\nb", "ab"),
        ("C\\u006fsima", "Cosima"),
        ("RenÃ© told", "René told"),
        ("id=E912 and x=AB", "id=E912 and x=AB"),
        ("&lt;b&gt; &bogus; &#0; 2 * 3 a_b", "&lt;b&gt; &bogus; &#0; 2 * 3 a_b"),
    ],
)
def test_what_a_reader_sees(stored: str, read: str) -> None:
    assert readable(stored).text == read


_PIECES = st.sampled_from(
    [
        "&eacute;",
        "**",
        "-\n",
        "=E9",
        "\\u0041",
        "Ã©",
        "a",
        "Bo",
        " ",
        "&amp;",
        "__",
        "<b>",
        "é",
        "=",
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_places_map_back_in_order_and_cover_everything_read(text: str) -> None:
    read = readable(text)
    places = [read.origin(at, at + 1) for at in range(len(read.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= two[0] for one, two in pairwise(places))
    if places:
        assert read.origin(0, len(read.text)) == (places[0][0], places[-1][1])


@pytest.mark.parametrize(
    "stored",
    [
        "Zo&euml; Vandermeer",
        "Zo\\u00eb Vandermeer",
        "Zo=C3=AB Vandermeer",
        "Zo=EB Vandermeer",
        "ZoÃ« Vander**meer",
        "Zoë&nbsp;Vander-\nmeer",
        "Zoë Vander<i>meer",
    ],
)
def test_a_cut_name_goes_whole(stored: str) -> None:
    done = Scrubber(Known(("Zoë Vandermeer",)))(f"We told {stored} so, & left.")
    assert done.text == "We told Expunged so, & left."
    assert Scrubber(Known(("Zoë Vandermeer",)))(done.text).text == done.text


@pytest.mark.parametrize(
    "text",
    ["Odile%20Brambleworth.pdf", "file Ren%C3%A9e_Brambleworth", "?q=%C3%89tienne%20Brambleworth"],
)
def test_names_in_addresses_and_files_are_read_through_percent_signs(text: str) -> None:
    known = Known(("Odile Brambleworth", "Renée Brambleworth", "Étienne Brambleworth"))
    done = Scrubber(known)(f"see {text} there")
    assert "rambleworth" not in done.text
    assert "tienne" not in done.text
