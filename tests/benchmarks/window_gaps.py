"""The longest stretch that the window's thread works for each operation: python -m tests.benchmarks.window_gaps YEARS.

A precise timer ticks in the real window; the longest processor time of its thread between two ticks is the stretch. It
hardly moves with what else the machine does; the clock's, told beside it, does. More words choose operations.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cbnet_desktop.domain.records import Goal, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import open_store
from tests.benchmarks import years
from tests.moving import copied

if TYPE_CHECKING:
    from cbnet_desktop.ui.editing.session import Session

Action = Callable[[], object]
#: Seconds without work after an operation: what it puts off belongs to it too.
QUIET = 0.4
PATIENCE = 240
FILE = "netværk.cbnet"


class Gap(NamedTuple):
    """What an operation took, in milliseconds: the longest stretch, by processor and clock, and the whole by clock."""

    operation: str
    processor: float
    clock: float
    whole: float
    memory_mb: int

    def __str__(self) -> str:
        figures = f"{self.processor:>7.0f} {self.clock:>7.0f} {self.whole:>8.0f} {self.memory_mb:>5}"
        return f"{self.operation:<36} {figures}"


class Ticking(QObject):
    """Notes the longest stretches between two ticks."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.begin()
        self._timer.start(5)

    def begin(self) -> None:
        """Forgets what was."""
        self.processor = self.clock = 0.0
        self._last = time.thread_time(), time.perf_counter()

    def _tick(self) -> None:
        now = time.thread_time(), time.perf_counter()
        self.processor = max(self.processor, now[0] - self._last[0])
        self.clock = max(self.clock, now[1] - self._last[1])
        self._last = now


def memory_mb() -> int:
    """What the process has in memory now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) // 1000 for line in status.splitlines() if line.startswith("VmRSS:"))


class Harness:
    """The program's window over a copy of a network of many years."""

    def __init__(self, built: Path, folder: Path) -> None:
        from cbnet_desktop.ui.window.files import Files
        from cbnet_desktop.ui.window.main_window import MainWindow
        from cbnet_desktop.ui.window.start import make_application
        from cbnet_desktop.ui.window.tabs import TABS

        os.environ["CBNET_HOME"], os.environ["CBNET_USER"] = str(folder / "home"), "anna"
        self.folder = folder
        self.path = copied(built, FILE, folder, folder / "home")
        self.app = QApplication.instance() or make_application()
        self.gaps: list[Gap] = []
        self.titles = [title for title, _ in TABS]
        self.ticking = Ticking()
        self.files = Files(MainWindow)
        self.do("open", lambda: self.files.open(self.path), quiet=2)
        assert isinstance(self.files.window, MainWindow)
        # Any: what the pages of the window are differs from tab to tab.
        self.window: Any = self.files.window
        self.window.resize(1366, 768)
        self.window.activateWindow()
        self.session: Session = self.window.session

    def do(self, operation: str, act: Action, until: Action = lambda: True, quiet: float = QUIET) -> None:
        """Runs an operation from the event loop until it is over and then some."""
        self.rest(0.1)
        done: list[float] = []
        self.ticking.begin()
        start = time.perf_counter()

        def call() -> None:
            act()
            done.append(time.perf_counter())

        QTimer.singleShot(0, call)
        ended = self.rest(quiet, lambda: done and until())
        gap = Gap(operation, self.ticking.processor * 1e3, self.ticking.clock * 1e3, (ended - start) * 1e3, memory_mb())
        self.gaps.append(gap)

    def rest(self, quiet: float, until: Action = lambda: True) -> float:
        """Runs the event loop until something holds, and then so many seconds more; when it held."""
        loop, end, held_at = QEventLoop(), time.perf_counter() + PATIENCE, 0.0
        while not held_at or time.perf_counter() - held_at < quiet:
            QTimer.singleShot(4, loop.quit)
            loop.exec()
            if not held_at and until():
                held_at = time.perf_counter()
            if time.perf_counter() > end:
                raise TimeoutError
        return held_at

    def show(self, title: str, view: str = "") -> Any:
        """Shows a tab, and a view of it; its list."""
        from cbnet_desktop.ui.sheets import shown_list

        self.window.show_tab(self.titles.index(title))
        if view:
            choices = self.window.page.choices
            names = [button.text().replace("&", "") for button in choices.buttons()]
            self.window.page.show_view(names.index(view))
        self.rest(0.2)
        return shown_list.shown_pane(self.window.page)

    def beside(self) -> Any:
        """The dialog or window that is open beside the main one; None where there is none."""
        shown = (widget for widget in QApplication.topLevelWidgets() if widget.isVisible())
        return next((widget for widget in shown if widget is not self.window), None)


