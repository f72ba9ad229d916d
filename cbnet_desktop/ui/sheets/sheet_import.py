"""Reads and judges a spreadsheet for import into a list, in a cancellable thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from cbnet_desktop.domain.records.errors import Lapses, UserError
from cbnet_desktop.domain.sheets import layout as layouts
from cbnet_desktop.domain.sheets import verdicts
from cbnet_desktop.domain.sheets.layout import Grid, Layout
from cbnet_desktop.domain.sheets.verdicts import Preview
from cbnet_desktop.sheets import reading
from cbnet_desktop.store import Edit
from cbnet_desktop.system.foreign import Errand
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.sheets import shown_list
from cbnet_desktop.ui.table.table_pane import TablePane


@dataclass(frozen=True)
class Judged:
    """The result of reading: the sheets of the file, the chosen one, and the verdicts on its lines."""

    grids: tuple[Grid, ...]
    grid: Grid
    preview: Preview


class SheetInput(QObject):
    """One import; a new request cancels the one before."""

    progressed = Signal(int, int)
    judged = Signal(object)
    """A Judged."""
    refused = Signal(UserError)
    written = Signal(Edit)

    def __init__(self, pane: TablePane, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.kind = pane.spec.record
        self.titles = shown_list.titles_of(pane.spec)
        self._session = pane.session
        self._context = shown_list.context_of(pane)
        self._stop = threading.Event()
        self._errand = Errand()
        self._grids: tuple[Grid, ...] = ()

    def judge(self, name: str = "", layout: Layout | None = None, *, clears: bool = False) -> None:
        """Reads the file, the first time, and judges a sheet: the one named, under the layout given."""
        stop, network, today = self._begin(), self._session.network, self._session.today.isoformat()
        known, found, errand = self._context, self._grids, self._errand

        def work() -> Judged | None:
            grids = found or reading.grids(self.path, errand)
            grid, own = layouts.best(self.kind, grids, self.titles, wanted=name)
            try:
                preview = verdicts.preview(
                    network,
                    self.kind,
                    grid,
                    layout or own,
                    known,
                    clears=clears,
                    today=today,
                    progress=self._progress(stop),
                )
            except _Stopped:
                return None
            except UserError as refusal:
                # The sheet can be read, so the user can choose its columns, though none is recognised.
                preview = Preview(self.kind, layout or own, (), refusal=refusal.message)
            return Judged(grids, grid, preview)

        self._run(stop, work, self._show)

    def write(self, preview: Preview) -> None:
        """Writes the judged lines as one edit, in a thread where there are many."""
        label = verdicts.label(preview, self.path.name)
        session = self._session
        if len(preview.changes) < background.MANY:
            try:
                edit = session.write(preview.changes, label)
            except UserError as refusal:
                self.refused.emit(refusal)
            else:
                self.written.emit(edit)
            return
        store = session.store

        def work(*, lapses: bool = False) -> Edit:
            with background.own(store) as own:
                return own.apply(label, preview.changes, lapses=lapses)

        def done(edit: Edit) -> None:
            session.adopt(edit)
            if isValid(self):
                self.written.emit(edit)

        def refused(refusal: UserError) -> None:
            if isinstance(refusal, Lapses) and session.lets_lapse(refusal.message):
                background.run(partial(work, lapses=True), done, refused)
            elif isValid(self):
                self.refused.emit(refusal)

        # No cancelling from here on, since the edit is atomic.
        background.run(work, done, refused)

    def stop(self) -> None:
        """Cancels reading and judging."""
        self._stop.set()
        self._errand.call_off()

    def _begin(self) -> threading.Event:
        self.stop()
        self._stop, self._errand = threading.Event(), Errand()
        return self._stop

    def _run(self, stop: threading.Event, work: Callable[[], Judged | None], show: Callable[[Judged], None]) -> None:
        def done(result: Judged | None) -> None:
            if result is not None and not stop.is_set() and isValid(self):
                show(result)

        def refused(refusal: UserError) -> None:
            if not stop.is_set() and isValid(self):
                self.refused.emit(refusal)

        background.run(work, done, refused)

    def _show(self, result: Judged) -> None:
        self._grids = result.grids
        self.judged.emit(result)

    def _progress(self, stop: threading.Event) -> verdicts.Progress:
        reported = -1

        def progress(done: int, of: int) -> None:
            nonlocal reported
            if stop.is_set() or not isValid(self):
                raise _Stopped
            if (percent := 100 * done // max(of, 1)) != reported:
                reported = percent
                self.progressed.emit(done, of)

        return progress


class _Stopped(Exception):
    """Raised between two lines where the import was cancelled."""
