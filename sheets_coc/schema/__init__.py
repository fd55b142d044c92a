"""What a records sheet is: its columns, and everything that can be found wrong with one."""
