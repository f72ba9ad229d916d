"""What Del, Ctrl+V, Ctrl+D, Tab and the titles of columns act on: the row with the ring, the columns that are shown."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.real.program import Program, Seen

PERSONS = "Personer"


@pytest.fixture
def persons(program: Program) -> Program:
    """The window on Netværk ▸ Personer."""
    program.key("ctrl+2")
    return program.click(program.the("radio button", PERSONS))


def selected(program: Program, table: str) -> list[Seen]:
    """The cells of a table that are selected, row by row."""
    return [cell for row in program.table(table) for cell in row.values() if "selected" in cell.states]


def live(program: Program, table: str) -> set[str]:
    """The ids of the rows that are not archived."""
    return {row["id"] for row in program.rows(table) if not row["archived"]}


def test_ctrl_n_makes_the_new_row_the_one_that_del_and_paste_work_on(persons: Program) -> None:
    persons.click_cell(PERSONS, "Asta Eksempelsen", "Telefon")
    persons.hold("ctrl", "n")
    persons.key("Tab", "Escape", "Left")
    assert [cell.value for cell in selected(persons, PERSONS)] == ["Ny person"]
    persons.copy_elsewhere("Karsten Nørgaard\tLeder\n").hold("ctrl", "v")
    names = {row["name"]: row for row in persons.rows("people")}
    assert names["Karsten Nørgaard"]["title"] == "Leder"
    assert names["Asta Eksempelsen"]["title"] == "Specialkonsulent"
    persons.hold("ctrl", "Delete")
    persons.wait_for(lambda: persons.row("people", name="Karsten Nørgaard")["archived"], "the new row archived")
    assert not persons.row("people", name="Asta Eksempelsen")["archived"]


def test_stepping_through_the_minutes_with_ctrl_held_keeps_one_item(program: Program) -> None:
    program.key("ctrl+4", "ctrl+r")
    program.hold("ctrl", *["Next"] * 4, *["Prior"] * 3)
    agenda = {cell.place[1] for cell in selected(program, "Dagsorden")}
    assert len(agenda) == 1
    before = live(program, "agenda_items")
    program.wait_for(lambda: program.key("F6").focus().place[1] in agenda, "the ring on the item")
    program.key("ctrl+Delete")
    program.wait_for(lambda: len(before - live(program, "agenda_items")) == 1, "one item archived")


def test_a_hit_shown_with_ctrl_enter_is_the_only_row_chosen(persons: Program) -> None:
    persons.click_cell(PERSONS, "Asta Eksempelsen", "Navn")
    persons.key("ctrl+f").type("Gorm")
    persons.wait_for(lambda: persons.find("list item", "Gorm"), "a hit")
    persons.key("Down", "ctrl+Return")
    persons.wait_for(lambda: persons.focus().role in ("table", "table cell", "text"), "the row shown")
    assert [cell.value for cell in selected(persons, PERSONS)] == ["Gorm Tænkeholm"]


def test_a_click_on_a_title_sorts_and_keeps_the_row(persons: Program) -> None:
    people = live(persons, "people")
    lacking = sum(not row["email"] for row in persons.rows("people"))
    persons.click_cell(PERSONS, "Gorm Tænkeholm", "E-mail")
    for _ in range(3):
        persons.click_title(PERSONS, "Navn")
        assert [cell.value for cell in selected(persons, PERSONS)] == ["gorm.taenkeholm@example.org"]
    persons.copy_elsewhere("gorm@example.org").key("ctrl+v")
    persons.wait_for(lambda: persons.row("people", name="Gorm Tænkeholm")["email"] == "gorm@example.org", "pasted")
    persons.click_title(PERSONS, "Navn").key("Delete")
    persons.wait_for(lambda: persons.row("people", name="Gorm Tænkeholm")["email"] == "", "the cell emptied")
    assert live(persons, "people") == people
    assert sum(not row["email"] for row in persons.rows("people")) == lacking + 1


def test_del_empties_cells_and_archives_rows_only_by_their_heads(persons: Program) -> None:
    people, before = live(persons, "people"), persons.rows("people")
    first, last = (persons.cell(PERSONS, name, "Telefon") for name in ("Ditte Modelholm", "Gorm Tænkeholm"))
    persons.screen.drag(first.place, last.place)
    persons.settle()
    emptied = {row["Navn"].value for row in persons.table(PERSONS) if "selected" in row["Telefon"].states}
    assert len(emptied) >= 3
    persons.key("Delete")
    persons.wait_for(lambda: not persons.row("people", name="Ditte Modelholm")["phone"], "phones emptied")
    assert {row["name"] for row in persons.rows("people") if not row["phone"]} == emptied
    assert live(persons, "people") == people
    persons.key("ctrl+z")
    persons.wait_for(lambda: persons.rows("people") == before, "undone")

    persons.click_cell(PERSONS, "Ditte Modelholm", "Navn").key("Delete")
    assert persons.says("Navn mangler")
    assert persons.cell(PERSONS, "Ditte Modelholm", "Navn").value == "Ditte Modelholm"

    for name in ("Ditte Modelholm", "Frida"):
        x, y, _, height = persons.cell(PERSONS, name, "Navn").place
        head = (x - 10, y, 4, height)
        persons.screen.click(head) if name.startswith("D") else persons.screen.hold_click("ctrl", head)
    persons.settle().key("Delete")
    persons.wait_for(lambda: len(people - live(persons, "people")) == 2, "two archived")
    assert persons.says("2 personer arkiveret")
    persons.click(persons.the("push button", "Fortryd"))
    persons.wait_for(lambda: live(persons, "people") == people, "both back")


def test_columns_dragged_elsewhere_are_followed_by_tab_copy_paste_and_fill(persons: Program) -> None:
    x, y, _, height = persons.title(PERSONS, "Telefon").place
    persons.screen.drag(persons.title(PERSONS, "E-mail").place, (x, y, 40, height))
    persons.settle()
    titles = list(persons.table(PERSONS)[0])
    assert titles.index("E-mail") + 1 == titles.index("Telefon")
    persons.click_cell(PERSONS, "Niels", "Organisation").key("Tab")
    persons.type("niels@example.com").key("Tab").type("12 34 56 78").key("Return")
    niels = next(row for row in persons.rows("people") if row["name"].startswith("Niels"))
    assert (niels["email"], niels["phone"]) == ("niels@example.com", "12 34 56 78")
    persons.copy_elsewhere("frida@example.org\t00 00 00 31").click_cell(PERSONS, "Frida", "E-mail").key("ctrl+v")
    frida = next(row for row in persons.rows("people") if row["name"].startswith("Frida"))
    assert (frida["email"], frida["phone"]) == ("frida@example.org", "00 00 00 31")
    persons.click_cell(PERSONS, "Frida", "E-mail").key("shift+Right", "ctrl+c")
    assert persons.screen.clipboard() == "frida@example.org\t00 00 00 31\n"
    persons.key("shift+Down", "ctrl+d")
    assert [(row["email"], row["phone"]) for row in persons.rows("people")].count(
        ("frida@example.org", "00 00 00 31")
    ) == 2  # fmt: skip


def test_cells_chosen_apart_get_one_value_and_those_between_keep_theirs(persons: Program) -> None:
    before = {row["name"]: (row["title"], row["phone"]) for row in persons.rows("people")}
    names = [row["Navn"].value for row in persons.table(PERSONS)]

    def now() -> dict[str, tuple[str, str]]:
        return {row["name"]: (row["title"], row["phone"]) for row in persons.rows("people")}

    def choose(*cells: tuple[str, str]) -> None:
        first, *further = (persons.cell(PERSONS, name, column) for name, column in cells)
        persons.click(first)
        for cell in further:
            persons.screen.hold_click("ctrl", cell.place)
        persons.settle()

    choose((names[1], "Stilling"), (names[4], "Stilling"))
    persons.copy_elsewhere("Vært").key("ctrl+v")
    assert now() == {**before, **{name: ("Vært", before[name][1]) for name in (names[1], names[4])}}
    # Undoing shows the cell that it took back.
    persons.key("ctrl+z")
    choose((names[1], "Stilling"), (names[4], "Stilling"))
    persons.copy_elsewhere("Vært\nLeder").key("ctrl+v")
    assert persons.says("De valgte celler hænger ikke sammen")
    assert now() == before
    persons.key("ctrl+d")
    assert now() == {**before, names[4]: (before[names[1]][0], before[names[4]][1])}
    persons.key("ctrl+z")
    choose((names[1], "Stilling"), (names[4], "Telefon"))
    persons.copy_elsewhere("urørt").key("ctrl+c")
    assert persons.says("kan ikke kopieres sammen")
    assert persons.screen.clipboard() == "urørt"
    persons.key("ctrl+d")
    assert now() == before


def test_space_ticks_a_guest_and_does_not_report_an_absence(program: Program) -> None:
    program.key("ctrl+4").click_cell("Deltagere", "Ditte Modelholm", "Gæst").key("space")
    cells = next(row for row in program.table("Deltagere") if row["Person"].value == "Ditte Modelholm")
    assert (cells["Gæst"].value, cells["Fremmøde"].value) == ("ja", "Indkaldt")
    program.click(cells["Fra pkt."]).key("space")
    assert program.cell("Deltagere", "Ditte Modelholm", "Fremmøde").value == "Afbud"


@pytest.mark.parametrize("name", ["Frida Opdigtsen", "Hans Holm", "Gorm Tænkeholm"])
def test_a_name_typed_on_somebody_listed_reports_nobody_absent(program: Program, name: str) -> None:
    program.key("ctrl+4")
    before = program.rows("attendances")
    program.click_cell("Deltagere", "Ditte Modelholm", "Person").type(name)
    assert program.says("Arkivér rækken")
    assert program.rows("attendances") == before
    program.click_cell("Deltagere", "Ditte Modelholm", "Fremmøde").type("Fraværende").key("Return")
    assert program.cell("Deltagere", "Ditte Modelholm", "Fremmøde").value == "Fraværende"
    program.click_cell("Deltagere", "Ditte Modelholm", "Fremmøde").type("indkaldt", 12).key("Return")
    assert program.rows("attendances") == before


def test_rows_pasted_past_a_filter_are_shown(persons: Program) -> None:
    persons.key("ctrl+shift+f").type("gorm").key("Return").click_cell(PERSONS, "Gorm Tænkeholm", "Navn")
    persons.copy_elsewhere("Gorm Tænkeholm\nKaren Ny\n").key("ctrl+v")
    persons.wait_for(lambda: persons.cell(PERSONS, "Karen Ny", "Navn"), "the new row")


def test_hidden_columns_get_nothing(program: Program) -> None:
    program.key("ctrl+4", "ctrl+r")
    before = program.rows("attendances")
    program.click_cell("Deltagere", "Ditte Modelholm", "Til pkt.").key("Tab")
    assert program.focus().name.startswith("Person")
    program.type("Vejle").key("Return")
    assert program.rows("attendances") == before
    items = program.rows("agenda_items")
    program.copy_elsewhere("Eventuelt og afslutning\t14.10").click_cell("Dagsorden", "Eventuelt", "Overskrift")
    program.key("ctrl+v")
    program.wait_for(lambda: program.rows("agenda_items") != items, "the title pasted")
    changed = [(a, b) for a, b in zip(items, program.rows("agenda_items"), strict=True) if a != b]
    assert len(changed) == 1
    assert {name for name in changed[0][0] if changed[0][0][name] != changed[0][1][name]} == {"title"}


@pytest.mark.parametrize(
    ("kind", "copied", "titles"),
    [
        ("UTF8_STRING", "Leder\r\n\r\n", {"Gorm Tænkeholm": "Leder"}),
        ("text/html", "<p>Kære</p><table><tr><td><p>Leder</p></td></tr></table>", {}),
        (
            "text/html",
            "<html><style>td{}</style><table><tr><td><p>Leder</p><p>af &amp; på</p></td></tr><tr><td>Vært</table>",
            {"Gorm Tænkeholm": "Leder af & på", "Hanne Fabelgaard": "Vært"},
        ),
    ],
    ids=["empty last row", "text around a table", "a table"],
)
def test_the_clipboard_is_read_as_people_mean_it(
    persons: Program, kind: str, copied: str, titles: dict[str, str]
) -> None:
    before = {row["name"]: row["title"] for row in persons.rows("people")}
    persons.copy_elsewhere(copied, kind).click_cell(PERSONS, "Gorm Tænkeholm", "Stilling").key("ctrl+v")
    assert {row["name"]: row["title"] for row in persons.rows("people")} == {**before, **titles}


def test_a_ragged_block_is_refused_in_a_sentence(persons: Program) -> None:
    before = persons.rows("people")
    persons.copy_elsewhere("Karen Ny\tLeder\nBibliotekar\nLone Ny\tVært\n")
    persons.click_cell(PERSONS, "Ditte Modelholm", "Navn").key("ctrl+v")
    assert persons.says("Det kopierede har rækker med fra 1 til 2 celler")
    assert persons.rows("people") == before


def test_a_letter_on_a_cell_that_is_not_typed_into_says_where_it_is_changed(persons: Program) -> None:
    before = persons.rows("people")
    persons.click_cell(PERSONS, "Asta Eksempelsen", "Plads i dag").type("Vejle")
    assert persons.says("vælges under Netværk ▸ Pladser")
    assert persons.focus().place[1] == persons.cell(PERSONS, "Asta Eksempelsen", "Plads i dag").place[1]
    persons.key("Return", "Up", "F2")
    assert persons.says("vælges under Netværk ▸ Pladser")
    assert persons.rows("people") == before


@pytest.mark.parametrize(
    "keys",
    [
        ("ctrl+n", "Escape"),
        ("ctrl+Down",),
        ("ctrl+End",),
        ("ctrl+Home", "ctrl+Right"),
        ("ctrl+Delete",),
        ("ctrl+Delete", "ctrl+z"),
        ("ctrl+Delete", "ctrl+z", "ctrl+y"),
        ("ctrl+shift+f", "g", "o", "r", "m", "Return"),
    ],
    ids=" ".join,
)
def test_after_each_shortcut_the_row_with_the_ring_is_the_one_chosen(persons: Program, keys: tuple[str, ...]) -> None:
    persons.click_cell(PERSONS, "Frida", "Navn").key("shift+Down", "shift+Down")
    persons.click_cell(PERSONS, "Ditte Modelholm", "Navn").key("shift+Down")
    assert len(selected(persons, PERSONS)) == 2
    persons.screen.hold("ctrl", *keys) if all(key.startswith("ctrl+") for key in keys) else persons.screen.key(*keys)
    persons.settle()
    while persons.focus().role != "table cell":
        persons.key("F6")
    ring = persons.focus()
    assert [cell.name for cell in selected(persons, PERSONS)] == [ring.name]


def test_a_change_of_a_colleague_shown_by_f8_is_the_only_row_chosen(persons: Program, tmp_path: Path) -> None:
    persons.click_cell(PERSONS, "Ditte Modelholm", "Navn").key("shift+Down", "shift+Down")
    gorm = persons.row("people", name="Gorm Tænkeholm")["id"]
    colleague = Program(persons.screen, tmp_path / "bo", persons.path, user="Bo")
    colleague.console("set", "people", gorm, "title=Chef")
    persons.wait_for(lambda: "Chef" in persons.cell(PERSONS, "Gorm Tænkeholm", "Stilling").name, "the change")
    persons.key("F8")
    assert ["Chef" in cell.name for cell in selected(persons, PERSONS)] == [True]


def test_an_item_moved_by_alt_and_an_arrow_stays_the_only_one_chosen(program: Program) -> None:
    program.key("ctrl+4").click_cell("Dagsorden", "De kommende indsatsområder", "Overskrift")
    program.screen.hold("alt", "Down")
    program.settle()
    assert [cell.value for cell in selected(program, "Dagsorden")] == ["De kommende indsatsområder"]


@pytest.mark.parametrize("with_mouse", [True, False])
def test_a_table_opens_its_menu_by_the_right_button_and_by_the_menu_key(program: Program, with_mouse: bool) -> None:
    program.key("ctrl+4")
    cell = program.cell("Møder", "Midtvejsmøde", "Titel")
    if with_mouse:
        program.click(cell, button=3)
    else:
        program.click(cell).key("Menu")
    program.key("m")
    program.wait_for(lambda: any(name.startswith("Importér fra") for name in program.windows()), "the import's dialog")
    program.key("Escape")


GOALS = (
    "Alle har holdt et kursus\tAsta Eksempelsen\t\tKurser\t30.10.2015\n"
    "Der er lavet en film\tNiels Attrapsen\t\tFilm\t30.11.2015\n"
    "Bogen er skrevet\tIngen Kendt\t\tBøger\t1.12.2015\n"
)


def test_goals_copied_from_a_sheet_are_pasted_over_a_new_one(program: Program) -> None:
    program.key("ctrl+6")
    before = program.rows("goals")
    program.copy_elsewhere(GOALS).key("ctrl+n", "ctrl+v")
    program.wait_for(lambda: len(program.rows("goals")) == len(before) + 3, "the goals")
    made = [row for row in program.rows("goals") if row["id"] not in {old["id"] for old in before}]
    assert {(row["text"], row["indicator"], row["deadline"]) for row in made} == {
        ("Alle har holdt et kursus", "Kurser", "2015-10-30"),
        ("Der er lavet en film", "Film", "2015-11-30"),
        ("Bogen er skrevet", "Bøger", "2015-12-01"),
    }
    assert len({row["position"] for row in made}) == len(made)
    assert program.says("»Ingen Kendt« findes ikke.")
    assert "Ingen Kendt. Afvist: " in program.cell("Mål", "Bogen er skrevet", "Ansvarlig").name
    program.key("ctrl+z", "ctrl+z")
    assert program.rows("goals") == before


def test_goals_are_pasted_into_a_year_that_has_none(program: Program) -> None:
    program.key("alt+Right", "ctrl+6").copy_elsewhere(GOALS).key("F6", "ctrl+6", "ctrl+v")
    program.wait_for(lambda: [row for row in program.rows("plans") if row["year"] == 2016], "the plan")
    (plan,) = [row for row in program.rows("plans") if row["year"] == 2016]
    assert len([row for row in program.rows("goals") if row["plan_id"] == plan["id"]]) == 3


def test_appointments_copied_from_a_sheet_become_new_rows(program: Program) -> None:
    program.key("ctrl+2").click(program.the("radio button", "Udpegninger"))
    before = program.rows("appointments")
    last = list(program.table("Udpegninger")[-1].values())
    program.click(last[0]).copy_elsewhere(
        "\t".join(cell.value for cell in last[:4]) + "\n"
        "Vejle\tNiels Attrapsen\tRepræsentant\t01.01.2016\n"
        "Gentofte\tFrida Opdigtsen\tSuppleant\t01.01.2016\n"
    )
    program.key("ctrl+v")
    program.wait_for(lambda: len(program.rows("appointments")) == len(before) + 2, "the appointments")


def test_several_lines_pasted_into_a_long_text_stay_one_text(program: Program) -> None:
    program.key("ctrl+6").click_cell("Mål", "1.1", "Mål").copy_elsewhere("Første linje\nAnden linje")
    program.key("F2", "ctrl+v", "Return")
    assert program.row("goals", text="Første linje\nAnden linje")


def test_several_rows_are_given_one_status_by_typing_it_once(program: Program) -> None:
    program.key("ctrl+6")
    before = program.rows("goals")
    program.click_cell("Mål", "1.1", "Status").key("shift+Down", "shift+Down").type("Delvist").key("ctrl+Return")
    program.wait_for(lambda: sum(row not in before for row in program.rows("goals")) == 3, "the statuses")
    assert {row["status"] for row in program.rows("goals") if row not in before} == {"partly_met"}
    program.click_cell("Mål", "1.1", "Mål").key("shift+Down").type("Det samme mål").key("ctrl+Return")
    program.wait_for(lambda: sum(row["text"] == "Det samme mål" for row in program.rows("goals")) == 2, "the texts")
    program.key("ctrl+z", "ctrl+z")
    assert program.rows("goals") == before
    program.click_cell("Mål", "1.1", "Mål").key("F2", "End", "ctrl+Return").type("Ny linje").key("Return")
    assert any(str(row["text"]).endswith("\nNy linje") for row in program.rows("goals"))


def test_one_copied_value_fills_every_cell_chosen_and_ctrl_d_fills_down(persons: Program) -> None:
    before = persons.rows("people")
    persons.copy_elsewhere("Konsulent").click_cell(PERSONS, "Asta", "Stilling")
    persons.key("shift+Down", "shift+Down", "ctrl+v")
    persons.wait_for(lambda: sum(row not in before for row in persons.rows("people")) == 3, "three positions")
    assert {row["title"] for row in persons.rows("people") if row not in before} == {"Konsulent"}
    persons.key("ctrl+z").click_cell(PERSONS, "Asta", "Stilling").key("shift+Down", "shift+Down", "ctrl+d")
    persons.wait_for(lambda: sum(row not in before for row in persons.rows("people")) == 2, "two positions")
    assert {row["title"] for row in persons.rows("people") if row not in before} == {"Specialkonsulent"}
    persons.key("ctrl+z")
    assert persons.rows("people") == before


def test_hundreds_of_bad_addresses_are_refused_at_once_and_stay_where_they_were_pasted(persons: Program) -> None:
    before = len(persons.rows("people"))
    last = list(persons.table(PERSONS)[-1].values())
    block = "".join(f"Person {number:03}\t\t\t\tingen mail\n" for number in range(300))
    persons.copy_elsewhere("\t".join(cell.value for cell in last[:5]) + "\n" + block).click(last[0])
    begun = time.monotonic()
    persons.key("ctrl+v")
    assert persons.says("og 295 andre: E-mail skal have form som navn@bibliotek.dk")
    assert time.monotonic() - begun < 15
    assert len(persons.rows("people")) == before + 300
    persons.key("ctrl+Home", "ctrl+shift+f").type("Person 299")
    assert "ingen mail. Afvist: " in persons.cell(PERSONS, "Person 299", "E-mail").name
