"""Waves under misspelt words of a text, set block by block in short stretches, and only where the text changed."""

from __future__ import annotations

import time

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QSyntaxHighlighter, QTextBlock, QTextCharFormat

from cbnet_desktop.system import spelling
from cbnet_desktop.ui.spelling.speller import Speller
from cbnet_desktop.ui.widgets import theme
from cbnet_desktop.ui.widgets.inputs import LongTextInput

#: Characters of a block; a longer one is left alone, since a block is looked through in one go at each key.
LONGEST_BLOCK = 20_000
#: Seconds that the window is held at a time.
STRETCH_S = 0.004
#: States of a block, which Qt keeps with it: never seen, all its words judged, some of them not known yet.
_NEW, _DONE, _OPEN = -1, 0, 1


class Waves(QSyntaxHighlighter):
    """The waves of one text; the word that the cursor is at is being written and left alone."""

    def __init__(self, text: LongTextInput, speller: Speller) -> None:
        super().__init__(text)
        self._text, self._speller = text, speller
        self._is_sweeping = False
        self._left_alone: tuple[QTextBlock, int, int] | None = None
        self._from = 0
        self._format = QTextCharFormat()
        self._format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        self._sweep_soon = QTimer(self, interval=0, singleShot=True)
        self._sweep_soon.timeout.connect(self._sweep)
        text.cursorPositionChanged.connect(self.judge_left)
        speller.learned.connect(self._begin)
        speller.forgotten.connect(self.renew)
        with QSignalBlocker(text):
            self.setDocument(text.document())
            self.rehighlight()  # at once, where Qt would do so later and call it typing
        self._begin()

    def renew(self) -> None:
        """Looks through all blocks again."""
        block = self._text.document().firstBlock()
        while block.isValid():
            block.setUserState(_OPEN)
            block = block.next()
        self._begin()

    def judge_left(self) -> None:
        """Judges the word that was being written once cursor or focus has left it."""
        if self._left_alone:
            block, start, end = self._left_alone
            if not self._is_writing(block, start, end):
                self._left_alone = None
                if block.isValid():
                    self._mark(block)

    def highlightBlock(self, text: str) -> None:
        """Marks the misspelt words of a block; Qt asks for a block whose text changed."""
        block = self.currentBlock()
        if self.currentBlockState() == _NEW and not self._is_sweeping and self._text.textCursor().block() != block:
            self.setCurrentBlockState(_OPEN)  # a text that is shown or pasted is looked through in stretches
            self._begin()
            return
        is_open, has_pairs = False, len(text) != block.length() - 1
        for start, word in spelling.words(text) if len(text) <= LONGEST_BLOCK else ():
            at = _units(text[:start]) if has_pairs else start  # Qt counts letters beyond the first plane as two
            if self._is_writing(block, at, at + len(word)):
                self._left_alone = block, at, at + len(word)
                continue
            is_wrong = self._speller.is_wrong(word)
            is_open |= is_wrong is None
            if is_wrong:
                self._format.setUnderlineColor(theme.colour("error"))
                self.setFormat(at, len(spelling.bare(word)), self._format)
        self.setCurrentBlockState(_OPEN if is_open else _DONE)

    def end(self) -> None:
        """Takes all waves off."""
        with QSignalBlocker(self._text):
            self.setDocument(None)
        self.deleteLater()

    def _mark(self, block: QTextBlock) -> None:
        """Highlights a block without a word of it: for Qt a mark is a change of the text."""
        with QSignalBlocker(self._text):
            self.rehighlightBlock(block)

    def _is_writing(self, block: QTextBlock, start: int, end: int) -> bool:
        cursor = self._text.textCursor()
        return self._text.hasFocus() and cursor.block() == block and start < cursor.positionInBlock() <= end

    def _begin(self) -> None:
        """Looks through the blocks whose words were not all known."""
        self._from = 0
        self._sweep_soon.start()

    def _sweep(self) -> None:
        """Highlights open blocks for a short while, and goes on when the window has done what waits."""
        until = time.perf_counter() + STRETCH_S
        block = self._text.document().findBlockByNumber(self._from)
        self._is_sweeping = True
        while block.isValid() and time.perf_counter() < until:
            if block.userState() != _DONE:
                self._mark(block)
            self._from += 1
            block = block.next()
        self._is_sweeping = False
        if block.isValid():
            self._sweep_soon.start()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
