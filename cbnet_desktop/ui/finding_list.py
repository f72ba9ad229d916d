"""What the rules say, as an icon, a word and a sentence, beside the row they are about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cbnet_desktop.domain.findings import Finding
from cbnet_desktop.ui import icons
from cbnet_desktop.ui.checklist import FINDING_ICONS, FINDING_WORDS


class FindingList(QWidget):
    """The findings one below the other; nothing where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[Finding] | None = None

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Shows these findings instead of those before."""
        if self._shown == list(findings):
            return
        self._shown = list(findings)
        while item := self._grid.takeAt(0):
            item.widget().deleteLater()
        for row, finding in enumerate(findings):
            self._add(row, finding)
        self.setVisible(bool(findings))

    def _add(self, row: int, finding: Finding) -> None:
        icon = QLabel(self)
        icon.setPixmap(icons.pixmap(FINDING_ICONS[finding.severity], 16, self.devicePixelRatioF()))
        icon.setAccessibleName(FINDING_WORDS[finding.severity])
        text = QLabel(f"{FINDING_WORDS[finding.severity]} ({finding.clause}): {finding.message}", self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(icon, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)
