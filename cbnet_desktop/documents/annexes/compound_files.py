"""Microsoft's compound files: old office documents, mails, and what is embedded in newer ones."""

from __future__ import annotations

from cbnet_desktop.domain.records.errors import Invalid

START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The names of streams, which are UTF-16 in the file.
_LOCKED, _MACROS, _PACKED = (
    tuple(name.encode("utf-16-le") for name in names)
    for names in (("EncryptedPackage", "EncryptionInfo"), ("_VBA_PROJECT",), ("\x01Ole10Native",))
)


def judged(shown: str, data: bytes) -> str:
    """Why a file is not opened from the program; raises Invalid for one that is no annex."""
    if any(stream in data for stream in _LOCKED):
        raise Invalid(f"{shown} er beskyttet med adgangskode. Gem den uden, og læg den ind igen.")
    if any(stream in data for stream in _MACROS):
        raise Invalid(f"{shown} har makroer og kan ikke være bilag. Gem den uden makroer, eller som PDF.")
    return "den har en pakket fil i sig" if any(stream in data for stream in _PACKED) else ""
