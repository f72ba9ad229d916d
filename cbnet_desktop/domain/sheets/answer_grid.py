"""Finds the answers in a sheet that comes back, wherever its lines and columns have been moved to (M13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cbnet_desktop.domain.focus import asked
from cbnet_desktop.domain.papers.answer_form import BY, ON, REMARK, STANCE
from cbnet_desktop.domain.sheets.cells import Cell, text_of
from cbnet_desktop.domain.sheets.folding import letters
from cbnet_desktop.domain.sheets.layout import Grid
from cbnet_desktop.domain.words import choices

STANCES, REMARKS = "Holdning", "Bemærkninger"
HEAD = ("Nr.", "Forslag", "Beskrivelse", STANCES, REMARKS)
_VALUES = {letters(words): str(value) for value, words in choices.STANCES.items()}


def fields(grids: Iterable[Grid]) -> tuple[str, dict[str, str]]:
    """The key that a sheet carries and what is filled in by field name; empty where none carries one."""
    for grid in grids:
        for number, line in enumerate(grid.lines):
            for place, cell in enumerate(line):
                if isinstance(cell, str) and asked.read(cell):
                    return cell, dict(_said(grid.lines[number + 1 :], line, place))
    return "", {}


def _said(lines: Sequence[Sequence[Cell]], head: Sequence[Cell], place: int) -> Iterator[tuple[str, str]]:
    titles = [letters(text_of(cell)) for cell in head]
    stance, remark = (titles.index(letters(title)) if letters(title) in titles else -1 for title in (STANCES, REMARKS))
    for line in lines:
        name = _at(line, place)
        if name in (BY, ON):
            yield name, _at(line, stance) or _at(line, remark)
        elif name.startswith(STANCE):
            said = _at(line, stance)
            yield name, _VALUES.get(letters(said), said)
            yield f"{REMARK}{name.removeprefix(STANCE)}", _at(line, remark)


def _at(line: Sequence[Cell], place: int) -> str:
    return text_of(line[place]) if 0 <= place < len(line) else ""
