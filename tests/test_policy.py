"""The policy: the default, what a committee changes, and what it may not."""

import pytest

from sheets_coc import policy
from sheets_coc.dates import NEVER
from sheets_coc.errors import UsageError
from sheets_coc.schema.columns import Decision, OnExpunge


def test_the_default_is_the_published_policy():
    rules = policy.default().retention
    assert rules.months == {
        Decision.NO_VIOLATION: 0,
        Decision.NOBODY_IDENTIFIED: 6,
        Decision.RESOLVED: 14,
        Decision.FLAGGED: 26,
        Decision.BANNED: 26,
    }
    assert rules.notice_days == 7
    assert rules.extension == "longest"


def test_an_own_file_states_only_what_differs():
    own = policy.parse(b'[retention]\nresolved = 12\nbanned = "never"\n[tabs]\nrecords = "Log"\n'
                       b'[tabs2]\n'.replace(b"[tabs2]\n", b"log = 'Journal'\n"))  # fmt: skip
    assert own.retention.months[Decision.RESOLVED] == 12
    assert own.retention.months[Decision.BANNED] is NEVER
    assert own.retention.months[Decision.FLAGGED] == 26
    assert own.tabs.records == "Log"
    assert own.mail == policy.default().mail


def test_narratives_by_column():
    own = policy.parse(
        b'[retention]\nnarrative = "erase"\n[retention.narratives]\noutcome = "scrub"'
    )
    assert own.retention.narrative["summary"] == "erase"
    assert own.retention.narrative["outcome"] == "scrub"


def test_columns_of_ones_own():
    own = policy.parse(
        b'[columns]\nsubjects = "People"\n[columns.own]\n"Rating" = "remove names"\n'
    )
    assert own.headers == {"subjects": "People"}
    assert own.own_columns == {"Rating": OnExpunge.SCRUB}


@pytest.mark.parametrize(
    "content",
    [
        b"retention = 3",
        b"[retention]\nresolvd = 14",
        b"[retention]\nresolved = -1",
        b"[retention]\nresolved = true",
        b'[retention]\nresolved = "often"',
        b'[retention]\nanchor = "birthday"',
        b"[retention]\nnotice_days = 1.5",
        b'[retention.narratives]\nsubjects = "erase"',
        b"[safety]\nmax_share = 2",
        b'[tabs]\nrecords = ""',
        b'[tabs]\nrecords = "Log"',
        b'[columns]\nnobody = "x"',
        b'[columns.own]\nx = "burn"',
        b'[mail]\ncommittee = "a@example.org\\r\\nBcc: b@example.org"',
        b'[mail]\ncommittee = "a@example.org, b@example.org"',
        b"not toml",
        b"\xff\xfe",
    ],
)
def test_mistakes_are_said_in_one_line(content):
    with pytest.raises(UsageError) as caught:
        policy.parse(content)
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 2


def test_a_missing_file(tmp_path):
    with pytest.raises(UsageError):
        policy.load(tmp_path / "none.toml")
    (tmp_path / "own.toml").write_text("[retention]\nnotice_days = 0\n")
    assert policy.load(tmp_path / "own.toml").retention.notice_days == 0
