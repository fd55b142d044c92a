"""Making an existing spreadsheet ready, touching nothing that stands in it."""
