"""Opens, creates and copies networks, and remembers the recent files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from cbnet_desktop.domain.records.errors import ReadOnly, UserError
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.file_kinds import NETWORKS, SUFFIX, with_suffix

if TYPE_CHECKING:
    from cbnet_desktop.domain.plan.plan_content import PlanContent

RECENT_SHOWN = 8


class Files(QObject):
    """Opens networks, one window at a time."""

    def __init__(self, make_window: Callable[[Session, Files], QMainWindow]) -> None:
        super().__init__()
        self._make_window = make_window
        self.window: QMainWindow | None = None
        self.session: Session | None = None
        self.first_page: QWidget | None = None

    def open(self, path: Path) -> bool:
        """Opens a file; a refusal is shown and the present network stays open."""
        return self.try_to_open(lambda: open_store(path, home=paths.home(), user=paths.user_name(), exchanges=False))

    def try_to_open(self, make: Callable[[], Store]) -> bool:
        """Opens the store that make returns, in a new window that replaces the old one."""
        try:
            store = make()
        except UserError as refusal:
            from cbnet_desktop.ui.widgets import message_box

            message_box.show(self.parent_widget, refusal.message)
            return False
        self.show(store)
        return True

    def show(self, store: Store) -> QMainWindow:
        """Shows the window of an open network."""
        self.remember(store.path)
        old = self.window
        if old:
            old.close()
        if self.first_page:
            self.first_page.close()
            self.first_page = None
        self.session = Session(store)
        self.window = self._make_window(self.session, self)
        geometry = QByteArray.fromBase64(str(paths.settings().get("window", "")).encode())
        if not geometry.isEmpty():
            self.window.restoreGeometry(geometry)
        self.window.show()
        if old:
            old.deleteLater()
        return self.window

    @property
    def parent_widget(self) -> QWidget | None:
        """The parent of dialogs."""
        return self.window or self.first_page

    def ask_for_file(self) -> None:
        """Asks for a file and opens it."""
        from PySide6.QtWidgets import QFileDialog

        path, _ = QFileDialog.getOpenFileName(self.parent_widget, "Åbn netværk", self._folder(), NETWORKS)
        if path:
            self.open(Path(path))

    def ask_for_new(self) -> None:
        """Opens the dialog for a new network."""
        from cbnet_desktop.ui.window.new_network_dialog import NewNetworkDialog

        dialog = NewNetworkDialog(Path(self._folder()), self.parent_widget)
        if dialog.exec() and dialog.store:
            self.show(dialog.store)

    def open_example(self) -> None:
        """Opens the example network, creating it at the first call."""

        def make() -> Store:
            from cbnet_desktop.store.example import open_or_build

            return open_or_build(home=paths.home(), user=paths.user_name(), render=_render)

        self.try_to_open(make)

    def ask_for_copy(self) -> None:
        """Asks for a name and writes the whole network to it."""
        if self.session is None:
            return
        from PySide6.QtWidgets import QFileDialog

        store = self.session.store
        # Beside the shared file it would be taken for a conflicting copy of a sync service, merged and moved away.
        name = Path.home() / f"{store.path.stem} - kopi{SUFFIX}"
        path, _ = QFileDialog.getSaveFileName(self.window, "Gem en kopi som", str(name), NETWORKS)
        if path:
            self.save_copy(with_suffix(path))

    def save_copy(self, path: Path) -> None:
        """Writes the whole network to a new file; a refusal is emitted by the session."""
        if self.session is None or self.window is None:
            return
        session = self.session
        try:
            session.store.save_copy(path)
        except UserError as refusal:
            session.refused.emit(refusal)
        else:
            self.window.statusBar().showMessage(f"Kopien ligger her: {path}", 8000)

    def ask_for_settings(self) -> None:
        """Opens the settings."""
        from cbnet_desktop.ui.window.dialogs import SettingsDialog

        dialog = SettingsDialog(self.parent_widget)
        if dialog.exec():
            try:
                paths.save_settings(user_name=dialog.user_name() or None)
            except OSError as error:
                refusal = ReadOnly("Indstillingerne kan ikke gemmes. Er mappen skrivebeskyttet?")
                if self.session is None:
                    raise refusal from error
                self.session.refused.emit(refusal)
            if self.session:
                self.session.store.user = paths.user_name()

    def show_about(self) -> None:
        """Shows version and folders."""
        from cbnet_desktop.ui.window.dialogs import show_about

        show_about(self.parent_widget)

    def fill_recent(self, menu: QMenu) -> None:
        """Fills a menu with the recent files, each time it is opened."""
        menu.aboutToShow.connect(lambda: self._refill(menu))

    def recent(self) -> list[Path]:
        """The recent files, newest first, that still exist or have a replica on this computer."""
        from cbnet_desktop.store.replica_file import network_at

        known = paths.settings().get("recent", [])
        found = [Path(name) for name in known if isinstance(name, str)] if isinstance(known, list) else []
        return [path for path in found if path.exists() or network_at(paths.home(), path)][:RECENT_SHOWN]

    def remember(self, path: Path) -> None:
        """Puts a file first among the recent ones."""
        path = path.absolute()
        others = [str(other) for other in self.recent() if other != path]
        self._save(recent=[str(path), *others][:RECENT_SHOWN])

    def remember_window(self, window: QWidget) -> None:
        """Saves the window's geometry."""
        self._save(window=bytes(window.saveGeometry().toBase64().data()).decode())

    @staticmethod
    def _save(**changes: object) -> None:
        """Saves the settings; a failure is ignored, since they are a convenience."""
        from contextlib import suppress

        with suppress(OSError):
            paths.save_settings(**changes)

    def _refill(self, menu: QMenu) -> None:
        menu.clear()
        for path in self.recent():
            action = menu.addAction(str(path).replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self.open(path))
        if menu.isEmpty():
            menu.addAction("Ingen endnu").setEnabled(False)

    def _folder(self) -> str:
        recent = self.recent()
        return str(recent[0].parent if recent else Path.home())


def _render(content: PlanContent) -> bytes:
    """Imports the PDF library only when the example is created."""
    from cbnet_desktop.documents.papers.plan import render

    return render(content)
