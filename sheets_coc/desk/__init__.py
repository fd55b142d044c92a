"""The desk: the committee's page in the browser, on this machine only."""
