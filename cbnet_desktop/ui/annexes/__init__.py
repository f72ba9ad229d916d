"""Annexes as files in forms: listed, dropped, chosen, opened and saved."""
