"""User text in labels, tooltips and rich text: as plain text, escaped, and with its changes marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtWidgets import QLabel, QWidget

from cbnet_desktop.ui.widgets.fitting_labels import ShortenedLabel, WrappedLabel

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
#: With more words than this, a comparison takes too long.
MOST_WORDS = 4_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


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


def escape(text: str) -> str:
    """The text escaped for rich text; html.escape does the same, but loads a table of 2,000 entities."""
    return text.translate(_ENTITIES)


def plain_tooltip(text: str) -> str:
    """A tooltip that shows the text as plain text, wrapped where it is long."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


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
