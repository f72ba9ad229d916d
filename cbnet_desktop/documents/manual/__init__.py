"""The manual: read from its Markdown for the window, and as a tagged PDF."""
