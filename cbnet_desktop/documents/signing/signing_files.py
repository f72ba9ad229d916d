"""Reads PDFs and certificates; only files with their own suffixes, so that a network's file is never opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cbnet_desktop.domain.records.errors import Unreadable, UserError
from cbnet_desktop.system import apart, foreign, held

T = TypeVar("T")

PDF = (".pdf",)
CERTIFICATE = (".p12", ".pfx")
AUTHORITY = (".pem", ".crt", ".cer", ".der")
MOST_PDF, MOST_CERTIFICATE = 50 * 2**20, 2**20
#: Bytes of a plan of the network's own that a slow computer judges in a second.
KNOWN_A_SECOND = 200_000
#: More are given no more time.
MOST_KNOWN = 4 * 10**6
TOO_HARD = "Filen kan ikke læses: den er beskadiget eller så indviklet, at det ville tage for lang tid."


def read_pdf(path: Path) -> bytes:
    """The bytes of a PDF; raises Unreadable."""
    return _read(path, PDF, MOST_PDF)


def read_certificate(path: Path) -> bytes:
    """The bytes of a PKCS#12 file; raises Unreadable."""
    return _read(path, CERTIFICATE, MOST_CERTIFICATE)


def read_authority(path: Path) -> bytes:
    """The bytes of a file of issuers' certificates; raises Unreadable."""
    return _read(path, AUTHORITY, MOST_CERTIFICATE)


def judged_apart(work: Callable[[], T], errand: foreign.Errand | None = None, known: int = 0) -> T:
    """What work returns in a process apart, where no file can do harm; raises its UserError, else Unreadable.

    known is how many bytes of the file are no stranger's, which it takes as long as they need: those that the network
    itself holds, or those that somebody signs, once their fields were found within the bounds.
    """
    try:
        return (errand or foreign.Errand()).do(work, UserError, seconds_for(known))
    except foreign.Unread:
        raise Unreadable(TOO_HARD) from None


def seconds_for(known: int) -> int:
    """The seconds of computing for so many known bytes, and whatever follows them."""
    return apart.MOST_SECONDS + min(known, MOST_KNOWN) // KNOWN_A_SECOND


def _read(path: Path, endings: tuple[str, ...], most: int) -> bytes:
    if path.suffix.lower() not in endings:
        raise Unreadable(f"{path.name} kan ikke bruges her. Vælg en fil, der ender på {' eller '.join(endings)}.")
    try:
        return foreign.content(path, most)
    except foreign.Missing:
        raise Unreadable(f"Filen {path} findes ikke. Se efter, om navnet er skrevet rigtigt.") from None
    except foreign.TooLarge:
        raise Unreadable(f"{path.name} er for stor. Vælg en fil på højst {most >> 20} MB.") from None
    except foreign.NoFile:
        raise Unreadable(f"{path} er ikke en fil. Vælg en fil, der ender på {' eller '.join(endings)}.") from None
    except foreign.OpenElsewhere:
        raise Unreadable(held.SENTENCE.format(path.name)) from None
    except foreign.Unread:
        raise Unreadable(f"{path} kan ikke læses. Se efter, om du må læse filen.") from None
