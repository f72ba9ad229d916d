"""Prints the previewed PDF: unchanged by CUPS, elsewhere rendered from the same bytes by the preview's library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageRanges, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QProgressDialog, QWidget
from shiboken6 import isValid

from cbnet_desktop.documents.pdf.drawing import Tile
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.paper import cups
from cbnet_desktop.ui.paper.pdf_drawing import pixels
from cbnet_desktop.ui.paper.pdf_reader import Channel
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.widgets.qt_types import not_none

if TYPE_CHECKING:
    from cbnet_desktop.ui.paper.preview_window import PreviewWindow

POINTS_PER_INCH = 72
#: Resolution in dpi; a higher one takes longer and looks the same on office printers.
FINEST_DPI = 600
#: Rows of pixels rendered at a time: 24 MB of A4, with edges on whole pixels at lower resolutions too.
BAND_INCHES = 2
TITLE = "Udskriv"
NO_PRINTER = "Der er ingen printer på denne computer. Gem dokumentet, og udskriv det fra en computer med en printer."
NOT_PRINTED = "Printeren tog ikke imod dokumentet. Se, om den er tændt, og prøv igen."
NO_PAGES = "Ingen af dokumentets sider blev valgt, så intet er udskrevet. Vælg sider, der findes i dokumentet."
GIVEN_UP = "Udskriften blev annulleret."
SOME_DRAWN = "De sider, der allerede var tegnet, kan komme ud."
BOTH_SIDES = QPrinter.DuplexMode.DuplexLongSide


def ask_and_print(window: PreviewWindow) -> None:
    """Opens the print dialog, and prints the PDF of the window."""
    window.strip.show_error("")  # the message about the last print
    _look(window, lambda: _ask(window), window.strip.show_error)


def _look(parent: QWidget, then: Callable[[], object], refuse: Callable[[str], object]) -> None:
    """Opens the dialog once the print server answers, without blocking the window meanwhile."""
    if not cups.is_here():
        then()
        return
    if parent.findChild(BusyDialog) is not None:
        return
    busy = BusyDialog(TITLE, "Ser efter printere …", parent, can_cancel=True)

    def ended(call: Callable[[], object]) -> None:
        if isValid(parent) and not busy.is_cancelled:
            busy.finish()
            call()

    background.run(cups.look, lambda _: ended(then), lambda refusal: ended(lambda: refuse(refusal.message)))


def _ask(window: PreviewWindow) -> None:
    if not QPrinterInfo.availablePrinterNames():
        window.strip.show_error(NO_PRINTER)
        return
    printer = make_printer(window.title)
    dialog = PrintDialog(printer, window)
    dialog.accepted.connect(lambda: _print(window, dialog, printer))
    # PySide6 gives QPrintDialog.open another signature, and there is no other non-blocking call.
    QDialog.open(dialog)


def make_printer(title: str) -> QPrinter:
    """A printer for full A4 pages, duplex where it can."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDuplex(BOTH_SIDES)
    return printer


class PrintDialog(QPrintDialog):
    """The print dialog. is_paper_chosen says whether the user chose the paper or Qt took the queue's default."""

    def __init__(self, printer: QPrinter, window: PreviewWindow) -> None:
        super().__init__(printer, window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(TITLE)
        self.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage)
        # »Gem som …« writes the same bytes to a file.
        self.setOption(QPrintDialog.PrintDialogOption.PrintToFile, on=False)
        self.setMinMax(1, len(window.reader.sizes))
        self.setFromTo(1, len(window.reader.sizes))
        if both_sides := self.findChild(QAbstractButton, "duplexLong"):
            both_sides.clicked.emit()  # as if chosen, so that it is kept for the next printer too
        properties = self.findChild(QAbstractButton, "properties")
        self.is_paper_chosen = properties is None
        if properties is not None:
            properties.clicked.connect(self._read_paper)
            not_none(self.findChild(QComboBox, "printers")).currentIndexChanged.connect(self._forget_paper)

    def accept(self) -> None:
        """Checks the print server first, since Qt asks it once more and would hang."""
        _look(self, super().accept, self._give_up)

    def _give_up(self, sentence: str) -> None:
        self.reject()
        self._window.activateWindow()  # two dialogs close at once, and the focus would go to the main window
        self._window.strip.show_error(sentence)

    def _read_paper(self) -> None:
        """Reads the paper after the properties dialog was accepted or cancelled."""
        if any(shown.result() == QDialog.DialogCode.Accepted for shown in self.findChildren(QDialog)):
            self.is_paper_chosen = True

    def _forget_paper(self) -> None:
        self.is_paper_chosen = False


