"""A list of lines to read, some of which lead elsewhere: each is heard as a sentence, Enter or a click goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cbnet_desktop.ui.widgets import icons, theme

_ICON, _STEP, _MARGIN = 16, 22, 12
GOING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
#: What a line that leads elsewhere ends with; the arrow is not read aloud.
GO_TO = "<a>Gå&nbsp;til&nbsp;→</a>"


@dataclass(frozen=True)
class Line:
    """A line: markup without links of its own, an icon's name, how far it stands in, and what it leads to."""

    markup: str
    call: Callable[[], object] | None = field(default=None, compare=False)
    icon: str = ""
    inset: int = 0
    above: int = 0


class LinkList(QListWidget):
    """Up and Down go from line to line; Enter, Space or a click does what a line leads to.

    Qt tells a rich text with links to no screen reader, neither its links nor where Tab has come to in it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self._documents: list[QTextDocument] = []
        self._shown: object = None
        self.setFrameShape(self.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setResizeMode(self.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Drawn(self))
        self.setMouseTracking(True)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replaces the lines, and keeps the current one and the place; where they are the same, nothing happens."""
        shown = list(lines), theme.colour("text").name(), theme.colour("link").name()
        if shown == self._shown:
            self.lines = list(lines)  # the same words may lead elsewhere now
            return
        self._shown = shown
        place, current = self.verticalScrollBar().value(), self.currentRow()
        self.clear()
        self.lines = list(lines)
        self._documents = [_document(line.markup) for line in self.lines]
        for line, document in zip(self.lines, self._documents, strict=True):
            text = " ".join(document.toPlainText().replace("→", "").split())
            item = QListWidgetItem(text, self)
            if line.icon:
                item.setIcon(icons.icon(line.icon))
        self.setCurrentRow(min(max(current, 0), len(self.lines) - 1))
        self.doItemsLayout()
        self.verticalScrollBar().setValue(place)

    def go(self, row: int) -> None:
        """Does what the line leads to, if it leads anywhere."""
        if 0 <= row < len(self.lines) and (call := self.lines[row].call):
            call()

    def document(self, row: int, width: int) -> QTextDocument:
        """The text of a line as it is set in a width, in pixels."""
        document = self._documents[row]
        document.setDefaultFont(self.font())
        document.setTextWidth(max(width, 1))
        return document

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space go where the current line leads."""
        if event.key() in GOING and not event.isAutoRepeat():
            self.go(self.currentRow())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes where the line leads."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.go(self.indexAt(event.position().toPoint()).row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand points where a click leads elsewhere."""
        super().mouseMoveEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        leads = 0 <= row < len(self.lines) and self.lines[row].call is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)


class _Drawn(QStyledItemDelegate):
    """Draws the lines as rich text, the current one in a frame while the list has the focus."""

    def __init__(self, view: LinkList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002 - Qt's
        """As high as the line is in the width of the list."""
        place = self._text_place(QRect(0, 0, self._view.viewport().width(), 0), index.row())
        height = self._view.document(index.row(), place.width()).size().height()
        return QSize(place.width(), int(height) + self._view.lines[index.row()].above)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draws frame, icon and text."""
        row, line = index.row(), self._view.lines[index.row()]
        place = self._text_place(option.rect, row)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(theme.colour("current_row"))
            painter.drawRect(option.rect.adjusted(1, 1 + line.above, -1, -1))
        if line.icon:
            pixmap = icons.pixmap(line.icon, _ICON, self._view.devicePixelRatioF())
            painter.drawPixmap(place.left() - _STEP, place.top() + (self._line_height() - _ICON) // 2, pixmap)
        painter.translate(QPointF(place.topLeft()))
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, theme.colour("text"))
        self._view.document(row, place.width()).documentLayout().draw(painter, context)
        painter.restore()

    def _text_place(self, place: QRect, row: int) -> QRect:
        line = self._view.lines[row]
        inset = _MARGIN + _STEP * (line.inset + bool(line.icon))
        return place.adjusted(inset, line.above, -_MARGIN, 0)

    def _line_height(self) -> int:
        return self._view.fontMetrics().height() + 4


def _document(markup: str) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(2)
    muted, link = theme.colour("muted").name(), theme.colour("link").name()
    document.setDefaultStyleSheet(f".m {{ color: {muted} }} a {{ color: {link}; text-decoration: none }}")
    document.setHtml(markup)
    return document
