"""Writing to a sheet that people are editing: lock, write, verify."""
