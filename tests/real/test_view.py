"""The view is remembered from one start to the next, and columns are chosen by mouse and by keys."""

from __future__ import annotations

from tests.real.conftest import Start
from tests.real.program import Program

PERSONS = "Personer"
#: The height of a line of a menu, in pixels.
LINE = 22


def titles(program: Program) -> list[str]:
    return [title.name for title in program.titles(PERSONS)]


def test_the_next_start_shows_the_same_tab_page_columns_sorting_and_filter(start: Start) -> None:
    program = start().key("ctrl+2")
    program.click(program.the("radio button", PERSONS))
    x, y, _, height = program.title(PERSONS, "Navn").place
    program.screen.drag(program.title(PERSONS, "E-mail").place, (x, y, 40, height))
    program.settle().click_title(PERSONS, "Organisation")
    title = program.title(PERSONS, "Telefon")
    program.click(title, button=3)
    assert "E-mail" in titles(program), "letting the button go ticks nothing"
    x, y, width, height = title.place
    program.screen.click((x + width // 2 + 30, y + height // 2 + 4 * LINE, 20, LINE))
    program.key("Escape")
    program.key("ctrl+shift+f").type("odense").key("Return")
    before = titles(program), [row["Navn"].value for row in program.table(PERSONS)]
    assert before[0][0] == "E-mail"
    assert "Telefon" not in before[0]
    assert program.stop() == 0
    program = start()
    assert (titles(program), [row["Navn"].value for row in program.table(PERSONS)]) == before
    assert program.the("text", "Filtrér").text == "odense"


def test_columns_are_chosen_by_keys(start: Start) -> None:
    program = start().key("ctrl+2")
    program.click(program.the("radio button", PERSONS))
    program.key("alt+v", "k", "Down", "space", "Escape")
    program.wait_for(lambda: "Stilling" not in titles(program), "the second column hidden")
