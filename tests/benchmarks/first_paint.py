"""Starts a Qt program and says »painted« when its first window has been painted: first_paint.py (cbnet | bare)."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QTabWidget


class FirstPaint(QObject):
    """Waits for the window's first paint event and for what is painted with it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Lets every event through."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, say_and_end)
        return False


def say_and_end() -> None:
    """Tells whoever measures, and ends without tidying up."""
    print("painted", flush=True)  # noqa: T201 - whoever measures reads it
    os._exit(0)


def wait_for_paint(app: QObject | None) -> int:
    """Takes the place of QApplication.exec."""
    window = next(
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMainWindow) and widget.isVisible()
    )
    window.installEventFilter(FirstPaint(app))
    return _exec()


def start_bare() -> None:
    """What is compared with: a window with four empty tables and nothing else."""
    app = QApplication([])
    window = QMainWindow()
    tabs = QTabWidget(window)
    for place in range(4):
        tabs.addTab(QTableView(tabs), str(place))
    window.setCentralWidget(tabs)
    window.resize(1280, 720)
    window.show()
    wait_for_paint(app)


def start_cbnet() -> None:
    """The program as its user starts it."""
    from cbnet_desktop.__main__ import main

    main(["--example"])


_exec = QApplication.exec
QApplication.exec = lambda *_: wait_for_paint(QApplication.instance())  # type: ignore[method-assign]  # the program calls it

if __name__ == "__main__":
    {"bare": start_bare, "cbnet": start_cbnet}[sys.argv[1]]()
