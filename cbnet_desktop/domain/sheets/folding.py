"""Comparing names as people type them into sheets."""

from __future__ import annotations

import re

from cbnet_desktop.domain.words.folding import fold

_BESIDES_LETTERS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The same without accents and with one spelling of å, æ and ø: Aalborg is Ålborg, Søren is Soeren."""
    return fold(" ".join(text.split()))


def letters(text: str) -> str:
    """Only the letters and digits of the folded text: »E-mail:« is »email«."""
    return _BESIDES_LETTERS.sub("", folded(text))
