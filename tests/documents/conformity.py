"""Whether a PDF keeps PDF/A-3a and PDF/UA-1, and a specimen with ways to break it, so that the checks bite.

page-validation reads a file in some hundredths of a second and serves the ordinary tests; veraPDF, which needs Java, is
run over the same files by tests/pdf_checks.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import page
import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

from cbnet_desktop.documents.pdf.pages import Edition, write
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pdf.tagged_file import Attachment
from cbnet_desktop.documents.pdf.tagging import SignatureField
from cbnet_desktop.documents.pictures.pictures import Box, Label, Picture

ARCHIVE, ACCESS = "3a", "ua1"
_PROFILES = {ARCHIVE: page.ValidationProfile.PDF_A_3A, ACCESS: page.ValidationProfile.PDF_UA_1}
#: It finds the wrong end of streams that are in order.
_FALSE_ALARM = "STREAM-LENGTH-001"
EDITION = Edition("Netværket", "Prøve", "Version 1", True, "2015-01-01T00:00:00Z", "0" * 64)


def broken_rules(pdf: bytes, *profiles: str) -> list[str]:
    """The rules that the file breaks, each once; of both standards where none is named."""
    found: set[str] = set()
    for profile in profiles or _PROFILES:
        report = page.validate_pdf_bytes(pdf, profile=_PROFILES[profile])
        found.update(failure.rule_id for failure in report.failures)
    return sorted(rule for rule in found if not rule.endswith(_FALSE_ALARM))


@cache
def specimen() -> bytes:
    """A short PDF with one of everything that is tagged."""
    story = Story()
    story.title("Prøve")
    story.contents()
    story.facts([("Planår", "2015")])
    for chapter in range(1, 8):
        story.new_page()
        story.heading(f"Kapitel {chapter}")
    story.heading("Afsnit", 2)
    story.bullets(["Et punkt"])
    columns = (Column("Nr.", 1), Column("Tekst", 4))
    story.table(columns, [["1", "et"], ["2", "to"]], [["", "I alt"]])
    story.figure(Picture(90, 20, (Box(0, 0, 40, 10, "accent"), Label(50, 2, "fem", 8)), "En bjælke på fem."))
    field = SignatureField("underskrift-1", "Underskrift: Mette Holm")
    story.form([Column("Navn", 1), Column("Underskrift", 1)], [["Mette Holm", field]], 44)
    return write(story, EDITION, [Attachment("data.json", "application/json", "Data", b"{}")])


@dataclass(frozen=True)
class Defect:
    """A way to break a file, and the standards that forbid it."""

    name: str
    harm: Callable[[Pdf], None]
    forbidden_by: tuple[str, ...]

    def harmed(self, pdf: bytes) -> bytes:
        """The file with the defect."""
        written = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as document:
            self.harm(document)
            document.save(written, fix_metadata_version=False, static_id=True)
        return written.getvalue()


def elements(document: Pdf, tag: str = "") -> Iterator[Object]:
    """The structure elements of a tag, or all, in the order of the tree."""
    waiting = [document.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop(0)
        if isinstance(element, pikepdf.Array):
            waiting = [*element, *waiting]
        elif isinstance(element, Dictionary) and "/S" in element:
            if not tag or f"/{tag}" == element.S:
                yield element
            if "/K" in element:
                waiting.insert(0, element.K)


def _without(tag: str, key: str) -> Callable[[Pdf], None]:
    def harm(document: Pdf) -> None:
        for element in list(elements(document, tag)):
            del element[key]

    return harm


def _without_root(key: str) -> Callable[[Pdf], None]:
    def harm(document: Pdf) -> None:
        del document.Root[key]

    return harm


def _without_annotation(subtype: str, key: str) -> Callable[[Pdf], None]:
    def harm(document: Pdf) -> None:
        for sheet in document.pages:
            for annotation in sheet.get("/Annots", []):
                if annotation.Subtype == subtype:
                    del annotation[key]

    return harm


def _unmark(document: Pdf) -> None:
    """Takes the first artifact mark and its end from every page."""
    for sheet in document.pages:
        kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
        is_open = is_done = False
        for instruction in pikepdf.parse_content_stream(sheet):
            operands, operator = instruction.operands, instruction.operator
            if not is_done and str(operator) == "BDC" and operands[0] == Name.Artifact:
                is_open = is_done = True
            elif is_open and str(operator) == "EMC":
                is_open = False
            else:
                kept.append(instruction)
        sheet.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))


def _skip_level(document: Pdf) -> None:
    for element in elements(document, "H2"):
        element.S = Name.H3


def _in_metadata(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    def harm(document: Pdf) -> None:
        before = document.Root.Metadata.read_bytes()
        assert old in before
        document.Root.Metadata.write(before.replace(old, new))

    return harm


def _without_fonts(document: Pdf) -> None:
    for found in document.objects:
        if isinstance(found, Dictionary) and "/FontFile2" in found:
            del found["/FontFile2"]


def _without_relationship(document: Pdf) -> None:
    for specification in document.Root.AF:
        del specification["/AFRelationship"]


def _cell_outside_a_row(document: Pdf) -> None:
    for element in elements(document, "TR"):
        element.S = Name.P


_BOTH = (ARCHIVE, ACCESS)
DEFECTS = (
    Defect("a figure without words", _without("Figure", "/Alt"), (ACCESS,)),
    Defect("no language", _without_root("/Lang"), (ACCESS,)),
    Defect("header cells without scope", _without("TH", "/A"), (ACCESS,)),
    Defect("page furniture without artifact mark", _unmark, (ACCESS,)),
    Defect("no output intent", _without_root("/OutputIntents"), (ARCHIVE,)),
    Defect("no structure tree", _without_root("/StructTreeRoot"), _BOTH),
    Defect("not said to be tagged", _without_root("/MarkInfo"), _BOTH),
    Defect("no title shown", _without_root("/ViewerPreferences"), (ACCESS,)),
    Defect("no metadata", _without_root("/Metadata"), _BOTH),
    Defect("not said to be PDF/UA", _in_metadata(b"<pdfuaid:part>1</pdfuaid:part>", b""), (ACCESS,)),
    Defect("not said to be PDF/A", _in_metadata(b"<pdfaid:part>3</pdfaid:part>", b""), (ARCHIVE,)),
    Defect("a level of headings skipped", _skip_level, (ACCESS,)),
    Defect("cells outside a row", _cell_outside_a_row, (ACCESS,)),
    Defect("fonts not embedded", _without_fonts, _BOTH),
    Defect("links without words", _without_annotation("/Link", "/Contents"), (ACCESS,)),
    Defect("a link outside the structure", _without_annotation("/Link", "/StructParent"), (ACCESS,)),
    Defect("a field without a description", _without_annotation("/Widget", "/TU"), (ACCESS,)),
    Defect("a field without a look", _without_annotation("/Widget", "/AP"), (ARCHIVE,)),
    Defect("a field that is not printed", _without_annotation("/Widget", "/F"), (ARCHIVE,)),
    Defect("data without a relationship", _without_relationship, (ARCHIVE,)),
)
