"""Starts the window program: Qt in Danish, the network requested or the first page."""

from __future__ import annotations

import gc
import signal
import socket
import sys
import threading
from dataclasses import replace

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSocketNotifier, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from cbnet_desktop.store.files.whole_files import sweep_private
from cbnet_desktop.system import paths
from cbnet_desktop.system.failures import FAILURES
from cbnet_desktop.system.options import Options
from cbnet_desktop.ui.widgets import theme
from cbnet_desktop.ui.window.documents_asked_for import Application, DocumentsAskedFor
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.helping import Helping
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.qt_words import QtWords

#: When what killed programs left behind is removed, in milliseconds after the start.
SWEEP_AFTER_MS = 5_000


def run(options: Options) -> int:
    """Opens what the options request and runs Qt; returns its exit code."""
    app = make_application()
    files = Files(MainWindow)
    Helping(app)
    reporter = Reporter(files)
    FAILURES.show_with(reporter.failed.emit)
    ending = Ending(files)
    app.processEvents()  # a Mac has told by now which file was double-clicked; the one used last is not shown before it
    open_first(files, replace(options, file=app.take_document() or options.file))
    asked_for = DocumentsAskedFor(files, app)
    QTimer.singleShot(0, gc.enable)
    QTimer.singleShot(SWEEP_AFTER_MS, lambda: threading.Thread(target=sweep_private, daemon=True).start())
    code = app.exec()
    asked_for.close()
    ending.close()
    FAILURES.show_with(None)
    return code


def make_application() -> Application:
    """The one QApplication: Danish, in our colours."""
    there = QApplication.instance()
    app = there if isinstance(there, Application) else Application([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName("CBnet")
    app.setApplicationDisplayName("CBnet")
    app.setDesktopFileName("cbnet")
    speak_danish(app)
    theme.bring_letters(app)
    theme.follow_system(app)
    app.setWindowIcon(QIcon(str(paths.resource("icons") / "cbnet.svg")))
    return app


def speak_danish(app: QApplication) -> None:
    """Qt's own buttons, dialogs, dates and numbers in Danish."""
    QLocale.setDefault(QLocale(QLocale.Language.Danish, QLocale.Country.Denmark))
    app.installTranslator(QtWords(app))
    translator = QTranslator(app)
    if translator.load("qtbase_da", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def open_first(files: Files, options: Options) -> None:
    """The file named, the example, the file used last, or the first page."""
    recent = files.recent()
    if options.is_example:
        files.open_example()
    elif options.file:
        files.open(options.file)
    elif recent:
        files.open(recent[0])
    if files.window is None:
        show_first_page(files)
    files.ask_for_name()


def show_first_page(files: Files) -> None:
    """Shows the page of the first start."""
    from cbnet_desktop.ui.window.first_page import FirstPage

    files.first_page = FirstPage(files)
    files.first_page.show()


class Ending(QObject):
    """Ends the program properly on SIGTERM or SIGINT, and at once on a second signal; commits typing at log-off."""

    SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self._files = files
        self._read, self._written = socket.socketpair()
        for end in (self._read, self._written):
            end.setblocking(False)
        # Python handles signals only while it runs, so the wake-up socket wakes Qt's event loop.
        signal.set_wakeup_fd(self._written.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._end)
        found = [getattr(signal, name) for name in self.SIGNALS if hasattr(signal, name)]
        self._before = {number: signal.getsignal(number) for number in found}
        for number, handler in self._before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, lambda *_: None)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.commitDataRequest.connect(lambda _: self.commit_typing())
        app.aboutToQuit.connect(self.commit_typing)  # the only notice that Windows gives at log-off

    def commit_typing(self) -> None:
        """Commits typing; the window stays open, since a log-off can be cancelled."""
        if self._files.session:
            self._files.session.commit_typing()

    def close(self) -> None:
        """Restores the former signal handlers."""
        self._let_go()
        signal.set_wakeup_fd(-1)
        self._read.close()
        self._written.close()

    def _end(self) -> None:
        """Closes the window, whatever dialog is open."""
        self._let_go()
        if self._files.window:
            self._files.window.close()
        QApplication.quit()

    def _let_go(self) -> None:
        self._notifier.setEnabled(False)
        for number, handler in self._before.items():
            signal.signal(number, handler)


class Reporter(QObject):
    """Shows the report of an unexpected error, whichever thread it happened in."""

    failed = Signal(str)

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self._files = files
        self.failed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def _show(self, report: str) -> None:
        from cbnet_desktop.ui.window.dialogs import ErrorReport

        ErrorReport(report, self._files.parent_widget).exec()
