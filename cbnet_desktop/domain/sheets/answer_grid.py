"""Finds the answers in a sheet that comes back, wherever its lines and columns have been moved to (M13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cbnet_desktop.domain.focus import asked
from cbnet_desktop.domain.papers.answer_form import BY, ON, OUTSIDE, REMARK, STANCE
from cbnet_desktop.domain.sheets.cells import Cell, text_of
from cbnet_desktop.domain.sheets.folding import letters
from cbnet_desktop.domain.sheets.layout import Grid
from cbnet_desktop.domain.words import choices

STANCES, REMARKS = "Holdning", "Bemærkninger"
HEAD = ("Nr.", "Forslag", "Beskrivelse", STANCES, REMARKS)
_VALUES = {letters(words): str(value) for value, words in choices.STANCES.items()}


#: The columns that the form itself fills in; what stands in any other is somebody's answer.
_OWN = {letters(title) for title in HEAD[:3]}


def fields(grids: Iterable[Grid]) -> tuple[str, dict[str, str]]:
    """The key that a sheet carries and what is filled in by field name; empty where none carries one.

    What is written outside the form's fields comes under names of no field, so that it can be told.
    """
    grids = list(grids)
    for grid in grids:
        for number, line in enumerate(grid.lines):
            for place, cell in enumerate(line):
                if isinstance(cell, str) and asked.read(cell):
                    beside = (
                        text_of(cell) for other in grids if other is not grid for row in other.lines for cell in row
                    )
                    said = [*_said(grid.lines[number + 1 :], line, place), *(("", text) for text in beside)]
                    return cell, {name or f"{OUTSIDE}{at}": text for at, (name, text) in enumerate(said)}
    return "", {}


def _said(lines: Sequence[Sequence[Cell]], head: Sequence[Cell], place: int) -> Iterator[tuple[str, str]]:
    titles = [letters(text_of(cell)) for cell in head]
    stance, remark = (titles.index(letters(title)) if letters(title) in titles else -1 for title in (STANCES, REMARKS))
    own = {place, *(column for column, title in enumerate(titles) if title in _OWN)}
    for line in lines:
        name, taken = _at(line, place), {stance, remark}
        if name in (BY, ON):
            column = stance if _at(line, stance) else remark
            yield name, _at(line, column)
            taken = {column}
        elif name.startswith(STANCE):
            said = _at(line, stance)
            yield name, _VALUES.get(letters(said), said)
            yield f"{REMARK}{name.removeprefix(STANCE)}", _at(line, remark)
        else:
            taken = set()
        known = own | taken if taken else {place}
        yield from (("", _at(line, column)) for column in range(len(line)) if column not in known and _at(line, column))


def _at(line: Sequence[Cell], place: int) -> str:
    return text_of(line[place]) if 0 <= place < len(line) else ""
