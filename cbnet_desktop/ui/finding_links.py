"""What is to be mended first, each with a button that goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from cbnet_desktop.domain.findings import Finding
from cbnet_desktop.ui import icons
from cbnet_desktop.ui.checklist import FINDING_ICONS, FINDING_WORDS


class FindingLinks(QWidget):
    """Findings one below the other: icon, sentence, »Gå til«."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of the place to go to."""

    def __init__(self, findings: Sequence[Finding], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        for row, finding in enumerate(findings):
            self._add(row, finding)

    def _add(self, row: int, finding: Finding) -> None:
        icon = QLabel(self)
        icon.setPixmap(icons.pixmap(FINDING_ICONS[finding.severity], 16, self.devicePixelRatioF()))
        icon.setAccessibleName(FINDING_WORDS[finding.severity])
        icon.setToolTip(FINDING_WORDS[finding.severity])
        text = QLabel(f"{finding.message} ({finding.clause})", self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        jump = QToolButton(self)
        jump.setText("Gå til")
        jump.setIcon(icons.icon("jump"))
        jump.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        jump.setAutoRaise(True)
        jump.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        jump.setAccessibleName(f"Gå til stedet: {finding.message}")
        jump.clicked.connect(lambda: self.jump_asked.emit(finding.table, finding.row_id, finding.field))
        for column, widget in enumerate((icon, text, jump)):
            self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
