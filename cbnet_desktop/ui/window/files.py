"""Opens, creates and copies networks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QMainWindow, QWidget

from cbnet_desktop.domain.records.errors import Busy, ReadOnly, UserError
from cbnet_desktop.store import Meant, Store, open_store
from cbnet_desktop.system import held, machine, paths
from cbnet_desktop.ui.editing.exchange_thread import FIRST_SECONDS
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets.file_kinds import NETWORKS, SUFFIX, with_suffix
from cbnet_desktop.ui.window.recent_files import RecentFiles

if TYPE_CHECKING:
    from cbnet_desktop.domain.plan.plan_content import PlanContent


class Files(RecentFiles):
    """Opens networks, one window at a time."""

    def __init__(self, make_window: Callable[[Session, Files], QMainWindow]) -> None:
        super().__init__()
        self._make_window = make_window
        self.window: QMainWindow | None = None
        self.session: Session | None = None
        self.first_page: QWidget | None = None

    def open(self, path: Path) -> bool:
        """Opens a file; a refusal is shown and the present network stays open.

        A path that is known is not looked at: the replica is shown, and its thread asks the place.
        """
        from cbnet_desktop.store.files.replica_file import network_at

        if network_at(paths.home(), path):
            return self.try_to_open(
                lambda: open_store(path, home=paths.home(), user=paths.user_name(), exchanges=False)
            )
        return self._open_unknown(path)

    def _open_unknown(self, path: Path, meant: Meant | None = None) -> bool:
        """Reads a file that is not known here, off the window's thread, and asks how it is meant where that is open."""
        from cbnet_desktop.ui.window import unknown_file

        store = unknown_file.opened(path, meant, self.parent_widget)
        if store is None:
            self.forget(path)
            return False
        if store.lacks_folder:
            return self._show_alone(store)
        self.show(store)
        return True

    def _show_alone(self, store: Store) -> bool:
        """Shows a file without its folder, unless the user finds the folder or begins a new one."""
        from cbnet_desktop.ui.window import unknown_file

        other = unknown_file.asked_alone(store, self.parent_widget)
        if other is None:
            self.show(store)
            return True
        store.close()
        return self._open_unknown(*other)

    def try_to_open(self, make: Callable[[], Store]) -> bool:
        """Opens the store that make returns, in a new window that replaces the old one."""
        found: Store | UserError
        try:
            found = make()
        except UserError as refusal:
            found = refusal
        return self._show_found(found)

    def _show_found(self, found: Store | UserError | None) -> bool:
        """Shows the window of a network that was found, or why none was."""
        if isinstance(found, UserError):
            from cbnet_desktop.ui.widgets import message_box

            message_box.show(self.parent_widget, found.message)
        elif found:
            self.show(found)
        return isinstance(found, Store)

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
        QTimer.singleShot(int(1000 * FIRST_SECONDS), self.window, self._look_for_another)
        return self.window

    def _look_for_another(self) -> None:
        if self.session and self.session.exchanging:
            self.session.exchanging.ask(
                lambda exchanger: exchanger.is_another(), self._ask_about_another, lambda _: None
            )

    def _ask_about_another(self, is_another: bool) -> None:
        """Asks what the file is where it turned out to be another network's than the one shown."""
        from cbnet_desktop.ui.window import unknown_file

        if is_another and self.session and not self.session.is_closed:
            path = self.session.store.path
            if meant := unknown_file.asked(unknown_file.another(path), self.parent_widget):
                self._open_unknown(path, meant)

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
        from cbnet_desktop.store.example import FILE, open_or_build
        from cbnet_desktop.ui.window import off_window

        if (path := paths.home() / FILE).exists():
            self.open(path)
            return
        make = partial(open_or_build, home=paths.home(), user=paths.user_name(), render=_render)
        sentence = "Eksemplet laves. Det kan tage lidt."
        self._show_found(off_window.made(lambda _: make(), "Åbner", sentence, self.parent_widget))

    def ask_for_copy(self) -> None:
        """Asks for a name and writes the whole network to it."""
        if self.session is None:
            return
        from PySide6.QtWidgets import QFileDialog

        store = self.session.store
        name = Path.home() / f"{store.path.stem} - kopi{SUFFIX}"
        path, _ = QFileDialog.getSaveFileName(self.window, "Gem en kopi som", str(name), NETWORKS)
        if path:
            self.save_copy(with_suffix(path))

    def save_copy(self, path: Path) -> None:
        """Writes the whole network to a new file in the background; a refusal is emitted by the session."""
        if self.session is None or self.window is None:
            return
        from cbnet_desktop.ui.editing import background, busy_work

        session, window = self.session, self.window

        def work(report: busy_work.Report) -> str:
            with background.own(session.store) as store:
                return store.save_copy(path, report)

        def done(lacking: str) -> None:
            window.statusBar().showMessage(f"Kopien ligger her: {path}", 8000)
            if lacking:
                session.sharing.noticed.emit(lacking)

        busy_work.run(window, ("Gem en kopi", "Kopien skrives …"), work, done, session.refused.emit)

    def ask_for_settings(self) -> None:
        """Opens the settings."""
        from cbnet_desktop.ui.window.dialogs import SettingsDialog

        dialog = SettingsDialog(self.parent_widget)
        if dialog.exec():
            self._keep_name(dialog.user_name())

    def ask_for_name(self) -> None:
        """Asks for the user's name, unless it is known or has been asked for before."""
        if not paths.knows_name() and not paths.settings().get("asked_for_name"):
            from cbnet_desktop.ui.window.dialogs import NameDialog

            dialog = NameDialog(self.parent_widget)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(lambda _: self._keep_name(dialog.name.text() if dialog.result() else ""))
            dialog.open()

    def _keep_name(self, typed: str) -> None:
        try:
            paths.save_settings(user_name=" ".join(typed.split()) or None, asked_for_name=True)
        except OSError as error:
            refusal: UserError = ReadOnly("Indstillingerne kan ikke gemmes. Er mappen skrivebeskyttet?")
            if held.is_open_elsewhere(error):
                refusal = Busy(held.SENTENCE.format(paths.settings_file()))
            if self.session is None:
                raise refusal from error
            self.session.refused.emit(refusal)
        if self.session:
            self.session.store.user = paths.user_name()

    def show_about(self) -> None:
        """Shows version, age, folders and licences."""
        from cbnet_desktop.ui.window.about_dialog import AboutDialog

        AboutDialog(self.parent_widget).exec()

    def _folder(self) -> str:
        if chosen := machine.settings().networks_folder:
            return str(chosen)
        recent = self.recent()
        if self.session and self.session.exchanging and self.session.exchanging.is_stuck:
            return str(Path.home())
        return str(recent[0].parent if recent else Path.home())


def _render(content: PlanContent) -> bytes:
    """Imports the PDF library only when the example is created."""
    from cbnet_desktop.documents.papers.plan import render

    return render(content)
