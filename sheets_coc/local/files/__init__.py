"""Spreadsheets as files: texts and .xlsx."""
