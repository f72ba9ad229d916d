"""Where a text differs from another: the words that are new in it, in bold and underlined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbnet_desktop.ui.widgets.markup import escape

#: Words from which on the comparison takes too long to be waited for.
MOST_WORDS = 4_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


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
