"""The console: the command-line program cbnet."""
