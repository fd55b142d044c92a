"""The command line."""

from sheets_coc.cli.main import main

__all__ = ["main"]
