"""The part of `doctor` before the sheet: the login, its project, and whether Google answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sheets_coc.access.sharing import SERVICE_ACCOUNT
from sheets_coc.doctor.check import Check, error, fine, not_checked, warning
from sheets_coc.errors import Error

CLOCK_WARNING: Final = timedelta(minutes=2)
"""Signing in fails when the clock is more than about five minutes wrong; this comes before."""
GCLOUD_CLIENT: Final = "764086051850-"
"""The beginning of the client id that gcloud uses when it is given none of one's own."""


def credentials(info: Mapping[str, Any]) -> Check:
    """What kind of login is used."""
    said = {
        "service_account": "A key file of a service account. A login without a key is safer: "
        "Workload Identity Federation for the scheduled job, sheets-coc login for people.",
        "authorized_user": "A member's own login.",
        "external_account": "A login without a key (Workload Identity Federation).",
        "impersonated_service_account": "A service account, through a member's own login.",
    }
    kind = info.get("type")
    if isinstance(kind, str) and kind in said:
        return fine("credentials", said[kind])
    return error("credentials", "The credentials file is of no kind that is known. Log in again.")


def key_file(*, exposed: bool, inside_git: bool) -> Check:
    """Whether a file with a secret in it may be read by others, or end up in a repository."""
    if exposed:
        return error(
            "key-file",
            "Other users of this machine can read the credentials file. Make it yours alone: "
            "chmod 600 FILE. If they may have, make a new key.",
        )
    if inside_git:
        return warning(
            "key-file",
            "The credentials file lies inside a git work tree, from where it is easily "
            "committed. Move it elsewhere.",
        )
    return fine("key-file", "Nobody else on this machine can read the credentials file.")


def project_of(info: Mapping[str, Any]) -> str | None:
    """The Google Cloud project of the credentials, where the file names one in its own form."""
    named = info.get("project_id") or info.get("quota_project_id")
    return named if isinstance(named, str) and re.fullmatch(r"[a-z0-9.:-]{4,64}", named) else None


def project(info: Mapping[str, Any], environment: Mapping[str, str]) -> Check:
    """Whether the credentials belong to one project, and to the one people mean."""
    named = project_of(info)
    email = info.get("client_email")
    if info.get("type") == "authorized_user" and not info.get("quota_project_id"):
        if str(info.get("client_id", "")).startswith(GCLOUD_CLIENT):
            return warning(
                "project",
                "This login counts on gcloud's own project, where the Sheets API is not enabled. "
                "Run: gcloud auth application-default set-quota-project YOUR-PROJECT. Or log in "
                "with a client of your own: sheets-coc login.",
            )
        return fine("project", "The login belongs to the project of its client.")
    if named and isinstance(email, str) and email.endswith(f".iam{SERVICE_ACCOUNT}"):
        home = email.rpartition("@")[2].removesuffix(f".iam{SERVICE_ACCOUNT}")
        if home != named and ":" not in named:
            return warning(
                "project",
                "The key file names one project and its account belongs to another. Download "
                "the key again.",
            )
    meant = environment.get("GOOGLE_CLOUD_PROJECT")
    if named and meant and meant != named:
        return warning(
            "project",
            f"The credentials belong to the project {named}, and GOOGLE_CLOUD_PROJECT names "
            "another. The APIs must be enabled in the credentials' one.",
        )
    return fine("project", f"The project is {named}." if named else "No project is named.")


def unreachable(name: str, problem: Error, named: str | None) -> Check:
    """What it means that Google refused, in the words of the error and a little more."""
    message = problem.message
    if problem.code == "api-not-enabled":
        api = "Drive" if name == "drive" else "Sheets"
        where = f"the project {named}" if named else "the project of the credentials"
        message = (
            f"The Google {api} API is not enabled in {where}. Enable it there, under APIs & "
            "Services; enabling it in another project does not help."
        )
    elif problem.code == "scope" and name == "drive":
        message = (
            "The login does not cover looking at who has access. Log in again: sheets-coc login. "
            "With gcloud, add the scope drive.metadata.readonly."
        )
    return error(name, message) if name == "reach" else warning(name, message)


def clock(here: datetime, google: datetime | None, allowed: timedelta) -> Check:
    """Whether this machine's clock agrees with Google's.

    Args:
        here: this machine's time.
        google: the time in Google's last answer.
        allowed: how far apart they may be before nothing is written any more.
    """
    if google is None:
        return not_checked("clock", "Google did not answer")
    apart = abs(here - google)
    if apart <= CLOCK_WARNING:
        return fine("clock", "This machine's clock agrees with Google's.")
    hours = apart.total_seconds() / 3600
    said = f"{hours:.1f} hours" if hours >= 1 else f"{round(hours * 60)} minutes"
    message = f"This machine's clock is {said} off Google's. Set it (turn on network time)."
    return error("clock", message) if apart > allowed else warning("clock", message)
