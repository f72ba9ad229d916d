"""Looks into a file that is to be an annex, or to be opened, in a process apart: whoever sent it may mean harm."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from functools import partial

from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.system import foreign

#: Seconds of computing for one file.
_SECONDS = 10
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN = "filen er beskadiget eller ikke det, den giver sig ud for"


class Judge:
    """Judges files one after the other; its process is ended by close, and started when a file needs it."""

    def __init__(self) -> None:
        self._apart: foreign.Apart | None = None

    def __call__(self, name: str, data: bytes) -> str:
        """Why a file is not opened from the program, "" where it may be; raises Invalid for what is no annex."""
        name = annex_files.safe_name(name)
        try:
            if self._apart is None:
                self._apart = foreign.Apart(UserError)
            return self._apart.do(partial(judged, name, data), _SECONDS)
        except foreign.Failed:
            return BROKEN
        except foreign.Unread:
            self.close()
            raise Invalid(
                f"{quoted(name)} er beskadiget eller så indviklet, at den ikke kan undersøges. Gem den som en ny PDF."
            ) from None

    def close(self) -> None:
        """Ends the process, also from another thread."""
        if self._apart:
            self._apart.close()
            self._apart = None


def judged(name: str, data: bytes) -> str:
    """What Judge says, by the libraries themselves."""
    from cbnet_desktop.documents.annexes import compound_files, pdf_files, zip_files

    if data.startswith(_ZIP):
        return zip_files.judged(name, data)
    if data.startswith(compound_files.START):
        return compound_files.judged(quoted(name), data)
    _require_one_kind(name, data)
    return pdf_files.judged(name, data) if data.startswith(b"%PDF-") else ""


def _require_one_kind(name: str, data: bytes) -> None:
    """Raises Invalid for a file that is an archive as well, which other programs would open as one."""
    with suppress(zipfile.BadZipFile, ValueError, NotImplementedError), zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.infolist():
            raise Invalid(f"{quoted(name)} er to slags filer i én. Gem dokumentet igen, og læg den nye fil ind.")