def tabs(harness: Harness) -> None:
    """Every tab and view, first and again."""
    window = harness.window
    for time_ in ("first", "again"):
        for place in [*range(1, len(harness.titles)), 0]:
            harness.do(f"tab {harness.titles[place]}, {time_}", partial(window.show_tab, place))
    for place, title in enumerate(harness.titles):
        window.show_tab(place)
        buttons = window.page.choices.buttons() if hasattr(window.page, "choices") else []
        for view in [*range(1, len(buttons)), 0][: len(buttons)]:
            harness.do(f"view {title}/{buttons[view].text()}", partial(window.page.show_view, view))


def year(harness: Harness) -> None:
    """The plan year before, and back, with every tab shown once."""
    for title in harness.titles:
        harness.show(title)
        harness.do(f"year back, {title}", lambda: harness.window.turn_year(-1))
        harness.do(f"year forward, {title}", lambda: harness.window.turn_year(1))


EDITED = (("Handlingsplan", "indicator", ""), ("Tilbud", "topic", ""), ("Netværk", "title", "Personer"))


def edit(harness: Harness) -> None:
    """A cell, undo, redo, sorting, arrows."""
    for title, field, view in EDITED:
        pane = harness.show(title, view)
        column = next(at for at, one in enumerate(pane.spec.columns) if one.field == field)
        for number in range(2):
            cell = pane.model.index(3, column)
            harness.do(f"edit {title} {number}", partial(pane.model.setData, cell, f"Ny {number}"), quiet=0.7)
        harness.do(f"undo {title}", harness.window.undo, quiet=0.7)
        harness.do(f"redo {title}", harness.window.redo, quiet=0.7)
        sort = pane.view.horizontalHeader().setSortIndicator
        harness.do(f"sort {title}", partial(sort, column, Qt.SortOrder.AscendingOrder))
        harness.do(f"unsort {title}", partial(sort, -1, Qt.SortOrder.AscendingOrder))
        for number in range(3):
            harness.do(f"arrow down {title} {number}", partial(QTest.keyClick, pane.view, Qt.Key.Key_Down))


def search(harness: Harness) -> None:
    """Search in everything, letter by letter."""
    harness.show("Handlingsplan")
    searching = harness.window.searching
    searching.begin(filters=False)
    for number, letter in enumerate("kursus", 1):
        harness.do(f"search letter {number}", partial(QTest.keyClicks, searching.line, letter))
    goal = next(iter(harness.session.network.rows(Goal)))
    change = Change(Goal.TABLE, goal.id, {"indicator": goal.indicator}, {"indicator": "x1"})
    harness.do("edit while searching", lambda: harness.session.write([change]))
    harness.do("search after an edit", lambda: searching.line.setText("kursus b"))
    searching.end()