def _print(window: PreviewWindow, dialog: PrintDialog, printer: QPrinter) -> None:
    if not dialog.is_paper_chosen:
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    pages = chosen_pages(printer, len(window.reader.sizes), window.view.page)
    if not pages:
        window.strip.show_error(NO_PAGES)
    elif cups.is_here():
        _hand_over(window, printer, pages)
    else:
        PdfPrinting(window, printer, pages).start()


def chosen_pages(printer: QPrinter, count: int, page: int) -> list[int]:
    """The pages to print, from 0, in print order."""
    options = cups.options(printer)
    has_range = printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage() > 0
    ranges = printer.pageRanges() if has_range else QPageRanges.fromString(options.get("page-ranges", ""))
    if printer.printRange() == QPrinter.PrintRange.CurrentPage:
        pages = [page]
    else:
        pages = [number for number in range(count) if ranges.isEmpty() or ranges.contains(number + 1)]
    if wanted := options.get("page-set"):
        # Qt's dialog counts from the first page of its range.
        is_odd = (wanted == "odd") != (has_range and printer.fromPage() % 2 == 0)
        pages = [number for number in pages if number % 2 != is_odd]
    return pages[::-1] if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else pages


def sent(printer: QPrinter, pages: Sequence[int]) -> str:
    """The message once the printer has all pages."""
    sides = "1 side" if len(pages) == 1 else f"{len(pages)} sider"
    copies = f" i {printer.copyCount()} eksemplarer" if printer.copyCount() > 1 else ""
    return f"Sendt til {printer.printerName()}: {sides}{copies}."


def _hand_over(window: PreviewWindow, printer: QPrinter, pages: Sequence[int]) -> None:
    queue = printer.printerName()
    command = cups.command(printer, window.title, pages, len(window.reader.sizes))
    sending = cups.Sending(queue, command, window.pdf)
    words = sent(printer, pages)
    busy = BusyDialog(TITLE, f"Sender til {queue} …", window, can_cancel=True)
    busy.rejected.connect(sending.give_up)

    def done(state: str) -> None:
        if isValid(window):
            _finish(busy)
            window.strip.show_note(f"{words} {state}".strip())

    def refused(refusal: UserError) -> None:
        if not isValid(window):  # closed, but a failed print must be reported
            message_box.show(QApplication.activeWindow(), refusal.message)
        elif busy.is_cancelled:
            window.strip.show_note(GIVEN_UP)
        else:
            _finish(busy)
            window.strip.show_error(refusal.message)

    background.run(sending.run, done, refused)


def _finish(busy: BusyDialog) -> None:
    if isValid(busy):
        busy.finish()


