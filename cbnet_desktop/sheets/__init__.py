"""Lists as files of a spreadsheet, XLSX and CSV, out and in."""
