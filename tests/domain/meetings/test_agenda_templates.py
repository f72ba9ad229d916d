"""What a new meeting's agenda begins with, and how minutes and follow-ups come back (M15, M18)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.meetings import agenda_templates, follow_ups, meetings
from cbnet_desktop.domain.plan import topic_material
from cbnet_desktop.domain.plan.topic_material import Material
from cbnet_desktop.domain.records import (
    AgendaItem,
    Charter,
    FollowUp,
    FormerName,
    FormItem,
    Meeting,
    MeetingForm,
    WorkingGroup,
)
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.titles.titles import meeting_title
from tests.building import NOVEMBER, Building


@pytest.fixture
def building() -> Building:
    made = Building.new(2014)
    made.appoint_everybody()
    return made


def items(building: Building, meeting_id: str) -> list[AgendaItem]:
    return meetings.agenda(building.network, building.network.get(Meeting, meeting_id))


def titles(building: Building, meeting_id: str) -> list[str]:
    return [item.title for item in items(building, meeting_id)]


def material(building: Building, meeting_id: str, title: str) -> Material | None:
    item = next(row for row in items(building, meeting_id) if row.title == title)
    return topic_material.of_item(building.network, building.network.get(Meeting, meeting_id), item)


def form(building: Building, kind: str, *item_titles: str, **values: str | bool | None) -> MeetingForm:
    row_id = building.add(MeetingForm, name="Webmøde", kind=kind, **values)
    for position, title in enumerate(item_titles, 1):
        building.add(FormItem, form_id=row_id, position=position, title=title, minutes_allotted=10 * position)
    return building.network.get(MeetingForm, row_id)


def group_named(building: Building, name: str) -> WorkingGroup:
    row_id = building.add(WorkingGroup, name=name)
    return building.network.get(WorkingGroup, row_id)


def planned(building: Building, held_on: str) -> Meeting:
    meeting_id = building.meeting("planning", held_on)
    return building.network.get(Meeting, meeting_id)


def of_form(building: Building, chosen: MeetingForm, held_on: str = "2014-05-07") -> str:
    made = agenda_templates.new_meeting(building.network, "planning", held_on, form=chosen)
    building.apply(made)
    return made[0].row_id


class TestMinutes:
    def test_still_to_be_approved_stand_on_the_next_agenda_of_the_network(self, building: Building) -> None:
        first = building.meeting("planning", "2014-02-05", state="held")
        meeting_id = building.meeting("annual", "2014-11-05")
        assert titles(building, meeting_id)[:2] == [
            "Velkomst og godkendelse af dagsorden",
            "Godkendelse af referat fra 05.02.2014",
        ]
        assert items(building, meeting_id)[1].minutes_of_id == first

    def test_of_a_working_group_do_not(self, building: Building) -> None:
        building.meeting("working_group", "2014-02-05", state="held")
        assert "Godkendelse" not in titles(building, building.meeting("planning", "2014-05-07"))[1]

    def test_of_a_working_group_stand_on_its_own_next_agenda(self, building: Building) -> None:
        group = group_named(building, "Fælles kurser")
        other = group_named(building, "Læselyst")
        first = building.meeting("working_group", "2014-02-05", group_id=group.id, state="held")
        building.meeting("planning", "2014-02-06", state="held")

        def approved_by(of: WorkingGroup) -> list[str | None]:
            made = agenda_templates.new_meeting(building.network, "working_group", "2014-05-07", group=of)
            building.apply(made)
            return [item.minutes_of_id for item in items(building, made[0].row_id) if item.minutes_of_id]

        assert approved_by(group) == [first]
        assert approved_by(other) == []

    def test_once_approved_are_not_asked_for_again(self, building: Building) -> None:
        building.meeting("planning", "2014-02-05", state="approved")
        older = building.meeting("planning", "2014-01-05", state="held")
        meeting_id = building.meeting("planning", "2014-05-07")
        assert [item.minutes_of_id for item in items(building, meeting_id) if item.minutes_of_id] == [older]

    def test_are_before_the_meeting_with_their_decisions(self, building: Building) -> None:
        first = building.meeting("planning", "2014-02-05", state="held")
        building.set(AgendaItem, items(building, first)[1].id, decision="Fortsættes.")
        meeting_id = building.meeting("planning", "2014-05-07")
        found = material(building, meeting_id, "Godkendelse af referat fra 05.02.2014")
        assert found
        assert found.heading.endswith("05.02.2014, ikke godkendt")
        assert [(line.number, line.text) for line in found.lines] == [
            ("2", "Opfølgning på handlingsplanen: Fortsættes.")
        ]


class TestApproval:
    @pytest.fixture
    def pair(self, building: Building) -> tuple[str, str]:
        first = building.meeting("planning", "2014-02-05", state="held")
        return first, building.meeting("planning", "2014-05-07")

    def item(self, building: Building, meeting_id: str) -> AgendaItem:
        return next(row for row in items(building, meeting_id) if row.minutes_of_id)

    def test_takes_a_decision_in_a_meeting_that_is_held(self, building: Building, pair: tuple[str, str]) -> None:
        first, second = pair
        item = self.item(building, second)
        with pytest.raises(Invalid, match="ingen beslutning"):
            meetings.approve_minutes(building.network, item)
        building.set(AgendaItem, item.id, decision="Godkendt.")
        with pytest.raises(Invalid, match="ikke afholdt"):
            meetings.approve_minutes(building.network, self.item(building, second))
        assert meetings.approving_items(building.network, building.network.get(Meeting, second)) == []
        building.set(Meeting, second, state="held")
        (ready,) = meetings.approving_items(building.network, building.network.get(Meeting, second))
        building.apply(meetings.approve_minutes(building.network, ready))
        approved = building.network.get(Meeting, first)
        assert (approved.state, approved.approved_on, approved.approved_at_id) == ("approved", "2014-05-07", second)
        assert meetings.approving_items(building.network, building.network.get(Meeting, second)) == []

    def test_is_of_a_meeting_that_is_held_itself(self, building: Building, pair: tuple[str, str]) -> None:
        first, second = pair
        building.set(AgendaItem, self.item(building, second).id, decision="Godkendt.")
        building.set(Meeting, second, state="held")
        building.set(Meeting, first, state="cancelled")
        with pytest.raises(Invalid, match=r"05\.02\.2014 er ikke afholdt"):
            meetings.approve_minutes(building.network, self.item(building, second))

    def test_is_of_another_meeting(self, building: Building, pair: tuple[str, str]) -> None:
        with pytest.raises(Invalid, match="sit eget referat"):
            building.set(AgendaItem, self.item(building, pair[1]).id, minutes_of_id=pair[1])


class TestFollowUps:
    def test_come_back_until_they_are_done(self, building: Building) -> None:
        first = building.meeting("planning", "2014-02-05", state="held")
        item = items(building, first)[0]
        odense = building.library("Odense").id
        building.apply([follow_ups.added(item, "Book lokale", deadline="2014-04-01", owner_organisation_id=odense)])
        second = building.meeting("planning", "2014-05-07")
        assert "Opfølgning fra tidligere møder" in titles(building, second)
        found = material(building, second, "Opfølgning fra tidligere møder")
        assert found
        assert found.heading == "1 åben opfølgning fra tidligere møder"
        assert found.lines[0].text == "Book lokale (Odense, frist 01.04.2014)"
        row = follow_ups.of_meeting(building.network, building.network.get(Meeting, first))[0]
        assert follow_ups.overdue(building.network, "2014-04-02") == [row]
        assert follow_ups.overdue(building.network, "2014-04-01") == []
        building.apply([follow_ups.done(row, "2014-05-01")])
        assert "Opfølgning fra tidligere møder" not in titles(building, building.meeting("planning", "2014-06-07"))
        found = material(building, second, "Opfølgning fra tidligere møder")
        assert found
        assert found.lines == ()

    def test_done_at_the_meeting_were_open_before_it(self, building: Building) -> None:
        first = building.meeting("planning", "2014-02-05")
        row_id = building.add(FollowUp, meeting_id=first, text="Book lokale", done_on="2014-05-07")
        second = planned(building, "2014-05-07")
        assert [row.id for row in follow_ups.open_before(building.network, second)] == [row_id]

    def test_of_a_group_are_the_groups_own(self, building: Building) -> None:
        group_id = building.add(WorkingGroup, name="Fælles kurser")
        first = building.meeting("working_group", "2014-02-05", group_id=group_id)
        building.add(FollowUp, meeting_id=first, text="Book lokale")
        planning = planned(building, "2014-05-07")
        assert follow_ups.open_before(building.network, planning) == []
        group = building.network.get(WorkingGroup, group_id)
        made = agenda_templates.new_meeting(building.network, "working_group", "2014-05-07", group=group)
        building.apply(made)
        assert "Opfølgning fra tidligere møder" in titles(building, made[0].row_id)
        assert building.network.get(Meeting, made[0].row_id).title == "Fælles kurser"

    def test_name_their_owner_as_it_was_called_at_the_meeting(self, building: Building) -> None:
        first = building.meeting("planning", "2014-02-05")
        person_id = building.person("Odenses repræsentant").id
        building.add(FollowUp, meeting_id=first, text="Book lokale", owner_person_id=person_id)
        building.add(
            FormerName, organisation_id=building.library("Odense").id, name="Fyns", short_name="Fyn", ends_on=NOVEMBER
        )
        (row,) = building.network.live(FollowUp)
        assert follow_ups.owner(building.network, row) == "Odenses repræsentant, Fyn"


class TestForms:
    def test_say_kind_times_and_items(self, building: Building) -> None:
        chosen = form(
            building, "planning", "Godkendelse af dagsorden", "Nyt", is_online=True, starts_at="09:00", ends_at="10:00"
        )
        meeting_id = of_form(building, chosen)
        meeting = building.network.get(Meeting, meeting_id)
        assert (meeting.is_online, meeting.starts_at, meeting.ends_at) == (True, "09:00", "10:00")
        assert (meeting.form_id, meeting.title) == (chosen.id, "")
        assert [(item.title, item.minutes_allotted) for item in items(building, meeting_id)] == [
            ("Godkendelse af dagsorden", 10),
            ("Nyt", 20),
        ]

    def test_of_other_meetings_give_their_name(self, building: Building) -> None:
        meeting_id = of_form(building, form(building, "other", "Nyt"))
        assert meeting_title(building.network.get(Meeting, meeting_id)) == "Webmøde 07.05.2014"

    def test_without_items_begin_like_their_kind(self, building: Building) -> None:
        meeting_id = of_form(building, form(building, "planning"))
        assert titles(building, meeting_id)[0] == "Godkendelse af dagsorden"

    def test_take_up_minutes_and_follow_ups_in_their_own_items(self, building: Building) -> None:
        first = building.meeting("planning", "2014-02-05", state="held")
        building.add(FollowUp, meeting_id=first, text="Book lokale")
        chosen = form(building, "planning", "Velkomst", "Opfølgning", "Godkendelse af referat")
        meeting_id = of_form(building, chosen)
        assert titles(building, meeting_id) == ["Velkomst", "Opfølgning", "Godkendelse af referat"]
        assert items(building, meeting_id)[2].minutes_of_id == first
        assert material(building, meeting_id, "Opfølgning")

    def test_of_annual_meetings_hold_the_three_topics_all_the_same(self, building: Building) -> None:
        chosen = form(building, "annual", "Velkomst", "De kommende indsatsområder", "Eventuelt")
        meeting_id = of_form(building, chosen, "2014-11-05")
        assert [(item.title, bool(item.topic)) for item in items(building, meeting_id)] == [
            ("Velkomst", False),
            ("De kommende indsatsområder", True),
            ("Det foregående års arbejde", True),
            ("Netværkets øvrige funktioner", True),
            ("Eventuelt", False),
        ]


class TestTopics:
    """M1, M15: the terms of reference valid on the day say which topics an annual meeting needs."""

    @pytest.fixture
    def building(self, building: Building) -> Building:
        building.add(Charter, valid_from="2014-06-01", other_functions_required=False)
        return building

    def test_that_are_not_required_do_not_come_along(self, building: Building) -> None:
        assert "Netværkets øvrige funktioner" in titles(building, building.meeting("annual", "2014-05-31"))
        assert "Netværkets øvrige funktioner" not in titles(building, building.meeting("annual", "2014-06-01"))

    def test_that_are_not_required_need_no_minutes(self, building: Building) -> None:
        meeting_id = building.meeting("annual", "2014-06-01")
        building.write_minutes(meeting_id)
        building.set(Meeting, meeting_id, state="held")
        assert building.state("M15", 2014, NOVEMBER) is State.KEPT
        with pytest.raises(Invalid, match="»Netværkets øvrige funktioner«"):
            building.set(Meeting, meeting_id, held_on="2014-05-31")


def test_the_follow_up_of_the_plan_has_the_goals_of_the_year_before_it(year: Building) -> None:
    meeting_id = year.meeting("planning", "2015-03-05")
    found = material(year, meeting_id, "Opfølgning på handlingsplanen")
    assert found
    assert found.heading == "Handlingsplan 2015, ikke godkendt: 2 mål"
    assert material(year, meeting_id, "Eventuelt") is None


def test_the_plan_is_made_for_the_year_that_the_terms_of_reference_then_valid_say(building: Building) -> None:
    meeting_id = building.meeting("annual", "2015-01-20")
    meeting = building.network.get(Meeting, meeting_id)
    assert meetings.plan_year(building.network, meeting) == 2016
    assert meetings.preparing(building.network, 2015) == []
    building.add(Charter, valid_from="2015-01-01", plan_year_offset=0)
    assert meetings.plan_year(building.network, meeting) == 2015
    assert meetings.preparing(building.network, 2015) == [meeting]
    plan_id = building.plan(2015)
    assert getattr(building.network.row("plans", plan_id), "meeting_id", None) == meeting_id
    assert "skulle forberede" not in " ".join(one.message for one in building.findings("M16", 2015, "2015-02-01"))


def test_the_items_of_a_form_stand_by_number_and_those_without_one_last(building: Building) -> None:
    form_id = building.add(MeetingForm, name="Webmøde")
    for title, position in (("B", None), ("A", None), ("Z", 2), ("Y", 0), ("X", 1)):
        building.merge_new(FormItem, form_id=form_id, title=title, position=position)
    found = agenda_templates.form_items(building.network, building.network.get(MeetingForm, form_id))
    assert [row.title for row in found] == ["Y", "X", "Z", "A", "B"]


def test_the_last_minutes_of_the_same_body_before_the_day_are_the_ones_to_approve(building: Building) -> None:
    made = {day: building.meeting("planning", day, state="held") for day in ("2014-03-04", "2014-02-04", "2014-05-04")}
    building.meeting("planning", "2014-04-01", state="called")
    undated = building.merge_new(Meeting, kind="planning", state="held")
    building.meeting("other", "2014-04-02", state="held")
    second = building.network.get(Meeting, made["2014-05-04"])
    assert {row.id for row in agenda_templates.series(building.network, second)} == {
        made["2014-03-04"], made["2014-02-04"], undated,
    }  # fmt: skip
    found = agenda_templates.minutes_to_approve(building.network, second)
    assert found
    assert found.id == made["2014-03-04"]
    building.set(Meeting, made["2014-03-04"], state="approved")
    assert {row.id for row in agenda_templates.series(building.network, second)} >= {made["2014-03-04"]}


def test_the_topics_stand_before_a_closing_item_and_last_without_one(building: Building) -> None:
    for titles, last in ((("Velkomst", "Eventuelt"), "Eventuelt"), (("Velkomst",), "Netværkets øvrige funktioner")):
        form_id = building.add(MeetingForm, name="Årsmøde", kind="annual")
        for position, title in enumerate(titles, 1):
            building.add(FormItem, form_id=form_id, title=title, position=position)
        meeting = Meeting("m", kind="annual", held_on="2014-11-05", form_id=form_id)
        found = agenda_templates.of_meeting(building.network, meeting)
        assert (found[0]["title"], found[-1]["title"]) == ("Velkomst", last)
