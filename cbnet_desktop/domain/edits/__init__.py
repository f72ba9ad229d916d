"""Applying an edit, its consequences, and reverting it after other edits."""
