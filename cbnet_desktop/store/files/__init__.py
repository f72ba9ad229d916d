"""Files with a network: the replica, its backups, copies, and what others may have written."""
