"""Writes finished files where -o says: to a file, or to standard output for -."""

from __future__ import annotations

from pathlib import Path

from cbnet_desktop.cli.terminal.output import say_bytes
from cbnet_desktop.documents.pdf import writing


def write(target: Path, content: bytes, kind: writing.FileKind = writing.PDF) -> None:
    """Writes the bytes of a file, by default a PDF; raises as documents.pdf.writing.write does."""
    if str(target) == "-":
        say_bytes(content)
    else:
        writing.write(target, content, kind)
