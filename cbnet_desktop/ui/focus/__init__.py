"""Indsatsområder: focus areas, consultation, involvement and assessment."""
