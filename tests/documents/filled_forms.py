"""Answer forms of a network, filled in as a viewer does, by field name."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pikepdf
from pikepdf import Name, Pdf, String

from cbnet_desktop.documents.papers import answer_form as documents
from cbnet_desktop.documents.pdf import front
from cbnet_desktop.domain.papers import answer_form
from cbnet_desktop.domain.papers.answer_form import AnswerForm
from cbnet_desktop.domain.records import Organisation
from cbnet_desktop.domain.records.network import Network


def form(network: Network, year: int, library: str) -> AnswerForm:
    """The form of the library of this short name."""
    (found,) = (one for one in network.live(Organisation) if one.short_name == library)
    return answer_form.form_of(network, year, found)


def printed(made: AnswerForm) -> bytes:
    """The empty form as PDF."""
    return front.render(made, documents.story)


def filled(pdf: bytes, said: Mapping[str, str]) -> bytes:
    """The form with texts typed and buttons crossed, each with /V and /AS (ISO 32000-1, 12.7.4)."""

    def fill(document: Pdf) -> None:
        for field in document.Root.AcroForm.Fields:
            text = said.get(str(field.T))
            if text is None:
                continue
            if Name.Tx == field.FT:
                field.V = String(text)
                continue
            field.V = Name(f"/{text}")
            for kid in field.Kids:
                kid.AS = field.V if field.V in kid.AP.N else Name.Off

    return changed(pdf, fill)


def changed(pdf: bytes, change: Callable[[Pdf], None]) -> bytes:
    """The file after a change, saved anew."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(written)
    return written.getvalue()
