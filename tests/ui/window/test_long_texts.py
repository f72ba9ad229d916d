"""However long a text is that somebody types, no window is wider than the screen, and no sentence is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.edits.edit import FROZEN_TABLES
from cbnet_desktop.domain.records import TABLES, Annex
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.refusable_input import RefusableInput
from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.widgets.rich_text import WrappedLabel, plain_label, wrapped_label
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.showing import show
from tests.ui.widgets.test_inputs_seen import DIALOGS

#: The width of a small screen.
SCREEN = 1024
LENGTH = 300
WORDS = "En meget lang titel, som ingen havde ventet, "
REASON = "Årsmødet kan ikke holdes uden de tre faste emner, og referatet kan ikke godkendes, før mødet er holdt. " * 3
ENDLESS = "Langtbiblioteksord"
#: What no person types as she likes: a link has a beginning, and the rest follows from a file.
MADE = {(Annex, name) for name in ("link", "file_name", "media_type", "sha256")}


@pytest.fixture(params=[WORDS, ENDLESS], ids=["words", "one word"])
def filled(request: pytest.FixtureRequest, window: MainWindow) -> MainWindow:
    """The window over a network with a long text in every text field that may be edited."""
    fill(window.session, (request.param * LENGTH)[:LENGTH].strip())
    return window


def fill(session: Session, text: str) -> None:
    """Writes the text into every text field of the rows that are not locked, in one edit."""
    network = session.network
    session.lets_lapse = lambda _: True
    changes = [row.edited(texts) for row, texts in _long(session, text)]
    free = [one for one in changes if not list(guard.locks(network, network.with_changes([one]), [one]))]
    session.write(free, "Lange tekster")


def _long(session: Session, text: str) -> Iterator[tuple[Record, dict[str, str]]]:
    for table, kind in TABLES.items():
        names = [name for name, field in kind.fields().items() if _takes(field) and (kind, name) not in MADE]
        for row in session.network.live(kind) if names and table not in FROZEN_TABLES else ():
            yield row, {name: f"{'m' * LENGTH}@example.org" if name == "email" else text for name in names}


def _takes(field: Field) -> bool:
    return field.kind in (Kind.TEXT, Kind.LONG_TEXT) and field.limit > LENGTH + 20


def pages(window: MainWindow) -> Iterator[str]:
    """Shows every page of every tab."""
    for place in range(window.tabs.count()):
        window.show_tab(place)
        page = window.page
        for view in page.choices.buttons() if isinstance(page, ChoiceTab) else [None]:
            if view:
                view.click()
            QApplication.processEvents()
            yield f"{window.tabs.tabText(place)} {view.text() if view else ''}".strip()


def dialogs(window: MainWindow, folder: Path, qtbot: QtBot) -> Iterator[QDialog]:
    """Shows every dialog, one after the other."""
    sheet = folder / "ark.csv"
    sheet.write_text("Mål;Indikator\nEt mål;Et tal\n", encoding="utf-8")
    window.show_tab(5)
    for opened in DIALOGS.values():
        dialog = opened(window, sheet)
        qtbot.addWidget(dialog)
        dialog.show()
        QApplication.processEvents()
        yield dialog
        dialog.close()


def refuse_everything(holder: QWidget) -> int:
    """Shows a reason of many words below every input that is shown; returns how many there are."""
    shown = [one for one in holder.findChildren(RefusableInput) if one.isVisible()]
    for one in shown:
        one.refuse(REASON)
    for _ in range(3):
        QApplication.processEvents()
    return len(shown)


def cut_off(holder: QWidget) -> list[str]:
    """The sentences that are lower than their lines, and those in a label that would cut them."""
    labels = [one for one in holder.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
    return [
        f"{one.text()[:40]}: {one.height()} of {one.heightForWidth(one.width())}"
        for one in labels
        if not isinstance(one, WrappedLabel) or one.height() < one.heightForWidth(one.width())
    ]


def test_no_text_makes_the_window_wider_than_a_small_screen(filled: MainWindow) -> None:
    widths = {name: filled.minimumSizeHint().width() for name in pages(filled)}
    assert {name: width for name, width in widths.items() if width > SCREEN} == {}


def test_no_text_makes_a_dialog_wider_than_a_small_screen(filled: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    shown = dialogs(filled, tmp_path, qtbot)
    widths = {type(one).__name__: max(one.width(), one.minimumSizeHint().width()) for one in shown}
    assert {name: width for name, width in widths.items() if width > SCREEN} == {}


@pytest.mark.parametrize("width", [SCREEN, 1366])
def test_no_sentence_of_a_page_is_cut_off(window: MainWindow, width: int) -> None:
    window.resize(width, 600)
    refused, cut = 0, {}
    for name in pages(window):
        refused += refuse_everything(window)
        if found := cut_off(window):
            cut[name] = found
    assert cut == {}
    assert refused > 50


def test_no_sentence_of_a_dialog_is_cut_off(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    cut = {}
    for dialog in dialogs(window, tmp_path, qtbot):
        refuse_everything(dialog)
        if found := cut_off(dialog):
            cut[type(dialog).__name__] = found
    assert cut == {}


def test_a_label_asks_for_room_for_its_new_text(qtbot: QtBot) -> None:
    holder = show(QWidget(), qtbot, 900, 40)
    label = plain_label(holder, "Kort")
    row = QHBoxLayout(holder)
    row.addWidget(label)
    row.addStretch(1)
    QApplication.processEvents()
    label.setToolTip("Hvor")
    for text in ("Gemt kl. 14.03", "Gemt kl. 14.04 og delt", *(f"Gemt kl. {minute}.01" for minute in range(24))):
        label.setText(text)
        QApplication.processEvents()
        assert QLabel.text(label) == label.text() == text
    assert label.toolTip() == "Hvor"


def test_a_heading_that_is_too_long_is_shortened_and_still_told_as_a_whole(qtbot: QtBot) -> None:
    label = show(plain_label(None, WORDS), qtbot, 150, 30)
    assert label.text() == label.accessibleName() == WORDS
    assert WORDS.strip() in label.toolTip()
    assert QLabel.text(label).endswith("…")
    label.resize(900, 30)
    assert QLabel.text(label) == WORDS
    assert not label.toolTip()


def test_a_screen_reader_hears_a_long_word_unbroken(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    label = wrapped_label(holder, "Kompetenceudviklingsindsatsområderne")
    spoken = QAccessible.queryAccessibleInterface(label)
    assert spoken.text(QAccessible.Text.Name) == "Kompetenceudviklingsindsatsområderne"
    label.setText("Kort")
    assert spoken.text(QAccessible.Text.Name) == "Kort"
