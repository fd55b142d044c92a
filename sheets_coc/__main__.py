"""`python -m sheets_coc`: the same as the `sheets-coc` command."""

from sheets_coc.cli import main

if __name__ == "__main__":
    main()
