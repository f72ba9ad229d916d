"""Exports of lists and calendars, and imports of lists from spreadsheets."""
