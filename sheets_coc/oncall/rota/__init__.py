"""Planning the rota: the exact minimum, then fairness."""
