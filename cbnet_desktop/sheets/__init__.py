"""Reads and writes lists as spreadsheet files, XLSX and CSV."""
