"""One look at the whole sheet, what To do says of it, and the Log."""
