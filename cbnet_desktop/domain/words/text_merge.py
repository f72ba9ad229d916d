"""Three-way merge of a text that two people changed: what both of them wrote, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Above so many words only whole lines are compared, for comparing words takes too long.
MOST_WORDS = 4_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A replacement of the base's parts from start to end."""

    start: int
    end: int
    parts: tuple[str, ...]


def merged(base: str, mine: str, theirs: str) -> str:
    """The text with both changes of base; where they changed the same words, both lines, theirs before mine."""
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    texts = [_WORD.findall(text) for text in (base, mine, theirs)]
    if sum(map(len, texts)) <= MOST_WORDS:
        words = _merged(*texts, with_both=False)
        if words is not None:
            return "".join(words)
    lines = _merged(*(text.split("\n") for text in (base, mine, theirs)), with_both=True)
    return "\n".join(lines or ())


def _merged(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], *, with_both: bool) -> list[str] | None:
    """The parts with both changes; where both changed the same parts differently, both or None."""
    parts: list[str] = []
    for region, own, other in _regions(base, mine, theirs):
        if other in (own, region):
            parts += own
        elif region == own:
            parts += other
        elif with_both:
            parts += [*other, *own]
        elif not region:
            parts += _beside(other, own)
        else:
            return None
    return parts


def _beside(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Two additions at the same place, with a space between them where there is none."""
    is_apart = first[-1].isspace() or second[0].isspace()
    return [*first, *([] if is_apart else [" "]), *second]


Region = tuple[list[str], list[str], list[str]]


def _regions(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Region]:
    """The base in pieces, each with what the two made of it."""
    own, other = _cuts(base, mine), _cuts(base, theirs)
    regions: list[Region] = []
    place = 0
    while own or other:
        start = min(cuts[0].start for cuts in (own, other) if cuts)
        end = start
        own_cuts: list[_Cut] = []
        other_cuts: list[_Cut] = []
        is_growing = True
        while is_growing:
            is_growing = False
            for cuts, overlapping in ((own, own_cuts), (other, other_cuts)):
                while cuts and (cuts[0].start < end or cuts[0].start == start):
                    end = max(end, cuts[0].end)
                    overlapping.append(cuts.pop(0))
                    is_growing = True
        regions.append((list(base[place:start]),) * 3)
        mine_there, theirs_there = (_applied(base, start, end, cuts) for cuts in (own_cuts, other_cuts))
        regions.append((list(base[start:end]), mine_there, theirs_there))
        place = end
    regions.append((list(base[place:]),) * 3)
    return regions


def _cuts(base: Sequence[str], other: Sequence[str]) -> list[_Cut]:
    from difflib import SequenceMatcher

    codes = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [_Cut(start, end, tuple(other[low:high])) for kind, start, end, low, high in codes if kind != "equal"]


def _applied(base: Sequence[str], start: int, end: int, cuts: Sequence[_Cut]) -> list[str]:
    parts: list[str] = []
    place = start
    for cut in cuts:
        parts += [*base[place : cut.start], *cut.parts]
        place = cut.end
    return [*parts, *base[place:end]]
