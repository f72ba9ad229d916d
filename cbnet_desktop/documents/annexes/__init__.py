"""Looking into the files of annexes: what would run, what is locked, and what is not what it says."""
