"""Tables in files that strangers made: text with separators, workbooks, exports in JSON."""
