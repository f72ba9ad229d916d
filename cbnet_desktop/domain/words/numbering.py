"""Numbers that come along when a numbered list is pasted into a list that numbers its rows itself."""

from __future__ import annotations

import re

#: »2. Eventuelt«, »Pkt. 2: Eventuelt«, »1.1 Et katalog«; not »2. behandling«, an ordinal.
_NUMBER = re.compile(r"(?:pkt\.?\s*)?(?:\d{1,2}\s*[.):]|\d{1,2}\.\d{1,2}[.):]?)\s+(?=[^\W\d_]|[»\"“])", re.IGNORECASE)


def unnumbered(text: str) -> str:
    """The text without a number before its first, capital letter."""
    found = _NUMBER.match(text)
    is_capital = found and not text[found.end()].islower()
    return text[found.end() :] if found and is_capital else text
