"""The files that were opened last, and the window's place, kept in the settings."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from cbnet_desktop.system import paths

RECENT_SHOWN = 8


class RecentFiles(QObject):
    """Remembers the recent files, and offers them in a menu."""

    def open(self, path: Path) -> bool:
        """Opens a file."""
        raise NotImplementedError

    def fill_recent(self, menu: QMenu) -> None:
        """Fills a menu with the recent files, each time it is opened."""
        menu.aboutToShow.connect(lambda: self._refill(menu))

    def recent(self) -> list[Path]:
        """The recent files, newest first. Nobody looks whether they are there: a share may not answer."""
        known = paths.settings().get("recent", [])
        return [Path(name) for name in known if isinstance(name, str)][:RECENT_SHOWN] if isinstance(known, list) else []

    def remember(self, path: Path) -> None:
        """Puts a file first among the recent ones."""
        path = path.absolute()
        others = [str(other) for other in self.recent() if other != path]
        self._save(recent=[str(path), *others][:RECENT_SHOWN])

    def forget(self, path: Path) -> None:
        """Takes a file that could not be opened from the recent ones."""
        self._save(recent=[str(other) for other in self.recent() if other != path.absolute()])

    def remember_window(self, window: QWidget) -> None:
        """Saves the window's geometry."""
        self._save(window=bytes(window.saveGeometry().toBase64().data()).decode())

    @staticmethod
    def _save(**changes: object) -> None:
        """Saves the settings; a failure is ignored, since they are a convenience."""
        with suppress(OSError):
            paths.save_settings(**changes)

    def _refill(self, menu: QMenu) -> None:
        menu.clear()
        for path in self.recent():
            action = menu.addAction(str(path).replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self.open(path))
        if menu.isEmpty():
            menu.addAction("Ingen endnu").setEnabled(False)
