"""The demo: the whole cycle on an invented spreadsheet."""
