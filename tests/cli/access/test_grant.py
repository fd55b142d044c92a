"""`access --grant`: shown first, given to one plain address, looked up where the answer is lost."""

import pytest

from tests.cli.access.sheet import MEMBERS


def test_grant_shows_first_and_gives_to_an_address_only(sheet):
    sheet.new([*MEMBERS, ["Dov Tinker", "dov@example.org", None, None, "yes"]])
    code, shown = sheet.json("access", "--grant", "dov@example.org")
    assert (code, shown["given"]) == (1, False)
    assert "dov@example.org" not in sheet.holders()
    code, done = sheet.json("access", "--apply", "--grant", "dov@example.org")
    assert (code, done["given"], done["differences"]) == (0, True, [])
    assert "dov@example.org" in sheet.holders()
    assert "dov" not in sheet.log()
    assert sheet.json("access", "--apply", "--grant", "DOV@example.org")[1]["given"] is False


def test_what_becomes_of_a_grant_is_told(sheet):
    sheet.new()
    assert "would be given, with --apply" in sheet.run("access", "--grant", "a@example.net")[1]
    assert "not in the Committee tab" in sheet.run("access", "--grant", "a@example.net")[1]
    assert "edit already" in sheet.run("access", "--grant", "editor@example.org")[1]
    sheet.share(emailAddress="b@example.net", role="reader")
    told = sheet.run("access", "--apply", "--grant", "b@example.net")[1]
    assert "No mail was sent" in told


def test_what_was_just_given_stays_even_to_a_stranger(sheet):
    code, done = sheet.new().json("access", "--apply", "--grant", "guest@example.net")
    assert (code, done["given"], done["taken"]) == (1, True, [])
    assert "guest@example.net" in sheet.holders()


@pytest.mark.parametrize("typed", ["", "Dov", "dov@", "a@example.org b@example.org", "<a@b.org>"])
def test_grant_takes_an_address(sheet, typed):
    code, _, err = sheet.new().run("access", "--apply", "--grant", typed)
    assert code == 2
    assert "one plain e-mail address" in err
    assert not typed or typed not in err


@pytest.mark.parametrize("action", ["drop_before", "drop_after"])
def test_a_grant_whose_answer_is_lost_is_looked_up(sheet, misbehaving, action):
    sheet.new([*MEMBERS, ["Dov Tinker", "dov@example.org", None, None, "yes"]])
    misbehaving(action, method="POST", path="/permissions")
    _, done = sheet.json("access", "--apply", "--grant", "dov@example.org")
    assert done["given"] is (action == "drop_after")
    assert ("dov@example.org" in sheet.holders()) is done["given"]


def test_a_grant_that_google_refuses(sheet, misbehaving):
    sheet.new()
    misbehaving("status", method="POST", path="/permissions", code=400)
    code, _, err = sheet.run("access", "--apply", "--grant", "nobody@example.net")
    assert code == 4
    assert "no Google account" in err
    assert "nobody" not in err
