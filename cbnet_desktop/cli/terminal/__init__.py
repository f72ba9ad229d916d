"""The console's arguments, opening of files, output and error messages."""
