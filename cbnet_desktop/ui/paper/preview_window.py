"""The preview window: thumbnails, pages and tool bar; saves and prints the bytes that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.system import paths
from cbnet_desktop.ui.heard.announcing import announce
from cbnet_desktop.ui.paper.page_view import PageView
from cbnet_desktop.ui.paper.pdf_reader import PdfReader
from cbnet_desktop.ui.paper.pdf_search import PdfSearch
from cbnet_desktop.ui.paper.preview_bar import PreviewBar
from cbnet_desktop.ui.paper.thumbnails import Thumbnails
from cbnet_desktop.ui.widgets.file_kinds import require_suffix, with_suffix
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.font_sizes import give_size, without_margins
from cbnet_desktop.ui.widgets.message_strip import MessageStrip

FOLDER = "document_folder"


class PreviewWindow(FittedDialog):
    """Shows a PDF without blocking the main window."""

    print_asked = Signal()
    """The user wants to print, and there are pages."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        file_name: str,
        pdf: bytes,
        notes: Sequence[str] = (),
        *,
        is_foreign: bool = False,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title = title
        self.pdf = pdf
        self.notes = tuple(notes)
        self._file_name = file_name
        self.setWindowTitle(f"{title} – forhåndsvisning")
        self.reader = PdfReader(pdf, is_foreign=is_foreign)
        self.view = PageView(self.reader, self)
        self.view.setAccessibleName(title)
        self.thumbnails = Thumbnails(self.reader, self)
        self.search = PdfSearch(self.reader, self.view, self)
        self.bar = PreviewBar(self)
        self.strip = MessageStrip(self)
        self._arrange()
        self._connect()
        if self.notes:
            self.strip.show_note("\n".join(self.notes))
        give_size(self, 150, 44)
        self.view.setFocus()
        self.reader.start()

    def save_as(self) -> None:
        """Asks for a file and writes the PDF into it."""
        target, _ = QFileDialog.getSaveFileName(self, "Gem som PDF", str(proposed(self._file_name)), "PDF (*.pdf)")
        if target:
            self.save(with_suffix(target, ".pdf"))

    def save(self, target: Path) -> None:
        """Writes the PDF atomically; a failure is shown below the pages."""
        from cbnet_desktop.documents.pdf.writing import write_pdf

        try:
            require_suffix(target, ".pdf")
            write_pdf(target, self.pdf)
        except UserError as refusal:
            self.refuse(refusal)
            return
        self.show_saved(target)

    def show_saved(self, target: Path) -> None:
        """Says where a file was saved; the next one is proposed there."""
        self.strip.show_note(f"Gemt: {target}")
        with suppress(OSError):  # remembering the folder is a convenience
            paths.save_settings(**{FOLDER: str(target.parent)})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the search first, then the window."""
        if event.key() == Qt.Key.Key_Escape and (self.bar.search.hasFocus() or self.bar.page.hasFocus()):
            self.view.setFocus()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.thumbnails)
        middle.addWidget(self.view, 1)
        column = without_margins(QVBoxLayout(self))
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addWidget(self.strip)

    def _connect(self) -> None:
        reader, view, bar, search = self.reader, self.view, self.bar, self.search
        reader.opened.connect(self._open)
        reader.refused.connect(self.refuse)
        reader.text_read.connect(self._describe)
        view.page_changed.connect(self._name_page)
        view.zoom_changed.connect(lambda: bar.show_zoom(view.zoom, view.factor))
        self.thumbnails.page_chosen.connect(view.go_to)
        bar.page_asked.connect(view.go_to)
        bar.page_asked.connect(lambda _: view.setFocus())
        bar.zoom_asked.connect(view.zoom_to)
        bar.step_asked.connect(view.zoom_by_step)
        bar.search.textChanged.connect(search.look_for)
        bar.hit_asked.connect(search.step)
        search.counted.connect(bar.show_hits)
        search.counted.connect(partial(announce, self))
        bar.save_asked.connect(self.save_as)
        bar.print_asked.connect(self._ask_to_print)
        bar.close_asked.connect(self.close)
        self.finished.connect(lambda _: reader.close())
        # The window may be deleted without being closed; the thread must end then too.
        self.destroyed.connect(reader.close)

    def _open(self, sizes: list[QSizeF]) -> None:
        self.bar.show_pages(len(sizes))
        self.view.show_sizes(sizes)
        self.thumbnails.show_sizes(sizes)
        self.bar.show_zoom(self.view.zoom, self.view.factor)
        self._name_page(0)

    def _ask_to_print(self) -> None:
        if self.reader.sizes:
            self.print_asked.emit()

    def refuse(self, refusal: UserError) -> None:
        """Shows below the pages what was refused."""
        self.strip.show_error(refusal.message)

    def _name_page(self, page: int) -> None:
        self.bar.show_page(page)
        self.thumbnails.show_page(page)
        self.view.setAccessibleName(f"{self.title}, side {page + 1} af {len(self.reader.sizes)}")
        self.reader.read(page)

    def _describe(self, page: int, text: str) -> None:
        """Gives the current page's text to screen readers."""
        if page == self.view.page:
            self.view.setAccessibleDescription(text)


def proposed(file_name: str) -> Path:
    """The file in the folder where a document was last saved."""
    return Path(str(paths.settings().get(FOLDER) or Path.home())) / file_name
