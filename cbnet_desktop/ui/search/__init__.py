"""The search field of the window and its hits."""
