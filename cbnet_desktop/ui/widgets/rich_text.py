"""User text in labels, tooltips and rich text: as plain text that fits, escaped, and with its changes marked.

However long a text is, its label never makes a window wider, and never loses a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
#: With more words than this, a comparison takes too long.
MOST_WORDS = 4_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
#: The characters of a label that are shown whatever the room, and the length from which a word may be broken.
LEAST_CHARACTERS, LONG_WORD = 24, 20
#: Pixels by which the measured width of a text may be too small.
ROUNDING = 2
_LONG_WORDS = re.compile(rf"\S{{{LONG_WORD},}}")
#: Where a line may be broken without being seen.
_BREAK = "\u200b"


class FittingLabel(QLabel):
    """The base of both labels: the text as it was set, and a width that gives way to the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)

    def text(self) -> str:
        """The whole text, however it is shown."""
        return self._whole

    def setText(self, text: str) -> None:
        """Shows the text as it fits."""
        self._whole = text
        self._fit()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Wide enough for some words."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * LEAST_CHARACTERS), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fits a text that was set while the label was hidden."""
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fits the text to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_whole"):
            self._fit()

    def _fit(self) -> None:
        raise NotImplementedError


class WrappedLabel(FittingLabel):
    """A text on as many lines as it takes; its height is that of its own width, not of the width hinted at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_told = False
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Shows the text; words that are longer than a line are broken, which a screen reader is not told."""
        broken = _LONG_WORDS.sub(_broken, text) if self.textFormat() == Qt.TextFormat.PlainText else text
        QLabel.setText(self, broken)
        if broken != text or self._is_told:
            self._is_told = broken != text
            self.setAccessibleName(text if self._is_told else "")
        super().setText(text)

    def _fit(self) -> None:
        if self.isVisible():
            self.setMinimumHeight(0)  # or it would be part of what is measured, and the label would never be lower
            self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))


class ShortenedLabel(FittingLabel):
    """A text on one line, with an ellipsis and a tooltip where there is too little room."""

    _told = ""

    def sizeHint(self) -> QSize:
        """The size of the whole text."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        missing = metrics.horizontalAdvance(self._whole) - metrics.horizontalAdvance(QLabel.text(self))
        return QSize(hint.width() + max(missing, 0) + ROUNDING, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Wide enough for some words."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * LEAST_CHARACTERS), hint.height())

    def _fit(self) -> None:
        text = self._whole
        if self.isVisible():
            room = self.contentsRect().width() - 2 * self.margin()
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        QLabel.setText(self, text)
        self._tell("" if text == self._whole else self._whole)

    def _tell(self, whole: str) -> None:
        """Says the whole text in a tooltip and to a screen reader, unless the label has a tooltip of its own."""
        if self.toolTip() == self._told and (whole or self._told):
            self._told = plain_tooltip(whole)
            give_tooltip(self, whole)
            self.setAccessibleName(whole)


def plain_label(parent: QWidget, text: str = "", role: str = "") -> QLabel:
    """A label that shows the text as plain text on one line, in the style sheet's colours for a role."""
    return _with(ShortenedLabel(parent), text, role)


def wrapped_label(parent: QWidget, text: str = "", role: str = "") -> QLabel:
    """The same on as many lines as it takes."""
    return _with(WrappedLabel(parent), text, role)


def _with(label: QLabel, text: str, role: str) -> QLabel:
    if role:
        label.setProperty("role", role)
    label.setText(text)
    return label


def _broken(word: re.Match[str]) -> str:
    text = word[0]
    return _BREAK.join(text[at : at + LONG_WORD] for at in range(0, len(text), LONG_WORD))


def escape(text: str) -> str:
    """The text escaped for rich text; html.escape does the same, but loads a table of 2,000 entities."""
    return text.translate(_ENTITIES)


def plain_tooltip(text: str) -> str:
    """A tooltip that shows the text as plain text, wrapped where it is long."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def give_tooltip(widget: QWidget, text: str) -> None:
    """Gives a widget such a tooltip; a screen reader, which would take its markup for words, is told the bare text."""
    widget.setToolTip(plain_tooltip(text))
    widget.setAccessibleDescription(text)


def marked(text: str, before: str) -> str:
    """The text with the words that are not in before emphasised; plain where before is empty or both are too long."""
    return "".join(f"<b><u>{escape(part)}</u></b>" if is_new else escape(part) for part, is_new in _parts(text, before))


def _parts(text: str, before: str) -> Iterator[tuple[str, bool]]:
    new, old = _WORD.findall(text), _WORD.findall(before)
    if not old or len(new) + len(old) > MOST_WORDS:
        yield text, False
        return
    from difflib import SequenceMatcher

    for kind, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(new[start:end]), kind != "equal"
