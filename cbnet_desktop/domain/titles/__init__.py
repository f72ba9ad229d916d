"""How rows, fields and changes are called, and how rows are ordered."""
