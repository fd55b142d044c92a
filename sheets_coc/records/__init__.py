"""The records sheet: its columns, reading rows, validating them."""
