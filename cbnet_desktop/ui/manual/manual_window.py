"""The manual in a window of its own beside the work: sections at the left, text and pictures at the right, a search."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from cbnet_desktop import RELEASED, __version__
from cbnet_desktop.documents.manual import reading
from cbnet_desktop.documents.manual.reading import Section
from cbnet_desktop.ui.manual.markup import markup
from cbnet_desktop.ui.widgets import theme
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog, room_for
from cbnet_desktop.ui.widgets.font_sizes import characters

#: The widths of list and text, and the height, in characters and lines.
LIST, TEXT, LINES = 22, 78, 40


class ManualWindow(FittedDialog):
    """Shows one section at a time; the search leaves those sections in the list that hold the words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        manual = reading.manual()
        self.setWindowTitle(manual.title)
        self._sections = {section.title: section for section in manual.sections}
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Søg i manualen")
        self.search.setAccessibleName("Søg i manualen")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Afsnit i manualen")
        self.text = _Pages(self)
        self.text.anchorClicked.connect(lambda link: self.show_section(unquote(link.fragment())))
        self._arrange()
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self.next_hit)
        self.list.currentTextChanged.connect(self._show)
        self._filter("")
        self.list.setFocus()

    def show_section(self, title: str) -> None:
        """Shows a section, or the first one where there is none of that title."""
        self.search.clear()
        found = self.list.findItems(title, Qt.MatchFlag.MatchExactly)
        self.list.setCurrentItem(found[0] if found else self.list.item(0))

    def next_hit(self) -> None:
        """Goes to the next place of the words searched for, also in the next section."""
        words = self.search.text().strip()
        if not words or not self.list.count() or self.text.find(words):
            return
        self.list.setCurrentRow((self.list.currentRow() + 1) % self.list.count())
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.text.find(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F goes to the search; Esc leaves it first."""
        is_search = event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_search:
            self.search.setFocus()
            self.search.selectAll()
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        left = QWidget(self)
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.search)
        side.addWidget(self.list, 1)
        split = QSplitter(self)
        split.addWidget(left)
        split.addWidget(self.text)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        room = room_for(self)
        size = QSize(characters(self, LIST + TEXT), self.fontMetrics().lineSpacing() * LINES).boundedTo(room)
        list_width = min(characters(self, LIST), size.width() // 3)
        split.setSizes([list_width, size.width() - list_width])
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.addButton("Manualen som &PDF", QDialogButtonBox.ButtonRole.ActionRole).clicked.connect(self._preview)
        box.rejected.connect(self.reject)
        for button in box.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]  # those of a box are push buttons
        line = QHBoxLayout()
        line.addWidget(box)
        column = QVBoxLayout(self)
        column.addWidget(split, 1)
        column.addLayout(line)
        self.resize(size)

    def _filter(self, words: str) -> None:
        wanted = words.strip().casefold()
        shown = [title for title, section in self._sections.items() if wanted in _text(section)]
        before = self.list.currentItem()
        title = before.text() if before else ""
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(shown)
        self.list.setCurrentRow(shown.index(title) if title in shown else 0)
        self.list.blockSignals(False)
        self._show(self.list.currentItem().text() if shown else "")

    def _show(self, title: str) -> None:
        self.text.show_section(self._sections.get(title), self.search.text().strip())

    def _preview(self) -> None:
        from cbnet_desktop.documents.manual import paper
        from cbnet_desktop.ui.paper import preview

        preview.show(self, paper.ready(__version__, RELEASED))


class _Pages(QTextBrowser):
    """A section with its pictures as wide as there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._section: Section | None = None
        self.setOpenLinks(False)
        self.document().setDocumentMargin(12)
        by = Qt.TextInteractionFlag
        self.setTextInteractionFlags(by.TextBrowserInteraction | by.TextSelectableByKeyboard)

    def show_section(self, section: Section | None, words: str = "") -> None:
        """Shows a section from its top, with every place of the words marked; None says that no section has them."""
        self._section = section
        self.setAccessibleName(section.title if section else "Intet fundet")
        if section is None:
            self.setPlainText("Ordene står ikke i manualen. Prøv et kortere ord.")
            return
        self._set()
        self._mark(words)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the pictures to the new width."""
        super().resizeEvent(event)
        if self._section and event.size().width() != event.oldSize().width():
            place = self.verticalScrollBar().value()
            self._set()
            self.verticalScrollBar().setValue(place)

    def _set(self) -> None:
        if self._section is None:
            return
        width = max(self.viewport().width() - 2 * int(self.document().documentMargin()), 1)
        files = [block.file for block in self._section.blocks if block.file]
        pictures = {file: _framed(file, width, self.devicePixelRatioF()) for file in files}
        for file, image in pictures.items():
            self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(file), image)
        self.setHtml(markup(self._section, {file: _width(image) for file, image in pictures.items()}))

    def _mark(self, words: str) -> None:
        found = []
        place = self.document().find(words) if words else QTextCursor()
        while not place.isNull():
            hit = QTextEdit.ExtraSelection()
            hit.cursor = place
            hit.format.setBackground(theme.colour("selection"))
            found.append(hit)
            place = self.document().find(words, place)
        self.setExtraSelections(found)


def _framed(name: str, width: int, ratio: float) -> QImage:
    """A picture at most so wide, in a frame, so that it stands out on any ground."""
    image = QImage(str(reading.picture(name))).convertToFormat(QImage.Format.Format_RGB32)
    image = image.scaledToWidth(round(ratio * min(width, image.width())), Qt.TransformationMode.SmoothTransformation)
    painter = QPainter(image)
    painter.setPen(QColor(theme.LIGHT["input"]))
    painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def _width(image: QImage) -> int:
    return round(image.width() / image.devicePixelRatio())


def _text(section: Section) -> str:
    return "\n".join([section.title, *(block.text for block in section.blocks)]).casefold()


def show(parent: QWidget | None, places: Iterable[str]) -> ManualWindow:
    """Shows the manual over a window at the section of the first place that has one; the same window where it is open.

    A dialog that blocks the others gets one of its own, which works while it is open.
    """
    open_now = [found for found in (parent.findChildren(ManualWindow) if parent else ()) if found.isVisible()]
    found = open_now[0] if open_now else ManualWindow(parent)
    sections = reading.manual().sections
    named = {place: section.title for section in sections for place in section.places}
    found.show_section(next((named[place] for place in places if place in named), sections[0].title))
    if not open_now:
        edge = found.screen().availableGeometry()
        found.move(edge.right() - found.width(), edge.top())
    found.show()
    found.raise_()
    found.activateWindow()
    return found
