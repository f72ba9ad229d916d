"""»Gem som Word …« in the preview: beside »Gem som PDF …«, for every paper of the program's own."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents.papers.catalogue import BUDGET
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.ui.paper import papers, word_saving
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.widgets import message_box
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.documents.word_templates import HEAD, changed, template
from tests.ui.paper.test_year_papers import previewed
from tests.ui.waiting import PATIENCE_MS

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot) -> PreviewWindow:
    window.session.set_year(2014)
    window.actions_by_name["paper_budget"].trigger()
    return previewed(window, qtbot, "Budgetandele 2014")


def choosing(monkeypatch: pytest.MonkeyPatch, target: Path) -> list[str]:
    """Answers the dialog with a file; returns what it is asked."""
    asked: list[str] = []

    def ask(_parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.extend((title, Path(name).name, kinds))
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return asked


def test_a_paper_is_saved_as_word_under_the_name_of_its_pdf(
    shown: PreviewWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = choosing(monkeypatch, tmp_path / "budget")
    qtbot.keyClick(shown, Qt.Key.Key_S, BOTH)
    target = tmp_path / "budget.docx"
    qtbot.waitUntil(lambda: "budget.docx" in shown.strip.text, timeout=PATIENCE_MS)
    assert asked == ["Gem som Word", "budgetandele-2014.docx", "Word (*.docx)"]
    assert "Budgetandele 2014" in [one.text for one in Document(io.BytesIO(target.read_bytes())).paragraphs]


def test_a_network_s_file_is_not_overwritten_by_a_word_file(
    shown: PreviewWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "netværk.cbnet"
    target.write_bytes(b"SQLite format 3")
    choosing(monkeypatch, target)
    shown.bar.word_asked.emit()
    qtbot.waitUntil(lambda: "der ender på .docx" in shown.strip.text, timeout=PATIENCE_MS)
    choosing(monkeypatch, target.with_suffix(".docx"))
    target.with_suffix(".docx").write_bytes(b"noter")
    shown.bar.word_asked.emit()
    qtbot.waitUntil(lambda: "er ikke et Word-dokument" in shown.strip.text, timeout=PATIENCE_MS)
    assert target.read_bytes() == b"SQLite format 3"


def test_a_pdf_from_elsewhere_is_not_offered_as_word(window: MainWindow, shown: PreviewWindow) -> None:
    other = PreviewWindow(window, "Andet", "andet.pdf", shown.pdf)
    offered = [[one.text() for one in bar.actions() if one.isVisible()] for bar in (shown.bar, other.bar)]
    assert ["Gem som Word …" in texts for texts in offered] == [True, False]
    other.close()


# The network's template


@pytest.fixture
def dotx(tmp_path: Path) -> Path:
    path = tmp_path / "Brevpapir.dotx"
    path.write_bytes(template())
    return path


def test_a_template_chosen_in_the_menu_is_used_for_the_next_word_file(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, dotx: Path
) -> None:
    monkeypatch.setattr(message_box, "choose", lambda *_: 0)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(dotx), ""))
    window.actions_by_name["word_template"].trigger()
    qtbot.waitUntil(lambda: annexes.template(window.session.network) is not None, timeout=PATIENCE_MS)
    window.actions_by_name["paper_budget"].trigger()
    shown = previewed(window, qtbot, papers.of(BUDGET, window.session).title)
    target = dotx.with_name("budget.docx")
    choosing(monkeypatch, target)
    shown.bar.word_asked.emit()
    qtbot.waitUntil(lambda: "budget.docx" in shown.strip.text, timeout=PATIENCE_MS)
    header = Document(io.BytesIO(target.read_bytes())).sections[0].header
    assert HEAD in header._element.xpath("string(.)")
    monkeypatch.setattr(message_box, "choose", lambda *_: 1)
    window.actions_by_name["word_template"].trigger()
    assert annexes.template(window.session.network) is None
    window.session.undo()
    assert annexes.template(window.session.network) is not None


def test_a_template_with_macros_is_refused_in_a_sentence(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, dotx: Path
) -> None:
    dotx.write_bytes(changed(template(), added={"word/vbaProject.bin": b"x"}))
    monkeypatch.setattr(message_box, "choose", lambda *_: 0)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(dotx), ""))
    with qtbot.waitSignal(window.session.refused, timeout=PATIENCE_MS) as refused:
        window.actions_by_name["word_template"].trigger()
    assert "har makroer" in refused.args[0].message
    assert annexes.template(window.session.network) is None


def test_a_word_file_that_is_given_up_is_not_written(shown: PreviewWindow, qtbot: QtBot, tmp_path: Path) -> None:
    goes_on, before = threading.Event(), threading.active_count()

    def write() -> bytes:
        goes_on.wait(10)
        return b"PK"

    word_saving.save(shown, tmp_path / "budget.docx", write)
    shown.findChildren(BusyDialog)[-1].reject()
    goes_on.set()
    qtbot.waitUntil(lambda: threading.active_count() == before, timeout=PATIENCE_MS)
    assert list(tmp_path.glob("budget*")) == []
