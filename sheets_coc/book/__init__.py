"""A spreadsheet as the jobs work on it."""
