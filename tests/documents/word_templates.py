"""Templates for Word as a network would have them, and as somebody who means harm would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from docx import Document
from docx.shared import Pt, RGBColor

DOCUMENT = b"wordprocessingml.document.main+xml"
TEMPLATE = b"wordprocessingml.template.main+xml"
HEAD, FOOT, BODY = "Centralbibliotekernes netværk · brevpapir", "Svar til netvaerk@example.org", "Skriv her"
RELATIONS = "word/_rels/document.xml.rels"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def template(*, kind: bytes = TEMPLATE) -> bytes:
    """A letterhead with a red first heading, a text in its body and an author of its own."""
    document = Document()
    document.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0, 0)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Georgia", Pt(12)
    document.sections[0].header.paragraphs[0].text = HEAD
    document.sections[0].footer.paragraphs[0].text = FOOT
    document.add_paragraph(BODY)
    document.core_properties.author = "Grafikeren"
    written = io.BytesIO()
    document.save(written)
    return changed(written.getvalue(), replaced={"[Content_Types].xml": (DOCUMENT, kind)})


def changed(
    content: bytes,
    *,
    replaced: Mapping[str, tuple[bytes, bytes]] | None = None,
    added: Mapping[str, bytes] | None = None,
    without: str = "",
) -> bytes:
    """The file with bytes replaced in some of its parts, others added, and one left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != without:
                new.writestr(name, old.read(name).replace(*(replaced or {}).get(name, (b"\xff\xff", b""))))
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return made.getvalue()


def related(kind: str, target: str, *, mode: str = "External", part: str = RELATIONS) -> bytes:
    """The template with one more relationship in a part."""
    relation = f'<Relationship Id="rIdX" Type="{KINDS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    end = b"</Relationships>"
    if part == RELATIONS:
        return changed(template(), replaced={part: (end, relation.encode() + end)})
    whole = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}'
    return changed(template(), added={part: whole.encode() + end})


def with_header(markup: str) -> bytes:
    """The template with markup in its header."""
    return changed(template(), replaced={"word/header1.xml": (b"</w:hdr>", f"{markup}</w:hdr>".encode())})


def field(*pieces: str) -> str:
    """A field whose instruction is in several runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    ends = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return f"<w:p>{ends[0]}{runs}{ends[1]}</w:p>"
