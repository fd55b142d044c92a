"""What a spreadsheet looks like to the rest, the session with Google, the transaction."""
