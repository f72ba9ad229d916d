"""The preview: a document's PDF is made off the user-interface thread, and those very bytes are shown.

`preview.show(parent, title, file_name, render)` is all that is needed to look at, save and print a document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cbnet_desktop.domain.errors import UserError
from cbnet_desktop.failures import FAILURES
from cbnet_desktop.ui import background
from cbnet_desktop.ui.busy_dialog import BusyDialog
from cbnet_desktop.ui.preview_window import PreviewWindow
from cbnet_desktop.ui.printout import Printout

Refuse = Callable[[UserError], object]


class Cancelled(Exception):
    """Nobody waits for the document any more."""


def show(
    parent: QWidget, title: str, file_name: str, render: Callable[[], bytes], refuse: Refuse | None = None
) -> None:
    """Shows the PDF that render makes; file_name is what saving proposes. refuse is told where render refuses."""
    show_printout(parent, Printout(title, file_name, render), refuse)


def show_printout(parent: QWidget, printout: Printout, refuse: Refuse | None = None) -> None:
    """The same for what a tab offers; asked again, it takes the place of the window that shows it already."""
    window = parent.window()
    if any(under_way.windowTitle() == printout.title for under_way in window.findChildren(BusyDialog)):
        return
    busy = BusyDialog(printout.title, "Dokumentet bliver sat op …", window, can_cancel=True)
    pace = _Pace(busy)

    def work() -> tuple[bytes, Sequence[str]] | Exception:
        try:
            pdf = printout.paced(pace.told) if printout.paced else printout.render()
            return pdf, printout.notes()
        except UserError:
            raise
        except Exception as fault:  # reported below, when the window is free again
            return fault

    def done(made: tuple[bytes, Sequence[str]] | Exception) -> None:
        if not _is_awaited(busy):
            return
        busy.finish()
        if isinstance(made, Exception):
            FAILURES.handle(made)
        else:
            _open(window, printout, *made)

    def refused(refusal: UserError) -> None:
        if _is_awaited(busy):
            busy.finish()
            (refuse or _tell(window))(refusal)

    background.run(work, done, refused)


class _Pace(QObject):
    """Carries how far a document is from the thread that makes it to the dialog that waits for it."""

    moved = Signal(float)

    def __init__(self, busy: BusyDialog) -> None:
        super().__init__()
        self._busy = busy
        self.moved.connect(busy.show_share)

    def told(self, share: float) -> None:
        """Shows the share; raises Cancelled where the dialog was, which ends the work."""
        if self._busy.is_cancelled:
            raise Cancelled
        self.moved.emit(share)


def _is_awaited(busy: BusyDialog) -> bool:
    return isValid(busy) and not busy.is_cancelled


def _open(window: QWidget, printout: Printout, pdf: bytes, notes: Sequence[str]) -> None:
    made = PreviewWindow(window, printout.title, printout.file_name, pdf, notes)
    for shown in window.findChildren(PreviewWindow):
        if shown is not made and shown.title == printout.title:
            made.setGeometry(shown.geometry())
            shown.close()
    made.print_asked.connect(lambda: _print(made))
    made.show()


def _print(window: PreviewWindow) -> None:
    from cbnet_desktop.ui import pdf_printing

    pdf_printing.ask_and_print(window)


def _tell(window: QWidget) -> Refuse:
    def tell(refusal: UserError) -> None:
        from cbnet_desktop.ui import warning

        warning.tell(window, refusal.message)

    return tell
