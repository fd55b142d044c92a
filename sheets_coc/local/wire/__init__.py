"""How Google's API says things: ranges, field masks, messages, colours, JSON."""
