"""What an import says of each line before anything is written."""

from __future__ import annotations

from typing import Any

import pytest

from cbnet_desktop.domain.charter import hard_rules
from cbnet_desktop.domain.records import (
    AgendaItem,
    Appointment,
    BudgetShare,
    Goal,
    Meeting,
    Offer,
    Organisation,
    Person,
    Plan,
    PlanVersion,
)
from cbnet_desktop.domain.records.errors import Frozen, Invalid
from cbnet_desktop.domain.sheets import layout
from cbnet_desktop.domain.sheets.layout import Grid
from cbnet_desktop.domain.sheets.verdicts import Outcome, Preview, label, summary
from tests.building import Building
from tests.sheets.listing import only, outcomes, previewed

PEOPLE = ("Navn", "Organisation", "E-mail", "Telefon")


@pytest.fixture
def network() -> Building:
    """A new network with two people of one name and one of another."""
    building = Building.new(2014)
    for library in ("Gentofte", "Herning"):
        building.add(Person, name="Mette Holm", organisation_id=building.library(library).id)
    building.add(Person, name="Åse Ravn", organisation_id=building.library("Aalborg").id, email="aase@x.dk", phone="1")
    return building


def people(building: Building, *lines: Any, **more: Any) -> Preview:
    return previewed(building.network, Person, [PEOPLE, *lines], **more)


def test_each_line_is_new_changed_unchanged_refused_or_said_before(network: Building) -> None:
    preview = people(
        network,
        ("Ny Person", "Odense", "", ""),
        ("Åse Ravn", "Aalborg", "aase@x.dk", "2"),
        ("Mette Holm", "Gentofte", None, None),
        ("Ib Uheld", "Ribe", "", ""),
        ("ny person", "Odense", "", ""),
    )
    assert outcomes(preview) == ["new", "changed", "unchanged", "refused", "duplicate"]
    assert summary(preview) == "1 ny, 1 ændres, 1 uændret, 1 afvist, 1 gentaget"
    (change,) = only(preview, Outcome.CHANGED).fields
    assert (change.label, change.before, change.after) == ("Telefon", "1", "2")
    assert "»Ribe« findes ikke blandt organisationer" in only(preview, Outcome.REFUSED).sentence
    assert only(preview, Outcome.DUPLICATE).sentence.startswith("Det samme som linje 2")


def test_what_is_taken_in_is_one_edit_that_brings_the_lines_that_are_not_refused(network: Building) -> None:
    preview = people(network, ("Ny Person", "Odense", "", ""), ("Ib Uheld", "Ribe", "", ""))
    network.apply(preview.changes)
    assert network.person("Ny Person").organisation_id == network.library("Odense").id
    assert [row.name for row in network.network.live(Person) if row.name.startswith("Ib")] == []
    assert label(preview, "a.csv") == "1 person importeret fra a.csv"


def test_importing_twice_does_nothing_the_second_time(network: Building) -> None:
    lines = [("Ny Person", "Odense", "", "5"), ("To", "Vejle", "to@x.dk", "")]
    network.apply(people(network, *lines).changes)
    assert outcomes(people(network, *lines)) == ["unchanged", "unchanged"]


def test_an_address_finds_the_person_who_moved(network: Building) -> None:
    preview = people(network, ("Åse Ravn", "Odense", "aase@x.dk", ""))
    assert [field.field for field in only(preview, Outcome.CHANGED).fields] == ["organisation_id"]


def test_an_address_of_a_whole_office_tells_nobody_apart(network: Building) -> None:
    preview = people(network, ("A", "Vejle", "post@vejle.dk", ""), ("B", "Vejle", "post@vejle.dk", ""))
    assert outcomes(preview) == ["new", "new"]


def test_a_name_alone_finds_the_only_one_and_not_one_of_two(network: Building) -> None:
    preview = previewed(network.network, Person, [("Navn", "Telefon"), ("Åse Ravn", "2"), ("Mette Holm", "3")])
    assert outcomes(preview) == ["changed", "refused"]
    assert "Passer på 2 rækker: Mette Holm, Gentofte; Mette Holm, Herning" in only(preview, Outcome.REFUSED).sentence


@pytest.mark.parametrize("name", ["Aalborg", "Ålborg", "AALBORG", "Aalborg Bibliotekerne", " ålborg "])
def test_a_reference_is_found_by_either_spelling_and_either_name(network: Building, name: str) -> None:
    network.set(Organisation, network.library("Aalborg").id, name="Aalborg Bibliotekerne", short_name="Aalborg")
    preview = people(network, ("Ny", name, "", ""))
    assert only(preview, Outcome.NEW).change.after["organisation_id"] == network.library("Aalborg").id


