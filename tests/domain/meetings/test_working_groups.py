"""M18: the network's own groups and forms of meeting, and the decisions behind them."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.charter.findings import Severity, State
from cbnet_desktop.domain.meetings import meetings, working_groups
from cbnet_desktop.domain.records import AgendaItem, Charter, GroupMember, Meeting, MeetingForm, Person, WorkingGroup
from cbnet_desktop.domain.records.errors import Invalid
from tests.building import NOVEMBER, Building, messages
from tests.domain import clause_cases


def group_of(building: Building, row_id: str) -> WorkingGroup:
    return building.network.get(WorkingGroup, row_id)


def join(building: Building, group_id: str, name: str, **values: str | bool | None) -> str:
    return building.add(GroupMember, group_id=group_id, person_id=building.person(name).id, **values)


def names(building: Building, group_id: str, day: str) -> list[str]:
    rows = working_groups.members(building.network, group_of(building, group_id), day)
    return [building.network.get(Person, row.person_id).name for row in rows]


def test_a_group_has_the_members_of_a_day_its_lead_first(year: Building) -> None:
    group_id = clause_cases.working_group(year)
    join(year, group_id, "Aalborgs repræsentant", starts_on="2014-06-01")
    join(year, group_id, "Hernings repræsentant", ends_on="2014-05-31")
    assert names(year, group_id, "2014-05-31") == ["Odenses repræsentant", "Hernings repræsentant"]
    assert names(year, group_id, "2014-06-01") == ["Odenses repræsentant", "Aalborgs repræsentant"]
    assert len(working_groups.all_members(year.network, group_of(year, group_id))) == 3


def test_the_lead_can_change_from_a_day(year: Building) -> None:
    group_id = clause_cases.working_group(year, has_lead=False)
    group = group_of(year, group_id)
    assert working_groups.lead(year.network, group, NOVEMBER) is None
    join(year, group_id, "Vejles repræsentant", is_lead=True, ends_on="2014-06-30")
    join(year, group_id, "Aalborgs repræsentant", is_lead=True, starts_on="2014-07-01")
    for day, name in (("2014-06-30", "Vejles repræsentant"), ("2014-07-01", "Aalborgs repræsentant")):
        lead = working_groups.lead(year.network, group, day)
        assert lead
        assert lead.name == name


def test_the_groups_of_a_day_and_of_a_year(year: Building) -> None:
    group_id = clause_cases.working_group(year, ends_on="2015-03-31")
    assert [row.id for row in working_groups.on(year.network, "2015-03-31")] == [group_id]
    assert working_groups.on(year.network, "2015-04-01") == []
    assert [row.id for row in working_groups.of_year(year.network, 2015)] == [group_id]
    assert working_groups.of_year(year.network, 2016) == []


def test_a_person_is_in_a_group_once_at_a_time(year: Building) -> None:
    group_id = clause_cases.working_group(year)
    member = working_groups.all_members(year.network, group_of(year, group_id))[0]
    with pytest.raises(Invalid, match="Odenses repræsentant er allerede medlem af »Fælles kurser«"):
        join(year, group_id, "Odenses repræsentant", starts_on="2015-01-01")
    year.set(GroupMember, member.id, ends_on="2014-12-31")
    join(year, group_id, "Odenses repræsentant", starts_on="2015-01-01")


class TestM18:
    def test_leaves_the_network_free_to_have_no_groups_and_no_forms(self, year: Building) -> None:
        assert year.findings("M18", 2015, NOVEMBER) == ()

    def test_asks_a_group_for_members_and_for_one_lead(self, year: Building) -> None:
        group_id = clause_cases.working_group(year)
        for row in working_groups.all_members(year.network, group_of(year, group_id)):
            year.set(GroupMember, row.id, archived=True)
        assert "»Fælles kurser« har ingen medlemmer 24.11.2014" in messages(year, "M18", 2014)
        join(year, group_id, "Vejles repræsentant", is_lead=True)
        assert year.state("M18", 2014, NOVEMBER) is State.KEPT
        join(year, group_id, "Aalborgs repræsentant", is_lead=True)
        assert "har 2 tovholdere 24.11.2014: Vejles repræsentant og Aalborgs" in messages(year, "M18", 2014)

    def test_judges_a_group_on_its_last_day_once_it_is_over(self, year: Building) -> None:
        group_id = clause_cases.working_group(year, ends_on="2014-06-30")
        (member,) = working_groups.all_members(year.network, group_of(year, group_id))
        year.set(GroupMember, member.id, ends_on="2014-06-30")
        assert year.state("M18", 2014, NOVEMBER) is State.KEPT

    def test_notes_a_meeting_held_when_there_was_no_group(self, year: Building) -> None:
        group_id = clause_cases.working_group(year, ends_on="2014-06-30")
        year.meeting("working_group", "2014-07-01", group_id=group_id, state="held")
        found = year.findings("M18", 2014, NOVEMBER)
        assert [(one.severity, one.table) for one in found] == [(Severity.NOTE, "meetings")]

    def test_notes_no_other_meeting(self, year: Building) -> None:
        group_id = clause_cases.working_group(year, ends_on="2014-06-30")
        for day, state in (("2014-06-30", "held"), ("2014-07-01", "called"), ("2015-07-01", "held")):
            year.meeting("working_group", day, group_id=group_id, state=state)
        year.merge_new(Meeting, kind="working_group", group_id=group_id, state="held")
        assert year.findings("M18", 2014, NOVEMBER) == ()

    def test_names_meeting_and_group_in_one_sentence(self, year: Building) -> None:
        group_id = clause_cases.working_group(year, ends_on="2014-06-30")
        year.meeting("working_group", "2014-07-01", group_id=group_id, state="held")
        assert messages(year, "M18", 2014).endswith(
            "01.07.2014 blev holdt, da arbejdsgruppen »Fælles kurser« ikke var nedsat."
        )

    def test_judges_a_group_from_its_first_day_on(self, year: Building) -> None:
        group_id = year.add(WorkingGroup, name="Nye kurser", starts_on="2014-12-01")
        join(year, group_id, "Odenses repræsentant", is_lead=True, starts_on="2014-12-01")
        assert year.findings("M18", 2014, NOVEMBER) == ()

    def test_points_to_the_last_of_several_leads(self, year: Building) -> None:
        group_id = clause_cases.working_group(year)
        for name in ("Vejles repræsentant", "Aalborgs repræsentant"):
            join(year, group_id, name, is_lead=True)
        (finding,) = year.findings("M18", 2014, NOVEMBER)
        assert finding.row_id == working_groups.all_members(year.network, group_of(year, group_id))[-1].id

    def test_says_whether_the_meeting_was_cancelled_or_decided_nothing(self, year: Building) -> None:
        meeting_id = year.meeting("planning", "2014-06-01", state="cancelled")
        item = meetings.agenda(year.network, year.network.get(Meeting, meeting_id))[1]
        for name in ("B-møde", "A-møde"):
            year.add(MeetingForm, name=name, decided_item_id=item.id)
        found = messages(year, "M18", 2014)
        assert found.startswith("Mødeformen »A-møde« skulle være besluttet under")
        assert "som blev aflyst. Vælg et andet punkt. Mødeformen »B-møde«" in found
        year.set(Meeting, meeting_id, state="held")
        assert "som ingen beslutning har. Skriv beslutningen" in messages(year, "M18", 2014)

    def test_does_not_ask_for_a_decision_that_is_gone(self, year: Building) -> None:
        lost = year.merge_new(AgendaItem, meeting_id="gone", title="Uden møde")
        for item_id in ("gone", lost):
            year.merge_new(MeetingForm, name="Webmøde", decided_item_id=item_id)
        assert year.findings("M18", 2014, NOVEMBER) == ()

    @pytest.mark.parametrize(
        ("state", "severity"),
        [
            ("planned", None),
            ("called", None),
            ("held", Severity.WARNING),
            ("approved", Severity.ERROR),
            ("cancelled", Severity.ERROR),
        ],
    )
    @pytest.mark.parametrize("kind", [WorkingGroup, MeetingForm])
    def test_asks_for_the_decision_as_soon_as_the_meeting_is_held(
        self, year: Building, kind: type, state: str, severity: Severity | None
    ) -> None:
        meeting_id = year.meeting("planning", "2014-06-01", state=state)
        item = meetings.agenda(year.network, year.network.get(Meeting, meeting_id))[1]
        row_id = year.add(kind, name="Webmøde", decided_item_id=item.id)
        found = [one for one in year.findings("M18", 2014, NOVEMBER) if one.field == "decided_item_id"]
        assert [(one.severity, one.row_id) for one in found] == ([(severity, row_id)] if severity else [])
        year.reopen(meeting_id)
        year.set(AgendaItem, item.id, decision="Godkendt.")
        assert all(one.field != "decided_item_id" for one in year.findings("M18", 2014, NOVEMBER))

    def test_m1_asks_the_same_of_a_version_of_the_terms_of_reference(self, year: Building) -> None:
        item = meetings.agenda(year.network, clause_cases.source(year))[0]
        row_id = year.add(Charter, valid_from="2014-11-06", decided_item_id=item.id)
        found = year.findings("M1", 2015, NOVEMBER)
        assert [(one.row_id, one.severity) for one in found] == [(row_id, Severity.ERROR)]
