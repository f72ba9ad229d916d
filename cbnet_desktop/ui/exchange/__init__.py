"""Dialogs about the shared file: conflicts, copies, backups, and checking."""
