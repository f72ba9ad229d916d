"""The console: the same program for a terminal."""
