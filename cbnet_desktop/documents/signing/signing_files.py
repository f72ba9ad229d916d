"""Reads PDFs and certificates; only files with their own suffixes, so that a network's file is never opened."""

from __future__ import annotations

from pathlib import Path

from cbnet_desktop.domain.records.errors import Unreadable

PDF = (".pdf",)
CERTIFICATE = (".p12", ".pfx")
AUTHORITY = (".pem", ".crt", ".cer", ".der")
_LARGEST = 256_000_000


def read_pdf(path: Path) -> bytes:
    """The bytes of a PDF; raises Unreadable."""
    return _read(path, PDF)


def read_certificate(path: Path) -> bytes:
    """The bytes of a PKCS#12 file; raises Unreadable."""
    return _read(path, CERTIFICATE)


def read_authority(path: Path) -> bytes:
    """The bytes of a file of issuers' certificates; raises Unreadable."""
    return _read(path, AUTHORITY)


def _read(path: Path, endings: tuple[str, ...]) -> bytes:
    if path.suffix.lower() not in endings:
        raise Unreadable(f"{path.name} kan ikke bruges her. Vælg en fil, der ender på {' eller '.join(endings)}.")
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable(f"{path.name} er for stor. Vælg en fil på højst 256 MB.")
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"Filen {path} findes ikke. Se efter, om navnet er skrevet rigtigt.") from None
    except OSError:
        raise Unreadable(f"{path} kan ikke læses. Se efter, om du må læse filen.") from None
