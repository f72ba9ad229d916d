"""The visible stamp of a digital signature: signer and time, in the embedded font of the page."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

_GAP = 4.0
_LINES = 3
_LARGEST, _SMALLEST = 8.0, 4.0
_LEADING = 1.25
CAPTION = "Digitalt underskrevet"


class Stamp:
    """A stamp style that fills the field; pyHanko's own stamps do not embed their font."""

    def __init__(self, name: str, at: datetime) -> None:
        self._lines = (name, CAPTION, f"{at:%d.%m.%Y} kl. {at:%H.%M}")

    def create_stamp(self, writer: Any, box: Any, _: dict[str, str]) -> _Appearance:
        """Called by pyHanko with the size of the field."""
        return _Appearance(writer, page(self._lines, float(box.width), float(box.height)))


class _Appearance:
    def __init__(self, writer: Any, drawn: bytes) -> None:
        self._writer = writer
        self._drawn = drawn

    def apply_appearance(self, annotation: Any) -> None:
        """Called by pyHanko with the field's place on the page."""
        from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
        from pyhanko.pdf_utils.reader import PdfFileReader

        make: Any = DictionaryObject
        looks = self._writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._drawn)))
        annotation["/AP"] = make({pdf_name("/N"): looks})


def page(lines: tuple[str, ...], width: float, height: float) -> bytes:
    """A page of the field's size, in points, with the lines on it; the first is the signatory's name."""
    from reportlab.pdfgen.canvas import Canvas

    from cbnet_desktop.documents.pdf import style, text
    from cbnet_desktop.documents.pdf.front import ONE_AT_A_TIME

    written = io.BytesIO()
    size = max(_SMALLEST, min(_LARGEST, (height - _GAP) / (_LINES * _LEADING)))
    with ONE_AT_A_TIME:
        style.register_fonts()
        canvas = Canvas(written, pagesize=(width, height), invariant=1, initialFontName=style.REGULAR)
        for number, line in enumerate(lines):
            face = style.REGULAR if number else style.BOLD
            fitting = size * min(1.0, width / max(style.text_width(text.printable(line), face, size), 1.0))
            used = max(_SMALLEST, fitting)
            canvas.setFont(face, used)
            canvas.setFillColor(style.colour("text" if face == style.BOLD else "muted"))
            canvas.drawString(
                0, _GAP + size * _LEADING * (len(lines) - 1 - number), text.fitted(line, face, used, width)
            )
        canvas.save()
    return written.getvalue()
