"""Publishing figures: reading, counting, the guards, the Log, another spreadsheet, files.

`reporting` counts and writes reports from facts that are nobody's data, and can see nothing
else. What needs more than that (the records themselves, to refuse their names; the Log; a
second spreadsheet) is here.
"""
