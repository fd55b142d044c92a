"""The library: records in memory, as a frame, a file or a spreadsheet has them."""
