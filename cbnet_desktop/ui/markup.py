"""User text inside our own rich text."""

from __future__ import annotations

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escape(text: str) -> str:
    """The text as it stands; html.escape does the same, but loads a table of 2,000 entities with it."""
    return text.translate(_ENTITIES)
