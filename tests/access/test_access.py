"""Who can open the sheet against who should: the rules, on invented people."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.access.differences import DIFFERENCES, NOTICES, UNSEEN, compare
from sheets_coc.access.members import people
from sheets_coc.access.sharing import ROLES, Permission, Sharing
from sheets_coc.errors import SheetError
from sheets_coc.people.mailboxes import address_key, addresses
from sheets_coc.private import Private
from sheets_coc.sheet.model import Snapshot, Tab
from tests.oncall.builders import committee_tab

TODAY = date(2026, 11, 21)
MEMBERS = (
    ["Ada Quill", "ada@example.org", date(2020, 1, 6), None, "yes", None],
    ["Bela Frost", "Bela <Bela.Frost@gmail.com>", None, None, "no", None],
    ["Cleo Marsh", "cleo@example.org", date(2020, 1, 6), date(2026, 5, 1), "no", None],
)


def committee(*rows, today=TODAY):
    snapshot = Snapshot("id", "Invented", [committee_tab(rows or MEMBERS)])
    return people(snapshot, policy.default(), today)


def user(who, role="writer", **more):
    return Permission(f"id-{who}", more.pop("kind", "user"), role, Private(who), **more)


ADA, BELA = user("ADA@example.org", "owner"), user("belafrost@gmail.com")


def found(*permissions, rows=(), group="", granted=(), **facts):
    sharing = Sharing(
        (ADA, BELA, *permissions), facts.pop("published", False), own="id-tool", **facts
    )
    return compare(sharing, committee(*rows), group=group, granted=granted)


def kinds(comparison):
    return [(d.kind, d.who.reveal()) for d in comparison.differences]


def test_members_with_access_of_their_own_are_no_difference():
    result = found()
    assert result.differences == ()
    assert result.members == 2
    assert [n.kind for n in result.notices] == ["editors-can-share"]


@pytest.mark.parametrize(
    ("permission", "kind", "goes"),
    [
        (user("cleo@example.org"), "left", True),
        (user("mallory@example.org", "reader"), "not-a-member", True),
        (user("", "writer", deleted=True), "deleted-account", True),
        (user("cleo@example.org", "organizer", inherited=True), "left", False),
        (user("list@example.org", kind="group"), "group", False),
        (user("example.org", "reader", kind="domain"), "domain", True),
        (user("", "reader", kind="anyone"), "link", True),
    ],
)
def test_what_is_too_much(permission, kind, goes):
    (difference,) = found(permission).differences
    assert difference.kind == kind
    assert difference.removable is goes
    assert bool(difference.why_not) is not goes


def test_the_owner_and_this_account_are_never_taken_away():
    sharing = Sharing(
        (
            user("x@example.org", "owner"),
            Permission("id-tool", "user", "writer", Private("t@x.org")),
        ),
        False,
        own="id-tool",
    )
    result = compare(sharing, committee())
    assert ("owner-elsewhere", "x@example.org") in kinds(result)
    assert ("not-a-member", "t@x.org") in kinds(result)
    assert result.removable == ()


def test_this_account_is_known_by_its_address_as_well():
    sharing = Sharing((ADA, BELA, user("Me@x.org")), False, own_address=Private("me@X.org"))
    assert compare(sharing, committee()).removable == ()


def test_programs_are_told_apart_from_people():
    mine = Permission("id-tool", "user", "writer", Private("t@p.iam.gserviceaccount.com"))
    other = user("other@p.iam.gserviceaccount.com")
    program = found(mine, other, own_address=mine.who)
    assert kinds(program) == [("service-account", "other@p.iam.gserviceaccount.com")]
    person = compare(
        Sharing((ADA, BELA, mine), False, own="id-ADA@example.org", own_address=ADA.who),
        committee(),
    )
    assert person.differences == ()
    assert "program" in [n.kind for n in person.notices]


def test_members_without_access():
    result = compare(Sharing((ADA,), False), committee())
    assert kinds(result) == [("no-access", "bela.frost@gmail.com")]
    group = user("conduct@example.org", kind="group")
    perhaps = compare(Sharing((ADA, group), False), committee(), group="conduct@example.org")
    assert perhaps.differences == ()
    assert {"committee-group", "maybe-by-group"} <= {n.kind for n in perhaps.notices}
    assert "groups" in perhaps.unseen


def test_a_member_without_an_address_might_be_any_stranger():
    rows = (*MEMBERS, ["Dov Tinker", "ask him", None, None, "yes", None])
    result = found(user("stranger@example.org"), rows=rows)
    assert [d.kind for d in result.differences] == ["not-a-member", "no-address"]
    assert result.differences[1].who.reveal() == "Committee B5"
    assert result.removable == ()
    unclear = (*MEMBERS, ["Dov Tinker", "", "3/4/2026", None, "yes", None])
    assert found(user("stranger@example.org"), rows=unclear).removable == ()


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["Dov Tinker", "dov@example.org", None, "3/4/2026", "yes", None], "dates-unclear"),
        (["Dov Tinker", "dov@example.org", date(2026, 12, 1), None, "yes", None], "not-joined"),
        (["", "dov@example.org", None, None, "yes", None], "no-name"),
    ],
)
def test_what_is_unclear_is_for_a_person(row, kind):
    result = found(user("dov@example.org"), rows=(*MEMBERS, row))
    assert kinds(result) == [(kind, "dov@example.org")]
    assert result.removable == ()


def test_the_day_of_leaving_still_counts():
    rows = (MEMBERS[0], MEMBERS[1], ["Cleo Marsh", "cleo@example.org", None, TODAY, "no", None])
    assert found(user("cleo@example.org"), rows=rows).differences == ()
    later = compare(
        Sharing((ADA, BELA, user("cleo@example.org")), False),
        committee(*rows, today=date(2026, 11, 22)),
    )
    assert kinds(later) == [("left", "cleo@example.org")]


def test_somebody_who_left_and_came_back_is_a_member():
    rows = (*MEMBERS, ["Cleo Marsh-Later", "cleo@example.org", date(2026, 9, 1), None, "yes", None])
    assert found(user("cleo@example.org"), rows=rows).differences == ()


def test_publishing_and_what_cannot_be_seen():
    assert kinds(found(published=True)) == [("published", "anyone")]
    blind = compare(Sharing(None, None, shared_drive=True), committee())
    assert kinds(blind) == [("not-visible", "")]
    assert {"permissions", "publishing", "shared-drive", "copies"} == set(blind.unseen)


def test_a_pending_owner_and_an_end_are_said():
    pending = found(user("cleo@example.org", pending_owner=True))
    assert {d.kind for d in pending.differences} == {"left", "pending-owner"}
    ends = user("belafrost@gmail.com", "commenter", ends=datetime(2027, 1, 1, tzinfo=UTC))
    result = compare(Sharing((ADA, ends), False), committee())
    assert {n.kind for n in result.notices} == {"read-only", "ends", "editors-can-share"}


def test_what_was_given_in_this_run_is_not_taken_away_in_it():
    new = user("new@example.org")
    assert found(new, granted=["New@example.org"]).removable == ()
    assert len(found(new).removable) == 1


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a@example.org; B@Example.ORG", ("a@example.org", "b@example.org")),
        ("Ada Quill <ada@example.org>", ("ada@example.org",)),
        ("mailto:ada@example.org", ("ada@example.org",)),
        ("ada@example.org (work) / ada@home.example", ("ada@example.org", "ada@home.example")),
        ("", ()),
        ("later", ()),
    ],
)
def test_addresses_in_a_cell(typed, read):
    assert addresses(typed) == read


def test_gmail_addresses_are_one_account_however_they_are_written():
    one = {address_key(a) for a in ("J.Doe@gmail.com", "jdoe+coc@googlemail.com", "jdoe@GMAIL.com")}
    assert len(one) == 1
    assert address_key("j.doe@example.org") != address_key("jdoe@example.org")


def test_no_committee_tab_is_said():
    with pytest.raises(SheetError):
        people(Snapshot("id", "Invented", [Tab(1, "Records")]), policy.default(), TODAY)


ANY = st.builds(
    Permission,
    id=st.sampled_from(["id-tool", *"123456789"]),
    kind=st.sampled_from(["user", "group", "domain", "anyone"]),
    role=st.sampled_from(ROLES),
    who=st.sampled_from(
        ["ada@example.org", "cleo@example.org", "x@example.net", "a@b.gserviceaccount.com", ""]
    ).map(Private),
    deleted=st.booleans(),
    pending_owner=st.booleans(),
    inherited=st.booleans(),
)


@given(st.lists(ANY, max_size=6, unique_by=lambda p: p.id), st.booleans(), st.booleans())
def test_nothing_is_taken_that_must_stay(permissions, may_share, shared):
    sharing = Sharing(
        tuple(permissions), None, may_share=may_share, shared_drive=shared, own="id-tool"
    )
    result = compare(sharing, committee())
    stay = {
        p.id
        for p in permissions
        if p.role == "owner" or p.inherited or p.kind == "group" or p.id == "id-tool"
    }
    gone = {d.permission for d in result.removable}
    assert not gone & stay
    assert may_share or not gone
    for permission in permissions:
        if permission.kind == "user" and permission.who.reveal() == "ada@example.org":
            assert permission.deleted or permission.id not in gone
    assert {d.kind for d in result.differences} <= set(DIFFERENCES)
    assert {n.kind for n in result.notices} <= set(NOTICES)
    assert set(result.unseen) <= set(UNSEEN)
    assert "example" not in repr(result)
