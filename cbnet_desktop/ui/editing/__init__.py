"""The opened network in the window: every edit, undo, what is being typed, and what others changed."""
