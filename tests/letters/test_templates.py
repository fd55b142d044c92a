"""Templates of one's own: what they may hold and see, and what is filled in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import UsageError
from sheets_coc.letters.kinds import LetterKind
from sheets_coc.letters.rendering import clean, render
from tests.letters.drafting import COMMITTEE


@settings(deadline=None)
@given(st.text(max_size=60))
def test_what_is_filled_in_cannot_add_headers_or_code(value):
    letter = render(LetterKind.REPORTS_RECEIVED, {"event": value, "recipient": value}, COMMITTEE)
    head, _, body = letter.text.partition("\n\n")
    assert len(head.split("\n")) == 2
    assert head.startswith(f"Cc: {COMMITTEE}\nSubject: ")
    if value.strip() and "\n" not in value and "\r" not in value:
        assert clean(value).rstrip() in body or not clean(value).strip()


def test_a_value_is_no_template():
    assert (
        "{{ 7 * 7 }}"
        in render(LetterKind.ACKNOWLEDGE, {"recipient": "{{ 7 * 7 }}"}, COMMITTEE).text
    )


@pytest.fixture
def own(tmp_path):
    def write(text, name="acknowledge.j2"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def test_wording_of_ones_own(own):
    folder = own("Subject: Thanks\r\n\r\nDear {{ recipient }}, {{ motto }}\r\n")
    letter = render(LetterKind.ACKNOWLEDGE, {"recipient": "Wanda"}, COMMITTEE, folder)
    assert (letter.subject, letter.body) == ("Thanks", "Dear Wanda, [motto]")
    assert letter.missing == ("motto",)
    ours = render(LetterKind.ACKNOWLEDGE_HANDLED, {}, COMMITTEE, folder)
    assert ours.text == render(LetterKind.ACKNOWLEDGE_HANDLED, {}, COMMITTEE).text


@pytest.mark.parametrize(
    "text",
    [
        "no subject line",
        "Subject: x\n{% if %}",
        "Subject: x\n{{ ''.__class__.__subclasses__() }}",
        "Subject: x\n{% include '../../etc/passwd' %}",
        "Subject: x\n{% include 'missing.j2' %}",
        "Subject: x\n{{ 1 / 0 }}",
        "Subject: x\n{{ nothing() }}",
        "Subject: x\n{% for i in range(10000000) %}x{% endfor %}",
        "Subject: x\n{% include 'acknowledge.j2' %}",
        b"Subject: \xff\xfe",
        "Subject: x\n" + "y" * 300_000,
    ],
)
def test_templates_that_cannot_be_used(own, text):
    with pytest.raises(UsageError) as caught:
        render(LetterKind.ACKNOWLEDGE, {"recipient": "Wanda"}, COMMITTEE, own(text))
    assert "Wanda" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "shown"),
    [("recipient.__class__.__mro__", "[__class__]"), ("self.__dict__", "[__dict__]")],
)
def test_templates_see_nothing_but_what_is_filled_in(own, path, shown):
    folder = own(f"Subject: x\n{{{{ {path} }}}}")
    letter = render(LetterKind.ACKNOWLEDGE, {"recipient": "Wanda"}, COMMITTEE, folder)
    assert (letter.body, letter.missing) == (shown, (shown.strip("[]"),))
