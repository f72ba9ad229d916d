"""Danish spelling folded away, so that a search finds å written as aa or a, æ as ae, ø as oe or o."""

from __future__ import annotations

import unicodedata


class _Bare(dict[int, str]):
    """A letter as the search compares it: æ as ae, å as a, ø as o, one with an accent as the bare one."""

    def __missing__(self, code: int) -> str:
        self[code] = bare = unicodedata.normalize("NFD", chr(code))[0]
        return bare


_LETTERS = _Bare({ord("æ"): "ae", ord("ä"): "ae", ord("ø"): "o", ord("ö"): "o"})


def fold(text: str) -> str:
    """The text as it is compared: without case and accents, and one spelling for å/aa/a, æ/ae and ø/oe/o."""
    bare = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    return bare.replace("aa", "a").replace("oe", "o")


def folded_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as fold gives it, and from where to where each of its characters stands in the text itself."""
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
