"""The action plan: order and numbers of its goals, what it says, and when it can be signed off (M16, M17, M23)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from cbnet_desktop.domain.charter import charter, sign_off
from cbnet_desktop.domain.charter.findings import STATES, State
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan, plan_differences, plan_reading
from cbnet_desktop.domain.plan.plan_content import PlanContent, Revision, SignOff
from cbnet_desktop.domain.records import (
    AgendaItem,
    Allocation,
    Appointment,
    Attendance,
    BudgetShare,
    Charter,
    FocusArea,
    Goal,
    Meeting,
    Organisation,
    Person,
    Plan,
    PlanVersion,
    Seat,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.roster import roster
from tests.building import Building, messages

TODAY = date(2014, 11, 24)


def the_plan(building: Building, plan_year: int = 2015) -> Plan:
    found = plan.of_year(building.network, plan_year)
    assert found
    return found


def content(building: Building, today: date = TODAY, signed: SignOff | None = None) -> PlanContent:
    return plan.content(building.network, 2015, today, signed)


def first_goal(building: Building) -> Goal:
    return plan.goals(building.network, the_plan(building))[0]


def test_a_plan_is_made_once_from_the_last_annual_meeting_held_the_year_before() -> None:
    building = Building.new()
    building.appoint_everybody()
    building.annual_meeting("2014-03-01", "held")
    held = building.annual_meeting("2014-11-05", "approved")
    building.meeting("annual", "2014-12-20")
    plan_id = building.plan(2015)
    assert building.network.get(Plan, plan_id).meeting_id == held
    assert plan.ensure(building.network, 2015) == (plan_id, ())


def test_a_plan_begun_before_its_annual_meeting_names_the_planned_one_or_none() -> None:
    building = Building.new()
    assert the_plan_id_meeting(building, 2014) is None
    planned = building.meeting("annual", "2014-12-20")
    assert the_plan_id_meeting(building, 2015) == planned


def the_plan_id_meeting(building: Building, plan_year: int) -> str | None:
    plan_id = building.plan(plan_year)
    return building.network.get(Plan, plan_id).meeting_id


def test_goals_are_numbered_by_focus_area_and_those_outside_follow(year: Building) -> None:
    central = focus.of_year(year.network, 2015)[0]
    plan_id = the_plan(year).id
    year.goal(plan_id, "Først", part="central", focus_area_id=central.id, position=1)
    year.goal(plan_id, "Uden for, styrelse", part="agency")
    year.goal(plan_id, "Uden for, central", part="central")
    year.goal(plan_id, "Styrelsens under centralt område", part="agency", focus_area_id=central.id)
    numbers = plan.numbers(year.network, the_plan(year))
    found = [(numbers[goal.id], goal.text) for goal in plan.goals(year.network, the_plan(year))]
    assert found == [
        ("1.1", "Først"),
        ("1.2", "Mål for Indsats i central 2015"),
        ("3.1", "Uden for, central"),
        ("1.3", "Styrelsens under centralt område"),
        ("2.1", "Mål for Indsats i agency 2015"),
        ("4.1", "Uden for, styrelse"),
    ]


def test_goals_stand_by_number_then_deadline_then_danish_text(year: Building) -> None:
    plan_id = the_plan(year, 2015).id
    for goal in year.network.live(Goal):
        year.set(Goal, goal.id, archived=True)
    rows = (
        ("Å", None, "2015-05-01"),
        ("Z", None, "2015-05-01"),
        ("Før", None, "2015-04-30"),
        ("Uden frist", None, None),
        ("Andet", 2, None),
        ("Et", 1, None),
    )
    for text, position, deadline in rows:
        year.goal(plan_id, text, position=position, deadline=deadline)
    texts = [goal.text for goal in plan.goals(year.network, the_plan(year))]
    assert texts == ["Et", "Andet", "Før", "Z", "Å", "Uden frist"]


def test_archived_goals_and_areas_leave_their_numbers(year: Building) -> None:
    central, agency = focus.of_year(year.network, 2015)
    year.reopen()
    year.set(FocusArea, central.id, archived=True)
    numbers = plan.numbers(year.network, the_plan(year))
    by_area = {goal.focus_area_id: numbers[goal.id] for goal in year.network.live(Goal)}
    assert by_area == {agency.id: "1.1", central.id: "2.1"}
    goal = next(row for row in year.network.live(Goal) if row.focus_area_id == agency.id)
    year.set(Goal, goal.id, archived=True)
    assert goal.id not in plan.numbers(year.network, the_plan(year))


def test_a_plan_in_order_can_be_signed_off(year: Building) -> None:
    assert sign_off.require_signable(year.network, 2015, TODAY) == the_plan(year)


def refusal(building: Building, plan_year: int = 2015) -> str:
    with pytest.raises(Invalid) as refused:
        sign_off.require_signable(building.network, plan_year, TODAY)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_without_a_plan_or_a_goal_there_is_nothing_to_sign(year: Building) -> None:
    assert refusal(year, 2016) == ("Der er ingen handlingsplan for 2016. Opret planen og dens mål, før den godkendes.")
    for goal in year.network.live(Goal):
        year.set(Goal, goal.id, archived=True)
    assert "har ingen mål" in refusal(year)


def test_the_goals_that_lack_owner_or_deadline_are_named(year: Building) -> None:
    first, second = plan.goals(year.network, the_plan(year))
    year.set(Goal, first.id, owner_organisation_id=None, deadline=None)
    year.set(Goal, second.id, deadline=None)
    assert refusal(year) == (
        "Mål 1.1 »Mål for Indsats i central 2015« har ingen ansvarlig og ingen frist; "
        "mål 2.1 »Mål for Indsats i agency 2015« har ingen frist. Udfyld det, før planen godkendes."
    )
    with pytest.raises(Invalid) as refused:
        sign_off.require_signable(year.network, 2015, TODAY)
    assert (refused.value.table, refused.value.row_id, refused.value.field) == ("goals", first.id, "owner_person_id")


def test_of_many_goals_five_are_named_and_the_rest_counted(year: Building) -> None:
    for number in range(7):
        year.goal(the_plan(year).id, f"Uden frist {number}", deadline=None)
    assert refusal(year).count("»") == 5
    assert "2 andre mål mangler også ansvarlig eller frist" in refusal(year)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("planned", "som ikke er holdt endnu. Hold mødet, og få referatet godkendt"),
        ("called", "som ikke er holdt endnu. Hold mødet, og få referatet godkendt"),
        ("cancelled", "som ikke er holdt endnu. Hold mødet, og få referatet godkendt"),
        (
            "held",
            "hvis referat blev godkendt 24.11.2014 og genåbnet 24.11.2014: En prøve. Få referatet godkendt igen",
        ),
    ],
)
def test_the_source_meeting_must_be_held_and_its_minutes_approved(year: Building, state: str, words: str) -> None:
    year.reopen()
    year.set(Meeting, the_plan(year).meeting_id or "", state=state)
    assert f"Årsmøde 05.11.2014, {words}" in refusal(year)


def test_a_meeting_marked_approved_before_its_day_carries_no_sign_off(year: Building) -> None:
    year.merge_set(Meeting, the_plan(year).meeting_id or "", held_on="2014-12-03")
    assert "Årsmøde 03.12.2014 står som afholdt, men dagen er ikke kommet endnu" in refusal(year)
    (found,) = sign_off.hindrances(year.network, 2015, date(2014, 12, 3))
    assert "da var mødet ikke holdt" in found.message, "it was approved before its day"


def test_a_meeting_at_which_a_side_was_missing_carries_no_sign_off(year: Building) -> None:
    year.reopen()
    for row in year.network.live(Attendance):
        if row.person_id == year.person("Centralbibliotekschefernes repræsentant").id:
            year.set(Attendance, row.id, archived=True)
    year.set(Meeting, the_plan(year).meeting_id or "", state="approved")
    assert "ikke tæller som årsmøde, for centralbibliotekschefernes repræsentant er ikke registreret" in refusal(year)


def test_nobody_signs_without_a_representative_of_the_agency_on_that_day(year: Building) -> None:
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Biblioteksenheden").id)
    year.set(Appointment, term.id, ends_on="2014-11-10")
    year.set(Person, term.person_id or "", archived=True)
    assert "Ingen repræsenterer KBE i netværket 24.11.2014." in refusal(year)


def test_the_first_plan_needs_no_annual_meeting_before_it() -> None:
    building = Building.new(2015)
    building.appoint_everybody()
    plan_id = building.plan(2015)
    building.goals_in_both_parts(plan_id)
    building.goal(plan_id, "Begyndelsen")
    assert building.network.get(Plan, plan_id).meeting_id is None
    assert sign_off.hindrances(building.network, 2015, TODAY) == []


def test_all_else_that_the_checklist_has_open_is_to_be_looked_at_first(year: Building) -> None:
    assert sign_off.warnings(year.network, 2015, TODAY) == []
    year.set(Goal, first_goal(year).id, deadline="2031-02-28")
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Vejle").id)
    year.set(Appointment, term.id, archived=True)
    assert {one.clause for one in sign_off.warnings(year.network, 2015, TODAY)} == {"M3", "M12", "M17"}


def test_what_hinders_is_not_said_again_as_something_to_look_at(year: Building) -> None:
    year.set(Goal, first_goal(year).id, deadline=None)
    assert len(sign_off.hindrances(year.network, 2015, TODAY)) == 1
    assert sign_off.warnings(year.network, 2015, TODAY) == []


def test_the_terms_are_stated_as_they_stand_once_the_plan_is_signed(year: Building) -> None:
    year.set(Goal, first_goal(year).id, deadline="2031-02-28")
    found = {clause.id: clause for clause in sign_off.terms(year.network, 2015, date(2015, 1, 5))}
    assert list(found) == [clause.id for clause in charter.CLAUSES]
    assert found["M23"].state == STATES[State.KEPT]
    assert found["M17"].state == STATES[State.OPEN]
    assert found["M17"].title == "Konkrete mål"
    assert len(found["M17"].findings) == 1


def test_the_source_must_be_an_annual_meeting_that_exists(year: Building) -> None:
    source = the_plan(year).meeting_id or ""
    year.reopen(source)
    year.set(Meeting, source, kind="planning")
    assert "som ikke er et årsmøde" in refusal(year)
    year.set(Meeting, source, archived=True)
    assert "er ikke knyttet til det årsmøde" in refusal(year)


def test_the_plan_says_everything_in_danish(year: Building) -> None:
    goal = first_goal(year)
    item = next(row for row in year.network.live(AgendaItem) if row.topic == "coming_focus")
    year.set(
        Goal,
        goal.id,
        text="Flere kurser",
        audience="Ledere",
        level="regional",
        owner_person_id=year.person("Odenses repræsentant").id,
        owner_organisation_id=None,
        baseline="2",
        target="6",
        unit="kurser",
        status="partly_met",
        result="På vej",
        agenda_item_id=item.id,
    )
    found = content(year)
    assert (found.network, found.title, found.year) == ("Prøvenetværket", "Handlingsplan 2015", 2015)
    assert found.source_meeting == "Årsmøde den 5. november 2014"
    assert found.focus_areas_set == (
        "Fastsat den 10. oktober 2014 af Biblioteksenheden (KBE)s repræsentant efter høring af centralbibliotekerne"
    )
    assert [(area.number, area.part, area.level) for area in found.focus_areas] == [
        ("1", "Centralbiblioteksdel", "Nationalt"),
        ("2", "Styrelsesdel", "Nationalt"),
    ]
    assert [part.part for part in found.parts] == ["Centralbiblioteksdel", "Styrelsesdel"]
    group = found.parts[0].groups[0]
    text = group.goals[0]
    assert group.focus_area == "Indsats i central 2015"
    assert (text.number, text.text, text.audience, text.level) == ("1.1", "Flere kurser", "Ledere", "Regionalt")
    assert (text.owner, text.deadline) == ("Odenses repræsentant, Odense", "2015-06-01")
    assert (text.baseline, text.target, text.indicator) == ("2 kurser", "6 kurser", "Antal deltagere")
    assert (text.status, text.result) == ("Delvist indfriet", "På vej")
    assert text.derived_from == "Årsmøde 05.11.2014, pkt. 3"


def test_a_goal_from_a_closed_item_without_a_number_does_not_tell_its_title(year: Building) -> None:
    item = next(row for row in year.network.live(AgendaItem) if row.topic == "coming_focus")
    year.set(Goal, first_goal(year).id, agenda_item_id=item.id)
    year.reopen(item.meeting_id or "")
    year.set(AgendaItem, item.id, position=None, closed=True)
    assert content(year).parts[0].groups[0].goals[0].derived_from == "Årsmøde 05.11.2014, et lukket punkt"


def test_an_owner_is_a_person_with_a_library_or_an_organisation(year: Building) -> None:
    goal = first_goal(year)
    owners = {
        (None, year.library("KBE").id): "KBE",
        (year.person("Odenses repræsentant").id, None): "Odenses repræsentant, Odense",
        (year.person("Odenses repræsentant").id, year.library("Vejle").id): "Odenses repræsentant, Vejle",
        (None, None): "",
    }
    for (person_id, organisation_id), text in owners.items():
        year.set(Goal, goal.id, owner_person_id=person_id, owner_organisation_id=organisation_id)
        assert content(year).parts[0].groups[0].goals[0].owner == text


def test_the_members_are_those_of_today_kept_inside_the_plan_year(year: Building) -> None:
    newcomer = year.add(Person, name="Ny Nielsen", title="Konsulent")
    year.apply(roster.replace_holder(year.network, year.seat("Odense"), newcomer, "2015-03-01"))
    year.appoint("Odense", "Sanne Suppleant", "2015-03-01", role="substitute")

    def odense(today: date) -> tuple[str, str, str]:
        member = next(member for member in content(year, today).members if member.seat == "Odense")
        return member.name, member.title, member.substitute

    assert odense(TODAY) == ("Odenses repræsentant", "", "")
    assert odense(date(2015, 3, 1)) == ("Ny Nielsen", "Konsulent", "Sanne Suppleant")
    assert content(year, date(2017, 1, 1)).members == content(year, date(2015, 12, 31)).members
    assert len(content(year).members) == 8


def test_a_vacant_seat_is_a_member_without_a_name(year: Building) -> None:
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Vejle").id)
    year.set(Appointment, term.id, archived=True)
    member = next(member for member in content(year).members if member.seat == "Vejle")
    assert (member.name, member.organisation, member.seat_kind) == (
        "",
        "Vejle Centralbibliotek",
        "Centralbiblioteksområde",
    )


def test_the_budget_shows_every_library_and_exact_sums(year: Building) -> None:
    rows = year.network.live(BudgetShare)
    gentofte = next(row for row in rows if row.organisation_id == year.library("Gentofte").id)
    year.set(BudgetShare, gentofte.id, share_ore=333)
    aalborg = next(row for row in rows if row.organisation_id == year.library("Aalborg").id)
    year.set(BudgetShare, aalborg.id, archived=True)
    year.add(Allocation, year=2015, purpose="Kurser", amount_ore=100)
    budget = content(year).budget
    assert [share.library for share in budget.shares] == [
        "Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg",
    ]  # fmt: skip
    assert (budget.shares[0].share_bp, budget.shares[0].joint_ore, budget.shares[0].is_agreed) == (0, 333, False)
    assert (budget.shares[5].earmarked_ore, budget.shares[5].joint_ore) == (None, None)
    assert budget.pool_ore == sum(share.joint_ore or 0 for share in budget.shares) == 4 * 12_500_000 + 333
    assert (budget.allocated_ore, budget.unallocated_ore) == (100, budget.pool_ore - 100)
    assert budget.is_provisional


def test_archived_rows_never_appear(year: Building) -> None:
    year.reopen()
    year.add(Allocation, year=2015, purpose="Bevilling, som er væk", amount_ore=1)
    year.meeting("planning", "2015-02-01", title="Møde, som er væk")
    year.goal(the_plan(year).id, "Mål, som er væk")
    year.add(FocusArea, year=2015, title="Område, som er væk")
    year.appoint("Odense", "Suppleant, som er væk", role="substitute")
    year.add(Organisation, name="Bibliotek, som er væk", kind="central_library")
    assert content(year).canonical().decode().count("som er væk") == 7, "six rows, the goal's deadline in the wheel too"
    for kind in (Allocation, Meeting, Goal, FocusArea, Appointment, Organisation):
        for row in list(year.network.live(kind)):
            person = year.network.find(Person, getattr(row, "person_id", None))
            if "som er væk" in str(row.values()) or (person and "som er væk" in person.name):
                year.set(kind, row.id, archived=True)
    assert "som er væk" not in content(year).canonical().decode()


def test_the_same_network_says_the_same_whatever_the_order_of_its_rows(year: Building) -> None:
    shuffled = {table: dict(reversed(rows.items())) for table, rows in year.network.tables.items()}
    other = plan.content(year.network.with_tables(shuffled), 2015, TODAY, None)
    assert other.canonical() == content(year).canonical()
    assert other.sha256 == content(year).sha256


def test_the_sign_off_is_part_of_what_is_signed(year: Building) -> None:
    at_sign_off = SignOff(1, "2014-11-24T13:03:00Z", "Prøve Prøvesen", "", "0" * 64)
    signed = content(year, signed=at_sign_off)
    assert signed == replace(content(year), sign_off=at_sign_off)
    assert signed.sha256 != content(year).sha256


def test_a_year_without_a_plan_says_so(year: Building) -> None:
    with pytest.raises(Invalid, match="ingen handlingsplan for 2016"):
        plan.content(year.network, 2016, TODAY, None)


def sign(building: Building, number: int = 1) -> PlanVersion:
    row_id = building.sign(2015, number)
    return building.network.get(PlanVersion, row_id)


def test_an_unchanged_plan_has_not_changed_since_it_was_signed(year: Building) -> None:
    assert not plan.has_changed_since(year.network, sign(year))


def test_what_is_frozen_and_what_is_compared_have_one_hash_of_what_was_decided(year: Building) -> None:
    at_sign_off = SignOff(1, "2014-11-24T13:03:00Z", "Prøve Prøvesen", "", "0" * 64)
    frozen = plan_reading.read(content(year, signed=at_sign_off).canonical())
    assert frozen.decided_sha256 == sign(year).decided_sha256 != frozen.sha256


def test_a_plan_signed_twice_as_the_same_version_may_be_signed_again_unchanged(year: Building) -> None:
    for number, has_changed in ((1, False), (1, True), (2, False)):
        version = sign(year, number)
        assert plan.has_changed_since(year.network, version) is has_changed


@pytest.mark.parametrize("who", ["person", "organisation", "seat", "setter"])
def test_a_new_name_for_the_same_is_no_change_of_the_plan(year: Building, who: str) -> None:
    owner, setter = year.person("Odenses repræsentant"), year.person("Biblioteksenheden (KBE)s repræsentant")
    year.set(Goal, first_goal(year).id, owner_person_id=owner.id)
    version, before = sign(year), content(year)
    if who == "organisation":  # it moves to the end of the alphabet, and of the table of shares
        year.set(Organisation, year.library("Gentofte").id, name="Øresunds Bibliotek", short_name="Øresund")
    elif who == "seat":
        year.set(Seat, year.seat("Odense").id, name="Fyn")
    else:
        year.set(Person, (owner if who == "person" else setter).id, name="Gift Giftesen")
    assert content(year) != before
    assert not plan.has_changed_since(year.network, version)
    assert plan_differences.differences(before, content(year)) == []


def test_a_changed_plan_is_open_in_m23_and_says_so_in_its_draft(year: Building) -> None:
    version, signed = sign(year), content(year)
    asked = year.network, 2015, TODAY, version, signed
    assert plan.revision(*asked) == Revision(1, "", "", has_changed=False, differences=())
    year.set(Goal, first_goal(year).id, text="Et helt andet mål")
    assert messages(year, "M23") == (
        "Handlingsplanen for 2015 afviger fra version 1, som er godkendt. Godkend en ny version, eller ret planen "
        "tilbage."
    )
    assert year.state("M23", 2015, "2014-11-24") is State.OPEN
    revision = plan.revision(year.network, 2015, TODAY, version, signed)
    assert (revision.has_changed, revision.differences) == (True, ("Mål 1.1 »Et helt andet mål«: tekst ændret.",))


def test_follow_up_roster_and_calendar_do_not_count_as_changes(year: Building) -> None:
    allocation = year.add(Allocation, year=2015, purpose="Kurser", amount_ore=100)
    version, before = sign(year), content(year)
    year.set(Goal, first_goal(year).id, status="met", status_on="2015-06-01", result="Nået")
    year.set(Allocation, allocation, spent_ore=50)
    year.meeting("planning", "2015-02-01")
    newcomer = year.add(Person, name="Ny Nielsen")
    year.apply(roster.replace_holder(year.network, year.seat("Odense"), newcomer, "2015-03-01"))
    assert content(year) != before
    assert not plan.has_changed_since(year.network, version)


@pytest.mark.parametrize("what", ["goal", "new goal", "foreword", "focus area", "share", "allocation"])
def test_what_the_network_decides_counts_as_a_change(year: Building, what: str) -> None:
    allocation = year.add(Allocation, year=2015, purpose="Kurser", amount_ore=100)
    version = sign(year)
    if what == "goal":
        year.set(Goal, first_goal(year).id, deadline="2015-07-01")
    elif what == "new goal":
        year.goal(the_plan(year).id, "Et mål mere")
    elif what == "foreword":
        year.set(Plan, the_plan(year).id, foreword="Nye ord")
    elif what == "focus area":
        year.reopen()
        year.set(FocusArea, focus.of_year(year.network, 2015)[0].id, title="Et nyt navn")
        year.set_areas(2015, "2014-10-10")
    elif what == "share":
        year.set(BudgetShare, year.network.live(BudgetShare)[0].id, share_bp=2_600)
    else:
        year.set(Allocation, allocation, amount_ore=101)
    assert plan.has_changed_since(year.network, version)


def test_versions_stand_by_number_over_all_plans_of_a_year(year: Building) -> None:
    for number in (2, 1):
        year.sign(2015, number)
    year.merge_new(PlanVersion, plan_id="another", year=2015, number=3)
    year.merge_new(PlanVersion, plan_id="another", year=2016, number=9)
    assert [version.number for version in plan.versions(year.network, 2015)] == [1, 2, 3]
    assert plan.next_number(year.network, 2015) == 4
    assert plan.next_number(year.network, 2014) == 1


def test_of_two_plans_that_a_merge_brought_the_one_signed_last_is_the_years(year: Building) -> None:
    signed = the_plan(year).id
    year.sign(2015)
    year.merge([Change("plans", "0", None, {"year": 2015})])
    assert the_plan(year).id == signed
    year.merge_new(PlanVersion, plan_id="0", year=2015, number=2)
    assert the_plan(year).id == "0"


def test_the_canonical_json_has_sorted_keys_no_spaces_and_danish_letters_as_they_are(year: Building) -> None:
    found = content(year).canonical().decode()
    assert json.loads(found)["year"] == 2015
    assert found == json.dumps(json.loads(found), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "Årsmøde" in found


def test_the_first_plan_by_id_is_the_years(year: Building) -> None:
    year.merge([Change("plans", row_id, None, {"year": 2015}) for row_id in ("z", "0")])
    assert the_plan(year).id == "0"


def test_versions_stand_by_number_and_one_without_a_number_is_the_oldest(year: Building) -> None:
    for number, signed_at in ((1, "2014-11-26"), (None, "2014-11-28"), (None, "2014-11-29"), (2, "2014-11-24")):
        year.sign(2015, number, signed_at=signed_at)
    assert [row.number for row in plan.versions(year.network, 2015)] == [None, None, 1, 2]
    assert plan.is_signed_twice(year.network, 2015) is False
    year.sign(2015, 2)
    assert plan.is_signed_twice(year.network, 2015) is True


def test_a_year_is_prepared_by_its_plans_annual_meeting_else_by_the_latest_held_that_fits(year: Building) -> None:
    source = plan.source_meeting(year.network, the_plan(year))
    assert source
    early = year.annual_meeting("2014-03-01")
    year.meeting("annual", "2014-12-20")
    assert plan.preparing_meeting(year.network, 2015) == source
    year.set(Plan, the_plan(year).id, meeting_id=early)
    assert plan.preparing_meeting(year.network, 2015) == year.network.get(Meeting, early)
    year.merge_set(Plan, the_plan(year).id, meeting_id=year.meeting("planning", "2014-06-01"))
    assert plan.preparing_meeting(year.network, 2015) == source
    year.merge_set(Plan, the_plan(year).id, archived=True)
    assert plan.preparing_meeting(year.network, 2015) == source
    assert plan.preparing_meeting(year.network, 2020) is None


def test_a_meeting_that_carries_a_plan_is_offered_to_no_other(year: Building) -> None:
    january = year.annual_meeting("2016-01-14")
    assert plan.offered_meeting(year.network, 2017) == year.network.get(Meeting, january)
    year.add(Plan, year=2016, meeting_id=january)
    assert plan.offered_meeting(year.network, 2017) is None
    november = year.meeting("annual", "2016-11-18")
    assert the_plan_id_meeting(year, 2017) == november


def test_a_plan_may_be_prepared_in_its_own_year_or_up_to_three_years_before() -> None:
    for offset in range(4):
        building = Building.new(2014)
        charter_row = next(iter(building.network.rows(Charter)))
        building.set(Charter, charter_row.id, plan_year_offset=offset)
        meeting_id = building.meeting("annual", f"{2017 - offset}-11-05")
        assert the_plan_id_meeting(building, 2017) == meeting_id
        assert plan.preparing_year(building.network, 2017) == 2017 - offset


def test_goals_stand_by_number_deadline_and_text_and_those_without_a_number_last(year: Building) -> None:
    plan_id = the_plan(year).id
    for goal in year.network.live(Goal):
        year.set(Goal, goal.id, archived=True)
    for text, position, deadline in (
        ("D", None, None),
        ("C", None, "2015-06-01"),
        ("B", 1, None),
        ("A", 2, None),
        ("Nul", 0, None),
        ("E", None, None),
    ):
        year.merge_new(Goal, plan_id=plan_id, text=text, position=position, deadline=deadline)
    assert [goal.text for goal in plan.goals(year.network, the_plan(year))] == ["Nul", "B", "A", "C", "D", "E"]


def test_nothing_hinders_a_year_without_a_plan_but_that(year: Building) -> None:
    assert [one.table for one in sign_off.hindrances(year.network, 2020, TODAY)] == ["plans"]
