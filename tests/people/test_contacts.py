"""Addresses, handles and profile pages in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.people.contacts import ContactKind, normalise, split_contacts


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Zora@Example.ORG", "zora@example.org"),
        ("mailto:zora@example.org?subject=hello", "zora@example.org"),
        ("Zora Quill <zora@example.org>", "zora@example.org"),
        ("zora@example.org (work)", "zora@example.org"),
        ("e-mail: zora@example.org", "zora@example.org"),
        ("zora [at] example [dot] org", "zora@example.org"),
        ("zora (at) example dot org", "zora@example.org"),
        ("zora@example.org.", "zora@example.org"),
        ("zora@bücher.example", "zora@xn--bcher-kva.example"),
        ("zora@BÜCHER.example", "zora@bücher.example"),
        ("@Zora", "zora"),
        ("zora#1234", "@zora#1234"),
        ("https://github.com/Zora/", "github.com/zora"),
        ("http://www.github.com/zora?tab=repositories#top", "github.com/zora"),
        ("GitHub: @zora", "github.com/zora"),
        ("zora on github", "github.com/zora"),
        ("zora (GitHub)", "github.com/zora"),
        ("https://x.com/zora", "twitter.com/zora"),
        ("https://mobile.twitter.com/@zora", "twitter.com/zora"),
        ("https://de.linkedin.com/in/zora-quill/", "linkedin.com/in/zora-quill"),
        ("old.reddit.com/user/zora", "https://www.reddit.com/u/zora"),
        ("u/zora", "https://www.reddit.com/u/zora"),
        ("@zora@social.example", "https://social.example/@zora"),
        ("forum.example.org/u/zora/summary", "forum.example.org/u/zora"),
        ("0049 30 1234567", "+49 (30) 123-4567"),
        ("z.o.ra+talks@googlemail.com", "zora@gmail.com"),
        ("@zora.bsky.social", "https://bsky.app/profile/zora.bsky.social"),
        ("zora.bsky.social", "@Zora.bsky.social"),
        ("fb.com/profile.php?id=10001", "https://www.facebook.com/profile.php?id=10001&sk=about"),
        ("stackoverflow.com/users/42/zora", "https://stackoverflow.com/users/42"),
    ],
)
def test_spellings_of_one_account_share_a_key(typed: str, same: str) -> None:
    assert normalise(typed).key is not None
    assert normalise(typed).key == normalise(same).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zora@example.org", "zora@example.com"),
        ("zora+pycon@example.org", "zora@example.org"),
        ("@zora", "github.com/zora"),
        ("github.com/zora", "gitlab.com/zora"),
        ("zora@social.example", "@zora@social.example"),
        ("https://discord.com/users/1", "https://discord.com/users/2"),
    ],
)
def test_different_accounts_have_different_keys(one: str, other: str) -> None:
    assert normalise(one).key != normalise(other).key


@pytest.mark.parametrize(
    "typed",
    [
        "https://example.slack.com/archives/C123/p456",
        "https://groups.google.com/g/some-list/c/AbC/m/DeF",
        "https://github.com/someone/project/issues/1",
        "https://github.com/orgs",
        "https://www.reddit.com/r/django/comments/abc/title/",
        "https://twitter.com/zora/status/1",
        "https://twitter.com/search?q=zora",
        "https://forum.djangoproject.com/t/a-topic/12345/6",
        "https://lists.example.org/archives/msg0123.html",
        "https://discord.com/channels/1/2/3",
        "https://social.example/@zora/123456",
        "https://www.youtube.com/watch?v=abc",
        "https://www.linkedin.com/posts/zora-quill_activity-1",
        "example.org",
        "https://example.org/",
    ],
)
def test_threads_messages_and_sites_identify_nobody(typed: str) -> None:
    assert normalise(typed).kind is ContactKind.THREAD
    assert normalise(typed).key is None


@pytest.mark.parametrize(
    "typed",
    ["", "unknown", "Slack", "private", "zora quill on slack", "met at the dinner", "x" * 50_000],
)
def test_words_are_nobodys_contact(typed: str) -> None:
    assert normalise(typed).key is None


def test_the_address_itself_keeps_what_the_key_leaves_out() -> None:
    found = normalise("Zo.ra+talks@Gmail.com")
    assert (found.key, found.mailbox) == ("email:zora@gmail.com", "email:zora@gmail.com")
    assert found.address == "zo.ra+talks@gmail.com"
    assert normalise("zora+pycon@example.org").mailbox == normalise("zora@example.org").key
    assert normalise("https://m.fb.com/Zora/?a=1").address == "facebook.com/zora?a=1"


def test_a_contact_shows_nothing() -> None:
    assert "zora" not in repr(normalise("zora@example.org"))


@pytest.mark.parametrize(
    ("cell", "contacts"),
    [
        ("", ()),
        ("n/a", ()),
        ("Expunged", ()),
        ("zora@example.org, bo@example.org", ("zora@example.org", "bo@example.org")),
        ("zora@example.org bo@example.org", ("zora@example.org", "bo@example.org")),
        ("zora@example.org\n@bo; none", ("zora@example.org", "@bo")),
        ("Zora Quill <zora@example.org>", ("Zora Quill <zora@example.org>",)),
        (
            "https://example.org/u/zora?a=1&b=2 and @bo",
            ("https://example.org/u/zora?a=1&b=2", "@bo"),
        ),
    ],
)
def test_splitting_contacts(cell: str, contacts: tuple[str, ...]) -> None:
    assert split_contacts(cell) == contacts


@given(st.text(max_size=80))
def test_any_text_can_be_read(typed: str) -> None:
    for one in split_contacts(typed):
        assert one.strip()
    contact = normalise(typed)
    assert contact.key is None or contact.key


@given(st.from_regex(r"[a-z][a-z0-9._]{0,8}[a-z0-9]@[a-z]{2,8}\.(org|example)", fullmatch=True))
def test_case_and_prefix_of_an_address_do_not_matter(address: str) -> None:
    key = normalise(address).key
    assert key is not None
    assert normalise(f" MAILTO:{address.upper()} ").key == key
    assert normalise(f"<{address}>").key == key


@pytest.mark.parametrize("unit", ["a@", "a@b ", "http://", "(at)", "a at ", "x.", "+1 ", "@a:b"])
def test_a_full_cell_is_read(unit: str) -> None:
    for one in split_contacts((unit * 50_000)[:50_000]):
        normalise(one)
