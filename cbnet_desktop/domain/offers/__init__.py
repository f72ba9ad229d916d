"""Competence offers and experience."""
