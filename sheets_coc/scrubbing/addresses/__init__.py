"""E-mail and web addresses, handles and telephone numbers in a text, and whose they are."""
