"""Starts a Qt program and says »painted« when its first window has been painted: first_paint.py (cbnet | bare)."""

from __future__ import annotations

import os
import sys


def say_the_first_paint() -> None:
    """Lets QApplication.exec end the process as soon as the window shown has been painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class FirstPaint(QObject):
        """Waits for the window's first paint event and for what is painted with it."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            """Lets every event through."""
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, say_and_end)
            return False

    def wait_for_paint() -> int:
        """Takes the place of QApplication.exec."""
        shown = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMainWindow))
        window = next(widget for widget in shown if widget.isVisible())
        window.installEventFilter(FirstPaint(QApplication.instance()))
        return run()

    run = QApplication.exec
    QApplication.exec = lambda *_: wait_for_paint()  # type: ignore[method-assign]  # the program calls it


def say_and_end() -> None:
    """Tells whoever measures, and ends without tidying up."""
    print("painted", flush=True)  # noqa: T201 - whoever measures reads it
    os._exit(0)


def start_bare() -> None:
    """What is compared with: a window with four empty tables and nothing else."""
    say_the_first_paint()
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QTabWidget

    app = QApplication([])
    window = QMainWindow()
    tabs = QTabWidget(window)
    for place in range(4):
        tabs.addTab(QTableView(tabs), str(place))
    window.setCentralWidget(tabs)
    window.resize(1280, 720)
    window.show()
    app.exec()


def start_cbnet() -> None:
    """The program as its user starts it, in the order in which it loads what it needs."""
    from cbnet_desktop.__main__ import main

    def note_import(event: str, arguments: tuple[object, ...]) -> None:
        if event == "import" and arguments[0] == "cbnet_desktop.ui.window.start":
            say_the_first_paint()

    sys.addaudithook(note_import)
    main(["--example"])


if __name__ == "__main__":
    {"bare": start_bare, "cbnet": start_cbnet}[sys.argv[1]]()
