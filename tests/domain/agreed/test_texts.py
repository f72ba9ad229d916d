"""Kept texts: named by the hash of what they hold, the same in whatever order edits arrive, and told in Danish."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import permutations

import pytest

from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.focus import focus, involvement
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreedText,
    Attendance,
    FocusArea,
    FocusSet,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Person,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.choices import Act
from tests.building import NOVEMBER, Building
from tests.domain import clause_cases


def the_meeting(building: Building) -> Meeting:
    return building.network.live(Meeting)[0]


def the_text(building: Building, act: Act, row: Meeting | FocusSet | InvolvedLibrary) -> AgreedText:
    """The only text kept of an act on a row."""
    (text,) = texts.of(building.network, act, row)
    return text


def told(building: Building) -> list[str]:
    """What has changed since the minutes were approved."""
    return texts.differences(building.network, the_text(building, Act.APPROVED, the_meeting(building)))


def merged(base: Building, *edits: tuple[Change, ...]) -> Iterator[Building]:
    """The network with the edits' changes brought to it by a merge, in every order."""
    for order in permutations([change for made in edits for change in made]):
        building = Building(base.network)
        building.merge(order)
        yield building


def reversed_rows(network: Network) -> Network:
    return network.with_tables({table: dict(reversed(rows.items())) for table, rows in network.tables.items()})


@pytest.fixture
def held(year: Building) -> Building:
    """The annual meeting is held and its minutes not approved yet."""
    year.reopen(the_meeting(year).id)
    year.set(Meeting, the_meeting(year).id, place="Odense")
    return year


class TestNames:
    def test_are_the_hash_of_canonical_content(self, year: Building) -> None:
        clause_cases.involvement_with_consent(year)
        kept = list(year.network.rows(AgreedText))
        assert {text.act for text in kept} == set(Act) - {Act.CALLED}
        for text in kept:
            said = {name: value for name, value in text.values().items() if value != type(text).fields()[name].default}
            whole = texts.canonical({"table": "agreed_texts", **said})
            assert text.id == hashlib.sha256(whole.encode()).hexdigest()
            assert text.content == texts.canonical(json.loads(text.content))
            content = json.loads(text.content)
            assert (content["act"], content["subject"], content["on"]) == (text.act, text.subject_id, text.agreed_on)

    def test_are_equal_for_two_people_who_approve_the_same(self, held: Building) -> None:
        one, other = Building(held.network), Building(held.network)
        for building in (one, other):
            building.set(Meeting, the_meeting(building).id, state="approved")
        mine, theirs = (the_text(building, Act.APPROVED, the_meeting(building)) for building in (one, other))
        assert mine == theirs

    def test_differ_where_the_content_does(self, held: Building) -> None:
        one, other = Building(held.network), Building(held.network)
        other.set(Meeting, the_meeting(other).id, place="Vejle")
        for building in (one, other):
            building.set(Meeting, the_meeting(building).id, state="approved")
        mine, theirs = (the_text(building, Act.APPROVED, the_meeting(building)) for building in (one, other))
        assert mine.id != theirs.id

    def test_do_not_depend_on_the_order_of_the_rows(self, held: Building) -> None:
        turned = Building(
            held.network.with_tables({t: dict(reversed(r.items())) for t, r in held.network.tables.items()})
        )
        for building in (held, turned):
            building.set(Meeting, the_meeting(building).id, state="approved")
        assert the_text(held, Act.APPROVED, the_meeting(held)) == the_text(turned, Act.APPROVED, the_meeting(turned))

    def test_stay_when_an_act_is_recorded_once_more_as_it_was(self, year: Building) -> None:
        before = set(year.network.tables["agreed_texts"])
        year.set(Meeting, the_meeting(year).id, approved_on=the_meeting(year).approved_on)
        assert set(year.network.tables["agreed_texts"]) == before


def test_a_text_holds_names_and_neither_contact_data_nor_private_notes(held: Building) -> None:
    person = held.person("Gentoftes repræsentant")
    agency = held.person("Biblioteksenheden (KBE)s repræsentant")
    for row in (person, agency):
        held.set(Person, row.id, phone="12 34 56 78", email="post@example.org", note="Ringer helst")
    attendance = next(row for row in held.network.live(Attendance) if row.person_id == person.id)
    held.set(Attendance, attendance.id, status="apologies", note="Indlagt")
    held.set(Meeting, the_meeting(held).id, state="approved", note="Optagelsen er slettet")
    held.focus_areas(2016, consulted_on="2014-11-01", deadline="2014-11-20", set_on=None)
    content = " ".join(text.content for text in held.network.rows(AgreedText))
    assert person.name in content
    for private in ("12 34 56 78", "post@example.org", "Ringer helst", "Indlagt", "Optagelsen"):
        assert private not in content


