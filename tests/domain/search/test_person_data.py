"""What is stored about a person is found by reference, by name and by what the person edited, and nobody else's is."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

import pytest

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.plan.plan_content import SignOff
from cbnet_desktop.domain.records import (
    AgendaItem,
    Appointment,
    Attendance,
    Erasure,
    FocusSet,
    Goal,
    Meeting,
    Person,
    PlanVersion,
)
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.search import person_data
from cbnet_desktop.domain.titles import history_text
from tests.building import Building

NAME = "Gentoftes repræsentant"


@dataclass(frozen=True)
class Told:
    """An entry of a history."""

    table: str
    row_id: str
    field: str
    before: Value
    value: Value
    by: str = "Jens Østergård"
    label: str = "Rettet"
    edit: str = "e1"
    at: str = "2014-11-24T13:03:00Z"


@pytest.fixture
def person(year: Building) -> str:
    return year.person(NAME).id


def collected(
    building: Building, person_id: str, *history: Told, documents: dict[str, bytes] | None = None
) -> person_data.PersonData:
    return person_data.collect(building.network, person_id, history, documents or {})


def found(data: person_data.PersonData) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(row.record.TABLE, row.record.id, row.fields) for row in data.rows}


def test_every_row_that_refers_to_the_person_is_found_whole(year: Building, person: str) -> None:
    meeting, goal = year.network.live(Meeting)[0], year.network.live(Goal)[0]
    year.reopen(meeting.id)
    year.set(Meeting, meeting.id, chair_id=person)
    year.set(Goal, goal.id, owner_person_id=person)
    focus_set = next(iter(year.network.rows(FocusSet)))
    year.merge_set(FocusSet, focus_set.id, set_by_id=person)
    erasure = year.merge_new(Erasure, person_id=person, reason="Fejl", erased_on="2014-11-24")
    appointment = next(row for row in year.network.rows(Appointment) if row.person_id == person)
    attendance = next(row for row in year.network.rows(Attendance) if row.person_id == person)
    data = collected(year, person)
    assert found(data) == {
        ("meetings", meeting.id, ("chair_id",)),
        ("goals", goal.id, ("owner_person_id",)),
        ("focus_sets", focus_set.id, ("set_by_id",)),
        ("erasures", erasure, ("person_id",)),
        ("appointments", appointment.id, ("person_id",)),
        ("attendances", attendance.id, ("person_id",)),
    }
    assert data.person == year.person(NAME)
    assert all(row.values == row.record.values() for row in data.rows)


def test_meetings_stand_by_date(year: Building, person: str) -> None:
    days = ["2015-02-11", "2014-12-24", "2015-01-30"]
    made = {day: year.meeting("planning", day) for day in days}
    for meeting in made.values():
        year.set(Meeting, meeting, chair_id=person)
    found_ids = [row.record.id for row in collected(year, person).rows if row.fields == ("chair_id",)]
    assert found_ids == [made[day] for day in sorted(days)]


def test_archived_rows_are_found_too(year: Building, person: str) -> None:
    appointment = next(row for row in year.network.rows(Appointment) if row.person_id == person)
    year.set(Appointment, appointment.id, archived=True)
    assert ("appointments", appointment.id, ("person_id",)) in found(collected(year, person))


@pytest.mark.parametrize(
    "text",
    [NAME, "  gentoftes   REPRÆSENTANT ", f"Drøftet med {NAME}.", f"{NAME}s indlæg", f"{NAME}'s indlæg"],
)
def test_a_text_that_names_the_person_is_found_without_the_rest_of_its_row(
    year: Building, person: str, text: str
) -> None:
    item = year.network.live(AgendaItem)[0]
    year.reopen(item.meeting_id or "")
    year.set(AgendaItem, item.id, decision=text, presentation="Om noget helt andet")
    row = next(row for row in collected(year, person).rows if row.record.id == item.id)
    assert list(row.values) == ["decision"]


@pytest.mark.parametrize(
    "text", ["Gentoftes repræsentanter", "gentoftes", "repræsentant", "", "XGentoftes repræsentant"]
)
def test_a_text_that_names_somebody_else_is_not_found(year: Building, person: str, text: str) -> None:
    item = year.network.live(AgendaItem)[0]
    year.reopen(item.meeting_id or "")
    year.set(AgendaItem, item.id, decision=text)
    assert item.id not in {row.record.id for row in collected(year, person).rows}


def test_a_name_of_one_word_is_found_only_where_it_stands_alone(year: Building) -> None:
    person = year.add(Person, name="Mette")
    first, second = year.network.live(Meeting)[0].id, year.meeting("planning", "2015-02-01")
    year.reopen(first)
    year.set(Meeting, first, minute_taker="mette")
    year.set(Meeting, second, minute_taker="Mette Jensen")
    assert found(collected(year, person)) == {("meetings", first, ("minute_taker",))}


def test_a_former_name_counts_and_namesakes_are_told(year: Building, person: str) -> None:
    meeting = year.network.live(Meeting)[0]
    year.reopen(meeting.id)
    year.set(Meeting, meeting.id, minute_taker="Mette Ugift")
    year.add(Person, name=NAME.upper())
    data = collected(year, person, Told("people", person, "name", "Mette Ugift", NAME))
    assert data.names == (NAME, "Mette Ugift")
    assert ("meetings", meeting.id, ("minute_taker",)) in found(data)
    assert data.namesakes == 1
    assert "1 anden person har samme navn" in person_data.as_text(data, year.network)


def test_a_signed_plan_is_quoted_where_it_names_the_person(year: Building, person: str) -> None:
    plan_id = year.network.live(Goal)[0].plan_id
    sign_off = SignOff(1, "2014-11-24T13:03:00Z", "Jens Østergård", "", "0" * 64)
    document = plan.content(year.network, 2015, date(2014, 11, 24), sign_off).canonical()
    naming = year.merge_new(PlanVersion, plan_id=plan_id, number=1, signed_at="2014-11-24T13:03:00Z")
    without = year.merge_new(PlanVersion, plan_id=plan_id, number=2, signed_at="2014-11-25T13:03:00Z")
    signer = year.merge_new(PlanVersion, plan_id=plan_id, number=3, signed_at="2014-11-26T13:03:00Z", signed_by=NAME)
    data = collected(year, person, documents={naming: document, without: b'{"a": ["B"]}', signer: b"{not json"})
    assert [(signed.record.id, signed.passages) for signed in data.plans] == [(naming, (NAME,)), (signer, (NAME,))]


def test_the_history_holds_what_was_said_of_the_person_and_what_the_person_did(year: Building, person: str) -> None:
    meeting = year.network.live(Meeting)[0].id
    about = (
        Told("people", person, "phone", "1", "2"),
        Told("people", "other", "note", "", "x", by=NAME.upper()),
        Told("meetings", meeting, "chair_id", person, None),
        Told("agenda_items", "gone", "outcome", f"Oplæg ved {NAME}", ""),
        Told("organisations", "o", "name", "a", "b", label=f"Rettet for {NAME}"),
        Told("attendances", next(row.id for row in year.network.rows(Attendance) if row.person_id == person), "note",
             "", "x"),
    )  # fmt: skip
    others = (
        Told("people", "other", "phone", "1", "2"),
        Told("meetings", meeting, "place", "", "Odense"),
        Told("meetings", meeting, "chair_id", "other", None),
    )
    assert collected(year, person, *about, *others).history == about


def test_the_json_is_plain_and_holds_rows_by_table(year: Building, person: str) -> None:
    data = collected(year, person, Told("people", person, "phone", None, "2")).to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["person"]["name"] == NAME
    (appointment,) = data["rows"]["appointments"]
    assert (appointment["person_id"], appointment["concerns"]) == (person, ["person_id"])
    assert appointment["row"] == f"{NAME}, Gentofte"
    assert (data["history"][0]["before"], data["history"][0]["after"]) == (None, "2")


def test_the_text_is_danish_and_names_what_the_row_refers_to(year: Building, person: str) -> None:
    year.set(Person, person, phone="26547891", note="Første linje\nAnden linje")
    data = collected(year, person, Told("people", person, "phone", "1", "26547891"))
    text = person_data.as_text(data, year.network)
    assert text.startswith(f"Oplysninger om {NAME}\n")
    for line in (
        "  Telefon: 26547891",
        "  Bemærkning: Første linje",
        "    Anden linje",
        "Udpegninger",
        "    Plads: Gentofte",
        "Historik",
        "  24.11.2014 kl. 14.03  Jens Østergård: Rettet",
        "      Telefon: »1« → »26547891«",
    ):
        assert line in text.splitlines()


def test_the_text_leaves_out_what_is_no(year: Building, person: str) -> None:
    text = person_data.as_text(collected(year, person), year.network)
    assert not [line for line in text.splitlines() if line.endswith((": nej", ": Nej"))]
    year.set(Person, person, archived=True)
    assert "  Arkiveret: ja" in person_data.as_text(collected(year, person), year.network).splitlines()


def test_no_name_is_found_by_what_is_no_text(year: Building, person: str) -> None:
    data = collected(year, person, Told("people", person, "name", None, 7), Told("people", person, "name", "  ", NAME))
    assert data.names == (NAME,)
    names = person_data.Names.of(year.person(NAME), ())
    assert [names.are_in(value) for value in (7, None, True, NAME)] == [False, False, False, True]


def test_the_history_of_a_row_that_only_names_the_person_is_not_told(year: Building, person: str) -> None:
    item = year.network.live(AgendaItem)[0]
    year.reopen(item.meeting_id or "")
    year.set(AgendaItem, item.id, decision=f"Drøftet med {NAME}")
    assert collected(year, person, Told("agenda_items", item.id, "position", 1, 2)).history == ()


def test_a_version_is_told_among_the_plans_and_not_among_the_rows(year: Building, person: str) -> None:
    plan_id = year.network.live(Goal)[0].plan_id
    for number in (2, 1):
        year.merge_new(
            PlanVersion, plan_id=plan_id, number=number, signed_at=f"2014-11-2{number}T13:03:00Z", signed_by=NAME
        )
    data = collected(year, person)
    assert "plan_versions" not in {row.record.TABLE for row in data.rows}
    assert [signed.record.number for signed in data.plans] == [1, 2]
    lines = person_data.as_text(data, year.network).splitlines()
    at = lines.index("Godkendte versioner") if "Godkendte versioner" in lines else -1
    assert lines[at + 1].endswith("godkendt 21.11.2014 kl. 14.03")
    assert lines[at + 2] == f"    »{NAME}«"


def test_the_text_says_what_was_looked_for_and_whose_it_may_be(year: Building, person: str) -> None:
    def text() -> str:
        return person_data.as_text(
            collected(year, person, Told("people", person, "name", "Mette Ugift", NAME)), year.network
        )

    assert f"Der er søgt på: {NAME} og Mette Ugift" in text().splitlines()
    assert "har samme navn" not in text()
    assert "Godkendte" not in text()
    for _ in range(2):
        year.add(Person, name=NAME)
    assert "2 andre personer har samme navn" in text()


def test_rows_without_a_day_stand_before_those_with_one(year: Building, person: str) -> None:
    dated = year.meeting("planning", "2015-02-11")
    undated = [year.merge_new(Meeting, kind="planning") for _ in range(2)]
    for row_id in (dated, *undated):
        year.merge_set(Meeting, row_id, chair_id=person)
    found_ids = [row.record.id for row in collected(year, person).rows if row.fields == ("chair_id",)]
    assert set(found_ids[:2]) == set(undated)
    assert found_ids[2] == dated


def test_somebody_who_is_not_there_is_refused(year: Building) -> None:
    with pytest.raises(Missing, match="nobody"):
        collected(year, "nobody")


def test_an_entry_of_a_field_nobody_knows_is_told_as_it_is(year: Building) -> None:
    entry = Told("future", "1", "colour", None, "rød")
    assert history_text.describe(entry, year.network) == "colour: tomt → »rød«"
    assert history_text.describe(replace(entry, field="id", value="1"), year.network) == "Rækken tilføjet"
    assert history_text.describe(replace(entry, field="id", before="1", value=None), year.network) == "Rækken fjernet"


@pytest.mark.parametrize("field", ["held_on", "starts_at", "state", "title", "archived", "chair_id"])
@pytest.mark.parametrize("value", [True, 7, "x", None, ""])
def test_a_value_that_a_foreign_log_gave_a_field_is_told_whatever_it_is(
    year: Building, field: str, value: Value
) -> None:
    told = list(history_text.lines([Told("meetings", "m", field, value, value, at="i går")], year.network))
    assert told[0] == "i går  Jens Østergård: Rettet"
    assert " → " in told[-1]
