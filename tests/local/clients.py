"""Real clients on a local Google: gspread and google-auth as they are, only the host differs."""

import gspread
import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials

from sheets_coc.local import LocalGoogle

SCOPES = [f"https://www.googleapis.com/auth/{name}" for name in ("spreadsheets", "drive")]


def gspread_client(google: LocalGoogle, who: str = "owner") -> gspread.Client:
    """gspread, signed in with a key file of that identity."""
    token_session = requests.Session()
    token_session.mount("https://", google.adapter())
    credentials = Credentials.from_service_account_info(
        google.identities.key_file(who), scopes=SCOPES
    )
    session = AuthorizedSession(credentials, auth_request=Request(token_session))
    session.mount("https://", google.adapter())
    return gspread.Client(auth=None, session=session)
