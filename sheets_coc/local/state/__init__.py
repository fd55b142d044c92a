"""What a spreadsheet is, and how it lies in its file. Knows nothing of HTTP."""
