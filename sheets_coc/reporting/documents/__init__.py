"""Reports as documents, tables, charts and files."""
