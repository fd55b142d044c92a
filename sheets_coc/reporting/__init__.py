"""Statistics and transparency reports, from facts that are nobody's data."""
