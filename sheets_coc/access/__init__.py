"""Who can open the spreadsheet, against who should."""
