"""Whom the computers of a network believe: a pure function of what they have said of each other.

Known is the computer that founded the network, and whom a known one knows, and so on. The nearer to the founder
decides, and takes back what was said as near or further away. Nobody puts out the founder or speaks of itself; who is
put out keeps a voice only for what was known then, and so does whom it knew. All known computers come to the same; one
that the founder's circle does not reach is a root of its own, for itself alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from cbnet_desktop.store.format.edits import EDIT

#: What is said of a computer: that it is known; or that it is held out, followed by the last edits of it that stay.
KNOWN = "known"
OUT = "out"


class Statement(NamedTuple):
    """What a computer (author) said of another (about), in which edit and op, and which ops of others that replaced."""

    author: str
    about: str
    value: str
    edit: str
    op: str
    prevs: tuple[str, ...]

    @property
    def is_out(self) -> bool:
        """Whether it holds the other one out."""
        return self.value == OUT or self.value.startswith(f"{OUT} ")

    @property
    def stays(self) -> list[str]:
        """The last edits of a computer held out that stay."""
        return [edit for edit in self.value.split()[1:] if EDIT.fullmatch(edit)]


class Standing(NamedTuple):
    """The computers that are known, and those held out with the ids of the edits of each that stay."""

    known: frozenset[str]
    out: Mapping[str, frozenset[str]]


#: Gives the ids of some edits and of all that they follow.
Before = Callable[[Collection[str]], Collection[str]]


def standing(statements: Iterable[Statement], founder: str, own: str, before: Before) -> Standing:
    """Who is known and who is held out, as the founder's circle says; own decides only where it is not part of it."""
    said: dict[str, list[Statement]] = {}
    for one in sorted(statements, key=lambda one: one.op):
        if one.author != one.about:
            said.setdefault(one.author, []).append(one)
    found = _settled(said, (founder,), before)
    return found if own in found.known or not own else _settled(said, (founder, own), before)


#: What each computer said of others, in a fixed order.
_Said = Mapping[str, list[Statement]]
_Out = dict[str, frozenset[str]]
#: How often what was taken back may bring others back who take back more; nobody needs more than a few.
_ROUNDS = 50


def _settled(said: _Said, roots: tuple[str, ...], before: Before) -> Standing:
    """Walks from the roots until nobody who counts takes back anything more."""
    taken_back: frozenset[str] = frozenset()
    ranks, out = _walked(said, roots, before, taken_back)
    for _ in range(_ROUNDS):
        fresh = _taken_back(said, ranks, out)
        if fresh <= taken_back:
            break
        taken_back |= fresh
        ranks, out = _walked(said, roots, before, taken_back)
    known, layer = set[str](), {*roots} - {""}
    while layer:
        known |= layer
        layer = _introduced(said, layer, out) - known
    return Standing(frozenset(known - out.keys()), out)


def _walked(
    said: _Said, roots: tuple[str, ...], before: Before, taken_back: Collection[str]
) -> tuple[dict[str, int], _Out]:
    """How near to the roots each computer is, and who is held out: the first in that order who says so decides."""
    ranks: dict[str, int] = {}
    out: _Out = {}
    rank = 0
    for root in roots:
        layer = {root} - {""} - ranks.keys()
        while layer:
            ranks.update(dict.fromkeys(layer, rank))
            rank += 1
            for one in (one for author in sorted(layer) for one in said.get(author, ())):
                holds = one.is_out and one.op not in taken_back and one.about not in out and one.about not in roots
                if holds and _counts(one, out):
                    out[one.about] = frozenset(before(one.stays))
            layer = _introduced(said, layer, out) - ranks.keys()
    return ranks, out


def _introduced(said: _Said, by: Collection[str], out: _Out) -> set[str]:
    return {one.about for author in by for one in said.get(author, ()) if one.value == KNOWN and _counts(one, out)}


def _taken_back(said: _Said, ranks: Mapping[str, int], out: _Out) -> frozenset[str]:
    """The ops that somebody as near to the roots as their author replaced since, directly or through others' ops."""
    by_op = {one.op: one for spoken in said.values() for one in spoken}
    nearest: dict[str, int] = {}
    for author in sorted(said.keys() & ranks.keys(), key=lambda author: (ranks[author], author)):
        for one in said[author]:
            waiting = list(one.prevs) if _counts(one, out) else []
            while waiting:
                other = by_op.get(waiting.pop())
                if other and other.about == one.about and other.op not in nearest:
                    nearest[other.op] = ranks[author]
                    waiting.extend(other.prevs)
    return frozenset(op for op, rank in nearest.items() if ranks.get(by_op[op].author, -1) >= rank)


def _counts(one: Statement, out: _Out) -> bool:
    """Whether its author is not held out, or was not yet."""
    return one.author not in out or one.edit in out[one.author]
