"""Two people wrote in the same text: what both of them wrote, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Words from which on only whole lines are compared.
MOST_WORDS = 4_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class _Cut:
    """The parts from start to end of the base are replaced."""

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
        joined = _merged(*texts)
        if joined is not None:
            return joined
    lines = [_lines(text) for text in (base, mine, theirs)]
    return "\n".join(_kept(*lines))


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _merged(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> str | None:
    """None where both changed the same words differently."""
    parts: list[str] = []
    for region, own, other in _regions(base, mine, theirs):
        both_added = not region and own and other
        if other in (own, region):
            parts += own
        elif region == own:
            parts += other
        elif both_added:
            parts += _beside(other, own)
        else:
            return None
    return "".join(parts)


def _beside(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Two additions at the same place with a blank between them."""
    is_apart = first[-1].isspace() or second[0].isspace()
    return [*first, *([] if is_apart else [" "]), *second]


def _kept(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for region, own, other in _regions(base, mine, theirs):
        if other in (own, region):
            lines += own
        elif region == own:
            lines += other
        else:
            lines += [*other, *own]
    return lines


Region = tuple[list[str], list[str], list[str]]


def _regions(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Region]:
    """The base in pieces, and what each of the two made of a piece."""
    own, other = _cuts(base, mine), _cuts(base, theirs)
    found: list[Region] = []
    place = 0
    while own or other:
        start = min(cuts[0].start for cuts in (own, other) if cuts)
        end = start
        taken: tuple[list[_Cut], list[_Cut]] = ([], [])
        is_growing = True
        while is_growing:
            is_growing = False
            for cuts, mark in ((own, taken[0]), (other, taken[1])):
                while cuts and (cuts[0].start < end or cuts[0].start == start):
                    end = max(end, cuts[0].end)
                    mark.append(cuts.pop(0))
                    is_growing = True
        found.append((list(base[place:start]),) * 3)
        found.append(
            (list(base[start:end]), _applied(base, start, end, taken[0]), _applied(base, start, end, taken[1]))
        )
        place = end
    found.append((list(base[place:]),) * 3)
    return found


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
