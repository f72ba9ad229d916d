"""Overblik: the annual wheel, the checklist and the start of a new year."""
