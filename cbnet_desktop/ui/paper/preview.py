"""Renders a paper's PDF in a background thread and previews the same bytes that are saved and printed.

`preview.show(parent, paper)` is all that is needed to preview, save and print a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.ui.editing import busy_work
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.paper import word_saving
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog

Refuse = Callable[[UserError], object]


def show(parent: QWidget, paper: ReadyPaper, refuse: Refuse | None = None, session: Session | None = None) -> None:
    """Renders and previews a paper, in place of the window that shows it; calls refuse on a UserError.

    A paper of a session's network can be saved for Word too, in the network's template.
    """
    window = parent.window()
    if any(under_way.windowTitle() == paper.title for under_way in window.findChildren(BusyDialog)):
        return

    def done(made: tuple[bytes, Sequence[str]]) -> None:
        shown = _open(window, paper, *made)
        if session:
            word_saving.offer(shown, paper, session)

    def refused(refusal: UserError) -> None:
        if refuse:
            refuse(refusal)
            return
        from cbnet_desktop.ui.widgets import message_box

        message_box.show(window, refusal.message)

    texts = paper.title, "Dokumentet dannes …"
    busy_work.run(window, texts, paper.make, done, refused)


def _open(window: QWidget, paper: ReadyPaper, pdf: bytes, notes: Sequence[str]) -> PreviewWindow:
    made = PreviewWindow(window, paper.title, paper.file_name, pdf, notes, is_foreign=paper.is_foreign)
    for shown in window.findChildren(PreviewWindow):
        if shown is not made and shown.title == paper.title:
            made.setGeometry(shown.geometry())
            shown.close()
    made.print_asked.connect(lambda: _print(made))
    made.show()
    return made


def _print(window: PreviewWindow) -> None:
    from cbnet_desktop.ui.paper import pdf_printing

    pdf_printing.ask_and_print(window)
