"""Lists of attendees and speakers, read as organisers export them."""
