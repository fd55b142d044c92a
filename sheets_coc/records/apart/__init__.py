"""Noticing that the content of rows is no longer what belongs together."""
