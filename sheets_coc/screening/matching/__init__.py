"""Comparing a name or an address on a list with ours."""
