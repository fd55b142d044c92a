"""Codes in place of names, and the key that says whose they are."""
