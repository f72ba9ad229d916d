"""The program's own files, command line, error log and the system libraries that Qt needs."""
