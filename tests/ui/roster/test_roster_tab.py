from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Appointment, Person, Seat
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.roster.replace_dialog import ReplaceDialog
from cbnet_desktop.ui.roster.roster_tab import APPOINTMENTS, ORGANISATIONS, PEOPLE, SEATS, RosterTab
from cbnet_desktop.ui.table.table_model import change_of
from tests.ui.showing import show

SEAT, NAME, SINCE, EMPLOYER, PHONE, EMAIL, SUBSTITUTE = range(7)


@pytest.fixture
def tab(example: Session, qtbot: QtBot) -> RosterTab:
    """Netværk over the example network, in which Vejle's seat is vacant."""
    return show(RosterTab(example), qtbot)


def seat(session: Session, name: str) -> Seat:
    return next(row for row in session.network.live(Seat) if row.name.startswith(name))


def person(session: Session, name: str) -> Person:
    return next(row for row in session.network.rows(Person) if row.name == name)


def cell(tab: RosterTab, name: str, column: int) -> QModelIndex:
    model = tab.page.pane.model
    return model.index(model.row_of(seat(tab.session, name).id), column)


def sitting(session: Session, name: str, day: str) -> str:
    found = roster.person_of(session.network, roster.sitting(session.network, seat(session, name), day))
    return found.name if found else ""


def stand_in(session: Session, name: str, day: str) -> str:
    found = roster.person_of(session.network, roster.substitute(session.network, seat(session, name), day))
    return found.name if found else ""


def type_day(tab: RosterTab, text: str, qtbot: QtBot) -> None:
    line = tab.page.day_input
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def dialog(tab: RosterTab, name: str, **texts: str) -> ReplaceDialog:
    """The dialog for a seat, filled in as by typing."""
    made = tab.replace(seat(tab.session, name) if name else None, "2014-11-24")
    for field, text in texts.items():
        line = made.answers[field].input
        (line.setEditText if hasattr(line, "setEditText") else line.setText)(text)
        line.touched.emit()
    return made


# The seats on a date


def test_the_eight_seats_stand_in_the_networks_order_with_who_sits_and_how_to_reach_them(tab: RosterTab) -> None:
    model = tab.page.pane.model
    assert [model.index(row, SEAT).data() for row in range(model.rowCount())] == [
        "Biblioteksenheden (KBE)",
        "Gentofte",
        "Herning",
        "Odense",
        "Roskilde",
        "Vejle",
        "Aalborg",
        "Centralbibliotekscheferne",
    ]
    row = [cell(tab, "Herning", column).data() for column in range(NAME, SUBSTITUTE + 1)]
    assert row == [
        "Karla Sagnholm",
        "01.09.2012",
        "Herning",
        "00 00 00 61",
        "karla.sagnholm@example.org",
        "Mie Påfundsen",
    ]


def test_a_vacant_seat_says_since_when_and_for_how_many_days(tab: RosterTab) -> None:
    assert cell(tab, "Vejle", NAME).data() == "Ubesat i 55 dage"
    assert cell(tab, "Vejle", SINCE).data() == "01.10.2014"
    assert tab.page.state.text == "7 af 8 pladser besat Ubesat: Vejle"


def test_a_vacant_seat_says_who_comes_and_when(tab: RosterTab) -> None:
    seat = next(row for row in tab.session.network.live(Seat) if row.name == "Vejle")
    person = Person.added({"name": "Kirsten Lund"})
    term = {"seat_id": seat.id, "person_id": person.row_id, "starts_on": "2015-01-01"}
    tab.session.write([person, Appointment.added(term)])
    assert cell(tab, "Vejle", NAME).data() == "Ubesat; Kirsten Lund"
    assert cell(tab, "Vejle", SINCE).data() == "Fra 01.01.2015"
    assert tab.page.state.text == "7 af 8 pladser besat Ubesat: Vejle (Kirsten Lund fra 01.01.2015)"


def test_another_date_shows_who_sat_then(tab: RosterTab, qtbot: QtBot) -> None:
    type_day(tab, "1.1.2013", qtbot)
    assert cell(tab, "Roskilde", NAME).data() == "Frida Opdigtsen"
    assert cell(tab, "Vejle", NAME).data() == "Jørgen Mønsterskov"
    assert tab.page.state.text == "Fuldtalligt 8 pladser, alle besat"


