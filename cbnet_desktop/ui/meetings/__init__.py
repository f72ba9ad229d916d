"""Møder: meetings, agenda, attendance, minutes, follow-ups and working groups."""
