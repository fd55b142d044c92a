"""On-call duty: the rota, swaps, the calendar, the Monday handover."""
