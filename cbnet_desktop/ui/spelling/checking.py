"""Spelling in every long text of window and dialogs: from its first focus on, with suggestions on right click."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from shiboken6 import isValid

from cbnet_desktop.domain.titles import own_words
from cbnet_desktop.system import paths, spelling
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.spelling.speller import Speller
from cbnet_desktop.ui.spelling.waves import Waves
from cbnet_desktop.ui.widgets.inputs import LongTextInput

#: The choice of this user among the settings; absent where it is on.
SETTING = "spelling"
WAITING, NOTHING = "Søger efter forslag …", "Ingen forslag"


class Spelling(QObject):
    """The check of spelling of one window."""

    switched = Signal(bool)
    """It is on, or off; off too where it cannot be had."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.speller = Speller(self)
        self.speller.failed.connect(lambda _: self._apply(is_on=False))
        self._is_named = False
        self.is_on = paths.settings().get(SETTING) is not False
        self._waves: list[Waves] = []
        session.changed.connect(self._note_change)
        QApplication.instance().focusChanged.connect(self._note_focus)  # type: ignore[union-attr]  # there is one

    def switch(self, *, is_on: bool) -> None:
        """Turns it on or off for this user, now and at later starts."""
        with suppress(OSError):  # then it is as it was at the next start
            paths.save_settings(**{SETTING: None if is_on else False})
        self._apply(is_on=is_on and not self.speller.fault)
        self._note_focus(None, QApplication.focusWidget())

    def close(self) -> None:
        """Lets the dictionary go."""
        self.is_on = False
        self.speller.close()

    def waves_of(self, text: QWidget | None) -> Waves | None:
        """The waves of a text that is checked."""
        self._waves = [one for one in self._waves if isValid(one)]
        return next((one for one in self._waves if one.parent() is text), None)

    def menu(self, text: LongTextInput, cursor: QTextCursor, place: QPoint) -> QMenu:
        """The text's own menu; on a misspelt word, what may have been meant and the network's list come first."""
        menu = text.createStandardContextMenu(place)
        word = _word_at(cursor)
        if word is not None and self.speller.is_wrong(word.selectedText()):
            self._offer(menu, text, word)
        return menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Opens the menu of a checked text, and takes the colours of another theme."""
        text = watched if isinstance(watched, LongTextInput) else watched.parent()
        if not isinstance(text, LongTextInput) or not self.is_on:
            return False
        if event.type() == QEvent.Type.PaletteChange and watched is text and (waves := self.waves_of(text)):
            waves.renew()
        if not isinstance(event, QContextMenuEvent):
            return False
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        cursor = text.textCursor() if is_key else text.cursorForPosition(event.pos())
        place = text.viewport().mapToGlobal(text.cursorRect().bottomLeft()) if is_key else event.globalPos()
        menu = self.menu(text, cursor, event.pos())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
        return True

    def _offer(self, menu: QMenu, text: LongTextInput, word: QTextCursor) -> None:
        typed, first = word.selectedText(), menu.actions()[0]
        waiting, known = QAction(WAITING, menu), QAction(f"&Føj »{typed}« til ordlisten", menu)
        waiting.setEnabled(False)
        known.setEnabled(not self._session.is_read_only)
        known.triggered.connect(lambda: self._know(typed))
        for action in (waiting, known):
            menu.insertAction(first, action)
        menu.insertSeparator(first)

        def replace(by: str) -> None:
            if word.selectedText() == typed and not text.isReadOnly():
                word.insertText(by)

        def show(suggested: list[str]) -> None:
            if not isValid(menu):
                return
            for one in suggested:
                action = QAction(one, menu)
                action.triggered.connect(lambda _=False, one=one: replace(one))
                menu.insertAction(waiting, action)
            waiting.setText(NOTHING)
            waiting.setVisible(not suggested)

        self.speller.suggest(typed, show)

    def _know(self, word: str) -> None:
        """Adds a word to the network's list; after the menu has closed, since writing may ask something."""
        change = own_words.added(self._session.network, word)
        QTimer.singleShot(0, self, lambda: self._session.execute(f"»{word}« føjet til ordlisten", [change]))

    def _note_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if waves := self.waves_of(before):
            waves.judge_left()
        if not self.is_on or not isinstance(now, LongTextInput) or now.isReadOnly() or self.waves_of(now):
            return
        if not self._is_named:
            self._is_named = True
            self._name()
        self._waves.append(Waves(now, self.speller))
        for watched in (now, now.viewport()):
            watched.installEventFilter(self)

    def _note_change(self, tables: frozenset[str]) -> None:
        if self._is_named and tables & own_words.TABLES:
            self._name()

    def _name(self) -> None:
        self.speller.set_names(spelling.own(own_words.texts(self._session.network)))

    def _apply(self, *, is_on: bool) -> None:
        self.is_on = is_on
        if not is_on:
            for waves in self._waves:
                if isValid(waves):
                    waves.end()
            self._waves.clear()
        self.switched.emit(is_on)


def _word_at(cursor: QTextCursor) -> QTextCursor | None:
    """The judged word at a cursor, selected."""
    text, at = cursor.block().text(), cursor.positionInBlock()
    for start, word in spelling.words(text):
        if start <= at <= start + len(spelling.bare(word)):
            found = QTextCursor(cursor)
            found.setPosition(cursor.block().position() + start)
            found.setPosition(found.position() + len(spelling.bare(word)), QTextCursor.MoveMode.KeepAnchor)
            return found
    return None
