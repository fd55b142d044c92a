"""Numbers and dates as text: how a locale shows them, and what a text is read as."""
