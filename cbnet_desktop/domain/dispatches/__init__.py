"""Dispatches: whom a mail of the network goes to, what it says, and what it does by being sent (M13, M14, M16, M17)."""