def test_a_reference_that_fits_several_rows_is_refused_with_their_names(network: Building) -> None:
    meeting = network.meeting("planning", "2014-05-05")
    lines = [
        ("Møde", "Mødeleder", "Dato", "Mødetype"),
        ("", "Mette Holm", "05.05.2014", "Planlægnings- og koordineringsmøde"),
    ]
    preview = previewed(network.network, Meeting, lines)
    assert "Mette Holm, Gentofte; Mette Holm, Herning" in only(preview, Outcome.REFUSED).sentence
    lines[1] = ("", "Mette Holm, Herning", *lines[1][2:])
    assert only(previewed(network.network, Meeting, lines), Outcome.CHANGED).change.row_id == meeting


def test_a_name_that_is_nearly_one_is_asked_about(network: Building) -> None:
    preview = people(network, ("Ny", "Odense Centralbibliotek og Borgerservice", "", ""), ("To", "Ribe", "", ""))
    first, second = (verdict.sentence for verdict in preview.verdicts)
    assert first.endswith("findes ikke blandt organisationer. Mente du »Odense«?")
    assert second.endswith("Ret navnet, eller opret det først.")


def test_a_goal_finds_the_item_of_its_own_annual_meeting(network: Building) -> None:
    network.appoint_everybody()
    network.meeting("annual", "2012-11-05")
    network.annual_meeting("2014-11-05")
    plan_id = network.plan(2015)
    preview = previewed(network.network, Goal, [("Mål", "Afledt af punkt"), ("Et mål", "Netværkets øvrige funktioner")])
    item = network.network.get(AgendaItem, only(preview, Outcome.NEW).change.after["agenda_item_id"])
    assert item.meeting_id == network.network.get(Plan, plan_id).meeting_id


def test_an_empty_cell_leaves_the_field_unless_it_is_to_clear_it(network: Building) -> None:
    line = ("Åse Ravn", "Aalborg", "aase@x.dk", "")
    assert outcomes(people(network, line)) == ["unchanged"]
    cleared = only(people(network, line, clears=True), Outcome.CHANGED)
    assert cleared.change.after == {"phone": ""}
    assert cleared.description == "Telefon: 1 → tomt"


def test_goals_without_a_column_for_their_plan_go_into_the_plan_of_the_year(network: Building) -> None:
    preview = previewed(network.network, Goal, [("Mål",), ("Et mål",), ("Et andet",)])
    network.apply(preview.changes)
    (plan,) = network.network.live(Plan)
    assert plan.year == 2015
    assert {goal.plan_id for goal in network.network.live(Goal)} == {plan.id}


def test_a_plan_is_not_made_for_lines_that_need_none(network: Building) -> None:
    preview = previewed(network.network, Goal, [("Mål", "Frist"), ("Et mål", "aldrig")])
    assert preview.changes == ()
    assert preview.made_first == ()


def test_a_column_of_the_sheet_goes_before_what_the_list_says(network: Building) -> None:
    preview = previewed(
        network.network,
        BudgetShare,
        [("År", "Centralbibliotek", "Afsat beløb"), ("2017", "Odense", "1.234,50 kr."), ("", "Vejle", 5)],
    )
    first, second = preview.verdicts
    assert first.change.after == {
        "year": 2017,
        "organisation_id": network.library("Odense").id,
        "earmarked_ore": 123_450,
    }
    assert (second.outcome, second.sentence) == (Outcome.REFUSED, "År mangler. Udfyld feltet.")


def test_what_an_edit_brings_along_is_told_beforehand(network: Building) -> None:
    network.agree_shares(2015, "2014-11-10")
    preview = previewed(network.network, BudgetShare, [("Bibliotek", "Andel i kr."), ("Odense", "100.000")])
    told = {field.field: field.after for field in only(preview, Outcome.CHANGED).fields}
    assert told == {
        "share_ore": "100.000",
        "share_bp": "tomt",
        "library_agreed_on": "tomt",
        "agency_agreed_on": "tomt",
    }
    network.apply(preview.changes)


def test_a_rule_of_a_row_alone_is_told_at_its_line(network: Building) -> None:
    preview = previewed(
        network.network,
        BudgetShare,
        [("Centralbibliotek", "Afsat beløb", "Andel i kroner"), ("Odense", 100, 200), ("Vejle", 200, 100)],
    )
    assert outcomes(preview) == ["refused", "new"]
    assert "større end det afsatte beløb" in only(preview, Outcome.REFUSED).sentence


def test_a_hard_rule_over_several_rows_is_told_at_its_lines_and_the_rest_goes_on(network: Building) -> None:
    network.appoint("Gentofte", "Den Første", "2012-01-01")
    person = network.person("Åse Ravn")
    lines = [
        ("Plads", "Person", "Fra"),
        (network.seat("Gentofte").name, person.name, "01.01.2014"),
        (network.seat("Vejle").name, person.name, "01.01.2014"),
    ]
    preview = previewed(network.network, Appointment, lines)
    assert outcomes(preview) == ["refused", "new"]
    assert "Gentofte" in only(preview, Outcome.REFUSED).sentence
    network.apply(preview.changes)


