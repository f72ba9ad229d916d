"""Qt's own dialogs speak Danish, and their buttons have no foreign pictures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox, QFileDialog, QLabel, QStyle
from pytestqt.qtbot import QtBot

ENGLISH = {"Look in", "Files of type", "File name", "Directory", "Open", "Save", "Cancel", "Choose", "Back", "Forward"}


def test_the_file_dialog_is_in_danish(qtbot: QtBot) -> None:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = [one.text() for kind in (QLabel, QAbstractButton) for one in dialog.findChildren(kind)]
    words = {text.replace("&", "").rstrip(":") for text in texts}
    assert {"Søg i", "Filtype", "Filnavn"} <= words
    assert not words & ENGLISH


def test_words_that_qt_knows_are_left_to_it(qapp: QApplication) -> None:
    assert qapp is not None
    assert QCoreApplication.translate("QFileDialog", "File &name:") == "&Filnavn:"


def test_buttons_of_dialogs_bear_words_only(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    box.show()
    assert not box.style().styleHint(QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons, None, box)