class TestOrderOfArrival:
    def test_of_an_approval_and_an_edit_by_somebody_else_says_nothing(self, held: Building) -> None:
        item = meetings.agenda(held.network, the_meeting(held))[0]
        approval = Building(held.network).set(Meeting, the_meeting(held).id, state="approved")
        edit = Building(held.network).set(AgendaItem, item.id, outcome="Rettet af en kollega")
        for building in merged(held, approval, edit):
            standing = texts.standing(building.network, Act.APPROVED, the_meeting(building))
            assert standing is not None
            assert standing.text == the_text(building, Act.APPROVED, the_meeting(building))
            assert not standing.is_unchanged
            assert told(building) == ["Dagsordenspunkt »Pkt. 1: Velkomst og godkendelse af dagsorden«: referat ændret."]
            assert building.state("M15", 2014, NOVEMBER) is State.OPEN

    def test_of_two_approvals_of_one_day_says_nothing(self, held: Building) -> None:
        meeting = the_meeting(held)
        mine = Building(held.network).set(Meeting, meeting.id, state="approved")
        other = Building(held.network)
        theirs = other.apply(
            [
                other.change(Meeting, meeting.id, state="approved"),
                other.change(AgendaItem, meetings.agenda(held.network, meeting)[0].id, outcome="Rettet først"),
            ]
        )
        standings = [texts.standing(one.network, Act.APPROVED, the_meeting(one)) for one in merged(held, mine, theirs)]
        assert len(set(standings)) == 1
        assert standings[0]
        assert standings[0].text in other.network.tables["agreed_texts"].values()
        assert standings[0].is_unchanged

    def test_of_a_consent_and_a_new_content_says_nothing(self, year: Building) -> None:
        row_id = clause_cases.draft(year, "Odense")
        (library,) = involvement.libraries(year.network, year.network.get(Involvement, row_id))
        consent = Building(year.network).set(InvolvedLibrary, library.id, consented_on="2014-11-20")
        edit = Building(year.network).set(Involvement, row_id, content="To temadage")
        for building in merged(year, consent, edit):
            rows = involvement.libraries(building.network, building.network.get(Involvement, row_id))
            involved = building.network.get(Involvement, row_id)
            assert involvement.without_consent(building.network, involved, rows) == rows

    def test_of_a_decision_and_a_new_area_says_nothing(self, year: Building) -> None:
        set_id = year.network.live(FocusSet)[0].id
        year.reopen(set_id)
        year.set(FocusArea, focus.of_year(year.network, 2015)[0].id, description="Hvorfor")
        decided, proposed = Building(year.network), Building(year.network)
        setter = focus.agency_representative(year.network, "2014-10-10")
        assert setter
        decision = decided.set(FocusSet, set_id, set_on="2014-10-10", set_by_id=setter.id)
        proposal = proposed.add(FocusArea, year=2015, title="For sent")
        added = Change("focus_areas", proposal, None, proposed.network.get(FocusArea, proposal).values())
        for building in merged(year, decision, (added,)):
            found = building.network.get(FocusSet, set_id)
            text = the_text(building, Act.SET, found)
            assert texts.differences(building.network, text) == ["Indsatsområde tilføjet: »For sent«."]
            assert building.state("M13", 2015, NOVEMBER) is State.OPEN


class TestDifferences:
    def test_of_what_says_the_same_are_none(self, year: Building) -> None:
        for text in year.network.rows(AgreedText):
            assert texts.differences(year.network, text) == []

    def test_of_the_thing_itself_name_old_and_new(self, year: Building) -> None:
        year.merge_set(Meeting, the_meeting(year).id, place="Odense", held_on="2014-11-06")
        assert told(year) == ["Dato: fra »05.11.2014« til »06.11.2014«.", "Sted: fra tomt til »Odense«."]

    def test_of_a_part_name_the_fields(self, year: Building) -> None:
        item = meetings.agenda(year.network, the_meeting(year))[0]
        year.merge_set(AgendaItem, item.id, outcome="Rettet", decision="Rettet")
        assert told(year) == [
            "Dagsordenspunkt »Pkt. 1: Velkomst og godkendelse af dagsorden«: referat og beslutning ændret."
        ]

    def test_name_what_was_added_and_what_is_gone(self, year: Building) -> None:
        item = meetings.agenda(year.network, the_meeting(year))[0]
        year.merge_new(AgendaItem, meeting_id=item.meeting_id, title="Smuglet ind", position=9)
        year.merge_set(AgendaItem, item.id, archived=True)
        assert told(year) == [
            "Dagsordenspunkt tilføjet: »Pkt. 9: Smuglet ind«.",
            "Dagsordenspunkt udgået: »Pkt. 1: Velkomst og godkendelse af dagsorden«.",
        ]

    def test_say_what_the_gone_was_called_then(self, year: Building) -> None:
        item = meetings.agenda(year.network, the_meeting(year))[0]
        year.merge_set(AgendaItem, item.id, archived=True, title="Omdøbt bagefter")
        assert told(year) == ["Dagsordenspunkt udgået: »Pkt. 1: Velkomst og godkendelse af dagsorden«."]

    def test_do_not_depend_on_the_order_in_which_rows_were_added(self, year: Building) -> None:
        for title in ("B", "A", "C"):
            year.merge_new(AgendaItem, meeting_id=the_meeting(year).id, title=title)
        assert told(Building(reversed_rows(year.network))) == told(year)


def test_a_text_is_named_by_its_subject_act_and_day(year: Building) -> None:
    text = the_text(year, Act.APPROVED, the_meeting(year))
    assert texts.named(year.network, text) == "Årsmøde 05.11.2014: referat godkendt 24.11.2014"


class TestStanding:
    def test_of_what_was_not_done_is_none(self, held: Building) -> None:
        assert texts.standing(held.network, Act.APPROVED, the_meeting(held)) is None
        assert not texts.holds(held.network, Act.APPROVED, the_meeting(held))

    def test_of_what_a_merge_brought_without_its_text_does_not_hold(self, held: Building) -> None:
        held.merge_set(Meeting, the_meeting(held).id, state="approved", approved_on="2014-11-20")
        assert texts.standing(held.network, Act.APPROVED, the_meeting(held)) == texts.Standing(None, is_unchanged=False)

    def test_is_of_the_day_that_the_row_names(self, year: Building) -> None:
        year.merge_set(Meeting, the_meeting(year).id, approved_on="2014-11-20")
        assert not texts.holds(year.network, Act.APPROVED, the_meeting(year))
        year.merge_set(Meeting, the_meeting(year).id, approved_on=NOVEMBER)
        assert texts.holds(year.network, Act.APPROVED, the_meeting(year))
