"""What goes from the sheet when a record is expunged: the plan, the changes, the sweep, the job."""