def test_a_mistyped_date_keeps_its_text_and_the_seats_shown(tab: RosterTab, qtbot: QtBot) -> None:
    type_day(tab, "31.2.2013", qtbot)
    assert tab.page.day_input.text() == "31.2.2013"
    assert "er ikke en dato" in tab.page.pane.strip.text
    assert tab.page.day == "2014-11-24"
    type_day(tab, "1.3.2013", qtbot)
    assert (tab.page.day, tab.page.pane.strip.text) == ("2013-03-01", "")


def test_a_representative_who_sits_on_after_an_expired_term_is_shown_with_the_day_it_expired(tab: RosterTab) -> None:
    term = roster.holder(tab.session.network, seat(tab.session, "Odense"), "2014-11-24")
    tab.session.write([_ends(term, "2014-10-31")])
    assert cell(tab, "Odense", NAME).data() == "Hanne Fabelgaard"
    assert cell(tab, "Odense", SINCE).data() == "Udløb 31.10.2014"
    assert "udløbet udpegning: Odense" in tab.page.state.text


def test_editing_a_phone_in_the_seats_edits_the_person(tab: RosterTab) -> None:
    assert tab.page.pane.model.setData(cell(tab, "Gentofte", PHONE), "12 34 56 78")
    assert person(tab.session, "Ditte Modelholm").phone == "12 34 56 78"
    assert tab.session.undo_stack.undo_label == "Telefon for Ditte Modelholm rettet"
    tab.session.undo()
    assert cell(tab, "Gentofte", PHONE).data() == "00 00 00 21"


def test_a_refused_email_stays_in_the_cell_with_its_reason(tab: RosterTab) -> None:
    tab.page.pane.model.setData(cell(tab, "Gentofte", EMAIL), "ditte.example.org")
    assert cell(tab, "Gentofte", EMAIL).data() == "ditte.example.org"
    assert "snabel-a" in tab.page.pane.strip.text
    assert person(tab.session, "Ditte Modelholm").email == "ditte.modelholm@example.org"


def test_the_cells_of_a_vacant_seats_person_cannot_be_typed_into(tab: RosterTab) -> None:
    model = tab.page.pane.model
    for column in (NAME, PHONE, EMAIL):
        assert not model.flags(cell(tab, "Vejle", column)) & Qt.ItemFlag.ItemIsEditable


def test_a_block_of_phones_and_addresses_is_copied_out_and_pasted_as_one_edit(tab: RosterTab) -> None:
    view, model = tab.page.pane.view, tab.page.pane.model
    view.setCurrentIndex(cell(tab, "Gentofte", PHONE))
    QGuiApplication.clipboard().setText("11\tny@example.org\n22\tto@example.org")
    view.paste()
    assert (person(tab.session, "Ditte Modelholm").phone, person(tab.session, "Karla Sagnholm").email) == (
        "11",
        "to@example.org",
    )
    view.selectionModel().select(model.index(1, PHONE), view.selectionModel().SelectionFlag.ClearAndSelect)
    view.selectionModel().select(model.index(1, EMAIL), view.selectionModel().SelectionFlag.Select)
    view.copy()
    assert QGuiApplication.clipboard().text().strip() == "11\tny@example.org"
    tab.session.undo()
    assert person(tab.session, "Karla Sagnholm").email == "karla.sagnholm@example.org"


def test_the_form_lists_a_seats_earlier_holders_newest_first(tab: RosterTab) -> None:
    tab.page.pane.view.choose(seat(tab.session, "Roskilde").id)
    model = tab.page.holders.pane.model
    rows = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert rows == [
        ["Gorm Tænkeholm", "01.08.2013", ""],
        ["Frida Opdigtsen", "01.09.2012", "31.07.2013"],
    ]
    assert tab.page.substitutes.isHidden()


def test_a_term_is_mended_in_the_form_and_an_overlap_is_refused_there(tab: RosterTab) -> None:
    tab.page.pane.view.choose(seat(tab.session, "Roskilde").id)
    model = tab.page.holders.pane.model
    model.setData(model.index(1, 2), "1.9.2013")
    assert model.index(1, 2).data() == "1.9.2013"
    assert "kun have én repræsentant ad gangen" in tab.page.holders.pane.strip.text
    model.setData(model.index(1, 2), "30.6.2013")
    assert sitting(tab.session, "Roskilde", "2013-07-15") == ""


