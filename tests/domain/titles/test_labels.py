"""Danish names of rows and edits, and typed Danish as stored values."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.domain.meetings import agenda_templates
from cbnet_desktop.domain.records import (
    RECORDS,
    AgendaItem,
    Allocation,
    Appointment,
    Attendance,
    BudgetShare,
    Charter,
    ConsultationAnswer,
    FocusArea,
    FocusSet,
    Goal,
    Meeting,
    NetworkProfile,
    Organisation,
    Person,
    Plan,
    PlanVersion,
    Seat,
)
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Conflict, Invalid
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles import labels
from tests.building import Building, new_row


def field(kind: type[Record], name: str) -> Field:
    return kind.fields()[name]


def test_every_row_has_a_danish_title(year: Building) -> None:
    year.add(Allocation, year=2015, purpose="Kurser", amount_ore=1)
    year.merge_new(PlanVersion, plan_id=year.network.live(Plan)[0].id, number=2)
    titles = {
        NetworkProfile: "Prøvenetværket",
        Charter: "Kommissorium fra 01.01.2013",
        Organisation: "KBE",
        Seat: "Biblioteksenheden (KBE)",
        Person: "Gentoftes repræsentant",
        Appointment: "Gentoftes repræsentant, Gentofte",
        FocusSet: "Indsatsområder 2015",
        ConsultationAnswer: "Gentofte 2015",
        FocusArea: "Indsats i central 2015",
        Meeting: "Årsmøde 05.11.2014",
        AgendaItem: "Pkt. 2: Det foregående års arbejde",
        Attendance: "Gentoftes repræsentant, Årsmøde 05.11.2014",
        Plan: "Handlingsplan 2015",
        Goal: "Mål for Indsats i central 2015",
        PlanVersion: "Handlingsplan 2015, version 2",
        BudgetShare: "Gentofte 2015",
        Allocation: "Kurser",
    }
    for kind, title in titles.items():
        assert title in {labels.row_title(year.network, row) for row in year.network.rows(kind)}


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.TABLE)
def test_a_row_without_anything_is_called_what_it_is(year: Building, kind: type[Record]) -> None:
    empty = kind(**{name: item.default for name, item in kind.fields().items()}, id="0")
    assert labels.row_title(year.network, empty)


def test_an_allocation_is_called_by_its_purpose_its_area_or_its_goal(year: Building) -> None:
    area, goal = year.network.live(FocusArea)[0], year.network.live(Goal)[0]
    assert labels.row_title(year.network, Allocation("x", year=2015, focus_area_id=area.id)) == area.title
    assert labels.row_title(year.network, Allocation("x", year=2015, goal_id=goal.id)) == goal.text
    assert labels.row_title(year.network, Allocation("x", year=2015)) == "Bevilling"


@given(st.text(max_size=300), st.integers(min_value=5, max_value=80))
def test_a_shortened_text_is_one_line_within_its_limit(text: str, limit: int) -> None:
    short = labels.short(text, limit)
    assert len(short) <= limit
    assert "\n" not in short


def test_an_edit_of_one_field_names_field_and_row(year: Building) -> None:
    person, goal = year.person("Vejles repræsentant"), year.network.live(Goal)[0]
    meeting = year.network.live(Meeting)[0]
    area = year.network.live(FocusArea)[0]
    named = [
        (year.change(Person, person.id, phone="12 34 56 78"), "Telefon for Vejles repræsentant rettet"),
        (
            year.change(Person, person.id, phone="1", email="a@b.dk"),
            "Telefon og e-mail for Vejles repræsentant rettet",
        ),
        (
            year.change(Person, person.id, phone="1", email="a@b.dk", title="Chef"),
            "3 felter for Vejles repræsentant rettet",
        ),
        (year.change(Meeting, meeting.id, place="Odense"), "Sted for Årsmøde 05.11.2014 rettet"),
        (year.change(Goal, goal.id, status="met"), f"Status for »{goal.text}« rettet"),
        (year.change(FocusArea, area.id, title="Nyt"), f"Indsatsområde rettet: {area.title}"),
        (year.change(Person, person.id, archived=True), "Person arkiveret: Vejles repræsentant"),
        (year.change(Person, person.id, archived=False), "Person hentet frem igen: Vejles repræsentant"),
    ]
    for change, label in named:
        assert labels.describe(year.network, [change]) == label


def test_a_new_row_and_a_row_taken_away_are_named_by_their_title(year: Building) -> None:
    made = new_row(Person, name="Mette Holm")
    assert labels.describe(year.network, [made]) == "Person tilføjet: Mette Holm"
    year.apply([made])
    assert labels.describe(year.network, [made.inverse()]) == "Person fjernet: Mette Holm"


def test_an_edit_of_several_rows_counts_them(year: Building) -> None:
    rows = year.network.live(BudgetShare)
    changes = [year.change(BudgetShare, row.id, note="Set") for row in rows]
    assert labels.describe(year.network, changes) == "6 budgetandele rettet"
    assert labels.describe(year.network, [new_row(Person, name=name) for name in "AB"]) == "2 personer tilføjet"
    goal = year.network.live(Goal)[0]
    mixed = [*changes, year.change(Goal, goal.id, status="met")]
    assert labels.describe(year.network, mixed) == "6 budgetandele og 1 mål rettet"


def test_a_new_row_with_all_that_comes_along_is_named_by_itself(year: Building) -> None:
    meeting = agenda_templates.new_meeting(year.network, "annual", "2015-11-05")
    assert labels.describe(year.network, meeting) == "Møde tilføjet: Årsmøde 05.11.2015"
    person = new_row(Person, name="Mette Holm")
    after = year.network.with_changes([person])
    replaced = roster.replace_holder(after, year.seat("Odense"), person.row_id, "2015-01-01")
    assert labels.describe(year.network, [person, *replaced]) == "Person tilføjet: Mette Holm"


def test_an_edit_that_does_nothing_has_a_name_too(year: Building) -> None:
    assert labels.describe(year.network, []) == "Ingen ændring"


def test_values_are_shown_in_danish(year: Building) -> None:
    shown = {
        (BudgetShare, "earmarked_ore", 12_500_050): "125.000,50",
        (BudgetShare, "share_bp", 2_550): "25,5\u00a0%",
        (BudgetShare, "year", 2015): "2015",
        (BudgetShare, "organisation_id", year.library("Vejle").id): "Vejle",
        (BudgetShare, "organisation_id", "gone"): "gone",
        (BudgetShare, "archived", True): "ja",
        (BudgetShare, "archived", False): "nej",
        (Meeting, "held_on", "2014-11-05"): "05.11.2014",
        (Meeting, "starts_at", "09:30"): "09.30",
        (Meeting, "state", "approved"): "Referat godkendt",
        (Meeting, "state", "of another version"): "of another version",
        (Meeting, "title", "Årsmøde"): "Årsmøde",
        (Meeting, "held_on", None): "",
        (AgendaItem, "minutes_allotted", 1_000): "1.000",
    }
    for (kind, name, value), text in shown.items():
        assert labels.show(field(kind, name), value, year.network) == text


@pytest.mark.parametrize(
    ("kind", "name", "text", "value"),
    [
        (Meeting, "held_on", " 5. november 2014 ", "2014-11-05"),
        (Meeting, "held_on", "5/11 14", "2014-11-05"),
        (Meeting, "starts_at", "kl. 9.30", "09:30"),
        (Meeting, "state", "referat GODKENDT", "approved"),
        (Meeting, "state", "Approved", "approved"),
        (Meeting, "kind", unicodedata.normalize("NFD", "Årsmøde"), "annual"),
        (Meeting, "title", "  To   mellemrum ", "To mellemrum"),
        (Meeting, "note", "To\r\nlinjer", "To\nlinjer"),
        (BudgetShare, "earmarked_ore", "125.000 kr.", 12_500_000),
        (BudgetShare, "share_bp", "25,5 %", 2_550),
        (BudgetShare, "year", "2015", 2015),
        (BudgetShare, "archived", "Ja", True),
        (BudgetShare, "archived", "nej", False),
        (AgendaItem, "minutes_allotted", "1.000", 1000),
        (AgendaItem, "topic", "", None),
        (BudgetShare, "earmarked_ore", " ", None),
        (BudgetShare, "archived", "", False),
        (Meeting, "title", "", ""),
    ],
)
def test_typed_text_becomes_the_stored_value(kind: type[Record], name: str, text: str, value: Value) -> None:
    assert labels.parse(field(kind, name), text) == value


@pytest.mark.parametrize(
    ("kind", "name", "text", "words"),
    [
        (Meeting, "held_on", "32.1.2014", "Dato: »32.1.2014« er ikke en dato. Skriv den som dd.mm.åååå"),
        (Meeting, "held_on", "1.1.1850", "året skal ligge mellem 1990 og 2199"),
        (Meeting, "held_on", "", "Dato mangler. Udfyld feltet."),
        (Meeting, "starts_at", "25.00", "er ikke et klokkeslæt. Skriv det som 10.30"),
        (Meeting, "state", "Slut", "Tilstand kan ikke være »Slut«. Vælg mellem: Planlagt, Indkaldt, Afholdt"),
        (BudgetShare, "earmarked_ore", "en million", "er ikke et beløb. Skriv det i kroner som 125.000"),
        (BudgetShare, "earmarked_ore", "-5", "er ikke et beløb"),
        (BudgetShare, "earmarked_ore", "9" * 17, "skal være et beløb fra 0 kr. og op"),
        (BudgetShare, "share_bp", "en fjerdedel", "er ikke en andel. Skriv procent som 25 eller 25,5"),
        (BudgetShare, "share_bp", "101", "skal ligge mellem 0 og 100 %, ikke 101 %"),
        (BudgetShare, "year", "femten", "skal være et helt tal, ikke »femten«"),
        (BudgetShare, "year", "20.15", "skal være et helt tal"),
        (BudgetShare, "year", "1", "1 er ikke et år mellem 1990 og 2199"),
        (BudgetShare, "archived", "måske", "skal være ja eller nej, ikke »måske«"),
        (AgendaItem, "minutes_allotted", "²", "skal være et helt tal"),
        (Person, "name", "   ", "Navn mangler. Udfyld feltet."),
        (Person, "name", "\ud800", "tegn, der ikke kan gemmes"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_that_names_the_field(
    kind: type[Record], name: str, text: str, words: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        labels.parse(field(kind, name), text)
    assert words in str(refusal.value)
    assert refusal.value.field == name
    assert "\n" not in str(refusal.value)


def test_a_reference_is_an_id_or_the_exact_title_of_a_row(year: Building) -> None:
    owner = field(Goal, "owner_person_id")
    person = year.person("Vejles repræsentant")
    assert labels.parse(owner, person.id, year.network) == person.id
    assert labels.parse(owner, "vejles REPRÆSENTANT", year.network) == person.id
    assert labels.parse(owner, unicodedata.normalize("NFD", person.name), year.network) == person.id
    assert labels.parse(owner, "", year.network) is None
    assert labels.parse(owner, "not looked up") == "not looked up"
    with pytest.raises(Invalid, match=r"Ansvarlig person: »Vejle« findes ikke\. Vælg en på listen"):
        labels.parse(owner, "Vejle", year.network)
    year.add(Person, name=person.name)
    with pytest.raises(Invalid, match="der er flere, der hedder »Vejles repræsentant«"):
        labels.parse(owner, person.name, year.network)
    year.set(Person, person.id, archived=True)
    assert labels.parse(owner, person.name, year.network) != person.id


_VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.DATE: st.dates(date(1990, 1, 1), date(2199, 12, 31)).map(date.isoformat),
    Kind.TIME: st.times().map(lambda time: f"{time:%H:%M}"),
    Kind.YEAR: st.integers(min_value=1990, max_value=2199),
    Kind.COUNT: st.integers(min_value=0, max_value=1_000_000),
    Kind.MONEY: st.integers(min_value=0, max_value=10**14),
    Kind.SHARE: st.integers(min_value=0, max_value=10_000),
    Kind.FLAG: st.booleans(),
    Kind.TEXT: st.text(st.characters(exclude_categories=("C", "Z")), min_size=1),
}
_FIELDS = [item for kind in RECORDS for item in kind.fields().values() if item.kind in (*_VALUES, Kind.CHOICE)]
_NETWORK = Building.new().network


@given(st.data(), st.sampled_from(_FIELDS))
def test_what_is_shown_is_read_back_as_the_same_value(data: st.DataObject, item: Field) -> None:
    strategy = st.sampled_from(list(item.choices)) if item.kind is Kind.CHOICE else _VALUES[item.kind]
    value = item.normalised(data.draw(strategy))
    assert labels.parse(item, labels.show(item, value, _NETWORK)) == value


@pytest.mark.parametrize(
    ("kind", "name", "value", "said"),
    [
        (Allocation, "amount_ore", 230_000_00, "»230.000\xa0kr.«"),
        (Allocation, "amount_ore", 0, "»0\xa0kr.«"),
        (Allocation, "amount_ore", None, "tomt"),
        (BudgetShare, "share_bp", 2550, "»25,5\xa0%«"),
        (Person, "archived", False, "»nej«"),
        (Meeting, "held_on", "2014-09-30", "»30.09.2014«"),
        (Meeting, "starts_at", "10:00", "»10.00«"),
        (Meeting, "kind", "annual", "»Årsmøde«"),
        (Person, "note", "To\n  linjer", "»To linjer«"),
    ],
)
def test_a_value_in_a_sentence_is_told_as_it_is_read(
    year: Building, kind: type[Record], name: str, value: Value, said: str
) -> None:
    assert labels.quoted_value(field(kind, name), value, year.network) == said


def test_a_refusal_tells_a_meeting_by_its_title(year: Building) -> None:
    item = year.network.live(AgendaItem)[0]
    with pytest.raises(Conflict, match=r"Møde er ændret .* og er nu »Årsmøde 05\.11\.2014«"):
        year.apply([Change(AgendaItem.TABLE, item.id, {"meeting_id": None}, {"meeting_id": None})])
