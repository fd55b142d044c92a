"""What one row says, and what it is checked for."""
