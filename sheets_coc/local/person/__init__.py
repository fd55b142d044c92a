"""What a person does in the sheet, between two requests."""
