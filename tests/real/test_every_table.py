"""Every table of the program keeps the contract: titles sort and select nothing, Tab follows what is shown."""

from __future__ import annotations

import pytest

from tests.real.program import Program, Seen

#: The tabs with tables, by their key.
TABS = {"Netværk": 2, "Indsatsområder": 3, "Møder": 4, "Budgetandele": 5, "Handlingsplan": 6, "Tilbud": 7, "Aftaler": 8}
#: A calendar has days for cells; its titles do not sort.
APART = "Kalender"


def selected(program: Program, table: str) -> list[str]:
    return [cell.name for row in program.table(table) for cell in row.values() if "selected" in cell.states]


def words(row: dict[str, Seen]) -> list[str]:
    """A row's texts, in the order of its titles."""
    return [row[title].value for title in sorted(row)]


def visible(program: Program, table: str) -> list[str]:
    """The titles that can be clicked on, from left to right; none where the table is not there any more."""
    try:
        return [title.name for title in program.titles(table)]
    except LookupError:
        return []


def pages(program: Program) -> list[Seen | None]:
    """The page that is shown first, and the buttons above its tables that show the others."""
    top = min((one.place[1] for one in program.find("table")), default=0)
    return [None, *(one for one in program.find("radio button") if one.place[1] < top)]


@pytest.mark.parametrize("tab", TABS)
def test_every_table_of_a_tab(program: Program, tab: str) -> None:
    before = program.history()
    program.key(f"ctrl+{TABS[tab]}")
    seen = set()
    for page in pages(program):
        if page:
            program.click(page)
        for name in {one.name for one in program.find("table")} - seen:
            if not name.startswith(APART) and len(visible(program, name)) > 1 and len(program.table(name)) > 1:
                seen.add(name)
                holds_the_contract(program, name)
    assert seen
    assert program.history() == before


def holds_the_contract(program: Program, table: str) -> None:
    first, second, *_ = visible(program, table)
    row = program.table(table)[1]
    program.click(row[second])
    program.click_title(table, first)
    assert selected(program, table) == [row[second].name], f"{table}: a click on a title selects nothing"
    current = next(cells for cells in program.table(table) if "selected" in cells[second].states)
    assert words(current) == words(row), f"{table}: the row stays the current one"
    program.key("Home").key("Tab")
    assert program.focus().name == current[second].name, f"{table}: Tab goes to the column beside"

    x, y, _, height = program.title(table, first).place
    program.screen.drag(program.title(table, second).place, (x, y, 16, height))
    program.settle()
    assert visible(program, table)[:2] == [second, first], f"{table}: the column was not dragged"
    program.key("Home").key("Tab")
    assert program.focus().name == current[first].name, f"{table}: Tab follows the columns as they are shown"
    program.key("shift+Left", "ctrl+c")
    copied = program.screen.clipboard().rstrip("\n").split("\t")
    assert len(copied) == 2, f"{table}: two cells are copied"
    program.key("Escape")
