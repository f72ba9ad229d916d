"""The log of edits in a file, and the tables that follow from it."""
