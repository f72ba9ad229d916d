"""The window. The only layer with Qt."""
