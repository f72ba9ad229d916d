"""How whoever made a sheet writes in its columns, which one cell does not tell: month first, shares as parts of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cbnet_desktop.domain.records.fields import Kind, Record, quoted
from cbnet_desktop.domain.sheets.cells import Cell, Percent, is_part
from cbnet_desktop.domain.sheets.layout import ID, Heading, Layout, Line

_NUMBERED_DAY = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})")
_ONE = re.compile(r"1(?:[.,]0+)?")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Habits:
    """The columns, by position, whose dates have the month first, and whose shares are parts of one."""

    month_first: frozenset[int] = frozenset()
    parts_of_one: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()

    def meant(self, position: int, cell: Cell) -> Cell:
        """The cell as it was meant, where the column's other cells tell more than the cell itself."""
        if position in self.month_first and isinstance(cell, str) and (found := _NUMBERED_DAY.fullmatch(cell.strip())):
            return f"{found[3]}.{found[1]}.{found[4]}"
        if position in self.parts_of_one and _is_one(cell):
            return Percent(Decimal(100))
        return cell


def of(kind: type[Record], layout: Layout, lines: Sequence[Line]) -> Habits:
    """The habits of a sheet, with a Danish note for each that somebody may have meant otherwise."""
    fields = kind.fields()
    month_first, parts, notes = set[int](), set[int](), list[str]()
    for heading in layout.mapped:
        if heading.field == ID:
            continue
        cells = [line.cell(heading.position) for line in lines]
        if fields[heading.field].kind is Kind.DATE:
            is_month_first, told = _days(heading, cells)
            month_first |= {heading.position} if is_month_first else set()
            notes += told
        if fields[heading.field].kind is Kind.SHARE and any(map(is_part, cells)):
            parts.add(heading.position)
            notes.append(f"Andele under 1 i kolonnen {quoted(heading.text)} er læst som dele af en hel: 0,25 som 25 %.")
    return Habits(frozenset(month_first), frozenset(parts), tuple(notes))


def _days(heading: Heading, cells: Iterable[Cell]) -> tuple[bool, list[str]]:
    """Whether a column's dates have the month first, and what is to be said of them."""
    found = list(_numbered(cells))
    column = f"i kolonnen {quoted(heading.text)}"
    late = [day for day in found if int(day[3]) > _MONTHS >= int(day[1])]
    if late and not any(int(day[1]) > _MONTHS for day in found):
        return True, [f"Datoerne {column} er skrevet med måneden først, som {quoted(late[0][0])}, og læst sådan."]
    either = [day for day in found if day[2] == "/" and max(int(day[1]), int(day[3])) <= _MONTHS and day[1] != day[3]]
    return False, [f"Datoer som {quoted(either[0][0])} {column} er læst med dagen først."] if either else []


def _numbered(cells: Iterable[Cell]) -> Iterator[re.Match[str]]:
    for cell in cells:
        if isinstance(cell, str) and (found := _NUMBERED_DAY.fullmatch(cell.strip())):
            yield found


def _is_one(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(_ONE.fullmatch(cell.strip()))
    return isinstance(cell, int | Decimal) and not isinstance(cell, bool) and cell == 1
