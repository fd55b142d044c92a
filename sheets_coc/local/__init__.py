"""A local Google: the Sheets v4, Drive v3 and OAuth token APIs over one file."""
