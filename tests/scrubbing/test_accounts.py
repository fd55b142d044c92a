"""One account is one account in a story, however it is written. All names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.people.contacts import normalise
from sheets_coc.scrubbing import Known, Scrubber


def scrub(text: str, *contacts: str, aliases: tuple[str, ...] = (), name: str = "") -> str:
    return Scrubber(Known((name,) if name else (), aliases, contacts))(text).text


SPELLINGS = (
    ("https://fb.com/profile.php?id=10001234", "https://www.facebook.com/profile.php?id=10001234"),
    ("stackoverflow.com/users/4242/jola", "https://stackoverflow.com/users/4242"),
    ("jola.farrow@example.org", "Jola.Farrow+talks@Example.org"),
    ("jola.farrow@gmail.com", "jolafarrow@googlemail.com"),
    ("ondry.bsky.social", "@ondry.bsky.social"),
    ("@ondry.bsky.social", "https://bsky.app/profile/ondry.bsky.social"),
    ("u/bfarr", "https://old.reddit.com/user/bfarr/comments"),
    ("bfarr", "u/bfarr"),
    ("bfarr", "chat.example.org/@bfarr"),
    ("b_farr", "@b_farr@social.example"),
    ("b-farr", "@b-farr"),
    ("https://twitter.com/b_farr", "https://x.com/b_farr/status/99"),
)


@pytest.mark.parametrize(("known", "written"), SPELLINGS)
def test_spellings_of_an_account_in_a_story(known: str, written: str) -> None:
    assert scrub(f"It came from {written} at noon.", known) == "It came from Expunged at noon."


@pytest.mark.parametrize("alias", ["b_farr", "b-farr", "bfarr7", "_bfarr"])
@pytest.mark.parametrize(
    "written", ["{}", "@{}", "u/{}", "@{}@social.example", "social.example/@{}", "x.com/{}"]
)
def test_a_user_name_among_the_aliases_or_as_the_subject(alias: str, written: str) -> None:
    text = f"We heard {written.format(alias)} say so."
    wanted = "We heard Expunged say so.".replace("Expunged", "_Expunged" * (alias[0] == "_"))
    for done in (scrub(text, aliases=(alias,)), scrub(text, name=alias)):
        assert done in {wanted, "We heard Expunged say so."}


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("@bea", "We asked @bea_tech and @bea-x and @beatrix and bea_tech."),
        ("bea_tech", "We asked @bea_tech_x, bea_tech_x and x_bea_tech."),
        ("stackoverflow.com/users/4242", "See stackoverflow.com/users/42421/x."),
        ("https://chat.example.org/#/user/@bea:example.org", "See https://chat.example.org/log/1."),
        ("jola@example.org", "Write to jola@example.com."),
    ],
)
def test_a_longer_or_other_account_is_somebody_elses(known: str, text: str) -> None:
    assert scrub(text, known) == text


@pytest.mark.parametrize("before", ["warned", "not", "told Petra", "In Berlin", "mail", "met at"])
@pytest.mark.parametrize("handle", ["@ondry.bsky.social", "@jola-f", "@jola.example.org", "@jola"])
def test_the_word_before_a_handle_stays(before: str, handle: str) -> None:
    assert scrub(f"We {before} {handle} twice.", handle) == f"We {before} Expunged twice."
    flags = Scrubber(Known(("Bo Marsh",)))(f"We {before} {handle} twice.").flags
    assert {flag.rule for flag in flags} <= {"handle", "person"}


_ACCOUNTS = st.from_regex(r"[a-z]{3,8}_[a-z]{3,8}", fullmatch=True)
_HOSTS = st.sampled_from(["github.com/{}", "https://gitlab.com/{}/", "https://social.example/@{}"])


@given(_ACCOUNTS, _HOSTS, _HOSTS)
def test_what_identity_calls_one_account_is_expunged(account: str, one: str, two: str) -> None:
    known, written = one.format(account), two.format(account)
    done = scrub(f"Seen at {written} then", known)
    if normalise(known).key == normalise(written).key:
        assert done == "Seen at Expunged then"
