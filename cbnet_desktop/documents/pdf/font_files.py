"""The files of Lato, which the program brings along: for paper, and for a window where the system has no fonts."""

from __future__ import annotations

from pathlib import Path

FAMILY = "Lato"
FACES = ("Regular", "Bold", "Italic", "BoldItalic")


def of(face: str) -> Path:
    """The file of one of the FACES."""
    import fontpkg_lato

    return Path(fontpkg_lato.ROOT) / "files" / f"{FAMILY}-{face}.ttf"
