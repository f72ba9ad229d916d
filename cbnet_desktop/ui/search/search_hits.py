"""The list of a search's hits, grouped by kind, with the words found in bold. User text is never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.search.search import Group, Hit
from cbnet_desktop.ui.widgets import icons, theme

HIT = Qt.ItemDataRole.UserRole
NOTE = Qt.ItemDataRole.UserRole + 1
MARGIN = 10
INDENT = 22
_ICON = 14

Index = QModelIndex | QPersistentModelIndex
Marks = Sequence[tuple[int, int]]


class _Marked(NamedTuple):
    """A text with the ranges of the words found."""

    text: str
    marks: Marks


class HitList(QListWidget):
    """A heading for each kind above its hits; only hits can be selected."""

    asked_for = Signal(object, bool)
    """A hit was chosen, with Ctrl or without."""
    left = Signal(str)
    """The focus must return to the search line, with the text typed here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Forekomster")
        self.setItemDelegate(_HitPainter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.itemClicked.connect(lambda item: self._ask(item, with_control=False))

    def show_groups(self, groups: Iterable[Group], nothing: str) -> None:
        """Fills the list; the sentence is shown where there is no hit."""
        self.clear()
        for group in groups:
            self._add_head(group)
            for hit in group.hits:
                self._add_hit(hit)
        if not self.count():
            item = QListWidgetItem(nothing, self)
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def hits(self) -> list[Hit]:
        """The hits in the order shown."""
        return [self.item(row).data(HIT) for row in self._hit_rows()]

    def begin(self) -> bool:
        """Makes the first hit current and focuses the list; False where there is none."""
        rows = self._hit_rows()
        if rows:
            self.setFocus()
            self.setCurrentRow(rows[0])
        return bool(rows)

    def ask_for_first(self, *, with_control: bool) -> None:
        """Emits the current hit, else the first one without Ctrl, since Ctrl restores only a hit that was selected."""
        rows = self._hit_rows()
        is_chosen = self.currentRow() in rows
        if rows:
            self._ask(self.item(self.currentRow() if is_chosen else rows[0]), with_control=with_control and is_chosen)

    def content_height(self) -> int:
        """The height of the list without scrolling, in pixels."""
        return sum(self.sizeHintForRow(row) for row in range(self.count())) + 2 * self.frameWidth()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter emits the hit; Esc, Up on the first one and typing go back to the search line."""
        is_first = self.currentRow() in self._hit_rows()[:1]
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ask_for_first(with_control=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and is_first):
            self.left.emit("")
        elif event.text().isprintable() and event.text():
            self.left.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _hit_rows(self) -> list[int]:
        return [row for row in range(self.count()) if self.item(row).data(HIT) is not None]

    def _ask(self, item: QListWidgetItem, *, with_control: bool) -> None:
        hit = item.data(HIT)
        if hit is not None:
            self.asked_for.emit(hit, with_control)

    def _add_head(self, group: Group) -> None:
        kind = TABLES[group.table]
        noun = kind.PLURAL if group.total > 1 else kind.NOUN
        item = QListWidgetItem(noun.capitalize(), self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        if group.total > len(group.hits):
            item.setData(NOTE, f"de første {len(group.hits)} af {group.total}")

    def _add_hit(self, hit: Hit) -> None:
        parts = (hit.title, "arkiveret" if hit.is_archived else "", hit.where, _label(hit) + hit.excerpt)
        item = QListWidgetItem(", ".join(part for part in parts if part), self)
        item.setData(HIT, hit)


def _label(hit: Hit) -> str:
    return f"{TABLES[hit.table].fields()[hit.field].label}: " if hit.excerpt else ""


class _HitPainter(QStyledItemDelegate):
    """Paints a hit on two lines, its title and place and the text of the field, and a heading on one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of one line or two, with space above headings."""
        hit: Hit | None = index.data(HIT)
        line = option.fontMetrics.height()
        if hit is None:
            return QSize(0, line + 12)
        return QSize(0, line * (2 if hit.excerpt else 1) + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws plain text piece by piece, so that nothing in it is taken for markup."""
        painter.save()
        hit: Hit | None = index.data(HIT)
        if hit is None:
            _paint_head(painter, option, str(index.data()), str(index.data(NOTE) or ""))
        else:
            _paint_hit(painter, option, hit)
        painter.restore()


def _paint_head(painter: QPainter, option: QStyleOptionViewItem, text: str, note: str) -> None:
    place = option.rect.adjusted(MARGIN, 6, -MARGIN, 0)
    painter.setFont(option.font)
    painter.setPen(theme.colour("muted"))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, note)
    font = QFont(option.font)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _paint_hit(painter: QPainter, option: QStyleOptionViewItem, hit: Hit) -> None:
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    is_under_mouse = bool(option.state & QStyle.StateFlag.State_MouseOver)
    if is_chosen or is_under_mouse:
        painter.fillRect(option.rect, theme.colour("selection" if is_chosen else "current_row"))
    text, muted = (theme.colour("on_selection"),) * 2 if is_chosen else (theme.colour("text"), theme.colour("muted"))
    place = option.rect.adjusted(INDENT, 4, -MARGIN, -4)
    line = option.fontMetrics.height()
    upper = QRect(place.left(), place.top(), place.width(), line)
    if hit.is_archived:
        painter.drawPixmap(
            upper.left(), upper.top() + (line - _ICON) // 2, icons.pixmap("archive", _ICON, 1.0, "muted")
        )
        upper.setLeft(upper.left() + _ICON + 5)
    beside = ", ".join(part for part in ("arkiveret" if hit.is_archived else "", hit.where) if part)
    _paint_beside(painter, option, upper, beside, muted, most=upper.width() // 2)
    _paint_marked(painter, option, upper, _Marked(hit.title, hit.title_marks), text)
    if hit.excerpt:
        label = _label(hit)
        marks = [(start + len(label), end + len(label)) for start, end in hit.excerpt_marks]
        lower = QRect(place.left(), place.top() + line, place.width(), line)
        _paint_marked(painter, option, lower, _Marked(label + hit.excerpt, marks), muted)


def _paint_beside(
    painter: QPainter, option: QStyleOptionViewItem, place: QRect, text: str, colour: QColor, *, most: int
) -> None:
    """Draws what the hit is a part of at the right, and narrows place to what is left for the title."""
    shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, most)
    painter.setFont(option.font)
    painter.setPen(colour)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
    place.setRight(place.right() - option.fontMetrics.horizontalAdvance(shown) - (12 if shown else 0))


def _paint_marked(
    painter: QPainter, option: QStyleOptionViewItem, place: QRect, marked: _Marked, colour: QColor
) -> None:
    """Draws the text on one line with the marked words in bold."""
    room = place.width() - _bold_adds(option, marked.marks)
    shown = option.fontMetrics.elidedText(marked.text, Qt.TextElideMode.ElideRight, room)
    layout = QTextLayout(shown, option.font)
    wrapping = QTextOption()
    wrapping.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(wrapping)
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    length = len(shown) - (shown != marked.text)
    ranges = []
    for start, end in marked.marks:
        found = QTextLayout.FormatRange()
        found.start, found.length = start, min(end, length) - start
        found.format = bold
        if found.length > 0:
            ranges.append(found)
    layout.setFormats(ranges)
    layout.beginLayout()
    layout.createLine().setLineWidth(place.width())
    layout.endLayout()
    painter.setPen(colour)
    layout.draw(painter, QPointF(place.topLeft()), [], QRectF(place))


def _bold_adds(option: QStyleOptionViewItem, marks: Marks) -> int:
    """About how much wider the text is with the marked words in bold."""
    return sum(end - start for start, end in marks) * option.fontMetrics.averageCharWidth() // 6
