"""Swapping duty: "exchange your week", the members' main verb."""
