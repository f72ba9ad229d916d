"""Opens other people's spreadsheets; the type of a file is detected from its content, not its name."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from cbnet_desktop.domain.records.errors import Unreadable, UserError
from cbnet_desktop.domain.sheets.layout import Grid
from cbnet_desktop.sheets.limits import MOST_BYTES
from cbnet_desktop.system import foreign, held

_NETWORK = ".cbnet"
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {b"%PDF-": "en PDF", b"SQLite format 3": "et netværk", b"{\\rtf": "et RTF-dokument"}


def grids(path: Path, errand: foreign.Errand | None = None) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the one of a CSV file; raises Unreadable."""
    if path.suffix.lower() == _NETWORK:  # reading and closing it outside SQLite would drop its locks
        raise Unreadable(f"{path.name} er et netværk og ikke et regneark. Vælg en .xlsx- eller .csv-fil.")
    return grids_in(_content(path), path.name, errand)


def grids_in(content: bytes, name: str, errand: foreign.Errand | None = None) -> tuple[Grid, ...]:
    """The same of the content of a file of this name."""
    try:
        return (errand or foreign.Errand()).do(partial(parsed, content, name), UserError)
    except foreign.Unread:
        raise Unreadable(
            f"{name} kan ikke læses: filen er beskadiget eller så stor, at det ville tage for lang tid. "
            "Gem arket som en ny .xlsx, eller del det op i flere."
        ) from None


def parsed(content: bytes, name: str) -> tuple[Grid, ...]:
    """The same from the content of a file of this name, by the libraries themselves."""
    if not content.strip():
        raise Unreadable(f"{name} er tom. Vælg et regneark med overskrifter og rækker.")
    for start, what in _OTHERS.items():
        if content.startswith(start):
            raise Unreadable(f"{name} er {what} og ikke et regneark. Vælg en .xlsx- eller .csv-fil.")
    if content.startswith(_COMPOUND):
        if _ENCRYPTED in content:
            raise Unreadable(f"{name} er beskyttet med en adgangskode. Gem arket uden adgangskode, og vælg det igen.")
        raise Unreadable(f"{name} er i Excels gamle format (.xls). Gem arket som .xlsx, og vælg det igen.")
    if content.startswith(_ZIP):
        from cbnet_desktop.sheets import xlsx_reading

        return xlsx_reading.grids(content, name)
    from cbnet_desktop.sheets import csv_text

    return (csv_text.grid(content, name),)


def _content(path: Path) -> bytes:
    try:
        return foreign.content(path, MOST_BYTES)
    except foreign.TooLarge:
        raise Unreadable(f"{path.name} er for stor: højst {MOST_BYTES >> 20} MB. Del arket op i flere.") from None
    except foreign.Missing:
        raise Unreadable(f"Filen {path} findes ikke. Vælg en .xlsx- eller .csv-fil.") from None
    except foreign.NoFile:
        what = "en mappe" if path.is_dir() else "ikke en fil"
        raise Unreadable(f"{path} er {what}. Vælg en .xlsx- eller .csv-fil.") from None
    except foreign.OpenElsewhere:
        raise Unreadable(held.SENTENCE.format(path.name)) from None
    except foreign.Unread:
        raise Unreadable(f"{path.name} kan ikke læses. Få adgang til filen, eller vælg en anden.") from None
