"""A picture as a PNG, drawn as it is printed."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import closing

from reportlab.pdfgen.canvas import Canvas

from cbnet_desktop.documents.pdf import drawing
from cbnet_desktop.documents.pdf.drawing import Pixels, Tile
from cbnet_desktop.documents.pdf.reportlab_pictures import draw
from cbnet_desktop.documents.pictures.pictures import Picture

#: Pixels per point: 216 dpi.
_SCALE = 3.0


def png(picture: Picture) -> bytes:
    """The picture on white; the same picture gives the same bytes."""
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(picture.width, picture.height), invariant=1)
    draw(canvas, picture)
    canvas.save()
    with closing(drawing.opened(page.getvalue())) as document:
        (size,) = drawing.sizes(document)
        return _png(drawing.draw(Tile(0, _SCALE, 0, 0, *drawing.pixels(*size, _SCALE)), document))


def _png(found: Pixels) -> bytes:
    lines = b"".join(b"\0" + _line(found, number) for number in range(found.height))
    head = struct.pack(">IIBBBBB", found.width, found.height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _line(found: Pixels, number: int) -> bytes:
    """A line of pixels in red, green and blue."""
    start = number * found.stride
    pixels = found.content[start : start + 4 * found.width]
    line = bytearray(3 * found.width)
    for colour in range(3):
        line[colour::3] = pixels[2 - colour :: 4]
    return bytes(line)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
