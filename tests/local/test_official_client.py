"""Google's own Python client drives the local Google over HTTP; nothing but the host differs."""

import warnings

import pytest
from google.oauth2.service_account import Credentials
from googleapiclient.errors import HttpError

from sheets_coc.local.files.text import new
from sheets_coc.local.server.serve import serve
from tests.local.clients import SCOPES


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    path = tmp_path_factory.mktemp("official") / "records"
    new(path, "Records", {"Records": [["Case", "Date"], ["stunned-bulb", "2020-01-31"]]})
    with serve(path) as served:
        yield served


def service(served, name, version, path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from googleapiclient.discovery import build

    credentials = Credentials.from_service_account_file(served.owner, scopes=SCOPES)
    return build(
        name,
        version,
        credentials=credentials,
        client_options={"api_endpoint": f"{served.url}{path}"},
        static_discovery=True,
    )


@pytest.fixture(scope="module")
def sheets(served):
    with service(served, "sheets", "v4", "/") as client:
        yield client.spreadsheets()


@pytest.fixture(scope="module")
def drive(served):
    with service(served, "drive", "v3", "/drive/v3/") as client:
        yield client


def test_reading(served, sheets):
    found = sheets.values().get(spreadsheetId=served.spreadsheet, range="Records!A1:B").execute()
    assert found["values"] == [["Case", "Date"], ["stunned-bulb", "2020-01-31"]]


def test_a_very_long_address_is_sent_another_way(served, sheets):
    ranges = [f"Records!A{row}:B{row}" for row in range(1, 200)]
    found = sheets.values().batchGet(spreadsheetId=served.spreadsheet, ranges=ranges).execute()
    assert len(found["valueRanges"]) == 199


def test_writing_in_a_batch(served, sheets):
    body = {
        "requests": [
            {
                "appendCells": {
                    "rows": [{"values": [{"userEnteredValue": {"stringValue": "quiet-door"}}]}],
                    "fields": "userEnteredValue",
                }
            },
            {"addSheet": {"properties": {"title": "Log"}}},
        ]
    }
    answer = sheets.batchUpdate(spreadsheetId=served.spreadsheet, body=body).execute()
    assert answer["replies"][1]["addSheet"]["properties"]["title"] == "Log"
    sheets.values().append(
        spreadsheetId=served.spreadsheet,
        range="Log!A1",
        valueInputOption="RAW",
        body={"values": [["2026-03-01", "redact"]]},
    ).execute()
    found = sheets.get(
        spreadsheetId=served.spreadsheet, ranges="Log", includeGridData=True
    ).execute()
    cell = found["sheets"][0]["data"][0]["rowData"][0]["values"][1]
    assert cell["formattedValue"] == "redact"


def test_metadata(served, sheets):
    mark = {
        "metadataKey": "run",
        "metadataValue": "1",
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    body = {"requests": [{"createDeveloperMetadata": {"developerMetadata": mark}}]}
    sheets.batchUpdate(spreadsheetId=served.spreadsheet, body=body).execute()
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "run"}}]}
    found = (
        sheets.developerMetadata().search(spreadsheetId=served.spreadsheet, body=lookup).execute()
    )
    item = found["matchedDeveloperMetadata"][0]["developerMetadata"]
    again = (
        sheets.developerMetadata()
        .get(spreadsheetId=served.spreadsheet, metadataId=item["metadataId"])
        .execute()
    )
    assert again == item


def test_errors_are_understood(served, sheets):
    with pytest.raises(HttpError) as refused:
        sheets.values().get(spreadsheetId=served.spreadsheet, range="Nowhere!A1").execute()
    assert refused.value.resp.status == 400
    assert refused.value.reason == "Unable to parse range: Nowhere!A1"


def test_files_and_permissions(served, drive):
    found = drive.files().list(q="name = 'Records'", fields="files(id)").execute()
    assert [one["id"] for one in found["files"]] == [served.spreadsheet]
    given = {"type": "user", "role": "reader", "emailAddress": "someone@example.org"}
    made = drive.permissions().create(fileId=served.spreadsheet, body=given).execute()
    drive.permissions().delete(fileId=served.spreadsheet, permissionId=made["id"]).execute()
    roles = drive.permissions().list(fileId=served.spreadsheet).execute()["permissions"]
    assert sorted(one["role"] for one in roles) == ["owner", "writer", "writer"]
