"""The committee's everyday: To do, status, set-up, doctor, access, intake, letters, requests."""
