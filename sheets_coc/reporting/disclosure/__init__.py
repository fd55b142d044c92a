"""What may be shown of small numbers, and what a reader could work out."""
