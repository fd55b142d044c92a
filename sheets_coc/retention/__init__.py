"""When a record goes, and how: terms, redaction, scrubbing, the sweep afterwards."""
