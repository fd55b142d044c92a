"""Names and contacts: reading them, comparing them, screening lists against them."""
