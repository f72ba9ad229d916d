"""Whom the computers of a network believe: a pure function of what they have said of each other.

Known is the computer that founded the network, and whom a known one knows, and so on. The nearer to the founder
decides. Nobody puts out the founder; who is put out keeps a voice only for what was known then. All known computers
come to the same; one that the founder's circle does not reach is a root of its own, for itself alone.
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


class Standing(NamedTuple):
    """The computers that are known, and those held out with the ids of the edits of each that stay."""

    known: frozenset[str]
    out: Mapping[str, frozenset[str]]


def standing(
    statements: Iterable[Statement], founder: str, own: str, before: Callable[[Collection[str]], set[str]]
) -> Standing:
    """Who is known and who is held out; before gives the ids of some edits and of all that they follow."""
    said = sorted(statements, key=lambda one: one.op)
    out: dict[str, frozenset[str]] = {}
    ranks = _ranks(said, founder, own, out)
    withdrawn = {op for one in said if one.value == KNOWN and one.author in ranks for op in one.prevs}
    ordered = sorted((one for one in said if one.is_out and one.author in ranks), key=lambda one: ranks[one.author])
    for one in ordered:
        if one.op not in withdrawn and one.about not in (founder, own) and _counts(one, out):
            kept = before([edit for edit in one.value.split()[1:] if EDIT.fullmatch(edit)])
            out[one.about] = out.get(one.about, frozenset()) | kept
    return Standing(frozenset(_ranks(said, founder, own, out).keys() - out.keys()), out)


def _counts(one: Statement, out: Mapping[str, frozenset[str]]) -> bool:
    return one.author not in out or one.edit in out[one.author]


def _ranks(said: list[Statement], founder: str, own: str, out: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """How near to the founder each computer is; this one comes last, where the founder's circle does not reach it."""
    ranks: dict[str, int] = {}
    rank = 0
    for root in (founder, own):
        layer = {root} - {""} - ranks.keys()
        while layer:
            for chain in layer:
                ranks.setdefault(chain, rank)
            rank += 1
            known = (one for one in said if one.value == KNOWN and one.author in ranks and _counts(one, out))
            layer = {one.about for one in known} - ranks.keys()
    return ranks
