"""M22: what »Start et nyt år« carries over, and that it carries over nothing else."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.plan import new_year, plan
from cbnet_desktop.domain.records import TABLES, Appointment, FocusArea, Goal, Organisation, Person, Plan
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from tests.building import Building, whole_year


@pytest.fixture
def building() -> Building:
    """2015 in order, with a goal of each status."""
    made = whole_year(2015)
    plan_id = plan_of(made.network, 2015).id
    for number, status in enumerate(("not_started", "under_way", "met", "partly_met", "not_met"), 10):
        made.goal(plan_id, f"Mål {status}", status=status, position=number, result="Sådan gik det", baseline="3")
    return made


def plan_of(network: Network, year: int) -> Plan:
    found = plan.of_year(network, year)
    assert found is not None
    return found


def goals_of(network: Network, year: int) -> dict[str, Goal]:
    return {goal.text: goal for goal in plan.goals(network, plan_of(network, year))}


def started(building: Building, *texts: str) -> dict[str, Goal]:
    chosen = {goals_of(building.network, 2015)[text].id for text in texts} if texts else None
    building.apply(new_year.changes(building.network, 2016, chosen))
    return goals_of(building.network, 2016)


class TestWhatIsCarriedOver:
    def test_the_open_goals_go_on_from_the_start_unless_others_are_chosen(self, building: Building) -> None:
        found = new_year.look(building.network, 2016)
        assert {goal.text for goal in found.unmet_goals} == {"Mål partly_met", "Mål not_met"}
        assert set(started(building)) == {goal.text for goal in found.open_goals}
        assert "Mål met" not in {goal.text for goal in found.offered}

    def test_a_goal_begins_anew_and_knows_what_it_continues(self, building: Building) -> None:
        old = goals_of(building.network, 2015)["Mål under_way"]
        new = started(building, "Mål under_way", "Mål partly_met")["Mål under_way"]
        assert (new.status, new.status_on, new.result) == ("not_started", None, "")
        assert (new.continues_id, new.agenda_item_id) == (old.id, None)
        assert (new.owner_organisation_id, new.indicator, new.baseline) == (
            old.owner_organisation_id, "Antal deltagere", "3",
        )  # fmt: skip
        assert (old.deadline, new.deadline) == ("2015-06-01", "2016-06-01")

    def test_a_deadline_in_the_new_year_stays_and_a_leap_day_becomes_the_last_of_february(
        self, building: Building
    ) -> None:
        goals = goals_of(building.network, 2015)
        building.set(Goal, goals["Mål not_started"].id, deadline="2016-01-30")
        building.set(Goal, goals["Mål under_way"].id, deadline=None)
        new = started(building, "Mål not_started", "Mål under_way")
        assert new["Mål not_started"].deadline == "2016-01-30"
        assert new["Mål under_way"].deadline is None
        leap = Building.new(2016)
        leap.goal(leap.plan(2016), "Skuddag", deadline="2016-02-29")
        leap.apply(new_year.changes(leap.network, 2017))
        assert goals_of(leap.network, 2017)["Skuddag"].deadline == "2017-02-28"

    def test_a_focus_area_that_continues_the_old_one_takes_the_goal(self, building: Building) -> None:
        old = next(area for area in building.network.live(FocusArea) if area.year == 2015)
        goal_id = goals_of(building.network, 2015)["Mål under_way"].id
        building.set(Goal, goal_id, focus_area_id=old.id, part=old.part)
        area_id = building.add(FocusArea, year=2016, title="Nyt navn", part=old.part, continues_id=old.id)
        assert started(building, "Mål under_way")["Mål under_way"].focus_area_id == area_id

    def test_without_a_focus_area_of_its_own_it_waits_outside(self, building: Building) -> None:
        text = next(text for text in goals_of(building.network, 2015) if text.startswith("Mål for"))
        assert started(building, text)[text].focus_area_id is None

    def test_an_owner_who_is_archived_stays_behind(self, building: Building) -> None:
        person_id = building.add(Person, name="Niels")
        goal_id = goals_of(building.network, 2015)["Mål under_way"].id
        building.set(Goal, goal_id, owner_person_id=person_id)
        building.set(Person, person_id, archived=True)
        assert started(building, "Mål under_way")["Mål under_way"].owner_person_id is None

    def test_the_plan_is_made_from_the_annual_meeting_that_prepares_it(self, building: Building) -> None:
        meeting_id = building.annual_meeting("2015-11-04")
        started(building)
        assert plan_of(building.network, 2016).meeting_id == meeting_id

    def test_nothing_but_plan_and_goals_is_written(self, building: Building) -> None:
        before = building.network
        started(building)
        assert {
            table for table in TABLES if building.network.tables[table] != before.tables[table]
        } == {Plan.TABLE, Goal.TABLE}  # fmt: skip
        for goal in before.live(Goal):
            assert building.network.get(Goal, goal.id) == goal

    def test_only_the_area_that_continues_the_old_one_or_bears_its_title_takes_the_goal(
        self, building: Building
    ) -> None:
        old = next(area for area in building.network.live(FocusArea) if area.year == 2015)
        goal_id = goals_of(building.network, 2015)["Mål under_way"].id
        building.set(Goal, goal_id, focus_area_id=old.id, part=old.part)
        building.add(FocusArea, year=2016, title="Et helt andet", part=old.part, position=1)
        same = building.add(FocusArea, year=2016, title=old.title, part=old.part, position=2)
        assert started(building, "Mål under_way")["Mål under_way"].focus_area_id == same

    def test_owners_go_on_unless_they_are_archived_or_gone(self, building: Building) -> None:
        person_id = building.add(Person, name="Niels")
        goals = goals_of(building.network, 2015)
        building.merge_set(Goal, goals["Mål under_way"].id, owner_person_id=person_id)
        building.merge_set(Goal, goals["Mål not_started"].id, owner_organisation_id="gone", owner_person_id="gone")
        odense = building.library("Odense")
        building.merge_set(Goal, goals["Mål partly_met"].id, owner_organisation_id=odense.id)
        building.merge_set(Organisation, odense.id, archived=True)
        new = started(building, "Mål under_way", "Mål not_started", "Mål partly_met")
        assert new["Mål under_way"].owner_person_id == person_id
        assert new["Mål not_started"].owner_organisation_id is new["Mål not_started"].owner_person_id is None
        assert new["Mål partly_met"].owner_organisation_id is None

    def test_a_deadline_on_the_first_day_of_the_new_year_stays(self, building: Building) -> None:
        building.merge_set(Goal, goals_of(building.network, 2015)["Mål under_way"].id, deadline="2016-01-01")
        assert started(building, "Mål under_way")["Mål under_way"].deadline == "2016-01-01"

    def test_goals_are_numbered_from_one_or_after_the_last_number(self, building: Building) -> None:
        assert [goal.position for goal in started(building, "Mål under_way").values()] == [1]
        only = goals_of(building.network, 2016)["Mål under_way"]
        building.merge_set(Goal, only.id, position=None)
        assert started(building, "Mål not_started")["Mål not_started"].position == 1


class TestAYearThatWasStarted:
    def test_a_goal_that_another_years_plan_continues_is_offered(self, building: Building) -> None:
        old = goals_of(building.network, 2015)["Mål under_way"]
        building.goal(building.plan(2017), "Senere", continues_id=old.id)
        assert old in new_year.look(building.network, 2016).offered
        started(building, "Mål not_started")
        assert new_year.look(building.network, 2016).carried == 1

    def test_what_is_missing_is_offered(self, building: Building) -> None:
        started(building, "Mål under_way")
        found = new_year.look(building.network, 2016)
        assert found.existing is not None
        assert found.carried == 1
        assert "Mål under_way" not in {goal.text for goal in found.offered}
        assert "Mål not_started" in started(building, "Mål not_started")
        assert [row.year for row in building.network.live(Plan)] == [2015, 2016]

    def test_new_goals_stand_after_those_that_are_there(self, building: Building) -> None:
        started(building, "Mål under_way")
        building.goal(plan_of(building.network, 2016).id, "Et nyt", position=7)
        assert started(building, "Mål not_started")["Mål not_started"].position == 8

    def test_nothing_left_is_a_polite_refusal(self, building: Building) -> None:
        for goal in goals_of(building.network, 2015).values():
            building.set(Goal, goal.id, status="met")
        started(building)
        with pytest.raises(Invalid, match="Planår 2016 er allerede startet"):
            new_year.look(building.network, 2016)

    def test_no_goal_chosen_is_a_polite_refusal(self, building: Building) -> None:
        started(building, "Mål under_way")
        with pytest.raises(Invalid, match="Vælg mindst ét mål fra 2015"):
            new_year.changes(building.network, 2016, [])

    @pytest.mark.parametrize("status", ["met", "nowhere"])
    def test_a_goal_that_cannot_go_on_is_refused(self, building: Building, status: str) -> None:
        goal = goals_of(building.network, 2015).get(f"Mål {status}")
        with pytest.raises(Invalid, match="kan ikke føres videre til 2016"):
            new_year.changes(building.network, 2016, [goal.id if goal else "x"])

    def test_a_first_year_starts_without_goals(self) -> None:
        building = Building.new(2014)
        building.apply(new_year.changes(building.network, 2014))
        assert plan.goals(building.network, plan_of(building.network, 2014)) == []


class TestWhatIsSaid:
    def test_the_outlook_says_what_happens_and_what_does_not(self, building: Building) -> None:
        found = new_year.look(building.network, 2016)
        said = " ".join(new_year.outlook(found, 3))
        assert "Handlingsplanen for 2016 oprettes." in said
        assert "3 mål føres videre fra 2015" in said
        assert "De 8 pladser følger med" in said
        assert "Indsatsområder, budgetandele og møder i 2016 røres ikke." in said

    def test_the_outlook_names_the_meeting_and_says_what_is_there_and_what_is_not(self, building: Building) -> None:
        assert new_year.outlook(new_year.look(building.network, 2016), 0)[:3] == (
            "Handlingsplanen for 2016 oprettes. Vælg årsmødet på fanen Handlingsplan, når det er indkaldt.",
            "Ingen mål føres videre fra 2015.",
            "De 8 pladser følger med efter udpegningernes datoer.",
        )
        building.annual_meeting("2015-11-04")
        first = new_year.outlook(new_year.look(building.network, 2016), 0)[0]
        assert first == "Handlingsplanen for 2016 oprettes på baggrund af Årsmøde 04.11.2015."
        started(building, "Mål under_way")
        first = new_year.outlook(new_year.look(building.network, 2016), 0)[0]
        assert first == "Handlingsplanen for 2016 findes allerede og bliver, som den er."

    def test_a_refusal_names_the_year_before(self, building: Building) -> None:
        for goal in goals_of(building.network, 2015).values():
            building.merge_set(Goal, goal.id, status="met")
        started(building)
        with pytest.raises(Invalid, match="alle åbne mål fra 2015 er ført videre"):
            new_year.look(building.network, 2016)
        assert new_year.label(2016, ()) == ""

    def test_a_seat_that_will_be_vacant_is_named(self, building: Building) -> None:
        term = next(row for row in building.network.live(Appointment) if row.seat_id == building.seat("Vejle").id)
        building.set(Appointment, term.id, ends_on="2015-10-31")
        building.set(Person, str(term.person_id), archived=True)
        found = new_year.look(building.network, 2016)
        assert found.vacant == ("Vejle",)
        assert "Vejle er ubesat 01.01.2016." in " ".join(new_year.outlook(found, 0))

    def test_the_label_counts(self, building: Building) -> None:
        edit = new_year.changes(building.network, 2016)
        goals = len(edit) - 1
        assert new_year.label(2016, edit) == f"Planår 2016 startet, {goals} mål ført videre"
        building.apply(edit)
        more = new_year.changes(
            building.network, 2016, [goal.id for goal in new_year.look(building.network, 2016).offered]
        )
        assert new_year.label(2016, more) == "2 mål ført videre til 2016"
