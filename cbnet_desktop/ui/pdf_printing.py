"""Prints the pages of a PDF as they are previewed, drawn by the same library from the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QProgressDialog, QWidget

from cbnet_desktop.domain.errors import Invalid, UserError
from cbnet_desktop.ui.pdf_drawing import Tile, pixels
from cbnet_desktop.ui.pdf_reader import Channel, PdfReader

POINTS_PER_INCH = 72
#: What office printers show; more takes longer and looks the same.
FINEST_DPI = 300
NO_PRINTER = "Der er ingen printer på denne computer. Gem dokumentet, og udskriv det fra en computer med en printer."
NOT_PRINTED = "Printeren tog ikke imod dokumentet. Se, om den er tændt, og prøv igen."

Refuse = Callable[[UserError], object]


def ask_and_print(window: QWidget, reader: PdfReader, *, page: int, title: str, refuse: Refuse) -> None:
    """Asks for a printer and pages, and prints; page is the one that is shown, from 0."""
    if not QPrinterInfo.availablePrinterNames():
        refuse(Invalid(NO_PRINTER))
        return
    printer = make_printer(title)
    dialog = QPrintDialog(printer, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage)
    dialog.setMinMax(1, len(reader.sizes))
    dialog.setFromTo(1, len(reader.sizes))
    dialog.accepted.connect(
        lambda: PdfPrinting(window, reader, printer, chosen_pages(printer, len(reader.sizes), page), refuse).start()
    )
    dialog.open()


def make_printer(title: str) -> QPrinter:
    """A printer for whole A4 sheets."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    return printer


def chosen_pages(printer: QPrinter, count: int, page: int) -> list[int]:
    """The pages that were asked for, from 0, in the order in which they come out."""
    kind = printer.printRange()
    if kind == QPrinter.PrintRange.CurrentPage:
        pages = [page]
    elif kind == QPrinter.PrintRange.PageRange and printer.fromPage():
        pages = list(range(printer.fromPage() - 1, min(printer.toPage() or count, count)))
    else:
        pages = list(range(count))
    return pages[::-1] if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else pages


class PdfPrinting(QObject):
    """One print: a page is put on paper when the reader has drawn it; can be cancelled between pages."""

    def __init__(
        self, window: QWidget, reader: PdfReader, printer: QPrinter, pages: Sequence[int], refuse: Refuse
    ) -> None:
        super().__init__(window)
        self._reader = reader
        self._printer = printer
        self._pages = list(pages)
        self._refuse = refuse
        self._painter = QPainter()
        self._printed = 0
        self.progress = QProgressDialog("", "Annuller", 0, len(self._pages), window)
        self.progress.setWindowTitle("Udskriver")
        self.progress.setWindowModality(Qt.WindowModality.WindowModal)
        self.progress.setMinimumDuration(400)
        self.progress.canceled.connect(self.cancel)

    def start(self) -> None:
        """Opens the printer and asks for the first page."""
        if not self._pages or not self._painter.begin(self._printer):
            self._end()
            self._refuse(Invalid(NOT_PRINTED))
            return
        self._reader.drawn.connect(self._take)
        self._ask()

    def cancel(self) -> None:
        """Gives up what the printer has not taken."""
        if self._painter.isActive():
            self._printer.abort()
            self._end()

    def _ask(self) -> None:
        page = self._pages[self._printed]
        self.progress.setLabelText(f"Udskriver side {self._printed + 1} af {len(self._pages)} …")
        scale = min(self._printer.resolution(), FINEST_DPI) / POINTS_PER_INCH
        self._reader.want(Channel.PRINT, [Tile(page, scale, 0, 0, *pixels(self._reader.sizes[page], scale))])

    def _take(self, channel: int, tile: Tile, image: QImage) -> None:
        if channel != Channel.PRINT or not self._painter.isActive() or tile.page != self._pages[self._printed]:
            return
        self._painter.drawImage(self._place(self._reader.sizes[tile.page]), image)
        self._printed += 1
        self.progress.setValue(self._printed)
        if self._printed == len(self._pages):
            self._end()
        elif self._painter.isActive() and not self._printer.newPage():
            self._end()
            self._refuse(Invalid(NOT_PRINTED))
        elif self._painter.isActive():
            self._ask()

    def _place(self, size: QSizeF) -> QRectF:
        """In the middle of the sheet, smaller only where the page is larger than the sheet."""
        sheet = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        drawn = size * (self._printer.resolution() / POINTS_PER_INCH)
        if drawn.width() > sheet.width() or drawn.height() > sheet.height():
            drawn.scale(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, drawn.width(), drawn.height())
        place.moveCenter(QRectF(0, 0, sheet.width(), sheet.height()).center())
        return place

    def _end(self) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.progress.close()
        self.progress.deleteLater()
        self.deleteLater()
