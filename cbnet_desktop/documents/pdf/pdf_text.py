"""Extracts the text of a PDF with PDFium, which is not thread-safe."""

from __future__ import annotations

import re
from contextlib import closing
from threading import Lock
from typing import Any

from cbnet_desktop.domain.records.errors import Unreadable

#: Must be held while calling PDFium.
PDFIUM = Lock()
BROKEN = "PDF-filen kan ikke læses. Den er beskadiget eller beskyttet med en adgangskode."
_DIGEST = re.compile(r"Historikkens kontrolsum:\s*([0-9a-f]{64})(?![0-9a-f])")


def printed_digest(pdf: bytes) -> str:
    """The digest of the history printed on a signed-off plan, empty where there is none; raises Unreadable."""
    import pypdfium2

    with PDFIUM:
        try:
            with closing(pypdfium2.PdfDocument(pdf)) as document:
                found = (_DIGEST.search(_text(document, number)) for number in range(len(document)))
                return next((digest[1] for digest in found if digest), "")
        except pypdfium2.PdfiumError:
            raise Unreadable(BROKEN) from None


def _text(document: Any, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as content:
        return str(content.get_text_bounded())