def paste(harness: Harness) -> None:
    """Five hundred offers of one day, taken back and put again."""
    pane = harness.show("Tilbud")
    column = next(at for at, one in enumerate(pane.spec.columns) if one.field == "title")
    QApplication.clipboard().setText("\n".join(f"Indsat {number}" for number in range(500)))
    before = pane.model.rowCount()

    def into_the_last_row() -> None:
        last = pane.model.index(pane.model.rowCount() - 1, column)
        pane.view.selectionModel().setCurrentIndex(last, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        pane.view.setFocus()
        QTest.keyClick(pane.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    harness.do("paste 500 offers", into_the_last_row, until=lambda: pane.model.rowCount() > before + 400, quiet=2)
    harness.do("edit beside them", lambda: pane.model.setData(pane.model.index(0, column), "Et nyt navn"), quiet=1)
    harness.do("undo that", harness.window.undo, quiet=1)
    harness.do("undo paste", harness.window.undo, until=lambda: pane.model.rowCount() < before + 5, quiet=2)
    harness.do("redo paste", harness.window.redo, until=lambda: pane.model.rowCount() > before + 400, quiet=2)
    harness.do("undo paste again", harness.window.undo, until=lambda: pane.model.rowCount() < before + 5, quiet=2)


def imports(harness: Harness) -> None:
    """Five thousand people from a sheet, taken back and put again."""
    from openpyxl import Workbook

    from cbnet_desktop.ui.sheets.import_dialog import ImportDialog

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Navn", "Stilling", "Telefon", "E-mail"])
    for number in range(5_000):
        sheet.append([f"Person Ågård {number}", "Bibliotekar", f"{number:08}", f"p{number}@x.dk"])
    book.save(harness.folder / "personer.xlsx")
    pane = harness.show("Netværk", "Personer")
    before = pane.model.rowCount()
    made: list[ImportDialog] = []

    def ask() -> None:
        made.append(ImportDialog(pane, harness.folder / "personer.xlsx", harness.window))
        made[0].open()

    def many() -> bool:
        return bool(pane.model.rowCount() > before + 4_000)

    harness.do("import of 5,000: judge", ask, until=lambda: made and made[0].importer.isEnabled())
    harness.do("import of 5,000: write", made[0].accept, until=many, quiet=3)
    harness.do("undo import", harness.window.undo, until=lambda: not many(), quiet=3)
    harness.do("redo import", harness.window.redo, until=many, quiet=3)
    harness.do("undo import again", harness.window.undo, until=lambda: not many(), quiet=3)


def previews(harness: Harness) -> None:
    """The plan and the book of all years."""
    from cbnet_desktop.documents.papers import catalogue
    from cbnet_desktop.ui.paper import papers
    from cbnet_desktop.ui.paper.preview_window import PreviewWindow

    def is_shown() -> bool:
        return isinstance(harness.beside(), PreviewWindow)

    harness.show("Handlingsplan")
    for name, paper in (("plan", catalogue.PLAN), ("book", catalogue.BOOK)):
        ask = partial(papers.show, harness.window, harness.session, partial(papers.of, paper))
        harness.do(f"preview of the {name}", ask, until=is_shown, quiet=1.5)
        harness.beside().close()
        harness.do(f"after the {name}", lambda: None, quiet=1)


def sign_off(harness: Harness) -> None:
    """The plan in preparation is signed."""
    harness.show("Handlingsplan")
    dialogs: list[Any] = []
    harness.do("sign-off dialog", lambda: dialogs.append(harness.window.page.ask_for_sign_off()), quiet=0.8)
    if dialogs[0].hindrances:
        raise ValueError(dialogs[0].hindrances)
    count = len(list(harness.session.network.rows(PlanVersion)))

    def signed() -> bool:
        return len(list(harness.session.network.rows(PlanVersion))) > count

    harness.do("sign-off", dialogs[0].attempt, until=signed, quiet=2)


def files(harness: Harness) -> None:
    """Checking, the dialogs about the file, a copy."""
    from cbnet_desktop.ui.exchange.check_dialog import CheckDialog

    def checked() -> bool:
        found = harness.window.findChild(CheckDialog)
        return found is not None and found.progress.isHidden()

    harness.do("verify", harness.window.sharing.check, until=checked)
    harness.window.findChild(CheckDialog).close()
    for name, ask in (
        ("about the file", harness.window.sharing.show_about_file),
        ("backups", harness.window.sharing.show_backups),
    ):
        harness.do(f"dialog {name}", ask, quiet=1.5)
        harness.beside().close()
    target = harness.folder / "kopi.cbnet"
    harness.do("save a copy", lambda: harness.files.save_copy(target), until=target.exists, quiet=1.5)


def colleague(harness: Harness) -> None:
    """Edits of a colleague arrive."""
    bo = open_store(harness.path, home=harness.folder / "bo", user="Bo")
    for many in (1, 1_000, 5_000):
        goals = list(bo.read().rows(Goal))[:many]
        bo.apply("Rettet", [Change("goals", goal.id, {"unit": goal.unit}, {"unit": str(many)}) for goal in goals])
        bo.exchange()
        got: list[object] = []
        taking = harness.session.received.connect(got.append)
        harness.do(f"{len(goals)} edits arrive", harness.session.sharing.share_now, until=partial(bool, got), quiet=2)
        QObject.disconnect(taking)
    bo.close()


OPERATIONS = {
    one.__name__: one for one in (tabs, year, edit, search, paste, imports, colleague, previews, sign_off, files)
}


def measured(built: Path, names: Iterable[str]) -> list[Gap]:
    """The stretches of the operations of these names on a copy of a network."""
    with tempfile.TemporaryDirectory() as folder:
        harness = Harness(built, Path(folder))
        for name in names:
            OPERATIONS[name](harness)
        harness.do("close", harness.window.close)
        return harness.gaps


def main(count: int, names: list[str]) -> None:
    """Builds a network of so many years and prints the stretches."""
    folder = Path(tempfile.mkdtemp())
    try:
        years.build(folder / FILE, count, folder / "home").close()
        for gap in measured(folder, names or list(OPERATIONS)):
            print(gap)  # noqa: T201 - the figures are for reading
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
