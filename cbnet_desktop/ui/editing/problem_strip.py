"""Says why nothing is being shared, while that lasts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.ui.editing.sharing import Sharing
from cbnet_desktop.ui.widgets.message_strip import MessageStrip


class ProblemStrip(MessageStrip):
    """Shown from the second failed exchange on; once closed, the same sentence stays hidden."""

    def __init__(self, sharing: Sharing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sharing = sharing
        self._shown = ""
        sharing.changed.connect(self._renew)
        self._renew()

    def _renew(self) -> None:
        problem = self._sharing.problem if self._sharing.is_lasting else ""
        if problem != self._shown:
            self._shown = problem
            self._show(f"{problem} Alt, hvad du skriver, er gemt på denne computer." if problem else "", "open", "")
