"""What the menus offer about sharing; each dialog is loaded when it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog

from cbnet_desktop.domain import belonging, labels
from cbnet_desktop.ui import sharing_words
from cbnet_desktop.ui.file_kinds import NETWORKS
from cbnet_desktop.ui.marks import ROW
from cbnet_desktop.ui.seen_rows import MOMENT_MS

if TYPE_CHECKING:
    from cbnet_desktop.ui.conflicts_dialog import ConflictsDialog
    from cbnet_desktop.ui.main_window import MainWindow

#: How long an answer stands in the status line.
TOLD_MS = 8_000


class SharingActions(QObject):
    """Opens the dialogs over the window, and tells there what the exchanges found."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self._last_shown = ("", "", "")
        self._conflicts: ConflictsDialog | None = None
        sharing = window.document.sharing
        sharing.noticed.connect(window.strip.note)
        sharing.answered.connect(self.tell)
        sharing.settling_asked.connect(self.show_conflicts)
        window.statusBar().conflicts_asked.connect(self.show_conflicts)  # type: ignore[attr-defined]
        window.statusBar().change_asked.connect(self.show_next_change)  # type: ignore[attr-defined]
        if sharing.notices:
            window.strip.note(" ".join(sharing.notices))

    def tell(self, sentence: str) -> None:
        """An answer that needs no room of its own."""
        self._window.statusBar().showMessage(sentence, TOLD_MS)

    def show_next_change(self) -> None:
        """Goes to the next cell that somebody else changed and nobody has looked at."""
        cells = self._document.sharing.marks.cells()
        if not cells:
            self.tell("Du har set alle ændringer fra andre.")
            return
        place = cells.index(self._last_shown) + 1 if self._last_shown in cells else 0
        self._last_shown = table, row_id, field = cells[place % len(cells)]
        mark, network = self._document.sharing.marks.of(table, row_id)[field], self._document.network
        title = labels.row_title(network, network.row(table, row_id))
        self.tell(f"{title}: {sharing_words.changed(mark, table, field, network, is_named=True)}")
        self.jump_to(table, row_id, "" if field == ROW else field)
        # Told of here it has been seen, also where no table shows it.
        QTimer.singleShot(MOMENT_MS, self, lambda: self._document.sharing.see(table, row_id, field))

    def jump_to(self, table: str, row_id: str, field: str = "") -> None:
        """Shows a row in the plan year that it belongs to, or else the row that it is a part of."""
        network = self._document.network
        row = network.row(table, row_id) if table in network.tables else None
        if row is not None and (year := belonging.year_of(network, row)):
            self._document.set_year(year)
        while not self._window.jump_to(table, row_id, field) and row is not None:
            row = belonging.parent(network, row)
            table, row_id, field = (row.TABLE, row.id, "") if row is not None else ("", "", "")

    def show_conflicts(self, conflict_id: str = "") -> None:
        """The list of conflicts, at one of them."""
        from cbnet_desktop.ui.conflicts_dialog import ConflictsDialog

        if self._conflicts is None:
            self._conflicts = ConflictsDialog(self._document, self._window)
            self._conflicts.jump_asked.connect(self.jump_to)
            self._conflicts.addActions([self._window.actions_by_name[name] for name in ("undo", "redo")])
        self._conflicts.begin(conflict_id)

    def show_backups(self) -> None:
        """The backups of this computer."""
        from cbnet_desktop.ui.backups_dialog import BackupsDialog

        self._open(BackupsDialog(self._document, self._window))

    def check(self) -> None:
        """Log and tables compared."""
        from cbnet_desktop.ui.check_dialog import CheckDialog

        dialog = CheckDialog(self._document, self._window)
        dialog.jump_asked.connect(self.jump_to)
        self._open(dialog)

    def show_about_file(self) -> None:
        """Where the file lies and how it is shared."""
        from cbnet_desktop.ui.about_file_dialog import AboutFileDialog

        self._open(AboutFileDialog(self._document, self._window))

    def ask_and_merge(self) -> None:
        """Asks for a copy of the network and takes it in."""
        from PySide6.QtWidgets import QFileDialog

        folder = str(self._document.store.path.parent)
        path, _ = QFileDialog.getOpenFileName(self._window, "Flet en kopi ind", folder, NETWORKS)
        if path:
            self.merge(Path(path))

    def merge(self, path: Path) -> None:
        """Takes a copy in, off this thread."""
        from cbnet_desktop.ui.merging import merge

        merge(self._document, path, self._window, self._window.strip.note, self._document.refused.emit)

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
