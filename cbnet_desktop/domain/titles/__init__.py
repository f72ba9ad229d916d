"""Danish titles of rows, fields and edits, and the order of rows."""
