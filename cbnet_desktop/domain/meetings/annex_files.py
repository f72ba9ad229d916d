"""What an annex's file may be called, and which may be opened: by ending and by first bytes, both of a white list.

Everything else may only be saved; what runs by itself is not taken in at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.words import file_names, unseen

#: The first bytes of a file that tell what it is.
BEGINNING = 4096
#: In characters and in bytes of UTF-8: file systems take 255 bytes, and a copy may get a number.
_LONGEST, _MOST_BYTES = 150, 230
#: Marks that turn the direction of a name around.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PROGRAM_ENDINGS = """
    action ade adp apk app application appref-ms appx bash bat bin chm class cmd com command cpl csh csproj dll desktop
    dmg exe gadget hta inf ins iso jar js jse jnlp ksh lib library-ms lnk mde msc msh msi msix msp mst ocx pif pkg pl
    ps1 psm1 py pyc pyw rb rdp reg run scf scr sct search-ms searchconnector-ms settingcontent-ms sh shb sys theme url
    vb vbe vbs vhd vhdx website ws wsc wsf wsh xbap xll zsh
"""
_PROGRAMS = frozenset(_PROGRAM_ENDINGS.split())
#: Office files with macros.
_MACRO_ENDINGS = "docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm"
_MACROS = frozenset(_MACRO_ENDINGS.split())
_STARTS_OF_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)


class Kind(NamedTuple):
    """A type of file: its media type, the test of its first bytes, and whether it may be opened from the program."""

    media_type: str
    recognises: Callable[[bytes], bool]
    opens: bool = True


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda first: first.startswith(starts)


def _is_text(first: bytes) -> bool:
    return b"\0" not in first


def _is_webp(first: bytes) -> bool:
    return first[:4] == b"RIFF" and first[8:12] == b"WEBP"


def _is_open_document(first: bytes) -> bool:
    return first.startswith(b"PK\x03\x04") and first[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.")


_ZIP, _OLE = _begins(b"PK\x03\x04"), _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", _begins(b"%PDF-")),
    "docx": Kind(f"{_OOXML}.wordprocessingml.document", _ZIP),
    "xlsx": Kind(f"{_OOXML}.spreadsheetml.sheet", _ZIP),
    "pptx": Kind(f"{_OOXML}.presentationml.presentation", _ZIP),
    "odt": Kind(f"{_ODF}.text", _is_open_document),
    "ods": Kind(f"{_ODF}.spreadsheet", _is_open_document),
    "odp": Kind(f"{_ODF}.presentation", _is_open_document),
    "png": Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "gif": Kind("image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": Kind("image/webp", _is_webp),
    "tif": Kind("image/tiff", _begins(b"II*\0", b"MM\0*")),
    "tiff": Kind("image/tiff", _begins(b"II*\0", b"MM\0*")),
    "txt": Kind("text/plain", _is_text),
    # Their programs run macros, formulas or scripts, or send: they are saved, so that it is somebody's own decision.
    "dotx": Kind(f"{_OOXML}.wordprocessingml.template", _ZIP, opens=False),
    "doc": Kind("application/msword", _OLE, opens=False),
    "xls": Kind("application/vnd.ms-excel", _OLE, opens=False),
    "ppt": Kind("application/vnd.ms-powerpoint", _OLE, opens=False),
    "rtf": Kind("application/rtf", _begins(b"{\\rtf"), opens=False),
    "csv": Kind("text/csv", _is_text, opens=False),
    "zip": Kind("application/zip", _begins(b"PK\x03\x04", b"PK\x05\x06"), opens=False),
    "eml": Kind("message/rfc822", _is_text, opens=False),
    "msg": Kind("application/vnd.ms-outlook", _OLE, opens=False),
    "ics": Kind("text/calendar", _is_text, opens=False),
    "html": Kind("text/html", _is_text, opens=False),
    "htm": Kind("text/html", _is_text, opens=False),
    "svg": Kind("image/svg+xml", _is_text, opens=False),
    "md": Kind("text/markdown", _is_text, opens=False),
}
UNKNOWN = "application/octet-stream"


def ending(name: str) -> str:
    """The ending of a file name in small letters, without the dot; empty where it has none."""
    return name.rpartition(".")[2].casefold() if "." in name[1:] else ""


def safe_name(name: str) -> str:
    """A file name that every system can have and that shows what it is, whoever wrote it.

    Marks of direction and control characters, folders, devices and a second ending are taken out of it.
    """
    name = unicodedata.normalize("NFC", unseen.visible(name.encode("utf-8", "replace").decode()))
    name = file_names.FORBIDDEN.sub("-", re.split(r"[/\\]", name)[-1])
    stem, dot, last = " ".join(name.split()).strip(" .").rpartition(".")
    if not dot or not stem.strip(" .") or " " in last:
        stem, dot, last = f"{stem}{dot}{last}", "", ""
    while ending(stem) in _KINDS:
        stem = stem.rpartition(".")[0].rstrip(" .")
    if file_names.is_device(stem):
        stem = f"_{stem}"
    tail = f"{dot}{last}"[:20]
    while len(stem) + len(tail) > _LONGEST or len(f"{stem}{tail}".encode()) > _MOST_BYTES:
        stem = stem[:-1].rstrip(" .")
    return f"{stem or 'bilag'}{tail}"


def taken_in(name: str, first: bytes) -> tuple[str, str]:
    """Name and media type of a file that is made an annex; raises Invalid for what is no annex."""
    safe = safe_name(name)
    shown = quoted(safe)
    if is_program(name, first):
        raise Invalid(
            f"{shown} er et program eller en genvej og kan ikke være bilag. Vælg et dokument eller et billede."
        )
    if is_for_macros(name):
        raise Invalid(f"{shown} har makroer og kan ikke være bilag. Gem den uden makroer, eller som PDF.")
    if _TURNING.search(name):
        raise Invalid(f"{shown} har skjulte tegn i navnet, som kan skjule, hvad filen er. Omdøb den først.")
    kind = _KINDS.get(ending(safe))
    if kind and not kind.recognises(first):
        raise Invalid(
            f"{shown} er ikke det, endelsen siger: indholdet er af en anden type. Gem den igen i den rigtige type."
        )
    return safe, kind.media_type if kind else UNKNOWN


def is_program(name: str, first: bytes) -> bool:
    """Whether a file of this name and these first bytes runs by itself, or starts something that does."""
    return bool(_endings(safe_name(name)) & _PROGRAMS) or first.startswith(_STARTS_OF_PROGRAMS)


def is_for_macros(name: str) -> bool:
    """Whether a file of this name is of a type that is there to hold macros."""
    return bool(_endings(safe_name(name)) & _MACROS)


def _endings(name: str) -> set[str]:
    """All endings of a name, since some systems hide the last."""
    return {part.strip().casefold() for part in name.split(".")[1:]}


def may_open(name: str, first: bytes) -> bool:
    """Whether a file of this name and these first bytes is of a type that is opened; what is not is only saved."""
    if safe_name(name) != name or first.startswith(_STARTS_OF_PROGRAMS):
        return False
    kind = _KINDS.get(ending(name))
    return kind is not None and kind.opens and kind.recognises(first)
