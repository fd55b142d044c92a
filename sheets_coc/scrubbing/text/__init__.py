"""A text as words that know where they stood."""
