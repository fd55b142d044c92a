"""The doors of the local Google: in process, and over HTTP."""
