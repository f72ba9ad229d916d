"""Chooses the field for each column of a sheet, where the headers do not say it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.sheets.layout import ID, Layout
from cbnet_desktop.domain.sheets.tables import ID_TITLE
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.combo_boxes import ListInput
from cbnet_desktop.ui.widgets.rich_text import give_tooltip, plain_label

LEFT_OUT = "Læses ikke"


class ImportColumns(QScrollArea):
    """A combo box for each column of the sheet."""

    changed = Signal(Layout)

    def __init__(self, kind: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = {"": LEFT_OUT, **{name: field.label for name, field in kind.fields().items()}, ID: ID_TITLE}
        self._layout: Layout | None = None
        self.choices: dict[int, ListInput] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName("Arkets kolonner")
        self.viewport().setAutoFillBackground(False)

    def show_layout(self, layout: Layout) -> None:
        """Shows the columns; unchanged ones keep their widgets and the focus."""
        if self._layout is None or _headers(self._layout) != _headers(layout):
            self._build(layout)
        self._layout = layout
        for heading in layout.headings:
            choice = self.choices[heading.position]
            with QSignalBlocker(choice):
                choice.setCurrentIndex(list(self._fields).index(heading.field))

    def _build(self, layout: Layout) -> None:
        self.choices = {}
        page = QWidget(self)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(4)
        for row, heading in enumerate(layout.headings):
            choice = self.choices[heading.position] = self._choice(heading.position, heading.text, page)
            label = plain_label(page, heading.text)
            give_tooltip(label, heading.text)
            label.setBuddy(choice)
            label.setMaximumWidth(label.fontMetrics().averageCharWidth() * 20)
            label.setText(
                label.fontMetrics().elidedText(heading.text, Qt.TextElideMode.ElideRight, label.maximumWidth())
            )
            grid.addWidget(label, row, 0)
            grid.addWidget(choice, row, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 6, 0)
        column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(page)

    def _choice(self, position: int, header: str, page: QWidget) -> ListInput:
        choice = ListInput(page)
        choice.setAccessibleName(f"Kolonnen {header} læses som")
        choice.setSizeAdjustPolicy(ListInput.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(14)
        for name, label in self._fields.items():
            choice.addItem(icons.icon("close", "muted") if not name else icons.icon("kept"), label, name)
        choice.activated.connect(lambda _: self._note(position, str(choice.currentData())))
        return choice

    def _note(self, position: int, name: str) -> None:
        if self._layout is not None:
            self.changed.emit(self._layout.with_field(position, name))


def _headers(layout: Layout) -> list[tuple[int, str]]:
    return [(heading.position, heading.text) for heading in layout.headings]
