"""What can differ about who can open a file, and what to do about it: the catalogue."""

from __future__ import annotations

from typing import Final

DIFFERENCES: Final[dict[str, str]] = {
    "not-visible": "This account may not see who has access. Let it edit the sheet, and editors "
    "share it, or run this as the owner.",
    "published": "Published to the web: anybody can read it. In the sheet: File, Share, Publish to "
    "web, Stop publishing.",
    "link": "Anybody who has the link can open it. Take that away.",
    "document-published": "The document of a case is published to the web: anybody can read it. In "
    "the document: File, Share, Publish to web, Stop publishing.",
    "document-link": "Anybody who has the link can open the document of a case. In the document: "
    "Share, General access, Restricted.",
    "document-domain": "Everybody of an organisation can open the document of a case. Take that "
    "away in the document, under Share.",
    "document-recused": "A member who is recused from the case can open its document. Take that "
    "away in the document, under Share.",
    "document-not-a-member": "Somebody who is not in the Committee tab can open the document of a "
    "case. Take that away in the document, under Share.",
    "document-left": "Somebody who has left the committee can open the document of a case. Take "
    "that away in the document, under Share.",
    "document-group": "A group can open the document of a case, and who is in it cannot be seen. "
    "Share it with each member without a conflict instead.",
    "document-other": "Who can open the document of a case is not as it should be. Look in the "
    "document, under Share.",
    "key-published": "The key to people's codes is published to the web: anybody can read the "
    "names. In its spreadsheet: File, Share, Publish to web, Stop publishing.",
    "key-link": "Anybody who has the link can open the key to people's codes, and read the names. "
    "In its spreadsheet: Share, General access, Restricted.",
    "key-domain": "Everybody of an organisation can open the key to people's codes. Take that away "
    "in its spreadsheet, under Share.",
    "key-not-a-member": "Somebody who is not in the Committee tab can open the key to people's "
    "codes. Take that away in its spreadsheet, under Share.",
    "key-left": "Somebody who has left the committee can open the key to people's codes. Take that "
    "away in its spreadsheet, under Share.",
    "key-recused": "Somebody who is recused can open the key to people's codes. Take that away in "
    "its spreadsheet, under Share.",
    "key-group": "A group can open the key to people's codes, and who is in it cannot be seen. "
    "Share it with each member who may know the names instead.",
    "key-other": "Who can open the key to people's codes is not as it should be. Look in its "
    "spreadsheet, under Share.",
    "domain": "Everybody of an organisation can open it. Take that away.",
    "not-a-member": "Has access and is not in the Committee tab. Take it away, or add the row; if "
    "it is a member's other address, add it to their cell.",
    "recused": "Has access and is recused. Take it away.",
    "left": "Has access and has left the committee. Take it away.",
    "group": "A group has access, and who is in it cannot be seen. Share with each member instead.",
    "service-account": "Another program's account has access. Take it away.",
    "deleted-account": "An account that no longer exists still stands in the list. Take it away.",
    "owner-elsewhere": "The owner is not in the committee, and can read everything. Make a member "
    "the owner.",
    "pending-owner": "Somebody was proposed as the owner and has not answered. Settle it under "
    "Share.",
    "not-joined": "Has access before the day of joining. If that is meant, wait.",
    "dates-unclear": "Has access, and Joined or Left cannot be read. Correct it in the Committee "
    "tab.",
    "no-name": "Has access, and stands in the Committee tab without a name. Fill it in.",
    "no-access": "A member without access. Give it with --grant, or share the sheet.",
    "no-address": "A member without an address in the Committee tab, who cannot be compared. Fill "
    "it in; until then nobody is taken for a stranger.",
}
"""What can differ, and what to do about it; the codes are stable, the most urgent first."""

OPEN_TO_ALL: Final = frozenset(
    {"published", "link", "document-published", "document-link", "key-published", "key-link"}
)
"""What lets everybody in: nobody can say that it is meant."""

NOTICES: Final[dict[str, str]] = {
    "editors-can-share": "Whoever may edit may also share it on, so look at this list often. "
    "Switching that off would also keep this tool from seeing the list.",
    "committee-group": "The committee's own group has access; who is in it cannot be seen here.",
    "maybe-by-group": "A member without access of their own; perhaps they have it by the group.",
    "program": "A program's account: presumably the scheduled job's. If you do not know it, take "
    "it away under Share.",
    "read-only": "A member who can read, but not edit.",
    "ends": "A member's access that ends by itself.",
    "document-no-access": "A member without a conflict who cannot open the document of a case; "
    "perhaps that is meant.",
    "document-unseen": "The document of a case that this account may not look at, or that is gone. "
    "Share it with this account as a reader, or look under Share yourself.",
    "document-unread": "Something stands under Documents that leads to no file of Google's, so it "
    "was not looked at.",
    "documents-in-doubt": "The records cannot be read with certainty, so documents of cases may "
    "not have been looked at. sheets-coc validate says why.",
    "meant": "Differs, and somebody said in To do that it is meant. To be asked again: access "
    "--ask-again --apply.",
}
"""What is worth knowing and right as it may be."""

UNSEEN: Final[dict[str, str]] = {
    "permissions": "who has access",
    "publishing": "whether it is published to the web",
    "groups": "who is in the groups that have access",
    "shared-drive": "who else belongs to the shared drive through groups or an administrator",
    "identity-key": "who can open the spreadsheet of the key to people's codes: look there, under "
    "Share",
    "copies": "copies of the file, and what was downloaded",
}
"""What no run can see, or this one cannot."""
