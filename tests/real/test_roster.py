"""A representative is chosen and not renamed; a person is renamed among the persons, and that is told."""

from __future__ import annotations

import pytest

from tests.real.program import Program

SEATS, PERSONS, HOLDER = "Pladser", "Personer", "Repræsentant"
APPOINT, REPLACE = "Udpeg repræsentant", "Udskift repræsentant"
FIELD = "Ny repræsentant"


@pytest.fixture
def seats(program: Program) -> Program:
    """The window on Netværk ▸ Pladser, in which Vejle is vacant."""
    return program.key("ctrl+2")


def is_open(program: Program, title: str) -> bool:
    """Whether a dialog of this title is shown."""
    return any(window.startswith(title) for window in program.windows())


def holds(program: Program, title: str, name: str) -> None:
    """Waits until the dialog is shown and the name stands in its field for the person, which has the keyboard.

    An empty field is called by its label.
    """
    program.wait_for(lambda: is_open(program, title), f"»{title}«")
    program.wait_for(
        lambda: (program.focus().label, program.focus().name) == (FIELD, name or FIELD), f"»{name}« in the field"
    )


def test_a_name_typed_into_an_empty_seat_is_appointed_there(seats: Program) -> None:
    before = {row["id"]: row["name"] for row in seats.rows("people")}
    seats.click_cell(SEATS, "Vejle", HOLDER).type("Åse Hansen-Ærø", 12)
    holds(seats, APPOINT, "Åse Hansen-Ærø")
    assert seats.find("push button", f"{APPOINT} …")
    seats.key("Return")
    seats.wait_for(lambda: seats.cell(SEATS, "Vejle", HOLDER).value == "Åse Hansen-Ærø", "the seat filled")
    after = {row["id"]: row["name"] for row in seats.rows("people")}
    assert {row_id: after[row_id] for row_id in before} == before
    assert [name for row_id, name in after.items() if row_id not in before] == ["Åse Hansen-Ærø"]
    assert seats.history()[0].endswith("Repræsentant for Vejle udpeget: Åse Hansen-Ærø fra 24.11.2014")


def test_f2_and_double_click_open_the_dialog_and_esc_stores_nothing(seats: Program) -> None:
    before = seats.history()
    seats.click_cell(SEATS, "Vejle", HOLDER, times=2)
    holds(seats, APPOINT, "")
    seats.key("Escape")
    assert not is_open(seats, APPOINT)
    assert seats.focus().name.startswith("Repræsentant: Ubesat")
    seats.screen.key("F2")
    seats.type("Hans Holm", 12)
    holds(seats, APPOINT, "Hans Holm")
    seats.click_cell(SEATS, "Roskilde", HOLDER)
    seats.key("Escape")
    assert not is_open(seats, APPOINT)
    assert seats.history() == before


def test_a_name_typed_over_a_representative_replaces_and_does_not_rename(seats: Program) -> None:
    seats.key("Down").type("Kirsten Lund", 12)
    holds(seats, REPLACE, "Kirsten Lund")
    assert seats.says("Ditte Modelholm, siden 01.09.2012")
    assert seats.says("Ditte Modelholm sidder til og med 23.11.2014. Kirsten Lund repræsenterer Gentofte")
    seats.key("Return")
    seats.wait_for(lambda: seats.cell(SEATS, "Gentofte", HOLDER).value == "Kirsten Lund", "the seat taken over")
    old = seats.row("people", name="Ditte Modelholm")
    assert seats.row("appointments", person_id=old["id"])["ends_on"] == "2014-11-23"
    assert seats.history()[0].endswith("Repræsentant for Gentofte udskiftet: Kirsten Lund fra 24.11.2014")


def test_nothing_is_put_over_a_representative_by_del_paste_or_fill(seats: Program) -> None:
    before = seats.history()
    rows = {row["Plads"].value: row for row in seats.table(SEATS)}
    filled, vacant = rows["Gentofte"], rows["Vejle"]
    for key in ("Delete", "ctrl+v", "ctrl+d"):
        seats.copy_elsewhere("Hans Holm").click(filled[HOLDER]).key(key)
        assert seats.says("Pladsen bliver ubesat, når udpegningen får en slutdato")
        seats.copy_elsewhere("Hans Holm\t1.1.2014\tOdense\t11 22 33 44\thans@example.org")
        seats.screen.drag(filled[HOLDER].place, filled["E-mail"].place)
        seats.key(key)
    for cell, words in (
        (vacant["Telefon"], "Pladsen er ubesat. Udpeg først"),
        (filled["Siden"], "Hvornår en udpegning begynder og slutter"),
        (filled["Suppleant"], "En suppleant vælges med"),
        (filled["Ansat ved"], "rettes under Netværk ▸ Personer"),
    ):
        seats.click(cell).type("x")
        assert seats.says(words)
    assert seats.history() == before
    seats.click(filled["Telefon"]).type("12345678").key("Return")
    assert seats.row("people", name="Ditte Modelholm")["phone"] == "12345678"


def test_renaming_a_person_tells_where_the_name_stands_beside_its_undo(program: Program) -> None:
    program.key("ctrl+2").click(program.the("radio button", PERSONS))
    program.click_cell(PERSONS, "Ditte Modelholm", "Navn")
    (quiet,) = (label.name for label in program.find("label", "Navnet står i"))
    where = quiet.removeprefix("Navnet står i ")
    assert "møder" in where
    assert "udpegning" in where
    program.type("Ditte Modelholt").key("Return")
    told = f"Navnet på Ditte Modelholm er rettet til Ditte Modelholt. Det står i {where}"
    assert program.says(told)
    program.click(program.the("push button", "Fortryd"))
    program.wait_for(lambda: not program.says(told), "the sentence gone")
    assert program.row("people", name="Ditte Modelholm")
    program.click_cell(PERSONS, "Ditte Modelholm", "Telefon")
    program.click(program.the("text", "Navn")).key("ctrl+a").type("Ditte Modelholt").key("Tab")
    assert program.says(told)
    assert program.row("people", name="Ditte Modelholt")


def test_ctrl_n_adds_no_ninth_seat_and_the_menu_of_a_row_has_what_is_done_with_it(seats: Program) -> None:
    before = seats.rows("seats")
    seats.click_cell("Pladser", "Gentofte", "Plads").key("ctrl+n", "Escape")
    assert seats.rows("seats") == before
    seats.click(seats.cell("Pladser", "Gentofte", "Repræsentant"), button=3)
    seats.key("u")
    seats.wait_for(lambda: any(name.startswith("Udskift repræsentant") for name in seats.windows()), "the dialog")
    seats.key("Escape")
