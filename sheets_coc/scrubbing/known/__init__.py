"""What a row knows of its people, made ready to be looked up."""
