"""Papers that were sent, approved or set say the same whatever happens to names and rows afterwards (M13, M14, M18)."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.papers import book, consultation, meeting
from cbnet_desktop.domain.papers.consultation import ConsultationPaper
from cbnet_desktop.domain.papers.meeting import MeetingPaper
from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreedText,
    Attendance,
    FocusArea,
    FocusSet,
    FollowUp,
    Meeting,
    Organisation,
    Person,
    Seat,
)
from cbnet_desktop.domain.records.changes import Change
from tests.building import Building, messages


def rename_everybody(building: Building) -> None:
    """People, seats, organisations and the network get other names."""
    for kind in (Person, Seat, Organisation):
        for number, row in enumerate(list(building.network.live(kind))):
            building.merge_set(kind, row.id, name=f"{kind.NOUN} {number}")
    for number, row in enumerate(list(building.network.live(Organisation))):
        building.merge_set(Organisation, row.id, short_name=f"O{number}")
    profile = building.network.profile
    building.set(type(profile), profile.id, name="Et andet netværk")


def merge_into_meeting(building: Building, meeting_id: str) -> None:
    """What a colleague wrote at the same time."""
    row = building.network.get(Meeting, meeting_id)
    item = meetings.agenda(building.network, row)[0]
    building.merge_set(Meeting, meeting_id, place="Odense", minute_taker="Ny Referent")
    building.merge_set(AgendaItem, item.id, title="Noget andet", outcome="Noget andet", closed=True)
    building.merge_new(AgendaItem, meeting_id=meeting_id, title="Smuglet ind", position=9)
    building.merge_new(FollowUp, meeting_id=meeting_id, text="Smuglet ind")
    for attendance in meetings.attendances(building.network, row)[:2]:
        building.merge_set(Attendance, attendance.id, archived=True)


def minutes(building: Building, meeting_id: str) -> list[MeetingPaper]:
    row = building.network.get(Meeting, meeting_id)
    return [meeting.minutes_paper(building.network, row, is_public=public) for public in (False, True)]


def agendas(building: Building, meeting_id: str) -> list[MeetingPaper]:
    row = building.network.get(Meeting, meeting_id)
    return [meeting.agenda_paper(building.network, row, is_public=public) for public in (False, True)]


@pytest.fixture
def meeting_id(year: Building) -> str:
    """A planning meeting that was called, held and approved, with a closed item, a substitute and a follow-up."""
    made = year.meeting("planning", "2014-11-20", starts_at="10:00", place="Vejle")
    items = meetings.agenda(year.network, year.network.get(Meeting, made))
    year.set(AgendaItem, items[-1].id, closed=True, presentation="Fortroligt")
    year.set(Meeting, made, state="called", chair_id=year.person("Odenses repræsentant").id, invitation="Vel mødt")
    year.attend(made)
    year.write_minutes(made)
    odense = year.library("Odense").id
    year.add(FollowUp, meeting_id=made, agenda_item_id=items[0].id, text="Book", owner_organisation_id=odense)
    year.set(Meeting, made, state="held")
    year.set(Meeting, made, state="approved")
    return made


class TestMinutes:
    def test_are_kept_as_they_were_printed(self, year: Building, meeting_id: str) -> None:
        row = year.network.get(Meeting, meeting_id)
        assert minutes(year, meeting_id) == [
            meeting.live_minutes(year.network, row, is_public=public) for public in (False, True)
        ]

    def test_say_the_same_after_renaming(self, year: Building, meeting_id: str) -> None:
        before = minutes(year, meeting_id)
        rename_everybody(year)
        assert minutes(year, meeting_id) == before
        row = year.network.get(Meeting, meeting_id)
        assert meeting.live_minutes(year.network, row) != before[0], "the names did change"

    def test_say_the_same_after_a_merge(self, year: Building, meeting_id: str) -> None:
        before = minutes(year, meeting_id)
        merge_into_meeting(year, meeting_id)
        assert minutes(year, meeting_id) == before

    def test_say_the_same_after_what_is_reported_later(self, year: Building, meeting_id: str) -> None:
        before = minutes(year, meeting_id)
        follow_up = next(row for row in year.network.live(FollowUp) if row.meeting_id == meeting_id)
        year.set(FollowUp, follow_up.id, done_on="2014-11-22", result="Booket")
        assert minutes(year, meeting_id) == before

    def test_reopened_say_so_and_why_until_they_are_approved_again(self, year: Building, meeting_id: str) -> None:
        year.reopen(meeting_id)
        item = meetings.agenda(year.network, year.network.get(Meeting, meeting_id))[0]
        year.set(AgendaItem, item.id, outcome="Det rigtige beløb")
        reopened = minutes(year, meeting_id)[0]
        assert reopened.front.state == "Referat, ikke godkendt igen"
        assert reopened.facts[-1] == ("Genåbning", "Godkendt 24.11.2014 og genåbnet 24.11.2014: En prøve.")
        year.set(Meeting, meeting_id, state="approved")
        again = minutes(year, meeting_id)[0]
        assert again.front.state == "Referat godkendt igen 24.11.2014"
        assert again.facts[-1] == reopened.facts[-1]
        assert again.items[0].outcome == "Det rigtige beløb"

    @pytest.mark.parametrize("is_kept", [True, False], ids=["with its text", "the row alone"])
    def test_say_nothing_of_an_approval_to_come(self, year: Building, meeting_id: str, is_kept: bool) -> None:
        if is_kept:
            year.reopen(meeting_id)
            year.set(Meeting, meeting_id, state="approved", approved_on="2031-01-01")
        else:
            year.merge(Change(row.TABLE, row.id, row.values(), None) for row in list(year.network.rows(AgreedText)))
            year.merge_set(Meeting, meeting_id, approved_on="2031-01-01")
        row = year.network.get(Meeting, meeting_id)
        today = "2014-11-24"
        for paper in (
            meeting.minutes_paper(year.network, row, today),
            meeting.minutes_paper(year.network, row, today, is_public=True),
            meeting.signature_paper(year.network, row, today),
        ):
            assert "ikke godkendt" in repr(paper.front)
            assert "Referat godkendt" not in repr(paper)
        assert "Referat godkendt" not in repr(book.content(year.network, date(2014, 11, 24), {}).years[0].meetings[-1])
        assert "Referat godkendt" in repr(meeting.minutes_paper(year.network, row, "2031-01-01"))
        assert "står som godkendt 01.01.2031, men den dag er ikke kommet endnu" in messages(year, "M19", 2014)


class TestAgenda:
    def test_of_a_meeting_that_was_held_says_the_same_after_renaming_and_merges(
        self, year: Building, meeting_id: str
    ) -> None:
        before = agendas(year, meeting_id)
        rename_everybody(year)
        assert agendas(year, meeting_id) == before
        merge_into_meeting(year, meeting_id)
        assert agendas(year, meeting_id) == before

    def test_of_a_meeting_to_come_says_the_same_after_renaming(self, year: Building) -> None:
        made = year.meeting("planning", "2015-02-04", state="called", chair_id=year.person("Odenses repræsentant").id)
        before = agendas(year, made)
        rename_everybody(year)
        assert agendas(year, made) == before

    def test_of_a_meeting_to_come_says_what_was_revised(self, year: Building) -> None:
        made = year.meeting("planning", "2015-02-04", state="called")
        year.add(AgendaItem, meeting_id=made, title="Nyt punkt", position=99)
        internal, public = agendas(year, made)
        assert "udsendt 24.11.2014, revideret 24.11.2014" in repr(internal.front)
        assert internal.changes == ("Dagsordenspunkt tilføjet: »Pkt. 99: Nyt punkt«.",)
        assert public.changes == ()
        assert [item.title for item in internal.items if "tilføjet efter udsendelsen" in item.kind] == ["Nyt punkt"]


class TestConsultationLetter:
    def test_is_revised_on_the_day_of_the_edit_whatever_the_edit_says(self, year: Building) -> None:
        row = year.network.live(FocusSet)[0]
        year.reopen(row.id)
        year.set(FocusSet, row.id, letter="Et andet ord", revised_on="2013-01-01")
        assert year.network.get(FocusSet, row.id).revised_on == "2014-11-24"

    def paper(self, building: Building, year: int = 2015) -> ConsultationPaper:
        return consultation.consultation_paper(building.network, year)

    def test_says_the_same_after_renaming(self, year: Building) -> None:
        before = self.paper(year)
        rename_everybody(year)
        assert self.paper(year) == before
        assert consultation.live_paper(year.network, 2015) != before, "the names did change"

    def test_says_the_same_after_a_merge_once_the_areas_are_set(self, year: Building) -> None:
        before = self.paper(year)
        area = focus.of_year(year.network, 2015)[0]
        year.merge_set(FocusArea, area.id, title="Noget andet", proposed_by_id=year.library("Odense").id)
        year.merge_new(FocusArea, year=2015, title="Smuglet ind")
        year.merge_set(FocusSet, year.network.live(FocusSet)[0].id, letter="Kære alle")
        assert self.paper(year) == before

    def test_says_what_was_revised_before_they_are(self, year: Building) -> None:
        year.focus_areas(2016, consulted_on="2014-11-01", deadline="2014-11-20", set_on=None)
        area = focus.of_year(year.network, 2016)[0]
        year.set(FocusArea, area.id, title="Noget andet")
        paper = self.paper(year, 2016)
        assert "sendt 01.11.2014, revideret 24.11.2014" in repr(paper.front)
        assert paper.changes == ("Indsatsområde »Noget andet«: indsatsområde ændret.",)

    def test_bears_the_address_of_today_and_keeps_none(self, year: Building) -> None:
        agency = year.person("Biblioteksenheden (KBE)s repræsentant")
        year.set(Person, agency.id, email="ny@example.org")
        assert self.paper(year).reply_to == f"{agency.name}, ny@example.org"
        year.set(Person, agency.id, email="")
        assert self.paper(year).reply_to == agency.name
