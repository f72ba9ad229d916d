"""Writes a paper as a Word file (ISO/IEC 29500): the same paper and template give the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from cbnet_desktop.documents.word.body import Body
from cbnet_desktop.documents.word.markup import element, field, paragraph, run, tab, tabs
from cbnet_desktop.documents.word.parts import Telling
from cbnet_desktop.domain.titles.titles import short

_LANGUAGE = "da-DK"
_FONT, _ACCENT = "Calibri", RGBColor(0x0B, 0x5C, 0x8C)
_HAIRLINE = "8A949C"
#: The version since which Word sets pages in its present way; of an older one it speaks in the title of its window.
_WORD = "15"
_SIZES = {
    "Normal": 11,
    "Title": 24,
    "Subtitle": 13,
    "Heading 1": 16,
    "Heading 2": 13,
    "Heading 3": 11.5,
    "Heading 4": 11,
    "Heading 5": 11,
}
#: A4, in points, and its margins.
_WIDTH, _HEIGHT, _SIDE, _ENDS = 595.3, 841.9, 65, 72
#: The most characters of what stands alone on a line at the head or foot, and of what shares it.
_LINE, _HALF = 95, 52
#: How head and foot look.
_QUIET = "cell_quiet"
#: The parts of a document that a paper needs; others have nothing to do with how it looks.
_NEEDED = {RELATION.STYLES, RELATION.NUMBERING, RELATION.SETTINGS, RELATION.FONT_TABLE, RELATION.THEME}
_PLACES = (qn("w:headerReference"), qn("w:footerReference"))
#: Settings of a template that would lock a paper, fetch something, or speak of parts that are dropped.
_UNWANTED = {
    qn(f"w:{name}")
    for name in (
        "attachedTemplate",
        "docVars",
        "documentProtection",
        "endnotePr",
        "footnotePr",
        "mailMerge",
        "rsids",
        "trackRevisions",
        "updateFields",
        "writeProtection",
    )
}
#: Zip files cannot say an earlier moment.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def write(paper: Telling, template: bytes | None = None) -> bytes:
    """The paper as a .docx, with the styles, header and footer of a template that was examined."""
    document = Document(io.BytesIO(template) if template else None)
    _strip(document)
    if template is None:
        _design(document, paper)
    _speak_danish(document)
    _describe(document, paper)
    Body(document).fill(paper, is_plain=template is None)
    return _packed(document)


def _strip(document: Any) -> None:
    """Leaves the styles, headers and footers: a template's text and what it remembers of its makers is dropped."""
    body, part = document.element.body, document.part
    _gather_places(body)
    for child in list(body):
        if child is not body.sectPr:
            body.remove(child)
    placed = {place.get(qn("r:id")) for place in body.iter(*_PLACES)}
    for key, relation in list(part.rels.items()):
        if relation.reltype not in _NEEDED and key not in placed:
            del part.rels[key]
    for key, relation in list(part.package.rels.items()):
        if relation.reltype not in (RELATION.OFFICE_DOCUMENT, RELATION.CORE_PROPERTIES):
            del part.package.rels[key]
    settings = document.settings.element
    for relation in part.rels.values():
        if relation.reltype == RELATION.SETTINGS:
            relation.target_part.rels.clear()
    for setting in list(settings):
        if setting.tag in _UNWANTED:
            settings.remove(setting)


def _gather_places(body: Any) -> None:
    """Gives the last section, the one that is left, the headers and footers that it has from those before it."""
    last = body.get_or_add_sectPr()
    for section in reversed(body.xpath(".//w:pPr/w:sectPr")):
        for place in section.findall(_PLACES[0]) + section.findall(_PLACES[1]):
            kind = place.get(qn("w:type"))
            if not any(one.get(qn("w:type")) == kind for one in last.findall(place.tag)):
                last.insert(0, place)


def _design(document: Any, paper: Telling) -> None:
    """The look of a paper without a template: A4, the styles' sizes, and the head and foot of the PDF."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:rPr"))
    fonts = defaults.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)
    for name, size in _SIZES.items():
        style = document.styles[name]
        for own in style.element.xpath("./w:rPr/w:rFonts | ./w:rPr/w:spacing | ./w:rPr/w:kern | ./w:pPr/w:pBdr"):
            own.getparent().remove(own)
        style.font.size = Pt(size)
        if name != "Normal":
            style.font.color.rgb, style.font.italic = _ACCENT, None
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    for rule in document.styles["Table Grid"].element.xpath(".//w:tblBorders/*"):
        rule.set(qn("w:color"), _HAIRLINE)
    for setting in document.settings.element.xpath(".//w:compatSetting[@w:name='compatibilityMode']"):
        setting.set(qn("w:val"), _WORD)
    section = document.sections[0]
    section.page_width, section.page_height = Pt(_WIDTH), Pt(_HEIGHT)
    section.left_margin = section.right_margin = Pt(_SIDE)
    section.top_margin = section.bottom_margin = Pt(_ENDS)
    section.different_first_page_header_footer = True
    _lines(section.header, [run(short(paper.author, _HALF), _QUIET), tab(), run(short(paper.title, _HALF), _QUIET)])
    for foot in (section.first_page_footer, section.footer):
        _lines(foot, [run(short(paper.state, _LINE), _QUIET), tab(), *_page_number()])
    _lines(section.first_page_header, [])


def _page_number() -> list[Any]:
    return [run("Side ", _QUIET), *field("PAGE", _QUIET), run(" af ", _QUIET), *field("NUMPAGES", _QUIET)]


def _lines(place: Any, runs: list[Any]) -> None:
    """A line at the head or foot of pages: its end stands at the right margin."""
    stops = tabs((_WIDTH - 2 * _SIDE, "right", "none"))
    place.is_linked_to_previous = False
    place._element[:] = [paragraph(runs, "", stops)]


def _speak_danish(document: Any) -> None:
    """Every text is Danish, also where a style of a template says otherwise."""
    styles = document.styles.element
    defaults = _child(_child(_child(styles, "docDefaults"), "rPrDefault"), "rPr")
    _child(defaults, "lang")
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
        language.set(qn("w:eastAsia"), _LANGUAGE)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), _LANGUAGE)


def _child(parent: Any, name: str) -> Any:
    found = parent.find(qn(f"w:{name}"))
    if found is None:
        found = element(name)
        parent.insert(len(parent) if name == "lang" else 0, found)
    return found


def _describe(document: Any, paper: Telling) -> None:
    """The properties that the PDF has too; the document is dated by its content, never by the clock."""
    core = document.core_properties
    for child in list(core._element):
        core._element.remove(child)
    core.title, core.author, core.last_modified_by = paper.title[:255], paper.author[:255], paper.author[:255]
    core.language = _LANGUAGE
    core.created = core.modified = datetime.fromisoformat(paper.at).replace(tzinfo=None)


def _packed(document: Any) -> bytes:
    """The file with the same moment on each of its parts."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w") as made:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX  # else the bytes would tell the system
            made.writestr(entry, parts.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