def test_del_in_the_terms_archives_the_term_and_not_the_seat(tab: RosterTab) -> None:
    tab.page.pane.view.choose(seat(tab.session, "Vejle").id)
    terms = tab.page.holders.pane
    terms.view.setCurrentIndex(terms.model.index(0, 0))
    terms.view.setFocus()
    tab.archive()
    assert [
        row.archived for row in tab.session.network.rows(Appointment) if row.seat_id == seat(tab.session, "Vejle").id
    ] == [True]
    assert not seat(tab.session, "Vejle").archived


# Replacing a representative


def test_a_new_person_takes_a_seat_over_in_one_action_that_is_undone_in_one(tab: RosterTab) -> None:
    made = dialog(tab, "Herning", person_id="Mette Nysen", phone="99", email="mette@example.org", starts_on="1.12.2014")
    assert made.outcome.text() == (
        "Karla Sagnholm sidder til og med 30.11.2014. Mette Nysen repræsenterer Herning fra 01.12.2014. "
        "Mette Nysen oprettes som ny person."
    )
    made.attempt()
    assert sitting(tab.session, "Herning", "2014-11-30") == "Karla Sagnholm"
    assert sitting(tab.session, "Herning", "2014-12-01") == "Mette Nysen"
    newcomer = person(tab.session, "Mette Nysen")
    assert (newcomer.phone, newcomer.email, newcomer.organisation_id) == (
        "99",
        "mette@example.org",
        seat(tab.session, "Herning").organisation_id,
    )
    assert tab.session.undo_stack.undo_label == "Repræsentant for Herning udskiftet: Mette Nysen fra 01.12.2014"
    tab.session.undo()
    assert sitting(tab.session, "Herning", "2015-06-01") == "Karla Sagnholm"
    assert "Mette Nysen" not in {row.name for row in tab.session.network.rows(Person)}


def test_somebody_on_record_is_found_by_name_whatever_the_case(tab: RosterTab) -> None:
    made = dialog(tab, "Vejle", person_id="oda digtervad", starts_on="24.11.2014")
    assert not made.answers["phone"].isEnabled()
    assert made.answers["phone"].input.text() == "00 00 00 72"
    before = len(list(tab.session.network.rows(Person)))
    made.attempt()
    assert sitting(tab.session, "Vejle", "2014-11-24") == "Oda Digtervad"
    assert len(list(tab.session.network.rows(Person))) == before


def test_a_substitute_can_be_replaced_with_or_without_the_representative(tab: RosterTab) -> None:
    dialog(tab, "Herning", substitute_id="Ny Stedfortræder", starts_on="1.12.2014").attempt()
    assert stand_in(tab.session, "Herning", "2014-11-30") == "Mie Påfundsen"
    assert stand_in(tab.session, "Herning", "2014-12-01") == "Ny Stedfortræder"
    assert sitting(tab.session, "Herning", "2014-12-01") == "Karla Sagnholm"
    dialog(tab, "Odense", person_id="A B", substitute_id="C D", starts_on="1.12.2014").attempt()
    assert (sitting(tab.session, "Odense", "2014-12-01"), stand_in(tab.session, "Odense", "2014-12-01")) == (
        "A B",
        "C D",
    )


def test_a_substitute_who_moves_up_is_no_longer_the_substitute(tab: RosterTab) -> None:
    dialog(tab, "Herning", person_id="Mie Påfundsen", starts_on="1.12.2014").attempt()
    assert sitting(tab.session, "Herning", "2014-12-01") == "Mie Påfundsen"
    assert stand_in(tab.session, "Herning", "2014-11-30") == "Mie Påfundsen"
    assert stand_in(tab.session, "Herning", "2014-12-01") == ""


def test_an_expired_term_is_prolonged_until_the_successor_begins_unless_told_otherwise(tab: RosterTab) -> None:
    term = roster.holder(tab.session.network, seat(tab.session, "Odense"), "2014-11-24")
    tab.session.write([_ends(term, "2014-10-31")])
    made = dialog(tab, "Odense", person_id="A B", starts_on="1.12.2014")
    assert "udløb 31.10.2014" in made.now.text()
    made.attempt()
    assert tab.session.network.get(Appointment, term.id).ends_on == "2014-11-30"
    tab.session.undo()
    made = dialog(tab, "Odense", person_id="A B", starts_on="1.12.2014")
    made.sat_on.setChecked(False)
    made.attempt()
    assert tab.session.network.get(Appointment, term.id).ends_on == "2014-10-31"


