"""Encodes a list in the format of its file name."""

from __future__ import annotations

from pathlib import PurePath

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.sheets.tables import Sheet


def content(sheet: Sheet, name: str) -> bytes:
    """The bytes of an XLSX or CSV file; raises Invalid for another suffix."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".xlsx":
        from cbnet_desktop.sheets import xlsx_writing

        return xlsx_writing.workbook(sheet)
    if suffix == ".csv":
        from cbnet_desktop.sheets import csv_text

        return csv_text.text(sheet)
    raise Invalid(f"{PurePath(name).name} kan ikke skrives. Brug et navn, der ender på .xlsx eller .csv.")
