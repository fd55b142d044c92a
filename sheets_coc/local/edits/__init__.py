"""The requests of a batchUpdate."""