def test_a_rule_about_what_a_line_brings_along_is_told_at_the_line(network: Building) -> None:
    network.appoint_everybody()
    meeting = network.meeting("planning", "2014-05-05", state="held")
    preview = previewed(network.network, Meeting, [("Id", "Dato", "Mødetype"), (meeting, "05.05.2014", "Årsmøde")])
    assert "kan ikke stå som afholdt uden referat" in only(preview, Outcome.REFUSED).sentence
    assert preview.changes == ()


def test_a_day_to_come_is_told_at_the_line(network: Building) -> None:
    network.agree_shares(2014, "2013-11-10")
    lines = [
        ("År", "Centralbibliotek", "Aftalt af biblioteket"),
        ("2014", "Vejle", "01.01.2031"),
        ("2014", "Odense", "24.11.2014"),
    ]
    preview = previewed(network.network, BudgetShare, lines, year=2014, today="2014-11-24")
    assert outcomes(preview) == ["refused", "changed"]
    assert only(preview, Outcome.REFUSED).sentence == (
        "»Aftalt af biblioteket« kan ikke være 01.01.2031, for i dag er det 24.11.2014. Skriv den dag, det skete."
    )


def test_a_rule_that_no_line_can_mend_refuses_the_whole(network: Building, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = hard_rules.Problem("x", "Noget andet er i vejen.", Person.TABLE, "en helt anden række")
    monkeypatch.setattr(hard_rules, "newly_broken", lambda *_: iter([elsewhere]))
    preview = people(network, ("Ny Person", "Odense", "", ""))
    assert preview.refusal == "Noget andet er i vejen."
    assert preview.changes == ()


def test_a_row_is_found_by_its_id_whatever_was_edited(network: Building) -> None:
    person = network.person("Åse Ravn")
    preview = previewed(network.network, Person, [("Navn", "E-mail", "Id"), ("Åse Ravn-Holm", "ny@x.dk", person.id)])
    assert only(preview, Outcome.CHANGED).change.row_id == person.id


def test_a_line_copied_in_the_sheet_and_edited_is_a_new_row(network: Building) -> None:
    person = network.person("Åse Ravn")
    lines = [("Navn", "Organisation", "Id"), ("Åse Ravn", "Aalborg", person.id), ("Bo Ravn", "Aalborg", person.id)]
    preview = previewed(network.network, Person, lines)
    assert outcomes(preview) == ["unchanged", "new"]


def test_a_line_copied_and_made_into_another_row_that_exists_changes_that_one(network: Building) -> None:
    person, other = network.person("Åse Ravn"), network.add(Person, name="Bo Ravn", phone="1")
    lines = [("Navn", "Telefon", "Id"), ("Åse Ravn", "1", person.id), ("Bo Ravn", "2", person.id)]
    preview = previewed(network.network, Person, lines)
    assert outcomes(preview) == ["unchanged", "changed"]
    assert preview.verdicts[1].change.row_id == other


def test_two_lines_about_one_person_found_in_two_ways_are_taken_once(network: Building) -> None:
    preview = people(network, ("A. Ravn", "Aalborg", "aase@x.dk", ""), ("Åse Ravn", "Aalborg", "", "9"))
    assert outcomes(preview) == ["changed", "duplicate"]


def test_a_line_copied_and_not_edited_is_taken_once(network: Building) -> None:
    person = network.person("Åse Ravn")
    lines = [("Navn", "Organisation", "Id"), *[("Åse Ravn", "Aalborg", person.id)] * 2]
    assert outcomes(previewed(network.network, Person, lines)) == ["unchanged", "duplicate"]


def test_offers_are_found_by_link_else_by_title_host_and_day(network: Building) -> None:
    host = network.library("Odense").id
    network.add(Offer, title="E-bøger", host_id=host, starts_on="2015-03-01", link="https://x.dk/1")
    network.add(Offer, title="Formidling", host_id=host, starts_on="2015-03-01")
    lines = [
        ("Titel", "Arrangør", "Dato", "Link"),
        ("E-bøger for alle", "Odense", "02.03.2015", "https://x.dk/1"),
        ("Formidling", "Odense", "01.03.2015", "https://x.dk/2"),
        ("Formidling", "Odense", "08.03.2015", ""),
    ]
    assert outcomes(previewed(network.network, Offer, lines)) == ["changed", "changed", "new"]


def test_titles_over_the_header_and_a_sum_under_the_rows_are_left_out(network: Building) -> None:
    lines = [
        ("Medlemmer af netværket", None, None),
        (None, None, None),
        ("Navn ", "CENTRALBIBLIOTEK:", "Telefonnr.", "Skostørrelse"),
        ("Ny Person  ", "Odense", 66131372, 38),
        (None, "  ", None, None),
        ("I alt", None, None, 38),
    ]
    preview = previewed(network.network, Person, lines)
    assert outcomes(preview) == ["new"]
    assert preview.verdicts[0].number == 4
    assert only(preview, Outcome.NEW).change.after["phone"] == "66131372"
    assert preview.notes == (
        "Kolonner, der ikke læses: »Skostørrelse«.",
        "Linje 1 står over overskrifterne.",
        "Linje 6 er en sum, en note eller en overskrift.",
    )


def test_a_last_line_of_nothing_but_numbers_is_a_sum(network: Building) -> None:
    lines = [("Centralbibliotek", "Afsat beløb"), ("Odense", "100.000"), ("Vejle", "50.000"), ("", "150.000,00 kr.")]
    assert outcomes(previewed(network.network, BudgetShare, lines)) == ["new", "new"]


def test_an_unknown_column_can_be_chosen_and_a_known_one_left_out() -> None:
    grid = Grid("Ark1", (("Hvem", "Hvor", "Telefon"), ("Ny Person", "Odense", "5")))
    found = layout.of_grid(Person, grid)
    assert found.unknown == ("Hvem", "Hvor")
    found = layout.placed(layout.placed(found, Person, "hvem", "Navn"), Person, "Hvor", "organisation_id")
    found = layout.placed(found, Person, "Telefon", "")
    assert {heading.text: heading.field for heading in found.headings} == {
        "Hvem": "name",
        "Hvor": "organisation_id",
        "Telefon": "",
    }
    with pytest.raises(Invalid, match="Arket har ingen kolonne »Alder«"):
        layout.placed(found, Person, "Alder", "Navn")
    with pytest.raises(Invalid, match="Personer har intet felt »Alder«"):
        layout.placed(found, Person, "Hvem", "Alder")


def test_a_field_is_read_from_one_column_only() -> None:
    found = layout.of_grid(Person, Grid("Ark1", (("Navn", "Navn", "Mail"),)))
    assert [heading.field for heading in found.headings] == ["name", "", "email"]
    moved = found.with_field(1, "name")
    assert [heading.field for heading in moved.headings] == ["", "name", "email"]


def test_a_sheet_without_a_known_column_is_refused_with_the_fields(network: Building) -> None:
    with pytest.raises(Invalid, match=r"Ingen af arkets kolonner svarer til personer. Felterne er: Navn, Stilling"):
        previewed(network.network, Person, [("Foo", "Bar"), ("1", "2")])


def test_an_empty_sheet_is_refused(network: Building) -> None:
    with pytest.raises(Invalid, match="Arket »Ark1« er tomt"):
        previewed(network.network, Person, [("", None), ()])


def test_signed_versions_are_never_imported(network: Building) -> None:
    with pytest.raises(Frozen):
        previewed(network.network, PlanVersion, [("Version",), ("1",)])


def test_a_text_that_was_cut_by_a_spreadsheet_does_not_shorten_the_stored_one(network: Building) -> None:
    person = network.person("Åse Ravn")
    network.set(Person, person.id, note="Lang " * 10)
    lines = [("Navn", "Bemærkning", "Id"), ("Åse Ravn", "Lang Lang … [afkortet]", person.id)]
    assert outcomes(previewed(network.network, Person, lines)) == ["unchanged"]


def test_whoever_waits_is_told_how_far_it_is_and_can_stop_it(network: Building) -> None:
    told: list[tuple[int, int]] = []
    people(network, *[(f"P{number}", "Odense", "", "") for number in range(50)], progress=lambda *at: told.append(at))
    assert told == sorted(told)
    assert told[-1] == (100, 100)

    class Stopped(Exception):
        pass

    def stop(done: int, _of: int) -> None:
        if done > 20:
            raise Stopped

    with pytest.raises(Stopped):
        people(network, *[(f"P{number}", "Odense", "", "") for number in range(50)], progress=stop)


def test_a_line_about_approved_minutes_is_refused_and_the_others_are_not(network: Building) -> None:
    network.appoint_everybody()
    approved = network.meeting("planning", "2014-05-05", state="approved")
    planned = network.meeting("planning", "2014-12-05")
    lines = [("Id", "Dato", "Sted"), (approved, "05.05.2014", "Vejle"), (planned, "05.12.2014", "Odense")]
    preview = previewed(network.network, Meeting, lines)
    assert outcomes(preview) == ["refused", "changed"]
    assert "er godkendt 24.11.2014 og kan ikke rettes" in only(preview, Outcome.REFUSED).sentence
    network.apply(preview.changes)
