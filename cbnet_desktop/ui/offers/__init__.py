"""Tilbud: competence offers as table and calendar, overlaps, gaps and experience."""
