"""Meetings, agenda, attendance, decisions and follow-ups (M14, M15, M18, M19)."""
