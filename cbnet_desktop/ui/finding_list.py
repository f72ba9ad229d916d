"""What the rules say, as an icon, a word and a sentence, with a jump to where it is mended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from cbnet_desktop.domain.findings import Finding, Severity
from cbnet_desktop.ui import icons
from cbnet_desktop.ui.document import Document

ICONS = {Severity.ERROR: "broken", Severity.WARNING: "open", Severity.NOTE: "note"}
WORDS = {Severity.ERROR: "Brudt", Severity.WARNING: "Mangler", Severity.NOTE: "Bemærkning"}


class FindingList(QWidget):
    """The findings one below the other; nothing where there is none."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of the place to go to."""

    def __init__(self, document: Document, parent: QWidget | None = None, *, has_jumps: bool = False) -> None:
        super().__init__(parent)
        self._document = document
        self._has_jumps = has_jumps
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
        icon.setPixmap(icons.icon(ICONS[finding.severity]).pixmap(16, 16))
        icon.setAccessibleName(WORDS[finding.severity])
        text = QLabel(f"{WORDS[finding.severity]} ({finding.clause}): {finding.message}", self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(icon, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)
        if self._has_jumps:
            self._grid.addWidget(self._jump(finding), row, 2, Qt.AlignmentFlag.AlignTop)

    def _jump(self, finding: Finding) -> QToolButton:
        button = QToolButton(self)
        button.setText("Gå til")
        button.setIcon(icons.icon("jump"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAutoRaise(True)
        button.setAccessibleName(f"Gå til stedet: {finding.message}")
        button.clicked.connect(lambda: self.jump_asked.emit(finding.table, finding.row_id, finding.field))
        return button
