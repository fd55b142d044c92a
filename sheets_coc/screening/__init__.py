"""Screening attendee and speaker lists against people who are flagged or banned."""
