"""Where on well-known sites a person's profile stands, as opposed to what they wrote."""

from __future__ import annotations

import re
from typing import Final

SAME_SITE: Final[dict[str, str]] = {
    "x.com": "twitter.com",
    "nitter.net": "twitter.com",
    "fb.com": "facebook.com",
    "telegram.me": "t.me",
    "lnkd.in": "linkedin.com",
    "npmjs.org": "npmjs.com",
}
"""Other hosts of the same accounts."""

_NAME = r"([\w.~+%-]+)"
_TOP: Final = rf"@?{_NAME}"

PROFILES: Final[dict[str, str]] = {
    "bitbucket.org": _TOP,
    "bsky.app": rf"profile/{_NAME}",
    "codeberg.org": _TOP,
    "dev.to": _TOP,
    "discord.com": r"users/(\d+)",
    "facebook.com": rf"(?:people/[^/]+/)?{_NAME}",
    "github.com": rf"(?:sponsors/)?{_NAME}",
    "gitlab.com": rf"(?:users/)?{_NAME}",
    "instagram.com": _TOP,
    "keybase.io": _TOP,
    "linkedin.com": rf"(?:in|pub)/{_NAME}(?:/[a-z]{{2}})?",
    "linktr.ee": _TOP,
    "medium.com": rf"@{_NAME}",
    "meetup.com": r"(?:[\w-]+/)?members/(\d+)",
    "npmjs.com": rf"~{_NAME}",
    "reddit.com": rf"(?:u|user)/{_NAME}(?:/(?:comments|submitted))?",
    "stackoverflow.com": r"users/(\d+)(?:/[^/]*)?",
    "t.me": rf"(?!joinchat$|s$){_NAME}",
    "threads.net": rf"@{_NAME}",
    "tiktok.com": rf"@{_NAME}",
    "twitch.tv": _TOP,
    "twitter.com": rf"@?{_NAME}(?:/with_replies|/media|/likes)?",
    "youtube.com": rf"(?:@|channel/|user/|c/){_NAME}",
}
"""What the path of a profile looks like on each site, the account in the group."""

# Elsewhere: the paths that forum and federated software gives to people.
ANYWHERE: Final = re.compile(
    rf"(?:@{_NAME}|~{_NAME}"
    rf"|(?:u|user|users|people|profile|profiles|member|members|accounts)/@?{_NAME})"
    r"(?:/(?:summary|activity|profile|about))?"
)

BLUESKY: Final = ".bsky.social"
"""What the names that Bluesky gives to accounts end in."""

PERSONAL_HOSTS: Final = (
    ".github.io", ".gitlab.io", ".tumblr.com", ".wordpress.com", ".blogspot.com",
    ".livejournal.com", ".substack.com", ".medium.com",
)  # fmt: skip
"""Hosts whose first label is the account."""

_NOT_ACCOUNTS = (
    "about account apps blog collections contact customer-stories dashboard events explore "
    "features hashtag help home i intent issues jobs join login logout marketplace messages "
    "new notifications orgs organizations pages pricing privacy profile.php pulls r search "
    "security settings share signin signup sponsors status team terms topics trending watch"
)
NOT_ACCOUNTS: Final = frozenset(_NOT_ACCOUNTS.split())
"""First path segments that sites keep for themselves."""

BY_WORD: Final[dict[str, str]] = {
    "github": "github.com",
    "gh": "github.com",
    "gitlab": "gitlab.com",
    "twitter": "twitter.com",
    "x": "twitter.com",
    "instagram": "instagram.com",
    "linkedin": "linkedin.com",
    "reddit": "reddit.com",
    "telegram": "t.me",
    "bluesky": "bsky.app",
    "bsky": "bsky.app",
    "twitch": "twitch.tv",
    "youtube": "youtube.com",
    "keybase": "keybase.io",
}
"""Sites by the word people put before a handle (`GitHub: jane`)."""
