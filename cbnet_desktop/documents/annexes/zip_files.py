"""Office documents and archives that others made: parts that run, that are locked, or that come from elsewhere."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile, ZipInfo

from cbnet_desktop.documents.annexes import compound_files
from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted

_MOST_PARTS, _MOST_UNPACKED, _MOST_OF_PART = 20_000, 600 << 20, 20 << 20
_BROKEN = "filen er beskadiget"
_ARCHIVE, _DEEPEST = b"PK\x03\x04", 2
#: The type of the main part by ending; one of another kind is not what it says.
_MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
_TYPES, _MANIFEST = "[content_types].xml", "meta-inf/manifest.xml"
_READ_WHOLE = (".rels", _TYPES, _MANIFEST)
#: The parts of Word and Excel that may name a program to ask (dynamic data exchange), and how they do.
_ASKING = re.compile(r"(word|xl/externallinks)/[^/]*\.xml")
_INSTRUCTION = re.compile(rb"""<(?:\w+:)?instrText\b[^>]*>([^<]*)|\binstr\s*=\s*["']([^"'<]*)""")
_DDE_FIELD = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
_DDE_LINK = re.compile(rb"<(?:\w+:)?ddeLink\b")
_MACRO_PART = re.compile(r"(^|/)(vba(project|data)[^/]*\.\w+|macrosheets/.*)$|^(basic|scripts)/.+")
_MACRO_TYPE = re.compile(r"macroenabled|vbaproject|activex|macrosheet", re.IGNORECASE)
#: Relations whose targets are loaded when the document is opened.
_LOADED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument", "/afchunk", "/package")
_LOCAL = re.compile(r"(file:/{0,3})?[a-z]:[\\/][^\\/].*|[^:\\/]+", re.IGNORECASE)


def judged(name: str, data: bytes) -> str:
    """Why a document or archive is not opened from the program; raises Invalid for one that is no annex."""
    return inside(quoted(name), data, _MAIN.get(annex_files.ending(name), ""))


def inside(shown: str, data: bytes, wanted: str = "", depth: int = 0) -> str:
    """The same of an archive in the file that is shown; wanted is the type that its main part must have."""
    if depth > _DEEPEST:
        return "den har arkiver i arkiver i sig"
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _require_small(shown, parts)
            return _of_parts(shown, archive, parts, wanted, depth)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, ElementTree.ParseError, zlib.error):
        return _BROKEN


def _require_small(shown: str, parts: list[ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise Invalid(f"{shown} er alt for stor, når den pakkes ud. Del den op, eller gem den som PDF.")
    if any(part.flag_bits & 0x1 for part in parts):
        raise _locked(shown)


def _of_parts(shown: str, archive: ZipFile, parts: list[ZipInfo], wanted: str, depth: int) -> str:
    reason = ""
    paths = {part.filename.replace("\\", "/").casefold() for part in parts}
    is_office = bool(paths & {_TYPES, "mimetype"})
    for part in parts:
        path = part.filename.replace("\\", "/").casefold()
        content = _content(archive, part, path)
        if (is_office and _MACRO_PART.search(path)) or annex_files.is_for_macros(part.filename):
            raise _with_macros(shown)
        if annex_files.is_program("" if is_office else part.filename, content):
            raise Invalid(f"{shown} har et program i sig og kan ikke være bilag. Gem den uden, eller som PDF.")
        if path == _TYPES:
            _require_types(shown, content, wanted)
        if content.startswith(_ARCHIVE) and part.file_size > len(content):
            reason = reason or "den har et stort arkiv i sig"
        elif content.startswith(_ARCHIVE):
            reason = inside(shown, content, depth=depth + 1) or reason
        reason = reason or _of_part(shown, path, content)
    return reason or (_BROKEN if wanted and _TYPES not in paths else "")


def _content(archive: ZipFile, part: ZipInfo, path: str) -> bytes:
    """The beginning of a part, and the whole of one that is looked through."""
    with archive.open(part) as stream:
        content = stream.read(annex_files.BEGINNING)
        begins = content.startswith((compound_files.START, _ARCHIVE))
        if begins or path.endswith(_READ_WHOLE) or _ASKING.fullmatch(path):
            content += stream.read(_MOST_OF_PART)
    return content


def _require_types(shown: str, content: bytes, wanted: str) -> None:
    """Raises Invalid where a part is of a type that runs, or none is of the type that the ending says."""
    types = [each.get("ContentType", "") for each in ElementTree.fromstring(content)]
    if any(map(_MACRO_TYPE.search, types)):
        raise _with_macros(shown)
    if wanted and not any(wanted in each for each in types):
        raise Invalid(
            f"{shown} er ikke det, endelsen siger: indholdet er af en anden type. Gem den igen i den rigtige type."
        )


def _of_part(shown: str, path: str, content: bytes) -> str:
    if content.startswith(compound_files.START):
        return compound_files.judged(shown, content)
    if path.endswith(".rels") and any(_loaded_from_elsewhere(content)):
        return "den henter en skabelon eller et indhold et andet sted fra"
    if _ASKING.fullmatch(path) and _asks_a_program(content):
        return "den henter indhold fra et andet program (DDE)"
    if path == _MANIFEST and b"encryption-data" in content:
        raise _locked(shown)
    return ""


def _asks_a_program(content: bytes) -> bool:
    """Whether a part has a field or a link that starts a program, also where the field's name is cut in pieces."""
    content = content.replace(b"\0", b"")  # of UTF-16
    told = b"".join(one + other for one, other in _INSTRUCTION.findall(content))
    return bool(_DDE_LINK.search(content) or _DDE_FIELD.search(html.unescape(told.decode("utf-8", "replace"))))


def _loaded_from_elsewhere(content: bytes) -> Iterator[bool]:
    for each in ElementTree.fromstring(content):
        is_external = each.get("TargetMode", "").casefold() == "external"
        if is_external and each.get("Type", "").casefold().endswith(_LOADED):
            yield not _LOCAL.fullmatch(each.get("Target", "").strip())


def _with_macros(shown: str) -> Invalid:
    return Invalid(f"{shown} har makroer og kan ikke være bilag. Gem den uden makroer, eller som PDF.")


def _locked(shown: str) -> Invalid:
    return Invalid(f"{shown} er beskyttet med adgangskode. Gem den uden, og læg den ind igen.")