class PdfPrinting(QObject):
    """A print job: draws each page once the reader has rendered it; can be cancelled between pages."""

    def __init__(self, window: PreviewWindow, printer: QPrinter, pages: Sequence[int]) -> None:
        super().__init__(window)
        self._reader = window.reader
        self._strip = window.strip
        self._printer = printer
        self._is_grey = is_grey(printer)
        self._words = sent(printer, pages)
        self._pages = _all_copies(printer, pages)
        self._painter = QPainter()
        self._printed = 0
        self._bands: list[Tile] = []
        self._is_turned = False
        self._drawn = QSize()
        self.progress = QProgressDialog("", "Annuller", 0, len(self._pages), window)
        self.progress.setWindowTitle("Udskriver")
        self.progress.setWindowModality(Qt.WindowModality.WindowModal)
        self.progress.setMinimumDuration(0)  # the pages come from the window behind it, which must not be closed
        self.progress.canceled.connect(self.cancel)

    def start(self) -> None:
        """Opens the printer and requests the first page."""
        options = cups.options(self._printer)
        cups.set_options(self._printer, {name: options[name] for name in options if name not in cups.OF_PAGES})
        self._printer.setResolution(min(self._printer.resolution(), FINEST_DPI))
        if self._is_grey:
            self._printer.setColorMode(QPrinter.ColorMode.GrayScale)
        if not self._painter.begin(self._printer):
            self._refuse()
            return
        self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        self._reader.drawn.connect(self._take)
        self._begin_page()

    def cancel(self) -> None:
        """Cancels the pages that have not been sent."""
        if self._painter.isActive():
            is_stopped = self._printer.abort()
            self._end()
            self._strip.show_note(GIVEN_UP if is_stopped else f"{GIVEN_UP} {SOME_DRAWN}")

    def _begin_page(self) -> None:
        self.progress.setLabelText(f"Udskriver side {self._printed + 1} af {len(self._pages)} …")
        page = self._pages[self._printed]
        size = self._reader.sizes[page]
        sheet = QSizeF(self._sheet())
        self._is_turned = (size.width() > size.height()) != (sheet.width() > sheet.height())
        if self._is_turned:
            sheet.transpose()
        # In the printer's pixels, scaled down only where the page is larger than the sheet.
        whole = self._printer.resolution() / POINTS_PER_INCH
        scale = min(whole, sheet.width() / size.width(), sheet.height() / size.height())
        self._drawn = QSize(*pixels(size, scale))
        self._bands = list(bands(page, scale, self._drawn, BAND_INCHES * self._printer.resolution()))
        self._ask()

    def _ask(self) -> None:
        """Requests one band at a time, to save memory."""
        self._reader.want(Channel.PRINT, self._bands[:1])

    def _take(self, channel: int, tile: Tile, image: QImage) -> None:
        if channel != Channel.PRINT or not self._painter.isActive() or self._bands[:1] != [tile]:
            return
        del self._bands[0]
        self._draw(tile, image)
        if self._bands:
            self._ask()
            return
        self._printed += 1
        self.progress.setValue(self._printed)  # processes events, so that it may be cancelled now
        if not self._painter.isActive():
            return
        if self._printed < len(self._pages):
            if self._printer.newPage():
                self._begin_page()
            else:
                self._refuse()
        elif self._painter.end():
            self._end()
            self._strip.show_note(self._words)
        else:
            self._refuse()

    def _draw(self, tile: Tile, image: QImage) -> None:
        """Draws a band of the page, which is centred on the sheet."""
        drawn, corner = self._drawn, QPoint(tile.left, tile.top)
        if self._is_turned:
            corner = QPoint(drawn.height() - tile.top - tile.height, tile.left)
            drawn, image = drawn.transposed(), image.transformed(QTransform().rotate(90))
        if self._is_grey:
            image = image.convertToFormat(QImage.Format.Format_Grayscale8)
        rest = self._sheet() - drawn
        self._painter.drawImage(corner + QPoint(rest.width() // 2, rest.height() // 2), image)

    def _sheet(self) -> QSize:
        return self._printer.paperRect(QPrinter.Unit.DevicePixel).size().toSize()

    def _refuse(self) -> None:
        self._end()
        self._strip.show_error(NOT_PRINTED)

    def _end(self) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.progress.close()
        self.progress.deleteLater()
        self.deleteLater()


def is_grey(printer: QPrinter) -> bool:
    """Whether the printer prints in grey, by choice or because it has no colour."""
    known = QPrinterInfo(printer).supportedColorModes()
    has_colour = not known or QPrinter.ColorMode.Color in known
    return printer.colorMode() == QPrinter.ColorMode.GrayScale or not has_colour


def _all_copies(printer: QPrinter, pages: Sequence[int]) -> list[int]:
    """The pages repeated for each copy, unless the printer makes the copies itself."""
    if printer.supportsMultipleCopies():
        return list(pages)
    if printer.collateCopies():
        return list(pages) * printer.copyCount()
    return [page for page in pages for _ in range(printer.copyCount())]


def bands(page: int, scale: float, drawn: QSize, height: int) -> Iterator[Tile]:
    """Splits a page of this size in pixels into bands of its full width, from top to bottom."""
    for top in range(0, drawn.height(), height):
        yield Tile(page, scale, 0, top, drawn.width(), min(height, drawn.height() - top))
