"""Working out formulas."""
