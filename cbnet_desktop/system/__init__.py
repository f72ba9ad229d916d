"""The program's own files, options, log of faults and the system libraries that Qt needs."""
