"""The committee's members, as the Committee tab has them, and their names."""
