"""Names as people type them: case, accents, spaces and the two spellings of æ, ø and å make no difference."""

from __future__ import annotations

import re
import unicodedata

_SPELLINGS = (("aa", "å"), ("ae", "æ"), ("oe", "ø"), ("ä", "æ"), ("ö", "ø"), ("ü", "y"), ("ß", "ss"))
_BESIDES_LETTERS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """The text on one line without regard to case."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def folded(text: str) -> str:
    """Aalborg as Ålborg, Søren as Soeren, André as Andre."""
    text = plain(text)
    for written, meant in _SPELLINGS:
        text = text.replace(written, meant)
    return "".join(char if char in "æøå" else unicodedata.normalize("NFD", char)[0] for char in text)


def letters(text: str) -> str:
    """The folded text's letters and digits alone: »E-mail:« as »email«."""
    return _BESIDES_LETTERS.sub("", folded(text))
