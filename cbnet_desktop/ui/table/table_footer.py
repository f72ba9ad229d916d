"""The line below a table with the number of rows and the sums of columns."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.heard.announcing import announce
from cbnet_desktop.ui.table.table_view import RecordTableView
from cbnet_desktop.ui.widgets import theme


class TableFooter(QWidget):
    """Draws the row count and the sums aligned with the view's columns."""

    def __init__(self, view: RecordTableView) -> None:
        super().__init__(view.parentWidget())
        self._view = view
        self._count = ""
        self._sums: dict[int, str] = {}
        header = view.horizontalHeader()
        for moved in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            moved.connect(lambda *_: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda _: self.update())
        model = view.records
        for changed in (model.dataChanged, model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(lambda *_: self.renew())
        self.renew()

    def renew(self) -> None:
        """Recomputes count and sums of the rows shown."""
        model = self._view.records
        rows = model.records()
        before = self._count
        nouns = "række" if len(rows) == 1 else "rækker"
        self._count = f"{danish.number(len(rows))} {nouns}"
        if len(rows) != model.total:
            self._count = f"{danish.number(len(rows))} af {danish.number(model.total)} rækker vist"
        self._sums = {at: column.total(model.network, rows) for at, column in enumerate(model.spec.columns)}
        sums = [f"{model.spec.columns[place].title} i alt {text}" for place, text in self._sums.items() if text]
        self.setAccessibleName(", ".join([self._count, *sums]))
        if len(rows) != model.total and before != self._count and self.isVisible():
            announce(self, self._count)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a row."""
        return QSize(200, self.fontMetrics().height() + 8)

    def minimumSizeHint(self) -> QSize:
        """As high as a row; the width does not matter."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all is painted anew
        """Draws the count at the left and each sum below its column."""
        painter = QPainter(self)
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(0, 0, self.width(), 0)
        header = self._view.horizontalHeader()
        left_most = self.width()
        painter.setPen(theme.colour("text"))
        font = painter.font()
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        for position, text in self._sums.items():
            left, width = header.sectionViewportPosition(position), header.sectionSize(position)
            if text:
                place = QRect(left, 0, width - 9, self.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
                left_most = min(left_most, place.right() - painter.fontMetrics().horizontalAdvance(text))
        font.setWeight(font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        room = QRect(8, 0, max(left_most - 12, 0), self.height())
        text = painter.fontMetrics().elidedText(self._count, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
