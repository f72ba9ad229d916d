"""F1 in every window: the manual opens at the section of what has the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from cbnet_desktop.ui.window.network_window import NetworkWindow

KEY = "F1"
_NAME = "help"


class Helping(QObject):
    """Gives each window its key when it becomes the active one; the main window has it in its menu."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusWindowChanged.connect(lambda _: give_key(app.activeWindow()))


def give_key(window: QWidget | None) -> None:
    """Gives a window that has no menu the key, once."""
    if window is None or isinstance(window, QMainWindow) or window.findChild(QShortcut, _NAME):
        return
    shortcut = QShortcut(QKeySequence(KEY), window)
    shortcut.setObjectName(_NAME)
    shortcut.activated.connect(lambda: show(window))


def show(window: QWidget) -> None:
    """Opens the manual over a window."""
    from cbnet_desktop.ui.manual import manual_window

    if not isinstance(window, manual_window.ManualWindow):
        manual_window.show(window, places(window))


def places(window: QWidget) -> Iterator[str]:
    """The classes from what has the keyboard outwards, then their folders: the names that the manual knows."""
    chain = list(_outwards(window))
    yield from (kind.__name__ for widget in chain for kind in type(widget).__mro__)
    yield from (parts[2] for widget in chain if len(parts := type(widget).__module__.split(".")) > 3)


def _outwards(window: QWidget) -> Iterator[QWidget]:
    focused = QApplication.focusWidget()
    widget: QWidget | None = focused if focused is not None and window.isAncestorOf(focused) else window
    while widget is not None:
        if isinstance(widget, NetworkWindow):
            yield widget.page
        yield widget
        widget = widget.parentWidget()
