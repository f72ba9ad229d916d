"""User text inside our own rich text: as it stands, in tooltips, and with what is new in it marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
#: Words from which on the comparison takes too long to be waited for.
MOST_WORDS = 4_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def escape(text: str) -> str:
    """The text as it stands; html.escape does the same, but loads a table of 2,000 entities with it."""
    return text.translate(_ENTITIES)


def plain_tooltip(text: str) -> str:
    """A tooltip that shows the text as it stands, whatever Qt takes it for, wrapped where it is long."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def marked(text: str, before: str) -> str:
    """The text as rich text; plain where there is nothing to compare it with, or too much."""
    return "".join(f"<b><u>{escape(part)}</u></b>" if is_new else escape(part) for part, is_new in _parts(text, before))


def _parts(text: str, before: str) -> Iterator[tuple[str, bool]]:
    new, old = _WORD.findall(text), _WORD.findall(before)
    if not old or len(new) + len(old) > MOST_WORDS:
        yield text, False
        return
    from difflib import SequenceMatcher

    for kind, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(new[start:end]), kind != "equal"
