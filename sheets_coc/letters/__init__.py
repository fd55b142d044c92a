"""Letters of the committee, as text to paste into a mail: wording in templates, rules in code.

The wording stands in `templates/` and can be replaced, file by file. What a template cannot
change: the committee is in copy, nobody who reported is named, and nothing is told that is
not settled.
"""
