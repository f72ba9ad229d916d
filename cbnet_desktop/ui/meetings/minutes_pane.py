"""Writes the minutes of one agenda item at a time: minutes, decision, and the item's papers beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cbnet_desktop.domain.records import AgendaItem
from cbnet_desktop.domain.words.choices import ITEM_KINDS, TOPICS
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_field import caption
from cbnet_desktop.ui.form.quick_line import QuickLine
from cbnet_desktop.ui.heard.announcing import announce
from cbnet_desktop.ui.meetings.attendance_line import AttendanceLine
from cbnet_desktop.ui.meetings.follow_up_line import FollowUpLine
from cbnet_desktop.ui.meetings.minutes_field import MinutesField
from cbnet_desktop.ui.meetings.minutes_papers import MinutesPapers
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.message_strip import MessageStrip
from cbnet_desktop.ui.widgets.phrases import PhraseBar
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

KEYS = (
    "Ctrl+PageDown næste punkt  ·  Ctrl+PageUp forrige  ·  Ctrl+Shift+O opfølgning  ·  Ctrl+Shift+D deltager  ·  "
    "F6 til deltagerne  ·  F11 projektor  ·  Ctrl+Shift+A afslutter mødet  ·  Ctrl+R lukker"
)
#: Each field's share of the height.
SHARES = {"outcome": 0.7, "decision": 0.3}
LEAST_LINES = 3
#: The least width in characters for text and papers side by side.
LEAST_ACROSS = 80
TITLE_SIZE, PROJECTED = 1.3, 1.9
#: The height of title, captions, errors, phrases and keys, in lines.
LINES_AROUND = 14


class MinutesPane(QScrollArea):
    """Shows one agenda item; typing is saved when the field is left and at every pause."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._item: AgendaItem | None = None
        self._size = self.font().pointSizeF()
        self.fields = {name: MinutesField(session, AgendaItem.fields()[name], self) for name in SHARES}
        self.papers = MinutesPapers(session, self)
        self.material = self.papers.material
        self._beside = _scrolled(self.papers, self)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.phrases = PhraseBar(self)
        self.phrases.taken.connect(self.add_phrase)
        self.follow_up, self.attendance = FollowUpLine(session, self), AttendanceLine(session, self)
        self.lines: tuple[QuickLine, ...] = (self.follow_up, self.attendance)
        self._last = self.fields["outcome"]
        self._place = wrapped_label(self, role="muted")
        self._title = wrapped_label(self, role="heading")
        self.strip = MessageStrip(self)
        self._keys = wrapped_label(self, KEYS, "muted")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Referat af det valgte punkt")
        self.setWidget(self._page())
        self.viewport().setAutoFillBackground(False)
        self.project(is_on=False)
        session.changed.connect(lambda _: self.renew())

    @property
    def item(self) -> AgendaItem | None:
        """The item shown."""
        return self._item

    def show_item(self, item: AgendaItem | None) -> None:
        """Shows an item, after committing what is typed into another one and putting its lines aside."""
        is_other = (item and item.id) != (self._item and self._item.id)
        if self._item and (item is None or item.id != self._item.id):
            for field in self.fields.values():
                field.end_typing()
            self.strip.show_error("")
            item = self._session.network.find(AgendaItem, item.id) if item else None
        self._item = item
        for field in self.fields.values():
            field.setEnabled(item is not None)
            if item:
                field.show_record(item)
        self.papers.show_item(item)
        self._show_papers()
        if is_other:
            self.return_lines()
        self._title.setText(item.title if item else "Mødet har ingen dagsorden endnu.")
        self._place.setText(_place(item))
        named = _named(item)
        for field in self.fields.values():
            field.text.setAccessibleName(", ".join(filter(None, (field.field.label, named))))
        if is_other and self.isVisible():
            announce(self, named)

    def commit(self) -> None:
        """Commits what is being typed."""
        for field in self.fields.values():
            field.commit()

    def renew(self) -> None:
        """Refreshes the item from the network."""
        if self._item and self.isVisible():
            self.show_item(self._session.network.find(AgendaItem, self._item.id))

    def begin_writing(self) -> None:
        """Puts the cursor at the end of the minutes."""
        self._write_in(self.fields["outcome"])
        self.fields["outcome"].text.moveCursor(QTextCursor.MoveOperation.End)
        self.ensureVisible(0, 0)

    def add_phrase(self, phrase: str) -> None:
        """Adds a phrase to the decision and puts the cursor there."""
        if self._item and not self._session.is_read_only:
            self._write_in(self.fields["decision"])
            self.fields["decision"].text.add(phrase)

    def open_line(self, line: QuickLine) -> None:
        """Opens the line for a follow-up or attendance under the text."""
        if self._item is None or self._session.is_read_only:
            return
        self._last = next((field for field in self.fields.values() if field.text.hasFocus()), self._last)
        self.follow_up.words = self._last.text.textCursor().selectedText()
        self._keys.hide()
        line.open(self._item)
        self.ensureWidgetVisible(line)

    def return_lines(self) -> None:
        """Restores the unfinished lines of the item."""
        for line in self.lines:
            line.return_to(self._item)
        self._show_keys()

    def put_lines_aside(self) -> None:
        """Puts unfinished lines aside until the item is shown again."""
        for line in self.lines:
            line.put_aside()

    def project(self, *, is_on: bool) -> None:
        """Shows only the text, in large type, or the papers beside it again."""
        self._is_projected = is_on
        self._show_papers()
        self._show_keys()
        self.phrases.setVisible(not is_on)
        scale = PROJECTED if is_on else 1.0
        for widget, size in ((self._title, TITLE_SIZE), *((field, 1.0) for field in self.fields.values())):
            widget.ensurePolished()
            font = QFont(widget.font())
            font.setPointSizeF(self._size * size * scale)
            widget.setFont(font)
            if isinstance(widget, MinutesField):
                widget.text.setFont(font)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divides the height among the fields; puts the papers below them where the pane is narrow."""
        super().resizeEvent(event)
        is_narrow = self.viewport().width() < characters(self, LEAST_ACROSS)
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        self._share()

    def _show_papers(self) -> None:
        """Leaves the whole width to the text where the item has no papers."""
        self._beside.setVisible(not self._is_projected and not self.papers.is_empty)

    def _share(self) -> None:
        around = LINES_AROUND * self.fontMetrics().lineSpacing()
        for name, field in self.fields.items():
            lines = (self.viewport().height() - around) // field.text.fontMetrics().lineSpacing()
            shown = max(int(lines * SHARES[name]), LEAST_LINES)
            field.text.set_lines(shown, shown)

    def _write_in(self, field: MinutesField) -> None:
        self._last = field
        field.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        """Puts the cursor back where it was before a line was opened."""
        self._show_keys()
        self._write_in(self._last)

    def _show_keys(self) -> None:
        self._keys.setHidden(self._is_projected or any(line.item for line in self.lines))

    def _page(self) -> QWidget:
        page = QWidget(self)
        page.setAutoFillBackground(False)
        self._columns.setSpacing(20)
        self._columns.addLayout(self._writing(), 3)
        self._columns.addWidget(self._beside, 2)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(14, 8, 14, 8)
        rows.addWidget(self.strip)
        rows.addLayout(self._columns, 1)
        rows.addWidget(self.phrases)
        for line in self.lines:
            line.left.connect(self._go_on)
            rows.addWidget(line)
        rows.addWidget(self._keys)
        return page

    def _writing(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._place)
        column.addWidget(self._title)
        for field in self.fields.values():
            column.addSpacing(4)
            column.addWidget(caption(field.field, field.input))
            column.addWidget(field)
        column.addStretch(1)
        return column


def _scrolled(papers: QWidget, parent: QWidget) -> QScrollArea:
    """A scroll area, so that long papers scroll beside the text."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName("Punktets sagsfremstilling og materiale")
    area.setWidget(papers)
    area.viewport().setAutoFillBackground(False)
    papers.setAutoFillBackground(False)
    return area


def _named(item: AgendaItem | None) -> str:
    """The item as it is heard, for example »punkt 2: Det foregående års arbejde«."""
    if item is None:
        return ""
    return f"{'punkt' if item.position is None else f'punkt {item.position}'}: {item.title}"


def _place(item: AgendaItem | None) -> str:
    """The line above the title, for example »Punkt 2 · Til drøftelse · Fast emne på årsmødet«."""
    if item is None:
        return ""
    words = [f"Punkt {item.position}" if item.position is not None else "Punkt", ITEM_KINDS.get(item.kind, item.kind)]
    words += ["Fast emne på årsmødet"] * (item.topic in TOPICS)
    words += ["Lukket punkt"] * item.closed
    words += [f"{item.minutes_allotted} min."] if item.minutes_allotted else []
    return "  ·  ".join(words)
