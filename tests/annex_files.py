"""Files that people attach, ordinary and hostile, made byte by byte so that each harm is the only one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(harm: Callable[[Pdf], object] = lambda _: None, **options: object) -> bytes:
    """A PDF of one page, harmed before it is saved; options are those of pikepdf's save."""
    made = io.BytesIO()
    with pikepdf.new() as new:
        new.add_blank_page()
        harm(new)
        new.save(made, deterministic_id=not options, **options)  # type: ignore[arg-type]  # each caller names what save takes
    return made.getvalue()


@cache
def plain_pdf() -> bytes:
    return pdf()


def encrypted(password: str) -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="ejer", user=password))


def xfa(new: Pdf) -> None:
    new.Root.AcroForm = Dictionary(Fields=Array(), XFA=new.make_stream(b"<xdp/>"))


def portfolio(new: Pdf) -> None:
    new.Root.Collection = Dictionary(Type=Name.Collection)


def launch(new: Pdf) -> None:
    """Behind a link, in dictionaries that are no objects of their own."""
    action = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    new.pages[0].obj.Annots = Array([link])


def javascript(new: Pdf) -> None:
    new.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def film(new: Pdf) -> None:
    made = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
    new.pages[0].obj.Annots = Array([made])


def carries(name: str, data: bytes) -> Callable[[Pdf], object]:
    """Attaches a file."""

    def harm(new: Pdf) -> None:
        new.attachments[name] = pikepdf.AttachedFileSpec(new, data, filename=name)

    return harm


def bomb(new: Pdf) -> None:
    """An attached file of 3 MB that unpacks to 600 MB."""
    carries("x.txt", b"tekst")(new)
    packer = zlib.compressobj(1)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    for found in new.objects:
        if isinstance(found, Dictionary) and "/EF" in found:
            found.EF.F.write(block + block[2:] * 599 + b"\x03\x00", filter=Name.FlateDecode)


def docx(parts: Mapping[str, bytes | str] | None = None, *, main: str = _WORD, types: str = "") -> bytes:
    """A Word document with these parts beside its own."""
    listed = f'<Override PartName="/word/document.xml" ContentType="{main}"/>{types}'
    own = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{listed}'
        "</Types>",
        "word/document.xml": "<document/>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**own, **(parts or {})}.items():
            archive.writestr(name, content)
    return made.getvalue()


def related(kind: str, target: str, *, encoding: str = "utf-8") -> dict[str, bytes]:
    """The relations of a document with one that is external."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><Relationships xmlns="urn:x"><Relationship Id="a" '
        f'Type="{_RELATIONS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return {"word/_rels/settings.xml.rels": text.encode(encoding)}


def archive(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def nested(depth: int) -> bytes:
    """An archive in an archive, so many deep."""
    return archive({"inderst.txt": b"x"}) if depth == 0 else archive({f"{depth}.zip": nested(depth - 1)})


def compound(*streams: str) -> bytes:
    """One of Microsoft's compound files with the names of these streams in it."""
    return OLE + bytes(600) + b"".join(name.encode("utf-16-le") for name in streams) + bytes(600)
