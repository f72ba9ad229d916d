"""Names as people type them into sheets."""

from __future__ import annotations

import re
import unicodedata

from cbnet_desktop.domain.words.folding import fold

_BESIDES_LETTERS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """The text on one line without regard to case."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def folded(text: str) -> str:
    """The same without regard to accents and the spellings of å, æ and ø: Aalborg as Ålborg, Søren as Soeren."""
    return fold(" ".join(text.split()))


def letters(text: str) -> str:
    """The folded text's letters and digits alone: »E-mail:« as »email«."""
    return _BESIDES_LETTERS.sub("", folded(text))
