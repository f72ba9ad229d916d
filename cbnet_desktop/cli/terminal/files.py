"""Where a finished document goes: a file, or the standard output."""

from __future__ import annotations

from pathlib import Path

from cbnet_desktop.cli.terminal.output import say_bytes
from cbnet_desktop.documents.pdf import writing


def write_pdf(target: Path, content: bytes) -> None:
    """Writes the bytes of a PDF to a file, or to the standard output for -; raises as documents.writing does."""
    if str(target) == "-":
        say_bytes(content)
    else:
        writing.write_pdf(target, content)


def write_sheet(target: Path, content: bytes) -> None:
    """Writes the bytes of a sheet in place of another of its kind; raises as documents.writing does."""
    writing.write(target, content, writing.CSV if target.suffix.lower() == ".csv" else writing.WORKBOOK)


def write_calendar(target: Path, content: bytes) -> None:
    """Writes the bytes of a calendar to a file, or to the standard output for -; raises as documents.writing does."""
    if str(target) == "-":
        say_bytes(content)
    else:
        writing.write(target, content, writing.CALENDAR)


def write_new(target: Path, content: bytes) -> None:
    """Writes a file that must not exist yet; raises Invalid, ReadOnly and Full."""
    writing.write_new(target, content)
