"""Reads the answer form that comes back: a stranger's file, in a process of its own (system/foreign.py)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from cbnet_desktop.documents.pdf.tagged_tree import FORM_KEY
from cbnet_desktop.domain.records.errors import Unreadable, UserError
from cbnet_desktop.system import foreign

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

START = b"%PDF-"
_BROKEN = "{name} kan ikke læses: PDF-filen er beskadiget eller så indviklet, at det ville tage for lang tid."
_ENCRYPTED = "{name} er beskyttet med en adgangskode. Bed om filen uden beskyttelse."
_PORTFOLIO = "{name} er en PDF-portefølje med flere filer i. Gem selve skemaet som en fil for sig, og vælg den."
_XFA = "{name} er en formular af Adobes gamle slags (XFA) og bliver ikke åbnet. Brug svarskemaet, som CBnet skrev det."
_SCRIPT = "{name} indeholder programkode (JavaScript), som svarskemaet ikke har, og bliver ikke åbnet."
#: The most fields that are looked at, and the most letters of one that are kept.
_MOST_FIELDS, _MOST_LETTERS = 2_000, 10_000
#: The most bytes of the data that a form carries along.
_MOST_DATA = 1 << 22


def fields(pdf: bytes, name: str, errand: foreign.Errand | None = None) -> tuple[str, dict[str, str]]:
    """The key that a PDF carries, "" without one, and what is filled in by field name; raises Unreadable.

    Signatures are passed over; of a choice it is the name of what was chosen.
    """
    try:
        return (errand or foreign.Errand()).do(partial(parsed, pdf, name), UserError)
    except foreign.Unread:
        raise Unreadable(_BROKEN.format(name=name)) from None


def parsed(pdf: bytes, name: str) -> tuple[str, dict[str, str]]:
    """The same, by the library itself."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf), suppress_warnings=True) as document:
            _require_harmless(document, name)
            return _key(document), dict(_filled_in(document))
    except (UserError, ImportError, MemoryError):
        raise
    except pikepdf.PasswordError:
        raise Unreadable(_ENCRYPTED.format(name=name)) from None
    except Exception:
        raise Unreadable(_BROKEN.format(name=name)) from None


def _require_harmless(document: Pdf, name: str) -> None:
    from pikepdf import Dictionary

    form = document.Root.get("/AcroForm")
    found = {
        _ENCRYPTED: document.is_encrypted,
        _PORTFOLIO: "/Collection" in document.Root,
        _XFA: isinstance(form, Dictionary) and "/XFA" in form,
    }
    for sentence, is_so in found.items():
        if is_so:
            raise Unreadable(sentence.format(name=name))
    if "/JavaScript" in document.Root.get("/Names", {}) or any(map(_runs_script, document.objects)):
        raise Unreadable(_SCRIPT.format(name=name))


def _runs_script(found: Object) -> bool:
    """Whether an object, or an action that is written within it, is a script."""
    from pikepdf import Array, Dictionary, Name, Stream

    waiting: list[Any] = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary | Stream):
            if "/JS" in one or one.get("/S") == Name.JavaScript:
                return True
            waiting.extend(value for _, value in one.items() if _is_within(value))
        elif isinstance(one, Array):
            waiting.extend(value for value in one if _is_within(value))
    return False


def _is_within(value: Any) -> bool:
    """Whether a value is written within another object; the others are looked at for themselves."""
    from pikepdf import Array, Dictionary

    return isinstance(value, Dictionary | Array) and not value.is_indirect


def _key(document: Pdf) -> str:
    """The key in the catalogue, or where a program has dropped it that in the data."""
    from pikepdf import String

    found = document.Root.get(f"/{FORM_KEY}")
    if isinstance(found, String):
        return str(found)
    attached = document.attachments.get("indhold.json")
    data = json.loads(attached.get_file().read_bytes()[:_MOST_DATA]) if attached else {}
    return str(data.get("key", "")) if isinstance(data, dict) else ""


def _filled_in(document: Pdf) -> Iterator[tuple[str, str]]:
    from pikepdf import Array, Dictionary, Name, String

    form = document.Root.get("/AcroForm")
    listed = form.get("/Fields") if isinstance(form, Dictionary) else None
    waiting: list[tuple[str, Any]] = [("", field) for field in listed or ()] if isinstance(listed, Array) else []
    for _ in range(_MOST_FIELDS):
        if not waiting:
            return
        above, field = waiting.pop(0)
        title = field.get("/T") if isinstance(field, Dictionary) else None
        if not isinstance(title, String):
            continue
        name = f"{above}{title}"[:_MOST_LETTERS]
        boxes = _kids(field)
        waiting.extend((f"{name}.", kid) for kid in boxes if "/T" in kid)
        if field.get("/FT") != Name.Sig:
            yield name, _value(field, [kid for kid in boxes if "/T" not in kid])


def _kids(field: Any) -> list[Any]:
    from pikepdf import Array, Dictionary

    kids = field.get("/Kids")
    return [kid for kid in kids if isinstance(kid, Dictionary)] if isinstance(kids, Array) else []


def _value(field: Any, boxes: list[Any]) -> str:
    """What is typed, or the name of what is chosen; some viewers say it only at the button or box that is seen."""
    from pikepdf import Name, Stream, String

    if field.get("/FT") == Name.Btn:
        names = [str(one)[1:] for one in (field.get("/V"), *(box.get("/AS") for box in boxes)) if isinstance(one, Name)]
        return next((one for one in names if one != "Off"), "")
    value = next((one for one in (field.get("/V"), *(box.get("/V") for box in boxes)) if one is not None), None)
    if isinstance(value, Stream):
        value = String(value.read_bytes())
    if not isinstance(value, String):
        return ""
    whole = str(value)[:_MOST_LETTERS].encode("utf-8", "ignore").decode().replace("\0", "")
    return whole.replace("\r\n", "\n").replace("\r", "\n")
