"""The first evening: what is recognised in a sheet, what must be asked, what is ready."""
