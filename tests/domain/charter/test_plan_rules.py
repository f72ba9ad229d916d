"""M4, M16, M17, M22 and M23: the plan, its source, its goals and its sign-off; kept, open and broken."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import Charter, FocusArea, Goal, Meeting, Organisation, Person, Plan
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import InUse, Invalid
from tests.building import NOVEMBER, Building, messages


def test_m4_is_open_for_a_plan_with_goals_in_one_part_only(year: Building) -> None:
    goal = next(row for row in year.network.live(Goal) if row.part == "agency")
    year.set(Goal, goal.id, part="central")
    assert year.state("M4", 2015, NOVEMBER) is State.OPEN
    assert messages(year, "M4") == "Handlingsplanen for 2015 har ingen mål i styrelsesdelen."


def test_m4_is_not_due_without_a_plan() -> None:
    assert Building.new(2014).state("M4", 2015, NOVEMBER) is State.NOT_DUE


def test_m16_is_not_due_before_the_annual_meeting_and_broken_when_the_year_is_over() -> None:
    building = Building.new(2014)
    building.appoint_everybody()
    assert building.state("M16", 2015, NOVEMBER) is State.NOT_DUE
    building.annual_meeting("2014-11-05")
    assert building.state("M16", 2015, NOVEMBER) is State.OPEN
    assert building.state("M16", 2015, "2016-01-01") is State.BROKEN


@pytest.mark.parametrize("state", ["planned", "called", "held", "cancelled"])
def test_m16_is_open_until_the_source_meetings_minutes_are_approved(year: Building, state: str) -> None:
    year.reopen()
    year.set(Meeting, year.network.live(Meeting)[0].id, state=state)
    assert year.state("M16", 2015, NOVEMBER) is State.OPEN
    assert "Årsmøde 05.11.2014" in messages(year, "M16")


def test_m16_is_open_for_a_plan_without_a_source_or_with_one_of_another_year(year: Building) -> None:
    found = plan.of_year(year.network, 2015)
    assert found
    year.set(Plan, found.id, meeting_id=None)
    assert year.state("M16", 2015, NOVEMBER) is State.OPEN
    year.set(Plan, found.id, meeting_id=year.annual_meeting("2013-11-05"))
    assert "som efter kommissoriet skulle forberede planen for 2014" in messages(year, "M16")
    assert year.state("M16", 2015, NOVEMBER) is State.OPEN


def test_m16_is_broken_by_a_source_that_is_no_annual_meeting_and_by_two_plans(year: Building) -> None:
    found = plan.of_year(year.network, 2015)
    assert found
    year.set(Plan, found.id, meeting_id=year.meeting("planning", "2014-10-01", state="approved"))
    assert year.state("M16", 2015, NOVEMBER) is State.BROKEN
    year.set(Plan, found.id, meeting_id=None)
    year.merge_new(Plan, year=2015)
    assert year.state("M16", 2015, NOVEMBER) is State.BROKEN
    assert "Der er 2 handlingsplaner for 2015" in messages(year, "M16")


@pytest.mark.parametrize(
    ("field", "words"),
    [("owner_organisation_id", "har ingen ansvarlig"), ("deadline", "har ingen frist")],
)
def test_m17_is_open_for_a_goal_without_owner_or_deadline_and_broken_once_signed(
    year: Building, field: str, words: str
) -> None:
    goal = next(row for row in year.network.live(Goal) if row.part == "agency")
    year.set(Goal, goal.id, **{field: None})
    assert year.state("M17", 2015, NOVEMBER) is State.OPEN
    (finding,) = year.findings("M17", 2015, NOVEMBER)
    assert finding.message == f"Mål 2.1 »Mål for Indsats i agency 2015« {words}."
    assert finding.row_id == goal.id
    assert year.state("M17", 2015, "2016-01-01") is State.BROKEN
    year.sign(2015)
    assert year.state("M17", 2015, NOVEMBER) is State.BROKEN


def test_m17_accepts_a_person_as_owner(year: Building) -> None:
    goal = year.network.live(Goal)[0]
    year.set(Goal, goal.id, owner_organisation_id=None, owner_person_id=year.person("Vejles repræsentant").id)
    assert year.state("M17", 2015, NOVEMBER) is State.KEPT


def test_m17_is_open_for_a_deadline_outside_the_year_and_for_a_goal_nobody_can_verify(year: Building) -> None:
    goal = year.network.live(Goal)[0]
    year.set(Goal, goal.id, deadline="2016-01-01")
    assert "uden for planåret" in messages(year, "M17")
    year.set(Goal, goal.id, deadline="2015-12-31", indicator="")
    assert "hverken indikator" in messages(year, "M17")
    year.set(Goal, goal.id, result="Arbejdes på")
    assert "hverken indikator eller måltal" in messages(year, "M17")
    year.set(Goal, goal.id, target="6 kurser")
    assert year.state("M17", 2015, NOVEMBER) is State.KEPT


@pytest.mark.parametrize("owner", ["owner_person_id", "owner_organisation_id"])
def test_m17_is_open_for_an_owner_who_has_left_until_the_goal_is_settled_or_the_year_is_over(
    year: Building, owner: str
) -> None:
    goal = year.network.live(Goal)[0]
    kind: type[Person | Organisation] = Person if owner == "owner_person_id" else Organisation
    row_id = year.add(kind, name="Fratrådt")
    year.set(Goal, goal.id, **{owner: row_id})
    year.set(kind, row_id, archived=True)
    (finding,) = year.findings("M17", 2015, NOVEMBER)
    assert "har Fratrådt som ansvarlig" in finding.message
    assert (finding.row_id, finding.field) == (goal.id, owner)
    assert year.state("M17", 2015, NOVEMBER) is State.OPEN
    assert year.state("M17", 2015, "2016-01-01") is State.KEPT
    year.set(Goal, goal.id, status="met")
    assert year.state("M17", 2015, NOVEMBER) is State.KEPT


def test_m17_is_open_for_a_plan_without_goals(year: Building) -> None:
    for goal in year.network.live(Goal):
        year.set(Goal, goal.id, archived=True)
    assert year.state("M17", 2015, NOVEMBER) is State.OPEN
    assert year.state("M4", 2015, NOVEMBER) is State.OPEN


def test_m17_notes_a_goal_under_an_area_that_is_not_the_years(year: Building) -> None:
    area = focus.of_year(year.network, 2015)[0]
    year.reopen()
    year.set(FocusArea, area.id, archived=True)
    assert year.state("M17", 2015, NOVEMBER) is State.KEPT
    assert "ikke er blandt indsatsområderne for 2015" in messages(year, "M17")


def test_m22_is_open_while_a_goal_of_the_year_before_is_not_assessed(year: Building) -> None:
    assert year.state("M22", 2016, "2015-12-31") is State.NOT_DUE
    assert year.state("M22", 2016, "2016-01-01") is State.OPEN
    for goal, status in zip(year.network.live(Goal), ("met", "partly_met"), strict=True):
        year.set(Goal, goal.id, status=status)
    assert year.state("M22", 2016, "2016-01-01") is State.KEPT


def test_m23_is_open_from_the_plan_years_first_day_until_the_plan_is_signed(year: Building) -> None:
    assert year.state("M23", 2015, "2014-12-31") is State.NOT_DUE
    assert year.state("M23", 2015, "2015-01-01") is State.OPEN
    year.sign(2015)
    assert year.state("M23", 2015, "2015-01-01") is State.KEPT
    year.sign(2015)
    assert year.state("M23", 2015, "2015-01-01") is State.BROKEN


def test_m23_is_kept_again_by_a_version_after_the_two_that_were_signed_apart(year: Building) -> None:
    for number in (1, 1):
        year.sign(2015, number)
    assert messages(year, "M23").endswith("Godkend en ny version, der gælder.")
    year.sign(2015, 2)
    assert year.state("M23", 2015, "2015-01-01") is State.KEPT
    assert messages(year, "M23").endswith("Begge er bevaret. Version 2 gælder nu.")


def test_m23_does_not_count_what_was_signed_on_an_unknown_computer_but_says_so(year: Building) -> None:
    version = year.sign(2015, signed_by="Bo Fremmed")
    year.network = year.network.with_tables({}, from_strangers=frozenset({version}))
    assert year.state("M23", 2015, "2014-12-31") is State.OPEN
    assert year.state("M23", 2015, "2015-01-01") is State.OPEN
    told = messages(year, "M23", today="2015-01-01")
    assert "Version 1 af handlingsplanen for 2015 er underskrevet på en ukendt computer af Bo Fremmed." in told
    assert "er ikke godkendt" in told
    assert (plan.versions(year.network, 2015), plan.next_number(year.network, 2015)) == ([], 2)
    year.network = year.network.with_tables({}, from_strangers=frozenset())
    assert year.state("M23", 2015, "2015-01-01") is State.KEPT


def test_a_version_from_an_unknown_computer_keeps_nobody_from_archiving_the_plan(year: Building) -> None:
    version = year.sign(2015)
    found = plan.of_year(year.network, 2015)
    assert found
    with pytest.raises(Invalid, match="godkendt som version 1"):
        year.set(Plan, found.id, archived=True)
    year.network = year.network.with_tables({}, from_strangers=frozenset({version}))
    year.set(Plan, found.id, archived=True)


def test_m4_looks_at_the_rows_of_its_year_alone(year: Building) -> None:
    year.merge_new(Goal, plan_id=year.plan(2016), text="Uden del", part="")
    assert year.state("M4", 2015, NOVEMBER) is State.KEPT
    assert "ligger i ingen af de to dele" in messages(year, "M4", 2016)
    other = Building.new(2014)
    other.merge_new(Goal, text="Uden plan", part="")
    assert other.state("M4", 2015, NOVEMBER) is State.NOT_DUE


def test_m16_says_what_is_missing_before_and_after_the_years_end() -> None:
    building = Building.new(2014)
    assert building.state("M16", 2015, "2014-12-31") is State.NOT_DUE
    open_words = "Der er ingen handlingsplan for 2015. Opret den på baggrund af årsmødet i 2014."
    assert messages(building, "M16", 2015, "2015-01-01") == open_words
    assert messages(building, "M16", 2015, "2015-12-31") == open_words
    assert messages(building, "M16", 2015, "2016-01-01") == "Der blev ikke udarbejdet nogen handlingsplan for 2015."


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("called", "som ikke er holdt endnu. Hold mødet, og få referatet godkendt."),
        ("held", "hvis referat ikke er godkendt. Få referatet godkendt."),
    ],
)
def test_m16_says_how_far_the_source_meeting_has_come(year: Building, state: str, words: str) -> None:
    year.merge_set(Meeting, year.network.live(Meeting)[0].id, state=state)
    (finding,) = year.findings("M16", 2015, NOVEMBER)
    assert finding.message.endswith(words)


def test_m16_leaves_the_plans_of_other_years_alone(year: Building) -> None:
    year.plan(2016)
    assert year.state("M16", 2015, NOVEMBER) is State.KEPT


def test_m17_and_m23_are_not_due_without_a_plan() -> None:
    building = Building.new(2014)
    assert building.state("M17", 2015, "2016-01-01") is State.NOT_DUE
    assert building.state("M23", 2015, "2016-01-01") is State.NOT_DUE


def test_m17_is_broken_only_when_the_year_is_over(year: Building) -> None:
    year.merge_set(Goal, year.network.live(Goal)[0].id, deadline=None)
    assert year.state("M17", 2015, "2015-12-31") is State.OPEN
    assert year.state("M17", 2015, "2016-01-01") is State.BROKEN


def test_m17_notes_an_area_that_is_archived_or_of_another_year_and_none_that_is_gone(year: Building) -> None:
    goal = year.network.live(Goal)[0]
    year.merge_set(Goal, goal.id, focus_area_id="gone")
    assert year.findings("M17", 2015, NOVEMBER) == ()
    year.merge_set(Goal, goal.id, focus_area_id=year.merge_new(FocusArea, year=2016, title="Næste års"))
    assert "hører under »Næste års«" in messages(year, "M17")
    year.merge_set(Goal, goal.id, focus_area_id=year.merge_new(FocusArea, year=2015, title="Væk", archived=True))
    assert "hører under »Væk«" in messages(year, "M17")


def test_m22_names_the_goals_year_and_is_broken_when_the_plan_year_is_over(year: Building) -> None:
    assert year.state("M22", 2016, "2015-12-31") is State.NOT_DUE
    assert "fra 2015 er ikke vurderet" in messages(year, "M22", 2016, "2016-01-01")
    assert year.state("M22", 2016, "2016-12-31") is State.OPEN
    assert year.state("M22", 2016, "2017-01-01") is State.BROKEN


def test_m23_tells_two_versions_of_one_number_apart_from_those_that_follow(year: Building) -> None:
    for number, signed_at in ((1, "2014-11-24"), (2, "2014-11-25"), (2, "2014-11-26")):
        year.sign(2015, number, signed_at=signed_at)
    (finding,) = year.findings("M23", 2015, NOVEMBER)
    assert "to versioner med nummer 2" in finding.message


def two_annual_meetings() -> tuple[Building, str, str]:
    """An annual meeting in January that the plan of its own year is based on, and one called for November."""
    building = Building.new(2026)
    building.appoint_everybody()
    january = building.annual_meeting("2026-01-14")
    november = building.meeting("annual", "2026-11-18", state="called")
    building.add(Plan, year=2026, meeting_id=january)
    return building, january, november


def test_a_meeting_in_january_of_the_plan_year_leaves_m16_open_until_the_reason_is_written() -> None:
    building, _, _ = two_annual_meetings()
    assert building.state("M16", 2026, "2026-11-29") is State.OPEN
    assert "skriv begrundelsen for valget" in messages(building, "M16", 2026, "2026-11-29")
    building.set(Plan, building.network.live(Plan)[0].id, meeting_reason="Årsmødet blev udsat fra november.")
    assert building.state("M16", 2026, "2026-11-29") is State.KEPT
    (finding,) = building.findings("M16", 2026, "2026-11-29")
    assert finding.message.endswith("Begrundelsen er: »Årsmødet blev udsat fra november.«.")


def test_the_meeting_that_carries_a_plan_prepares_no_other_in_m13_and_m16() -> None:
    building, _, november = two_annual_meetings()
    building.apply(plan.ensure(building.network, 2027)[1])
    found = plan.of_year(building.network, 2027)
    assert found
    assert found.meeting_id == november
    assert "Årsmøde 18.11.2026, som ikke er holdt endnu" in messages(building, "M16", 2027, "2026-11-29")
    building.focus_areas(2027, consulted_on="2026-09-01", deadline="2026-10-01", set_on="2026-10-20")
    assert "drøftet" not in messages(building, "M13", 2027, "2026-11-29")


def test_two_plans_on_one_meeting_are_refused_and_named_where_a_merge_brought_them() -> None:
    building, january, _ = two_annual_meetings()
    with pytest.raises(Invalid, match="2026 og 2027 bygger begge på Årsmøde"):
        building.add(Plan, year=2027, meeting_id=january)
    building.merge_new(Plan, year=2027, meeting_id=january)
    assert building.state("M16", 2027, "2026-11-29") is State.BROKEN
    assert "bygger begge på Årsmøde 14.01.2026" in messages(building, "M16", 2027, "2026-11-29")
    assert "bygger begge på" not in messages(building, "M16", 2026, "2026-11-29"), "the later plan is at fault"


@pytest.mark.parametrize(("offset", "held_in"), [(0, 2027), (1, 2026), (2, 2025), (3, 2024)])
def test_m16_names_the_year_of_the_annual_meeting_by_the_terms_of_reference(offset: int, held_in: int) -> None:
    building = Building.new(2024)
    building.set(Charter, next(building.network.rows(Charter)).id, plan_year_offset=offset)
    assert messages(building, "M16", 2027, "2027-02-01").endswith(f"på baggrund af årsmødet i {held_in}.")


def test_nothing_is_due_before_the_networks_first_year_and_its_first_plan_needs_no_meeting() -> None:
    building = Building.new(2027)
    for before in (2025, 2026):
        found = charter.check(building.network, before, date(2027, 3, 1))
        assert {item.verdict.state for item in found} == {State.NOT_DUE}
    assert messages(building, "M16", 2027, "2027-02-01").endswith("netværkets første planår. Opret den.")
    building.plan(2027)
    assert building.state("M16", 2027, "2027-02-01") is State.KEPT
    assert "netværkets første" in messages(building, "M16", 2027, "2027-02-01")
    building.plan(2028)
    assert building.state("M16", 2028, "2028-02-01") is State.OPEN


@pytest.mark.parametrize("values", [{"archived": True}, {"year": 2019}])
def test_a_signed_plan_is_neither_archived_nor_moved_and_named_where_a_merge_did(
    year: Building, values: dict[str, Value]
) -> None:
    found = year.network.live(Plan)[0]
    year.set(Plan, found.id, archived=True)
    year.set(Plan, found.id, archived=False)
    year.sign(2015)
    with pytest.raises(Invalid, match="for 2015 er godkendt som version 1 og kan hverken arkiveres, fjernes eller"):
        year.set(Plan, found.id, **values)
    year.merge_set(Plan, found.id, **values)
    for clause in ("M16", "M23"):
        assert year.state(clause, 2015, NOVEMBER) is State.BROKEN
        assert "er godkendt som version 1, men planen" in messages(year, clause)
    year.set(Plan, found.id, archived=False, year=2015)
    assert year.state("M23", 2015, NOVEMBER) is State.KEPT


def test_a_signed_plan_cannot_be_removed_and_is_not_told_to_be_archived(year: Building) -> None:
    for row in year.network.live(Goal):
        year.apply([Change(Goal.TABLE, row.id, row.values(), None)])
    row = year.network.live(Plan)[0]
    year.sign(2015)
    with pytest.raises(InUse) as refused:
        year.apply([Change(Plan.TABLE, row.id, row.values(), None)])
    assert refused.value.message == "Rækken kan ikke fjernes, for den bruges af en godkendt version, som ligger fast."
