"""The session with Google: login, HTTP, reading and decoding."""
