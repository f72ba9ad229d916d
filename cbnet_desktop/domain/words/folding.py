"""Folding of Danish spelling, so that a search finds å written as aa or a, æ as ae, ø as oe or o."""

from __future__ import annotations

import unicodedata

from cbnet_desktop.domain.words import unseen


class BareLetters(dict[int, str]):
    """Each letter as what it is compared as; where nothing is given, one with an accent as bare, one unseen as none."""

    def __missing__(self, code: int) -> str:
        self[code] = bare = "" if code in unseen.CODE_POINTS else unicodedata.normalize("NFD", chr(code))[0]
        return bare


_LETTERS = BareLetters({ord("æ"): "ae", ord("ä"): "ae", ord("ø"): "o", ord("ö"): "o"})


def plain(text: str) -> str:
    """The text on one line for comparison, without case and without characters that nobody sees."""
    return " ".join(unicodedata.normalize("NFC", unseen.visible(text)).split()).casefold()


def fold(text: str) -> str:
    """The text for comparison: without case and accents, with one spelling for å/aa/a, æ/ae and ø/oe/o."""
    bare = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    return bare.replace("aa", "a").replace("oe", "o")


def folded_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its characters the start and end of its source in the original text."""
    chars: list[str] = []
    places: list[tuple[int, int]] = []
    for at, char in enumerate(text):
        for bare in char.casefold().translate(_LETTERS):
            chars.append(bare)
            places.append((at, at + 1))
    for pair, single in (("aa", "a"), ("oe", "o")):
        chars, places = _contracted(chars, places, pair, single)
    return "".join(chars), places


def _contracted(
    chars: list[str], places: list[tuple[int, int]], pair: str, single: str
) -> tuple[list[str], list[tuple[int, int]]]:
    kept: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(chars):
        if chars[at : at + 2] == list(pair):
            kept.append(single)
            spans.append((places[at][0], places[at + 1][1]))
            at += 2
        else:
            kept.append(chars[at])
            spans.append(places[at])
            at += 1
    return kept, spans
