"""The commands: options, one call of a job, a report."""
