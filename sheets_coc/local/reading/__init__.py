"""Reading a spreadsheet, and plain values in and out."""
