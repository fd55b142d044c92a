"""The kinds of requests of a batchUpdate, each module with a table HANDLERS."""
