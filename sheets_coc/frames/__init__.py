"""In and out of pandas: values as a frame has them, and frames that keep personal values closed.

pandas takes longer to import than most commands take to run. Whoever needs a frame imports
`sheets_coc.frames.frame` inside the function that makes it.
"""
