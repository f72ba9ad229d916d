"""What a meeting's papers and the consultation letter say (M13, M14, M15)."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.meetings import attendance, follow_ups, meetings
from cbnet_desktop.domain.papers import book, calendar
from cbnet_desktop.domain.papers.consultation import consultation_paper
from cbnet_desktop.domain.papers.meeting import MeetingPaper, agenda_paper, minutes_paper, signature_paper
from cbnet_desktop.domain.plan import wheel
from cbnet_desktop.domain.records import AgendaItem, Annex, Attendance, FocusArea, FocusSet, FollowUp, Meeting, Person
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.roster import organisation_names
from cbnet_desktop.domain.sheets import tables
from cbnet_desktop.domain.titles import titles
from tests.building import Building


@pytest.fixture
def building() -> Building:
    building = Building.new()
    building.appoint_everybody()
    return building


@pytest.fixture
def meeting_id(building: Building) -> str:
    """A meeting with an open and a closed item, each with a follow-up."""
    row_id = building.add(
        Meeting, kind="other", title="Temadag", held_on="2014-03-05", starts_at="10:00", ends_at="12:00", place="Odense"
    )
    building.attend(row_id)
    for position, title, closed in ((1, "Økonomi", False), (2, "Valg af vært", True)):
        item_id = building.add(
            AgendaItem,
            meeting_id=row_id,
            position=position,
            title=title,
            closed=closed,
            outcome=f"Referat af {title}",
            minutes_allotted=30,
        )
        building.add(FollowUp, meeting_id=row_id, agenda_item_id=item_id, text=f"Opfølgning på {title}")
        building.add(Annex, agenda_item_id=item_id, position=1, title=f"Bilag til {title}", link="https://x.dk/4")
    return row_id


def minutes(building: Building, meeting_id: str, *, is_public: bool = False) -> MeetingPaper:
    return minutes_paper(building.network, building.network.get(Meeting, meeting_id), is_public=is_public)


def test_an_agenda_has_time_and_place_and_when_each_item_begins(building: Building, meeting_id: str) -> None:
    paper = agenda_paper(building.network, building.network.get(Meeting, meeting_id))
    assert paper.front.title == "Temadag: indkaldelse og dagsorden"
    assert paper.front.subject == "5. marts 2014 kl. 10.00–12.00, Odense"
    assert [(item.number, item.begins) for item in paper.items] == [("1", "10.00"), ("2", "10.30")]
    assert paper.items[0].annexes == (("1.1", "Bilag til Økonomi (https://x.dk/4)"),)


def test_a_public_copy_holds_nothing_of_a_closed_item(building: Building, meeting_id: str) -> None:
    whole, public = minutes(building, meeting_id), minutes(building, meeting_id, is_public=True)
    assert "Valg af vært" in repr(whole)
    assert "Valg af vært" not in repr(public)
    assert public.left_out == ("2",)
    assert [row.text for row in public.follow_ups] == ["Opfølgning på Økonomi"]
    assert "offentlig udgave" in public.front.state


def test_a_public_agenda_tells_nothing_of_what_earlier_meetings_held_behind_closed_doors(
    building: Building, meeting_id: str
) -> None:
    for item in meetings.agenda(building.network, building.network.get(Meeting, meeting_id)):
        building.set(AgendaItem, item.id, decision=f"Besluttet om {item.title}")
    later = building.meeting("other", "2014-04-02")
    building.add(AgendaItem, meeting_id=later, position=1, title="Referat", minutes_of_id=meeting_id)
    building.add(AgendaItem, meeting_id=later, position=2, title="Opfølgning på beslutninger")
    meeting = building.network.get(Meeting, later)
    whole, public = agenda_paper(building.network, meeting), agenda_paper(building.network, meeting, is_public=True)
    for told in ("Besluttet om Valg af vært", "Opfølgning på Valg af vært"):
        assert told in repr(whole)
        assert told not in repr(public)
    for told in ("Besluttet om Økonomi", "Opfølgning på Økonomi", "1 åben opfølgning fra"):
        assert told in repr(public)


def test_the_link_to_an_online_meeting_is_not_in_a_public_copy(building: Building, meeting_id: str) -> None:
    building.set(Meeting, meeting_id, is_online=True, link="https://example.org/mødet")
    meeting = building.network.get(Meeting, meeting_id)
    assert "example.org" in repr(agenda_paper(building.network, meeting))
    assert "example.org" not in repr(agenda_paper(building.network, meeting, is_public=True))
    assert "example.org" not in repr(minutes(building, meeting_id, is_public=True))


@pytest.mark.usefixtures("meeting_id")
def test_wheel_and_calendar_name_a_closed_items_follow_up_without_telling_what_it_is(
    building: Building, meeting_id: str
) -> None:
    for row in follow_ups.of_meeting(building.network, building.network.get(Meeting, meeting_id)):
        building.set(FollowUp, row.id, deadline="2014-04-01")
    for told in (repr(wheel.events(building.network, 2014)), repr(calendar.content(building.network, 2014, {}))):
        assert "Valg af vært" not in told
        assert "Frist: opfølgning på et lukket punkt" in told
        assert "Frist: Opfølgning på Økonomi" in told


def test_a_paper_holds_nothing_that_it_does_not_show(building: Building, meeting_id: str) -> None:
    building.set(Meeting, meeting_id, invitation="Hermed indkaldes")
    meeting = building.network.get(Meeting, meeting_id)
    agenda, sheet = agenda_paper(building.network, meeting), signature_paper(building.network, meeting)
    for told in ("Referat af Økonomi", "Opfølgning på Økonomi", "Odenses repræsentant"):
        assert told in repr(minutes(building, meeting_id))
        assert told not in repr(agenda)
    for told in ("Valg af vært", "Økonomi", "Hermed indkaldes"):
        assert told in repr(agenda)
        assert told not in repr(sheet)
    assert "Odenses repræsentant" in repr(sheet)
    assert "Hermed indkaldes" not in repr(minutes(building, meeting_id))


def test_minutes_say_when_and_where_they_were_approved(building: Building, meeting_id: str) -> None:
    assert minutes(building, meeting_id).front.state == "Referat, ikke godkendt"
    later = building.meeting("other", "2014-04-02")
    building.set(Meeting, meeting_id, state="approved", approved_on="2014-04-02", approved_at_id=later)
    state = minutes(building, meeting_id).front.state
    assert state == f"Referat godkendt 02.04.2014 på {titles.meeting_title(building.network.get(Meeting, later))}"


def test_apologies_guests_and_partial_attendance_are_told_apart(building: Building, meeting_id: str) -> None:
    first, second = meetings.agenda(building.network, building.network.get(Meeting, meeting_id))
    guest = building.add(Person, name="Gitte Gæst")
    building.add(
        Attendance, meeting_id=meeting_id, person_id=guest, is_guest=True, from_item_id=second.id, to_item_id=second.id
    )
    row = meetings.attendances(building.network, building.network.get(Meeting, meeting_id))[0]
    building.set(Attendance, row.id, status="apologies")
    late = meetings.attendances(building.network, building.network.get(Meeting, meeting_id))[-1]
    building.set(Attendance, late.id, from_item_id=first.id, note="ankom sent")
    groups = dict(minutes(building, meeting_id).attendants)
    assert [(person.name, person.note) for person in groups["Desuden til stede"]] == [("Gitte Gæst", "pkt. 2")]
    assert len(groups["Afbud"]) == 1
    assert "fra pkt. 1, ankom sent" in [person.note for person in groups["Til stede"]]


def test_a_minute_taker_without_a_seat_is_no_guest(building: Building, meeting_id: str) -> None:
    clerk = building.add(Person, name="Rikke Referent")
    building.add(Attendance, meeting_id=meeting_id, person_id=clerk)
    building.set(Meeting, meeting_id, minute_taker="Rikke Referent")
    present = dict(minutes(building, meeting_id).attendants)["Til stede"]
    assert next(person.represents for person in present if person.name == "Rikke Referent") == "Referent"


def test_only_an_agenda_brings_the_material_of_a_topic(year: Building) -> None:
    (meeting,) = meetings.annual_of(year.network, 2014)
    assert any(item.material for item in agenda_paper(year.network, meeting).items)
    assert not any(item.material for item in minutes_paper(year.network, meeting).items)


def test_those_present_sign(building: Building, meeting_id: str) -> None:
    paper = signature_paper(building.network, building.network.get(Meeting, meeting_id))
    assert len(dict(paper.attendants)["Til stede"]) == 8


def test_a_reason_for_absence_never_leaves_the_internal_copy(building: Building, meeting_id: str) -> None:
    first, second = meetings.attendances(building.network, building.network.get(Meeting, meeting_id))[:2]
    item = meetings.agenda(building.network, building.network.get(Meeting, meeting_id))[0]
    building.set(Attendance, first.id, status="apologies", note="Sygemeldt (stress)")
    building.set(Attendance, second.id, note="Sygemeldt (stress)", from_item_id=item.id)
    meeting = building.network.get(Meeting, meeting_id)
    assert "stress" in repr(minutes(building, meeting_id))
    public = minutes_paper(building.network, meeting, is_public=True)
    assert "stress" not in repr(public)
    assert "fra pkt. 1" in [person.note for person in dict(public.attendants)["Til stede"]]
    for paper in (
        signature_paper(building.network, meeting),
        agenda_paper(building.network, meeting),
        book.content(building.network, date(2014, 11, 24), {}),
        tables.of_table(building.network, Attendance, building.network.live(Attendance)),
    ):
        assert "stress" not in repr(paper)


def test_those_only_invited_neither_sign_nor_were_present(building: Building) -> None:
    called = building.meeting("annual", "2014-12-03", state="called")
    meeting = building.network.get(Meeting, called)
    building.apply(meetings.call_members(building.network, meeting))
    building.apply(attendance.guest_added(meeting, "Gitte Gæst"))
    groups = dict(minutes(building, called).attendants)
    assert {name: len(found) for name, found in groups.items()} == {"Indkaldt": 8, "Desuden indkaldt": 1}
    assert signature_paper(building.network, meeting).attendants == ()


def test_a_consultation_letter_asks_every_library_about_every_proposal(building: Building) -> None:
    earlier = building.add(FocusArea, year=2014, title="Læselyst")
    building.add(
        FocusArea,
        year=2015,
        title="Læsekultur",
        proposed_by_id=building.library("Vejle").id,
        continues_id=earlier,
        position=1,
    )
    building.add(FocusSet, year=2015, consulted_on="2014-08-20", deadline="2014-09-20")
    paper = consultation_paper(building.network, 2015)
    assert len(paper.recipients) == 6
    assert (paper.sent_on, paper.deadline) == ("20. august 2014", "20. september 2014")
    (proposal,) = paper.proposals
    assert (proposal.proposed_by, proposal.continues) == ("Vejle", "Læselyst (2014)")
    assert paper.reply_to == "Biblioteksenheden (KBE)s repræsentant"


def test_without_a_representative_the_agency_is_answered_by_its_name_of_that_day() -> None:
    building = Building.new()
    building.apply(
        organisation_names.rename(
            building.network, building.library("KBE"), "Slots- og Kulturstyrelsen", "2016-01-01", "SLKS"
        )
    )
    for year, name in ((2015, "KBE"), (2017, "SLKS")):
        building.add(FocusArea, year=year, title="Læselyst")
        assert consultation_paper(building.network, year).reply_to == name


def test_a_consultation_about_nothing_is_refused(building: Building) -> None:
    with pytest.raises(Missing, match="ingen forslag til indsatsområder for 2015"):
        consultation_paper(building.network, 2015)
