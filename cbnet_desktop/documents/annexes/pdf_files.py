"""PDFs that others made: what in them is locked, drawn anew, runs, or is carried along (ISO 32000-1)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from cbnet_desktop.documents.annexes import zip_files
from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import quoted

#: Types of action that start something outside the document, or load another (12.6.4).
_STARTS = {"/Launch", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/RichMediaExecute"}
_RUNS = {"/JavaScript"}
_PLAYS = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
_MOST_ATTACHED, _DEEPEST = 500, 40


def judged(name: str, data: bytes) -> str:
    """Why a PDF is not opened from the program; raises Invalid for one that is no annex."""
    import pikepdf

    shown = quoted(name)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Invalid(f"{shown} er beskyttet. Gem den uden beskyttelse, eller udskriv den til en ny PDF.")
            _require_plain(shown, pdf.Root)
            return _of_objects(shown, pdf)
    except pikepdf.PasswordError:
        raise Invalid(f"{shown} er beskyttet med adgangskode. Gem den uden, og læg den ind igen.") from None
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        return "filen er beskadiget"


def _require_plain(shown: str, root: Any) -> None:
    import pikepdf

    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        raise Invalid(f"{shown} er en formular (XFA), som ikke ser ens ud hos alle. Udskriv den til en ny PDF.")
    if "/Collection" in root:
        raise Invalid(f"{shown} er en portefølje med flere filer. Læg filerne ind hver for sig.")


def _of_objects(shown: str, pdf: Any) -> str:
    """Judges each action, annotation and attached file, wherever it stands."""
    import pikepdf

    reason, attached = "", 0
    for found in pdf.objects:
        for each in _dictionaries(found):
            reason = reason or _reason(shown, each)
            if isinstance(each.get("/EF"), pikepdf.Dictionary):
                attached += 1
                _judge_attached(shown, each, attached)
    return reason


def _dictionaries(found: Any, depth: int = 0) -> Iterator[Any]:
    """The dictionaries of an object, also those in it that are no objects of their own; raises ValueError."""
    import pikepdf

    if depth > _DEEPEST:
        raise ValueError
    inner: Iterable[Any] = ()
    if isinstance(found, pikepdf.Stream):
        found = found.stream_dict
    if isinstance(found, pikepdf.Dictionary):
        yield found
        inner = found.as_dict().values()
    elif isinstance(found, pikepdf.Array):
        inner = found.as_list()
    for value in inner:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _reason(shown: str, each: Any) -> str:
    kind, drawn = str(each.get("/S", "")), str(each.get("/Subtype", ""))
    if kind == "/Launch":
        raise Invalid(f"{shown} starter et andet program og kan ikke være bilag. Udskriv den til en ny PDF.")
    if kind in _RUNS or "/JS" in each:
        return "den har programmer (JavaScript) i sig"
    if kind in _STARTS:
        return "den åbner andre filer"
    return "den har lyd, film eller figurer i sig" if drawn in _PLAYS and "/Rect" in each else ""


def _judge_attached(shown: str, each: Any, count: int) -> None:
    """Raises Invalid where a file that is carried along is a program or has macros, or where there are too many."""
    if count > _MOST_ATTACHED:
        raise Invalid(f"{shown} har flere end {_MOST_ATTACHED} filer i sig. Læg dem ind hver for sig.")
    stream = next(iter(each.EF.as_dict().values()), None)
    data = stream.read_bytes() if stream is not None else b""
    name = str(each.get("/UF", each.get("/F", "")))
    if annex_files.is_program(name, data[: annex_files.BEGINNING]) or annex_files.is_for_macros(name):
        raise Invalid(f"{shown} har et program eller makroer i sig. Udskriv den til en ny PDF.")
    if data.startswith(b"PK\x03\x04"):
        zip_files.inside(shown, data, depth=1)
