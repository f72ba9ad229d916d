"""Mail drafts: one file with text, paper and annexes, for the system's own mail program to open (RFC 5322)."""
