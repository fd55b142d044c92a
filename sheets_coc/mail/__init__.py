"""Sending mail: to the committee's address, and to nobody else."""