@pytest.mark.parametrize(
    ("texts", "field", "message"),
    [
        ({"person_id": "Karla Sagnholm"}, "person_id", "sidder allerede på pladsen Herning siden 01.09.2012"),
        ({"person_id": "A B", "starts_on": "1.9.2012"}, "starts_on", "fra samme dag, 01.09.2012"),
        ({"person_id": "A B", "starts_on": "31.11.2014"}, "starts_on", "er ikke en dato"),
        ({"person_id": "A B", "starts_on": ""}, "starts_on", "mangler"),
        ({"person_id": "A B", "email": "snabel"}, "email", "ét snabel-a"),
        ({"person_id": ""}, "person_id", "Vælg en person, eller skriv navnet på en ny"),
        ({"substitute_id": "Karla Sagnholm"}, "substitute_id", "kan ikke være sin egen suppleant"),
    ],
)
def test_a_refusal_stands_beside_the_answer_and_nothing_is_written(
    tab: RosterTab, texts: dict[str, str], field: str, message: str
) -> None:
    before = tab.session.network
    made = dialog(tab, "Herning", **texts)
    made.attempt()
    assert made.isVisible()
    assert message in made.answers[field].reason.text()
    assert made.answers[field].input.property("refused")
    assert tab.session.network is before
    assert not tab.session.undo_stack.undo_label


def test_the_dialog_opens_for_the_chosen_seat_and_day_by_keyboard(tab: RosterTab, qtbot: QtBot) -> None:
    tab.page.pane.view.choose(seat(tab.session, "Vejle").id)
    type_day(tab, "1.12.2014", qtbot)
    tab.page.replace_button.setFocus()
    qtbot.keyClick(tab.page.replace_button, Qt.Key.Key_Space)
    made = tab.findChild(ReplaceDialog)
    assert made.seat.input.currentText() == "Vejle"
    assert made.now.text() == "Ingen siden 01.10.2014"
    assert made.answers["starts_on"].input.text() == "01.12.2014"


def test_an_expired_seat_is_appointed_to_and_a_filled_one_replaced(tab: RosterTab, qtbot: QtBot) -> None:
    view, button = tab.page.pane.view, tab.page.replace_button
    view.setCurrentIndex(cell(tab, "Odense", NAME))
    assert button.text() == "&Udskift repræsentant …"
    tab.session.write(
        [_ends(roster.holder(tab.session.network, seat(tab.session, "Odense"), "2014-11-24"), "2014-10-31")]
    )
    assert button.text() == "&Udpeg repræsentant …"
    qtbot.keyClicks(view, "å")
    made = tab.findChild(ReplaceDialog)
    assert (made.windowTitle(), made.acceptor.text()) == ("Udpeg repræsentant", "&Udpeg")
    assert (made.representative.currentText(), made.representative.lineEdit().selectedText()) == ("å", "")
    made.seat.show_value(seat(tab.session, "Herning").id)
    made.seat.input.left.emit()
    assert made.windowTitle() == "Udskift repræsentant"


def test_the_keyboard_lands_where_a_representative_is_chosen(tab: RosterTab) -> None:
    assert tab.page.pane.view.currentIndex().column() == NAME


@pytest.mark.parametrize("view", [SEATS, APPOINTMENTS])
def test_another_person_is_not_put_into_an_old_term(tab: RosterTab, view: int) -> None:
    tab.show_view(view)
    terms = tab.page.holders.pane if view == SEATS else tab.page.pane
    place = next(at for at, column in enumerate(terms.spec.columns) if column.field == "person_id")
    if view == SEATS:
        tab.page.pane.view.choose(seat(tab.session, "Vejle").id)
    terms.view.setCurrentIndex(terms.model.index(0, place))
    terms.view.edit_current()
    assert terms.strip.text.startswith("En udpegning gælder én person på én plads.")


# Names used elsewhere


def test_a_changed_name_is_told_until_something_else_is_done(tab: RosterTab) -> None:
    tab.show_view(PEOPLE)
    pane = tab.page.pane
    view, model = pane.view, pane.model
    view.setCurrentIndex(model.index(0, 0))
    model.setData(model.index(0, 0), "Asta Eksempel")
    view.setCurrentIndex(model.index(3, 1))
    assert pane.strip.text.startswith("Navnet på Asta Eksempelsen er rettet til Asta Eksempel. Det står i ")
    tab.session.undo()
    assert pane.strip.text == ""
    QGuiApplication.clipboard().setText("Asta E\nBirger S")
    view.setCurrentIndex(model.index(0, 0))
    view.paste()
    assert pane.strip.text.startswith("2 personer har fået andet navn. Navnene står i ")


