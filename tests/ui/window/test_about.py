"""»Om CBnet« says how old the program is, where to ask for a newer one, and under which licences it is passed on."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop import RELEASED, __version__
from cbnet_desktop.system import libraries, paths
from cbnet_desktop.ui.window import about_dialog
from cbnet_desktop.ui.window.about_dialog import AboutDialog
from cbnet_desktop.ui.window.main_window import MainWindow

HOSTILE = "<b>Copyright</b> <img src='x'> &amp; a long line of words that is not to be taken for anything else"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a built program with two libraries, one with a notice and two texts."""
    folder = tmp_path / libraries.LICENCES
    folder.mkdir()
    folder.joinpath("a.txt").write_text(HOSTILE, encoding="utf-8")
    folder.joinpath("b.txt").write_bytes(b"Copyright J\xf6rg")
    listed = [
        {"name": "Qt", "version": "6.11", "licence": "LGPL-3.0", "texts": ["a.txt", "b.txt"], "notice": "Se kilden."},
        {"name": "Lato", "version": "2", "licence": "OFL-1.1", "texts": ["gone.txt"], "notice": ""},
    ]
    folder.joinpath(libraries.LIST).write_text(json.dumps(listed), encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    return folder


@pytest.fixture
def dialog(built: Path, qtbot: QtBot) -> AboutDialog:  # noqa: ARG001 - what is built comes before the dialog
    opened = AboutDialog()
    qtbot.addWidget(opened)
    opened.show()
    return opened


def test_each_library_is_read_by_keys_alone_with_notice_and_texts_as_they_stand(
    dialog: AboutDialog, qtbot: QtBot
) -> None:
    assert dialog.focusWidget() is dialog.list
    assert dialog.text.toPlainText().startswith("Se kilden.")
    assert HOSTILE in dialog.text.toPlainText()
    assert "Copyright J" in dialog.text.toPlainText()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert "kan ikke læses" in dialog.text.toPlainText()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.text
    qtbot.keyClick(dialog.text, Qt.Key.Key_Tab)
    assert dialog.focusWidget() not in (dialog.text, None)


def test_a_screen_reader_is_told_what_list_and_text_are(dialog: AboutDialog) -> None:
    assert dialog.list.accessibleName() == "Biblioteker og deres licenser"
    assert dialog.text.accessibleName() == "Licenstekst"


def test_it_says_version_date_where_to_ask_for_a_newer_one_and_where_its_files_are(dialog: AboutDialog) -> None:
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"CBnet {__version__} af " in said
    assert RELEASED[:4] in said
    assert "Spørg den, der har installeret det" in said
    assert str(paths.home()) in said


def test_a_licence_that_is_no_utf_8_is_read_too(tmp_path: Path) -> None:
    for name, encoding in (("a.txt", "latin-1"), ("b.txt", "utf-8-sig")):
        (tmp_path / name).write_text("Fête", encoding=encoding)
        library = libraries.Library("x", "1", "MIT", (tmp_path / name,))
        assert about_dialog.told(library) == "Fête"


def test_the_menu_opens_it(window: MainWindow) -> None:
    seen: list[QWidget | None] = []

    def look_and_close() -> None:
        seen.append(QApplication.activeModalWidget())
        if isinstance(dialog := seen[0], QDialog):
            dialog.reject()

    QTimer.singleShot(0, look_and_close)
    window.actions_by_name["about"].trigger()
    assert isinstance(seen[0], AboutDialog)


def test_it_says_what_is_set_for_the_whole_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hele computeren" not in " ".join(about_dialog.paragraphs(date.today()))
    file = tmp_path / "machine.json"
    file.write_text('{"backups_kept": 7}', encoding="utf-8")
    monkeypatch.setenv("CBNET_MACHINE", str(file))
    said = about_dialog.paragraphs(date.today())[-1]
    assert str(file) in said
    assert "de nyeste 7 gemmes" in said


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-11-30", ""),
        ("2026-12-29", ""),
        ("2026-12-30", ", 1 måned gammelt"),
        ("2028-11-29", ", 23 måneder gammelt"),
        ("2028-11-30", ", 2 år gammelt"),
        ("2020-01-01", ""),
    ],
)
def test_the_age_is_told_in_months_and_after_two_years_in_years(today: str, words: str) -> None:
    assert about_dialog.age(date(2026, 11, 30), date.fromisoformat(today)) == words
