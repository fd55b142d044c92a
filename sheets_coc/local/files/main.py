"""The spreadsheet that a file was made for: making it, and finding it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheets_coc.local.auth.access import DOCUMENT, new_file, share
from sheets_coc.local.auth.identities import EDITOR, OWNER, TOOL
from sheets_coc.local.state.blank import blank
from sheets_coc.local.state.model import Tab
from sheets_coc.local.state.state import Store, new_id

_MAIN = "main spreadsheet"


def main_spreadsheet(store: Store, title: str) -> str:
    """The id of the spreadsheet a file was made for.

    Args:
        store: the file.
        title: the title of the empty one that is made where there is none yet.
    """
    with store.read() as state:
        found: str | None = state.setting(_MAIN)
    return create(store, title, []) if found is None else found


def create(store: Store, title: str, tabs: Sequence[Tab]) -> str:
    """Makes a spreadsheet of `owner`, shared with `editor` and `tool`, and gives its id.

    Args:
        store: the file; its first spreadsheet is the one it was made for.
        title: the spreadsheet's title.
        tabs: its tabs; none makes one empty tab.
    """
    with store.write() as state:
        file = new_file(title, OWNER.email, state.now)
        share(file, EDITOR.email, "writer")
        share(file, TOOL.email, "writer")
        file["openedBy"] += [EDITOR.email, TOOL.email]
        spreadsheet = blank(new_id(), file)
        if tabs:
            spreadsheet.tabs = list(tabs)
        state.add(spreadsheet)
        if state.setting(_MAIN) is None:
            state.set_setting(_MAIN, spreadsheet.id)
    return spreadsheet.id


def create_document(
    store: Store, title: str, owner: str, shared: Mapping[str, str], file_id: str = ""
) -> str:
    """Make a document as Drive knows it; see `LocalGoogle.create_document`."""
    with store.write() as state:
        file = new_file(title, owner, state.now)
        file["mimeType"] = DOCUMENT
        for who, role in shared.items():
            if who == "anyone":
                link = {"id": "anyoneWithLink", "type": "anyone", "role": role}
                file["permissions"].append({**link, "allowFileDiscovery": False})
            else:
                share(file, who, role)
        made = blank(file_id or new_id(), file)
        made.tabs = []
        state.add(made)
        return made.id