def test_an_organisation_that_is_typed_over_keeps_the_old_name_until_yesterday(tab: RosterTab) -> None:
    tab.show_view(ORGANISATIONS)
    pane = tab.page.pane
    pane.model.setData(pane.model.index(0, 0), "Slots- og Kulturstyrelsen")
    assert "Til og med 23.11.2014 gælder det gamle" in pane.strip.text
    assert pane.strip.text.endswith("Skete det en anden dag, så fortryd, og brug »Skift navn …«.")
    tab.session.undo()
    pane.view.setCurrentIndex(pane.model.index(0, 0))
    made = tab.page.names.rename()
    made.answers["name"].input.setText("Slots- og Kulturstyrelsen")
    made.attempt()
    assert pane.strip.text == ""


# The other tables


def test_each_table_has_its_own_new_row(tab: RosterTab, qtbot: QtBot) -> None:
    tab.show_view(PEOPLE)
    tab.new_row()
    line = QApplication.focusWidget()
    qtbot.keyClicks(line, "Ny Nielsen")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert person(tab.session, "Ny Nielsen")
    tab.show_view(ORGANISATIONS)
    before = tab.page.pane.model.rowCount()
    tab.new_row()
    assert tab.page.pane.model.rowCount() == before + 1
    tab.show_view(APPOINTMENTS)
    tab.new_row()
    assert tab.findChild(ReplaceDialog) is not None


def test_people_show_the_seat_they_have_today(tab: RosterTab) -> None:
    tab.show_view(PEOPLE)
    model = tab.page.pane.model
    place = [column.title for column in model.spec.columns].index("Plads i dag")
    seats = {model.index(row, 0).data(): model.index(row, place).data() for row in range(model.rowCount())}
    assert seats["Karla Sagnholm"] == "Herning"
    assert seats["Mie Påfundsen"] == "Herning (suppleant)"
    assert seats["Niels Attrapsen"] == ""


def test_the_words_searched_for_apply_to_whichever_table_is_chosen(tab: RosterTab) -> None:
    tab.filter("oda")
    assert tab.page.pane.model.rowCount() == 1
    tab.show_view(PEOPLE)
    assert [tab.page.pane.model.index(0, 0).data(), tab.page.pane.model.rowCount()] == ["Oda Digtervad", 1]


def test_a_jump_lands_in_the_table_and_the_field_that_are_meant(tab: RosterTab) -> None:
    term = roster.holder(tab.session.network, seat(tab.session, "Roskilde"), "2014-11-24")
    assert tab.jump_to("appointments", term.id, "ends_on")
    assert tab.choices.checkedId() == APPOINTMENTS
    assert tab.page.pane.view.chosen().id == term.id
    assert tab.page.form.field("ends_on").input.hasFocus()
    assert tab.jump_to("seats", seat(tab.session, "Vejle").id, "")
    assert tab.choices.checkedId() == SEATS
    assert tab.page.pane.view.chosen().name == "Vejle"
    assert tab.page.pane.view.hasFocus()
    assert not tab.jump_to("goals", "x", "")


def test_a_jump_to_a_seat_that_is_closed_shows_its_last_day(tab: RosterTab) -> None:
    closed = seat(tab.session, "Odense")
    tab.session.write([_ends(closed, "2014-06-30")])
    assert cell(tab, "Odense", SEAT).row() == -1
    tab.jump_to("seats", closed.id, "ends_on")
    assert tab.page.day == "2014-06-30"
    assert tab.page.pane.view.chosen().id == closed.id


def test_a_new_network_offers_its_seats_empty(session: Session, qtbot: QtBot) -> None:
    tab = RosterTab(session)
    qtbot.addWidget(tab)
    tab.show()
    assert tab.page.pane.model.rowCount() == 8
    assert tab.page.day == date.today().isoformat()
    assert tab.page.pane.model.index(0, NAME).data() == "Ubesat"
    tab.show_view(APPOINTMENTS)
    assert tab.page.pane.view.isHidden()


def _ends(record: Record, day: str) -> Change:
    return change_of(record, {"ends_on": day})
