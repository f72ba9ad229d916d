"""Turns the finished pages into a file for archives: PDF/A-3a and PDF/UA-1, with the content attached as data."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import IO, TYPE_CHECKING, BinaryIO, cast
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>
<xmp:CreatorTool>{program}</xmp:CreatorTool><pdf:Producer>{program}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in the PDF; media_type for example text/csv. is_data: it says what the pages say."""

    name: str
    media_type: str
    description: str
    content: bytes
    is_data: bool = True


@dataclass(frozen=True, slots=True)
class Metadata:
    """The PDF's metadata; each text is one line, at is both its creation and modification date."""

    title: str
    author: str
    subject: str
    language: str
    program: str
    at: datetime


def archived(pages: bytes, metadata: Metadata, attachments: Sequence[Attachment] = ()) -> bytes:
    """Makes reportlab's tagged PDF an archive file; the same input gives the same bytes."""
    import pikepdf

    written = io.BytesIO()
    with _file(pages) as draft, pikepdf.open(draft, access_mode=pikepdf.AccessMode.mmap) as pdf:
        pdf.Root.Metadata = pdf.make_stream(_xmp(metadata), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        pdf.Root.OutputIntents = pikepdf.Array([_screen_colours(pdf)])
        if attachments:
            _attach(pdf, attachments, metadata.at)
        pdf.save(
            written,
            deterministic_id=True,
            fix_metadata_version=False,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return written.getvalue()


@contextmanager
def _file(content: bytes) -> Iterator[BinaryIO]:
    """The bytes as a temporary file, since a memory-mapped file is read twice as fast as a stream."""
    draft: IO[bytes]
    with ExitStack() as opened:
        try:
            draft = opened.enter_context(tempfile.TemporaryFile())
            draft.write(content)
            draft.flush()
        except OSError:
            draft = io.BytesIO(content)
        yield cast("BinaryIO", draft)


def _xmp(metadata: Metadata) -> bytes:
    names = ("title", "author", "subject", "language", "program")
    texts = {name: escape(getattr(metadata, name)) for name in names}
    return _XMP.format(**texts, at=metadata.at.isoformat(timespec="seconds")).encode()


def _screen_colours(pdf: Pdf) -> Object:
    """The output intent that declares the colours as sRGB (ISO 19005-3, 6.2.3)."""
    from pikepdf import Dictionary, Name, String

    profile = pdf.make_stream(_srgb(), N=3)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String("sRGB"),
            Info=String("sRGB IEC61966-2.1"),
            DestOutputProfile=profile,
        )
    )


@cache
def _srgb() -> bytes:
    return files("pikepdf").joinpath("pdfa", "data", "sRGB.icc").read_bytes()


def _attach(pdf: Pdf, attachments: Sequence[Attachment], at: datetime) -> None:
    from pikepdf import Array, Dictionary, Name

    specifications = [_specification(pdf, attachment, at) for attachment in sorted(attachments, key=lambda it: it.name)]
    names = [part for found in specifications for part in (found.UF, found)]
    if not all(attachment.is_data for attachment in attachments):
        pdf.Root.PageMode = Name.UseAttachments
    pdf.Root.AF = Array(specifications)
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))


def _specification(pdf: Pdf, attachment: Attachment, at: datetime) -> Object:
    from pikepdf import Dictionary, Name, String

    checksum = hashlib.md5(attachment.content, usedforsecurity=False).digest()
    parameters = Dictionary(
        Size=len(attachment.content),
        ModDate=String(f"{at:D:%Y%m%d%H%M%S+00'00'}"),
        CheckSum=String(checksum),
    )
    embedded = pdf.make_stream(
        attachment.content,
        Type=Name.EmbeddedFile,
        Subtype=Name("/" + attachment.media_type),
        Params=parameters,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            Desc=String(attachment.description),
            AFRelationship=Name.Data if attachment.is_data else Name.Supplement,
            EF=Dictionary(F=embedded, UF=embedded),
        )
    )
