"""The pages of the desk: each asks the book and shows what it says."""
