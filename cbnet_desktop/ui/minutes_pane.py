"""Minutes written in the meeting: one item at a time, its minutes and decision under the cursor, its papers beside."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cbnet_desktop.domain.records import AgendaItem
from cbnet_desktop.domain.terms import ITEM_KINDS, TOPICS
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.form_field import FormField, caption
from cbnet_desktop.ui.pause_saving import PauseSaving
from cbnet_desktop.ui.topic_material_view import TopicMaterialView

KEYS = "Ctrl+PageDown næste punkt  ·  Ctrl+PageUp forrige  ·  F6 til deltagerne  ·  Ctrl+R slutter"
#: Which part of the lines that fit below each other a field has.
SHARES = {"outcome": 0.7, "decision": 0.3}
LEAST_LINES = 3
TITLE_SIZE = 1.3
#: What the lines of title, captions, reasons and keys take.
LINES_AROUND = 12


class MinutesPane(QScrollArea):
    """Shows one agenda item. What is typed is saved when the field is left and at every pause."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._item: AgendaItem | None = None
        self.fields = {name: self._field(name) for name in SHARES}
        self.saving = [PauseSaving(field) for field in self.fields.values()]
        self.material = TopicMaterialView(self)
        self._place = self._label("muted")
        self._title = self._label("heading")
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * TITLE_SIZE)
        self._title.setFont(font)
        self._papers = {name: self._label("") for name in ("presentation", "recommendation")}
        page = QWidget(self)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addLayout(self._writing(), 3)
        columns.addWidget(self._beside(), 2)
        keys = self._label("muted")
        keys.setText(KEYS)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(14, 8, 14, 8)
        rows.addLayout(columns, 1)
        rows.addWidget(keys)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Referat af det valgte punkt")
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        document.changed.connect(lambda _: self.renew())

    def show_item(self, item: AgendaItem | None) -> None:
        """Shows an item; what is being typed into another one is committed first."""
        if self._item and (item is None or item.id != self._item.id):
            self.commit()
            item = self._document.network.find(AgendaItem, item.id) if item else None
        self._item = item
        for field in self.fields.values():
            field.setEnabled(item is not None)
            if item:
                field.show_record(item)
        self._papers_of(item)
        self.material.show_item(self._document.network, item)
        self._title.setText(item.title if item else "Mødet har ingen dagsorden endnu.")
        self._place.setText(_place(item))

    def commit(self) -> None:
        """Writes what is being typed."""
        for field in self.fields.values():
            field.commit()

    def renew(self) -> None:
        """Shows the item as it is now."""
        if self._item and self.isVisible():
            self.show_item(self._document.network.find(AgendaItem, self._item.id))

    def begin_writing(self) -> None:
        """Puts the cursor behind what is written already."""
        made = self.fields["outcome"].input
        made.setFocus(Qt.FocusReason.OtherFocusReason)
        made.moveCursor(QTextCursor.MoveOperation.End)  # type: ignore[attr-defined]
        self.ensureVisible(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The fields share the height."""
        super().resizeEvent(event)
        line = self.fontMetrics().lineSpacing()
        lines = self.viewport().height() // line - LINES_AROUND
        for name, field in self.fields.items():
            shown = max(int(lines * SHARES[name]), LEAST_LINES)
            field.input.set_lines(shown, shown)  # type: ignore[attr-defined]

    def _papers_of(self, item: AgendaItem | None) -> None:
        for name, label in self._papers.items():
            text = getattr(item, name) if item else ""
            label.setText(text)
            for widget in (label, self._captions[name]):
                widget.setVisible(bool(text))

    def _field(self, name: str) -> FormField:
        return FormField(self._document, AgendaItem.fields()[name], self)

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

    def _beside(self) -> QWidget:
        beside = QWidget(self)
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._captions = {name: self._label("muted") for name in self._papers}
        for name, label in self._papers.items():
            self._captions[name].setText(AgendaItem.fields()[name].label)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(self._captions[name])
            column.addWidget(label)
        column.addWidget(self.material)
        column.addStretch(1)
        return beside

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("role", role)
        return label


def _place(item: AgendaItem | None) -> str:
    """»Punkt 2 · Til drøftelse · Fast emne«."""
    if item is None:
        return ""
    words = [f"Punkt {item.position}" if item.position is not None else "Punkt", ITEM_KINDS.get(item.kind, item.kind)]
    words += ["Fast emne på årsmødet"] * (item.topic in TOPICS)
    words += ["Lukket punkt"] * item.closed
    return "  ·  ".join(words)
