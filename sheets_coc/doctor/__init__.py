"""Whether everything is set up as it should be, each line with what to do."""
