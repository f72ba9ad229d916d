"""Lists going out to a spreadsheet and coming back: columns, titles, matching and a verdict on each row; no files."""
