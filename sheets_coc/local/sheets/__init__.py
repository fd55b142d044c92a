"""The endpoints of the Sheets API."""
