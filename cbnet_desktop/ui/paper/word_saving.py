"""Saves a previewed paper as a Word file, written in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.ui.editing import background, busy_work
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.paper.preview_window import PreviewWindow, proposed
from cbnet_desktop.ui.widgets.file_kinds import require_suffix, with_suffix

SUFFIX = ".docx"


def offer(window: PreviewWindow, paper: ReadyPaper, session: Session) -> None:
    """Shows the button of a paper that can be a Word file."""
    if word := paper.word:
        window.bar.offer_word(True)
        window.bar.word_asked.connect(lambda: _ask_and_save(window, paper.file_name, lambda: word(_template(session))))


def _template(session: Session) -> bytes:
    """The bytes of the network's template, none where it has none; called in a thread, raises UserError."""
    annex = annexes.template(session.network)
    if annex is None:
        return b""
    with background.own(session.store) as store:
        return store.annexes.content(annex)


def _ask_and_save(window: PreviewWindow, file_name: str, made: Callable[[], bytes]) -> None:
    shown = str(proposed(file_name).with_suffix(SUFFIX))
    target, _ = QFileDialog.getSaveFileName(window, "Gem som Word", shown, f"Word (*{SUFFIX})")
    if target:
        save(window, with_suffix(target, SUFFIX), made)


def save(window: PreviewWindow, target: Path, made: Callable[[], bytes]) -> None:
    """Writes what is made into a file; what is refused is shown below the pages."""
    try:
        require_suffix(target, SUFFIX)
    except UserError as refusal:
        window.refuse(refusal)
        return

    def work(report: busy_work.Report) -> Path:
        from cbnet_desktop.documents.pdf import writing

        word = made()
        report(1.0)
        writing.write(target, word, writing.WORD)
        return target

    busy_work.run(window, ("Gem som Word", "Word-filen dannes …"), work, window.show_saved, window.refuse)
