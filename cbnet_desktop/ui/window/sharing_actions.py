"""The menu's actions on sharing; each dialog is loaded when it is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from cbnet_desktop.domain.records.errors import ReadOnly
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing import sharing_messages
from cbnet_desktop.ui.editing.marks import MOMENT_MS, ROW
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.file_kinds import NETWORKS
from cbnet_desktop.ui.widgets.qt_types import not_none

if TYPE_CHECKING:
    from cbnet_desktop.ui.exchange.conflicts_dialog import ConflictsDialog


class SharingActions(QObject):
    """Opens the dialogs about sharing, and shows the notices of exchanges."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of a place to go to."""
    noticed = Signal(str)
    """A message that the user should read before going on."""
    answered = Signal(str)
    """A message for the status line."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._last_shown = ("", "", "")
        self._conflicts: ConflictsDialog | None = None
        self.conflict_actions: list[QAction] = []

    def start(self) -> None:
        """Shows the notices from before the window was opened, and later ones."""
        sharing = self._session.sharing
        sharing.noticed.connect(self.noticed)
        sharing.answered.connect(self.answered)
        sharing.settling_asked.connect(self.show_conflicts)
        if sharing.notices:
            self.noticed.emit(" ".join(sharing.notices))

    def show_next_change(self) -> None:
        """Goes to the next cell that somebody else changed and the user has not seen."""
        cells = self._session.sharing.marks.cells()
        if not cells:
            self.answered.emit("Du har set alle ændringer fra andre.")
            return
        place = cells.index(self._last_shown) + 1 if self._last_shown in cells else 0
        self._last_shown = table, row_id, field = cells[place % len(cells)]
        mark, network = self._session.sharing.marks.of(table, row_id)[field], self._session.network
        title = labels.row_title(network, not_none(network.row(table, row_id)))
        self.answered.emit(f"{title}: {sharing_messages.changed(mark, table, field, network, is_named=True)}")
        self.jump_asked.emit(table, row_id, "" if field == ROW else field)
        # The message counts as seeing it, also where no table shows the cell.
        QTimer.singleShot(MOMENT_MS, self, lambda: self._session.sharing.see(table, row_id, field))

    def show_conflicts(self, conflict_id: str = "") -> None:
        """Opens the list of conflicts, with one of them selected."""
        from cbnet_desktop.ui.exchange.conflicts_dialog import ConflictsDialog

        if self._conflicts is None:
            self._conflicts = ConflictsDialog(self._session, self._window)
            self._conflicts.jump_asked.connect(self.jump_asked)
            self._conflicts.addActions(self.conflict_actions)
        self._conflicts.begin(conflict_id)

    def show_backups(self) -> None:
        """Opens the list of backups."""
        from cbnet_desktop.ui.exchange.backups_dialog import BackupsDialog

        self._open(BackupsDialog(self._session, self._window))

    def check(self) -> None:
        """Opens the comparison of history and tables."""
        from cbnet_desktop.ui.exchange.check_dialog import CheckDialog

        dialog = CheckDialog(self._session, self._window)
        dialog.jump_asked.connect(self.jump_asked)
        self._open(dialog)

    def show_about_file(self) -> None:
        """Opens the dialog about the file."""
        from cbnet_desktop.ui.exchange.about_file_dialog import AboutFileDialog

        self._open(AboutFileDialog(self._session, self._window))

    def show_computers(self, chain: str = "") -> None:
        """Opens the page about the computers of the network, with one of them selected."""
        from cbnet_desktop.ui.exchange.about_file_dialog import AboutFileDialog

        dialog = AboutFileDialog(self._session, self._window)
        dialog.show_computers(chain)
        self._open(dialog)

    def ask_and_merge(self) -> None:
        """Asks for a copy of the network and merges it."""
        from PySide6.QtWidgets import QFileDialog

        folder = str(self._session.store.path.parent)
        path, _ = QFileDialog.getOpenFileName(self._window, "Flet en kopi ind", folder, NETWORKS)
        if path:
            self.merge(Path(path))

    def merge(self, path: Path) -> None:
        """Merges a copy in the background; nothing is merged into a copy that is looked at."""
        if self._session.store.is_copy:
            self._session.refused.emit(ReadOnly(self._session.store.read_only))
            return
        from cbnet_desktop.ui.exchange.merging import merge

        merge(self._session, path, self._window, self.noticed.emit, self._session.refused.emit)

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
