"""A PDF as Qt draws it: pages as images, sizes and hits as Qt's own; where others wrote the file, drawn apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

from cbnet_desktop.documents.pdf import drawing
from cbnet_desktop.documents.pdf.drawing import Tile
from cbnet_desktop.domain.records.errors import Unreadable, UserError
from cbnet_desktop.system import foreign

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

T = TypeVar("T")
TOO_HARD = "PDF-filen kan ikke vises: den er beskadiget eller så indviklet, at det ville tage for lang tid."


class Hit(NamedTuple):
    """A search hit: a rectangle for each line, in points from the page's top left corner."""

    page: int
    lines: tuple[QRectF, ...]


class Drawing:
    """An open PDF, for one thread; every call raises Unreadable where the file cannot be drawn."""

    def __init__(self, pdf: bytes, *, is_foreign: bool) -> None:
        self._paper = _Apart(pdf) if is_foreign else _Here(pdf)

    def sizes(self) -> list[QSizeF]:
        """The pages' sizes in points."""
        return [QSizeF(*size) for size in self._paper.ask(drawing.sizes)]

    def draw(self, tile: Tile) -> QImage:
        """A tile as it is printed, with form fields and signatures."""
        found = self._paper.ask(partial(drawing.draw, tile))
        shape = (found.width, found.height, found.stride)
        return QImage(found.content, *shape, QImage.Format.Format_RGB32).copy()

    def text(self, page: int) -> str:
        """The text of a page."""
        return self._paper.ask(partial(drawing.text, page))

    def hits(self, page: int, words: str) -> list[Hit]:
        """The hits of the words on a page, ignoring case."""
        found = self._paper.ask(partial(drawing.hits, page, words))
        return [Hit(page, tuple(QRectF(*line) for line in lines)) for lines in found]

    def close(self) -> None:
        """Closes the PDF."""
        self._paper.close()


class _Here:
    def __init__(self, pdf: bytes) -> None:
        self._document = drawing.opened(pdf)

    def ask(self, work: Callable[[PdfDocument], T]) -> T:
        return work(self._document)

    def close(self) -> None:
        drawing.close(self._document)


class _Apart:
    def __init__(self, pdf: bytes) -> None:
        self._process = foreign.Apart(UserError)
        try:
            self._process.keep(partial(drawing.opened, pdf))
        except foreign.Unread:
            self._process.close()
            raise Unreadable(TOO_HARD) from None
        except UserError:
            self._process.close()
            raise

    def ask(self, work: Callable[[Any], T]) -> T:
        try:
            return self._process.ask(work)
        except foreign.Unread:
            raise Unreadable(TOO_HARD) from None

    def close(self) -> None:
        self._process.close()


def pixels(size: QSizeF, scale: float) -> tuple[int, int]:
    """The size of a page in pixels at a scale, at least one each way."""
    return drawing.pixels(size.width(), size.height(), scale)
