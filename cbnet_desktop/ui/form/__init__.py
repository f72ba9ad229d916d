"""The form of one record, its fields and notes, and the dialogs that ask for one action."""
