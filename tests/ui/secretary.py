"""The secretary at the window: what she does with keys, tab by tab, for tests that play a long time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Organisation
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.qt_types import not_none
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.tabs import TABS
from tests.ui.showing import focused

Key = Qt.Key
CTRL, ALT, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
Dialog = TypeVar("Dialog", bound=QDialog)


class Secretary:
    """Goes to tabs by their keys, types, pastes from her spreadsheet, and answers dialogs."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.session = window.session
        self._qtbot = qtbot

    @property
    def network(self) -> Network:
        return self.session.network

    def on(self, day: str) -> None:
        """Time passes: it is this day (ISO) now."""
        profile = self.network.profile
        self.session.write([Change("networks", profile.id, {"today_is": profile.today_is}, {"today_is": day})])
        year, month, date = (int(part) for part in day.split("-"))
        self.session.store.clock = lambda: datetime(year, month, date, 9, 0, tzinfo=UTC)

    def turn_to(self, year: int) -> None:
        """Turns the plan year with Alt and the arrows."""
        while self.session.year != year:
            self.press(Key.Key_Right if self.session.year < year else Key.Key_Left, ALT, self.window)

    def go(self, title: str, view: str = "") -> Any:
        """The page of a tab, by Ctrl and its digit; the tab's own page where it has several."""
        place = [name for name, _ in TABS].index(title)
        assert QApplication.activePopupWidget() is None
        self.come_back()
        self.press(Qt.Key(Key.Key_1 + place), CTRL, self.window)
        page: Any = self.window.page
        QApplication.processEvents()
        if not view:
            return getattr(page, "page", page)
        choices = page.choices
        place = next(at for at in range(len(choices.buttons())) if choices.button(at).text() == view)
        page.show_view(place)
        QApplication.processEvents()
        return page.page

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        """A key, on what has the cursor unless said otherwise."""
        self._qtbot.keyClick(on or focused(), key, modifier)
        if modifier is not NONE:
            # Her finger leaves Ctrl too; a row chosen next would be added to the selection otherwise.
            self._qtbot.keyRelease(self.window, Key.Key_Control)

    def write(self, text: str) -> None:
        """Types where the cursor is."""
        widget = focused()
        for number, line in enumerate(text.split("\n")):
            if number:
                self._qtbot.keyClick(widget, Key.Key_Return)
            self._qtbot.keyClicks(widget, line)

    def push(self, button: QAbstractButton) -> None:
        """Space on a button that can be reached with Tab."""
        assert button.isEnabled(), button.text()
        assert button.isVisible(), button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, button.text()
        button.setFocus()
        self._qtbot.keyClick(button, Key.Key_Space)

    def cell(self, pane: TablePane, row_id: str, field: str, text: str) -> None:
        """Types into a cell of a row, over what stands there."""
        pane.view.setFocus()
        assert pane.view.choose(row_id, field), (row_id, field)
        self.press(Key.Key_F2)
        self.write(text)
        self.press(Key.Key_Return)
        self.is_content(pane)

    def paste(self, pane: TablePane, row: int, field: str, block: Sequence[Sequence[str]]) -> None:
        """A block from the spreadsheet into the cells from a row's field on."""
        pane.view.setFocus()
        columns = [place for place, column in enumerate(pane.spec.columns) if column.field == field]
        chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
        pane.view.selectionModel().setCurrentIndex(pane.model.index(row, columns[0]), chosen)
        QGuiApplication.clipboard().setText("".join("\t".join(line) + "\n" for line in block))
        self.press(Key.Key_V, CTRL)
        self.is_content(pane)

    def add(self, pane: TablePane, rows: Sequence[Mapping[str, str]]) -> None:
        """New rows pasted past the end of a table; texts by field, the columns between them as they are when new."""
        fields = [column.field for column in pane.spec.columns]
        assert pane.spec.blank
        blank = pane.spec.record("", **pane.spec.blank(self.session))
        used = sorted({at for at, field in enumerate(fields) for row in rows if field in row})
        span = range(used[0], used[-1] + 1)
        block = [[row.get(fields[at]) or self._shown(pane, blank, at) for at in span] for row in rows]
        is_empty = not pane.model.rowCount()
        for lines in [block] if is_empty else [[line] for line in block]:
            self._begin_row(pane)
            row = pane.view.currentIndex().row()
            # Esc would take the new row back.
            self.press(Key.Key_Return)
            self.paste(pane, row, fields[used[0]], lines)

    def answer(self, kind: type[Dialog], /, **texts: str) -> Dialog:
        """Fills in the dialog that is open and presses Enter."""
        dialog = self.filled(kind, **texts)
        assert isinstance(dialog, ActionDialog)
        self.press(Key.Key_Return, on=dialog)
        refusals = [one.reason.text() for one in dialog.answers.values() if one.reason.text()]
        assert not dialog.isVisible(), (dialog.strip.text, refusals)
        self.come_back()
        return dialog

    def filled(self, kind: type[Dialog], /, **texts: str) -> Dialog:
        """Fills in the dialog that is open."""
        dialog = self.dialog(kind)
        assert isinstance(dialog, ActionDialog)
        for name, text in texts.items():
            line = dialog.answers[name].input
            line.setFocus()
            if isinstance(line, QComboBox) and not line.isEditable():
                line.setCurrentText(text)
                line.activated.emit(line.currentIndex())
            else:
                editor = line.lineEdit() if isinstance(line, QComboBox) else line
                assert isinstance(editor, QLineEdit | QPlainTextEdit)
                editor.selectAll()
                self._qtbot.keyClicks(editor, text)
                _close_list(line)
        return dialog

    def come_back(self) -> None:
        """The window is in front again, as it is on a screen when a dialog closes."""
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """The dialog that is open."""
        found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]
        assert len(found) == 1, f"{len(found)} of {kind.__name__} are open"
        found[0].activateWindow()
        self._qtbot.waitUntil(found[0].isActiveWindow)
        return found[0]

    def fill(self, form: Any, /, **texts: str) -> None:
        """Types into fields of the form at the right, over what stands there."""
        for name, text in texts.items():
            line = form.field(name).input
            line.setFocus()
            if isinstance(line, QComboBox) and not line.isEditable():
                line.setCurrentText(text)
                line.activated.emit(line.currentIndex())
                continue
            editor = not_none(line.lineEdit()) if isinstance(line, QComboBox) else line
            editor.selectAll()
            self._qtbot.keyClicks(editor, text)
            _close_list(line)
            if not isinstance(line, QPlainTextEdit):
                self._qtbot.keyClick(editor, Key.Key_Return)
            form.setFocus()

    def library(self, name: str) -> str:
        """The id of the organisation with this short name."""
        return next(row.id for row in self.network.live(Organisation) if row.short_name == name)

    def is_content(self, pane: TablePane) -> None:
        """Nothing was refused under the table."""
        assert pane.strip.isHidden() or not pane.strip.text, pane.strip.text

    def _begin_row(self, pane: TablePane) -> None:
        """Ctrl+N, or Space on the first action that an empty table offers."""
        before = pane.model.rowCount()
        if pane.view.isVisible():
            pane.view.setFocus()
            self.press(Key.Key_N, CTRL, self.window)
        else:
            action = next(one for one in pane.findChildren(QPushButton) if one.isVisible())
            self.push(action)
        assert pane.model.rowCount() == before + 1, pane.strip.text

    def _shown(self, pane: TablePane, record: Any, at: int) -> str:
        column = pane.spec.columns[at]
        return column.shown(self.network, record) if column.field else ""


def _close_list(line: QWidget) -> None:
    """What is typed stands in the way of the list that offers it."""
    if isinstance(line, QComboBox) and (completer := line.completer()):
        not_none(completer.popup()).hide()
