"""What a template for Word must not have: it is somebody's file, and its styles, header and footer go out in papers.

Runs in a process apart (system/foreign.py), for it unpacks and parses what may have been made to do harm.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml

from cbnet_desktop.domain.records.errors import Unreadable

_MOST_UNPACKED, _MOST_PARTS = 60 << 20, 600
_OLE = b"\xd0\xcf\x11\xe0"
_TYPES, _MAIN = "[Content_Types].xml", b"application/vnd.openxmlformats-officedocument.wordprocessingml.%s.main+xml"
_DOCUMENT, _TEMPLATE = _MAIN % b"document", _MAIN % b"template"
_MACROS = re.compile(r"vba(project|data)|activex", re.IGNORECASE)
#: The endings of parts that are markup; a part of another name is never read as such.
_MARKUP = (".xml", ".rels", ".vml", ".svg")
_STRICT = b"http://purl.oclc.org/ooxml"
_CHARACTER_SET = re.compile(rb"""\A[^>]*\bencoding\s*=\s*["']([^"']*)""")
#: Fields that fetch something or start something, by any of their names (ISO/IEC 29500-1, 17.16.5).
_FETCHING = re.compile(
    r"\b(DDE(AUTO)?|INCLUDE(PICTURE|TEXT)?|IMPORT|LINK|DATABASE|RD|EMBED|CONTROL|MACROBUTTON)\b", re.IGNORECASE
)
_EMBEDDED = {"oleObject", "control", "package", "aFChunk", "subDocument", "vbaProject", "frame"}
_LINKS = ("http://", "https://", "mailto:")
_NOT_WORD = "Skabelonen til Word er ikke et Word-dokument. Vælg en fil, der er gemt som .dotx eller .docx i Word."
_LOCKED = (
    "Skabelonen til Word er beskyttet med en adgangskode eller gemt i et ældre format. "
    "Gem den i Word som .dotx uden adgangskode."
)
_HAS_MACROS = "Skabelonen til Word har makroer. Gem den i Word som »Word-skabelon (.dotx)«, som ingen har."
_IS_STRICT = "Skabelonen til Word er gemt som »Strict Open XML«. Gem den i Word som almindelig .dotx."
_STRANGE = (
    "Skabelonen til Word indeholder noget, som Word-dokumenter ikke har, og bliver ikke åbnet. Gem den på ny i Word."
)
_HUGE = f"Skabelonen til Word er for stor: pakket ud fylder den over {_MOST_UNPACKED >> 20} MB. Brug mindre billeder."
_FETCHES = (
    "Skabelonen til Word henter noget andre steder fra: en skabelon, et billede eller et felt. "
    "Sæt det ind i selve filen, eller fjern det, og gem den som .dotx."
)
_HAS_OBJECTS = "Skabelonen til Word har indlejrede objekter. Sæt dem ind som billeder, og gem den som .dotx."


def examined(template: bytes) -> bytes:
    """The template as a document that python-docx opens; raises Unreadable for one that is not let in."""
    if template.startswith(_OLE):
        raise Unreadable(_LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            parts = dict(_parts(archive))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError):
        raise Unreadable(_NOT_WORD) from None
    types = parts.get(_TYPES, b"")
    if b"macroEnabled" in types or any(_MACROS.search(name) for name in parts):
        raise Unreadable(_HAS_MACROS)
    if "_rels/.rels" not in parts or not (_DOCUMENT in types or _TEMPLATE in types):
        raise Unreadable(_NOT_WORD)
    if _STRICT in parts["_rels/.rels"]:
        raise Unreadable(_IS_STRICT)
    if any(name.lower().startswith("word/embeddings/") for name in parts):
        raise Unreadable(_HAS_OBJECTS)
    for name, content in parts.items():
        if name.lower().endswith(_MARKUP):
            _require_harmless(content)
    parts[_TYPES] = types.replace(_TEMPLATE, _DOCUMENT)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return packed.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = archive.infolist()
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise Unreadable(_HUGE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_LOCKED)
    if len({entry.filename for entry in entries}) < len(entries):
        raise Unreadable(_STRANGE)
    for entry in entries:
        if not entry.is_dir():
            yield entry.filename, archive.read(entry)


def _require_harmless(content: bytes) -> None:
    """Raises Unreadable for entities, foreign encodings, links to elsewhere, objects and fields that fetch."""
    found = _CHARACTER_SET.match(content[:200])
    if b"\0" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable(_STRANGE)
    if found and found[1].lower() not in (b"utf-8", b"us-ascii"):
        raise Unreadable(_STRANGE)
    try:
        root = parse_xml(content)
    except (SyntaxError, ValueError):
        raise Unreadable(_STRANGE) from None
    instructions = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name == "Relationship":
            _require_inside(element)
        elif name in ("Override", "Default"):
            _require_named(element)
        elif name in ("object", "OLEObject", "control", "altChunk", "subDoc"):
            raise Unreadable(_HAS_OBJECTS)
        elif name in ("instrText", "fldChar"):
            instructions.append(element.text or " ")
        instructions += [f" {value} " for key, value in element.items() if key.endswith("}instr")]
        if any(key.rpartition("}")[2] == "src" and _is_elsewhere(value) for key, value in element.items()):
            raise Unreadable(_FETCHES)
    if _FETCHING.search("".join(instructions)):
        raise Unreadable(_FETCHES)


def _require_named(element: Any) -> None:
    """Raises Unreadable for a part that is markup under another name, which would not have been looked at."""
    name = element.get("PartName") or f".{element.get('Extension', '')}"
    if element.get("ContentType", "").lower().endswith("xml") and not name.lower().endswith(_MARKUP):
        raise Unreadable(_STRANGE)


def _require_inside(relation: Any) -> None:
    kind = relation.get("Type", "").rpartition("/")[2]
    if kind in _EMBEDDED:
        raise Unreadable(_HAS_OBJECTS)
    is_link = kind == "hyperlink" and relation.get("Target", "").lower().startswith(_LINKS)
    is_inside = relation.get("TargetMode", "Internal") == "Internal" and not _is_elsewhere(relation.get("Target", ""))
    if kind == "attachedTemplate" or not (is_link or is_inside):
        raise Unreadable(_FETCHES)


def _is_elsewhere(target: str) -> bool:
    return ":" in target or target.startswith(("\\\\", "//"))
