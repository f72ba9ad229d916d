"""The findings of the rules as icons and sentences: about the row shown, or with a button that jumps to the row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from cbnet_desktop.domain.charter.findings import SEVERITIES, Finding
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class FindingList(QWidget):
    """The findings, one per line; hidden where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = _grid(self)
        self._shown: list[Finding] | None = None

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Replaces the findings."""
        if self._shown == list(findings):
            return
        self._shown = list(findings)
        while item := self._grid.takeAt(0):
            not_none(item.widget()).deleteLater()
        for row, finding in enumerate(findings):
            self._add(row, finding)
        self.setVisible(bool(findings))

    def _add(self, row: int, finding: Finding) -> None:
        sentence = f"{SEVERITIES[finding.severity]} ({finding.clause}): {finding.message}"
        text = wrapped_label(self, sentence)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(_icon(finding, self), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)


class FindingLinks(QWidget):
    """The findings, one per line, each with a button »Gå til«."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of the place to go to."""

    def __init__(self, findings: Sequence[Finding], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = _grid(self)
        for row, finding in enumerate(findings):
            self._add(row, finding)

    def _add(self, row: int, finding: Finding) -> None:
        text = wrapped_label(self, f"{finding.message} ({finding.clause})")
        jump = QToolButton(self)
        jump.setText("Gå til")
        jump.setIcon(icons.icon("jump"))
        jump.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        jump.setAutoRaise(True)
        jump.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        jump.setAccessibleName(f"Gå til stedet: {finding.message}")
        jump.clicked.connect(lambda: self.jump_asked.emit(finding.table, finding.row_id, finding.field))
        for column, widget in enumerate((_icon(finding, self), text, jump)):
            self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)


def _grid(widget: QWidget) -> QGridLayout:
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(6)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    return grid


def _icon(finding: Finding, parent: QWidget) -> QLabel:
    icon = QLabel(parent)
    icon.setPixmap(icons.pixmap(icons.FINDINGS[finding.severity], 16, parent.devicePixelRatioF()))
    icon.setAccessibleName(SEVERITIES[finding.severity])
    icon.setToolTip(SEVERITIES[finding.severity])
    return icon
