"""EventReports that an event hands over become rows."""
