"""The material on a mandatory topic of an annual meeting, shown while its minutes are written (M15)."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cbnet_desktop.domain.plan.topic_material import Line, Material, of_item
from cbnet_desktop.domain.records import AgendaItem, Meeting
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, GoalStatus
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class TopicMaterialView(QWidget):
    """A heading, the number of goals by status, and a line per entry; hidden without material."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Material | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The texts of all labels, line by line."""
        labels = [self._grid.itemAtPosition(row, column) for row in range(self._grid.rowCount()) for column in range(3)]
        shown = dict.fromkeys(item.widget() for item in labels if item)
        return "\n".join(label.text() for label in shown if isinstance(label, QLabel) and label.text())

    def show_item(self, network: Network, item: AgendaItem | None) -> None:
        """Shows the material of an agenda item, if its topic has any."""
        meeting = network.find(Meeting, item.meeting_id) if item else None
        material = of_item(network, meeting, item) if item and meeting else None
        if material == self._shown:
            return
        self._shown = material
        while taken := self._grid.takeAt(0):
            label = not_none(taken.widget())
            label.hide()
            label.deleteLater()
        if material:
            self._fill(material)
        self.setVisible(material is not None)

    def _fill(self, material: Material) -> None:
        self._grid.addWidget(self._label(material.heading, "heading"), 0, 0, 1, 3)
        if counts := _counts(material):
            self._grid.addWidget(self._label(counts), 1, 0, 1, 3)
        for row, line in enumerate(material.lines, 2):
            self._add(row, line)

    def _add(self, row: int, line: Line) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._label(line.number, "muted"), row, 0, top)
        if line.status:
            icon = QLabel(self)
            icon.setPixmap(icons.pixmap(icons.GOAL_STATUSES[GoalStatus(line.status)], 16, self.devicePixelRatioF()))
            icon.setAccessibleName(GOAL_STATUSES[line.status])
            icon.setToolTip(GOAL_STATUSES[line.status])
            self._grid.addWidget(icon, row, 1, top)
        self._grid.addWidget(self._label(line.text), row, 2, top)

    def _label(self, text: str, role: str = "") -> QLabel:
        label = wrapped_label(self, text, role)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


def _counts(material: Material) -> str:
    """The number of goals by status, for example »6 indfriet, 3 delvist indfriet«, from met to not started."""
    counts = Counter(line.status for line in material.lines if line.status)
    order = (GoalStatus.MET, GoalStatus.PARTLY_MET, GoalStatus.NOT_MET, GoalStatus.UNDER_WAY, GoalStatus.NOT_STARTED)
    return ", ".join(f"{counts[status]} {GOAL_STATUSES[status].lower()}" for status in order if counts[status])
