"""Makes the icons of the packages from resources/icons/cbnet.svg: python .shipping/make_icons.py FOLDER.

Into the folder go cbnet.ico and cbnet.icns for the program, document.ico and document.icns for its files, and hicolor/
for Linux. They are made at every build, never kept; nothing but PySide6 and Pillow is needed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

WHEEL = Path(__file__).resolve().parent.parent / "resources" / "icons" / "cbnet.svg"
PAGE = Path(__file__).resolve().parent / "page.svg"
#: Widths in pixels that the systems ask for.
WINDOWS = (16, 20, 24, 32, 40, 48, 64, 128, 256)
MAC = (32, 64, 128, 256, 512, 1024)
LINUX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
#: Where the wheel stands on the page of a document, as parts of its width: left, top, size.
ON_PAGE = (0.25, 0.375, 0.5)
#: On a Mac an icon leaves this much of its square free on each side.
MAC_MARGIN = 0.09
MIME_ICON = "application-x-cbnet"

Drawing = Callable[[int], Image.Image]


def main(arguments: list[str]) -> int:
    """Writes the icons; exit code 2 without a folder."""
    if len(arguments) != 1:
        sys.stderr.write("Say one folder: python .shipping/make_icons.py FOLDER\n")
        return 2
    write(Path(arguments[0]))
    return 0


def write(folder: Path) -> None:
    """Writes all icons into a folder, which may be new. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in {"cbnet": program, "document": document}.items():
        write_ico(folder / f"{name}.ico", drawing)
        write_icns(folder / f"{name}.icns", drawing)
    write_hicolor(folder / "hicolor")


def write_hicolor(folder: Path) -> None:
    """The theme folder that /usr/share/icons/hicolor takes in."""
    for size in LINUX:
        for place, drawing in {"apps/cbnet.png": program, f"mimetypes/{MIME_ICON}.png": document}.items():
            target = folder / f"{size}x{size}" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            drawing(size).save(target, optimize=True)
    scalable = folder / "scalable" / "apps" / "cbnet.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(WHEEL.read_bytes())


def write_ico(target: Path, drawing: Drawing) -> None:
    """An icon of Windows with each size drawn by itself."""
    drawn = [drawing(size) for size in WINDOWS]
    drawn[-1].save(target, sizes=[picture.size for picture in drawn], append_images=drawn[:-1])


def write_icns(target: Path, drawing: Drawing) -> None:
    """An icon of macOS with each size drawn by itself."""
    drawn = [with_margin(drawing, size) for size in MAC]
    drawn[-1].save(target, append_images=drawn[:-1])


def with_margin(drawing: Drawing, size: int) -> Image.Image:
    """The drawing in a free edge; the smallest have no pixel to spare."""
    margin = round(size * MAC_MARGIN) if size > 32 else 0
    picture = Image.new("RGBA", (size, size))
    picture.paste(drawing(size - 2 * margin), (margin, margin))
    return picture


def program(size: int) -> Image.Image:
    """The program's icon, the wheel, so many pixels wide."""
    return drawn(size, {WHEEL: (0, 0, 1)})


def document(size: int) -> Image.Image:
    """The icon of a network's file: the wheel on a page."""
    return drawn(size, {PAGE: (0, 0, 1), WHEEL: ON_PAGE})


def drawn(size: int, places: dict[Path, tuple[float, float, float]]) -> Image.Image:
    """SVG drawings over each other, each at left, top and width as parts of the picture's width."""
    canvas = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(0)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for svg, (left, top, width) in places.items():
        QSvgRenderer(str(svg)).render(painter, QRectF(left * size, top * size, width * size, width * size))
    painter.end()
    canvas.convertTo(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (size, size), bytes(canvas.constBits()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
