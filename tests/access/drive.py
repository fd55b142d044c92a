"""What Drive says of a few files, and who may open them."""

from sheets_coc.errors import GoogleError

LINK = "https://docs.google.com/document/d/{}/edit?tab=t.0"


def user(address, role="writer"):
    return {"id": address, "type": "user", "role": role, "emailAddress": address}


class InventedDrive:
    """What Drive says of a few files."""

    spreadsheet, account = "sheet", "tool@x.iam.gserviceaccount.com"

    def __init__(self, **files):
        self.files, self.asked = files, []

    def drive(self, method, path, *, params=None, body=None):
        assert method == "GET"
        if path == "about":
            return {"user": {"emailAddress": self.account, "permissionId": "me"}}
        _, file, *rest = path.split("/")
        if file not in self.files:
            raise GoogleError("no", code="not-found")
        self.asked.append(file)
        permissions, published = self.files[file]
        if rest == ["permissions"]:
            return {"permissions": permissions}
        if rest == ["revisions"]:
            return {"revisions": [{"id": "1", "published": published}]}
        return {"id": file, "capabilities": {"canEdit": True, "canShare": True}}
