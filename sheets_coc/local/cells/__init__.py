"""Cells: values, formats, what people see of them and what their typing becomes."""
