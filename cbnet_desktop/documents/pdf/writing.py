"""Writes finished files atomically, and never over a file of another kind."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from errno import EACCES, EDQUOT, ENAMETOOLONG, ENOSPC, EPERM, EROFS
from pathlib import Path
from uuid import uuid4

from cbnet_desktop.domain.records.errors import Busy, Full, Invalid, ReadOnly, UserError
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.words import file_names
from cbnet_desktop.system import held


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that may replace another of its kind: Danish noun, example of a name, test of its first bytes."""

    noun: str
    example: str
    recognises: Callable[[bytes], bool]


PDF = FileKind("en PDF", "plan.pdf", lambda start: start.startswith(b"%PDF-"))
CALENDAR = FileKind("en kalender", "møder.ics", lambda start: start.lstrip().upper().startswith(b"BEGIN:VCALENDAR"))
WORKBOOK = FileKind("et Excel-ark", "liste.xlsx", lambda start: start.startswith(b"PK"))
WORD = FileKind("et Word-dokument", "referat.docx", lambda start: start.startswith(b"PK"))
CSV = FileKind("et CSV-ark", "liste.csv", lambda start: b"\0" not in start)
TEXT = FileKind("en tekst", "svar.txt", lambda start: b"\0" not in start)


def write_pdf(target: Path, content: bytes) -> None:
    """Writes a PDF, replacing another PDF if there is one; raises as write does."""
    write(target, content, PDF)


def write(target: Path, content: bytes, kind: FileKind, *, is_private: bool = False) -> None:
    """Writes a file, replacing another of its kind if there is one; a private one is for this user alone to read.

    Raises Invalid where the target is a folder or another kind of file, ReadOnly, Busy and Full.
    """
    require_name(target)
    target = target.resolve()
    try:
        held.patiently(lambda: _require_replaceable(target, kind))
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(target, content, is_private=is_private)
    except OSError as error:
        raise _refusal(error, target) from None


def write_new(target: Path, content: bytes) -> None:
    """Writes a file that must not exist yet, for this user alone to read; raises Invalid, ReadOnly and Full."""
    require_name(target)
    target = target.resolve()
    try:
        _require_file_name(target, TEXT.example)
        if target.exists():
            raise Invalid(f"Filen {target.name} findes i forvejen. Vælg et andet navn.")
        _replace(target, content, is_private=True)
    except OSError as error:
        raise _refusal(error, target) from None


def require_name(target: Path, platform: str = sys.platform) -> None:
    """Raises Invalid for a name that the system has no files by, or means something else by."""
    if fault := file_names.fault(target.name, platform):
        raise Invalid(fault)


def _require_replaceable(target: Path, kind: FileKind) -> None:
    _require_file_name(target, kind.example)
    if not target.is_file() or target.stat().st_size == 0:
        return
    with target.open("rb") as existing:
        if not kind.recognises(existing.read(4096)):
            raise Invalid(f"Filen {target.name} findes i forvejen og er ikke {kind.noun}. Vælg et andet navn.")


def _require_file_name(target: Path, example: str) -> None:
    if target.is_dir():
        raise Invalid(f"{target} er en mappe. Angiv et filnavn som {example}.")
    if not target.parent.is_dir():
        raise Invalid(f"Mappen {target.parent} findes ikke. Opret den, eller vælg en anden.")


def _replace(target: Path, content: bytes, *, is_private: bool) -> None:
    draft = target.with_name(f".{uuid4().hex}.tmp")
    mode = 0o600 if is_private else 0o666
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists() and not is_private:
            draft.chmod(target.stat().st_mode & 0o777)
        held.replace(draft, target)
    finally:
        with suppress(OSError):
            held.remove(draft)


def _refusal(error: OSError, target: Path) -> UserError:
    if error.errno in (ENOSPC, EDQUOT):
        return Full(f"Der er ikke plads på disken til {target.name}. Filen er ikke ændret.")
    if held.is_open_elsewhere(error):
        return Busy(held.SENTENCE.format(target.name))
    if error.errno in (EACCES, EPERM, EROFS):
        if held.is_marked_read_only(target):
            return ReadOnly(held.MARKED.format(target.name))
        return ReadOnly(f"{target} kan ikke skrives. Vælg en mappe, du må skrive i.")
    if error.errno == ENAMETOOLONG:
        return Invalid(f"Filnavnet {quoted(target.name)} er for langt. Vælg et kortere.")
    return Invalid(f"{target} kan ikke skrives. Vælg et andet navn eller en anden mappe.")
