"""What the papers of a year say, prepared from the network: roster, checklist, budget, follow-up, comparison, book."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.papers import book, budget, checklist, comparison, follow_up, roster, wheel
from cbnet_desktop.domain.plan import plan, plan_reading
from cbnet_desktop.domain.plan.plan_content import SignOff
from cbnet_desktop.domain.records import (
    AgendaItem,
    Allocation,
    Appointment,
    BudgetShare,
    Goal,
    GoalReport,
    Person,
    Plan,
)
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.roster import organisation_names
from tests.building import Building, prepare

TODAY = date(2014, 11, 24)
CONTACT = {"phone": "12 34 56 78", "email": "gentofte@example.org"}


def seat_text(building: Building, name: str, day: str) -> roster.SeatText:
    content = roster.content(building.network, day, is_internal=False)
    return next(seat for seat in content.seats if seat.seat == name)


# M3, M12: the roster


def test_the_roster_says_since_when_somebody_sits_and_who_stands_in(year: Building) -> None:
    year.appoint("Gentofte", "Åse Øst", "2014-01-01", role="substitute")
    seat = seat_text(year, "Gentofte", "2014-11-24")
    assert (seat.name, seat.since, seat.substitute, seat.note) == (
        "Gentoftes repræsentant",
        "2012-01-01",
        "Åse Øst",
        "",
    )


def test_the_roster_counts_the_days_of_a_vacancy(year: Building) -> None:
    term = next(row for row in year.network.live(Appointment) if row.seat_id == year.seat("Vejle").id)
    person = year.network.get(Person, term.person_id)
    year.set(Appointment, term.id, ends_on="2014-09-30")
    assert seat_text(year, "Vejle", "2014-11-24").note == "Udpegningen udløb 30.09.2014; sidder fortsat"
    year.merge_set(Person, person.id, archived=True)
    seat = seat_text(year, "Vejle", "2014-11-24")
    assert (seat.name, seat.note) == ("", "Ubesat i 55 dage, siden 01.10.2014")
    assert seat_text(year, "Vejle", "2014-10-01").note == "Ubesat i 1 dag, siden 01.10.2014"
    content = roster.content(year.network, "2014-11-24", is_internal=False)
    assert content.summary == "8 pladser, 7 besat. Ubesat: Vejle."
    year.appoint("Vejle", "Kirsten Lund", "2015-01-01")
    told = roster.content(year.network, "2014-11-24", is_internal=False)
    assert told.summary == "8 pladser, 7 besat. Ubesat: Vejle (Kirsten Lund fra 01.01.2015)."


def test_only_the_internal_copy_knows_how_anybody_is_reached(year: Building) -> None:
    year.set(Person, year.person("Gentoftes repræsentant").id, **CONTACT)
    public = roster.content(year.network, "2014-11-24", is_internal=False)
    assert "12 34 56 78" not in repr(public)
    assert "example.org" not in repr(public)
    internal = roster.content(year.network, "2014-11-24", is_internal=True)
    assert roster.Contact("Gentoftes repræsentant", "Gentofte", *CONTACT.values()) in internal.contacts
    assert internal.front.state.endswith("Intern udgave med kontaktoplysninger")


def test_an_organisation_bears_the_name_of_the_day(year: Building) -> None:
    library = year.library("Gentofte")
    year.apply(organisation_names.rename(year.network, library, "Gentofte Bibliotekerne", "2014-06-01"))
    assert seat_text(year, "Gentofte", "2014-05-31").organisation == library.name
    assert seat_text(year, "Gentofte", "2014-06-01").organisation == "Gentofte Bibliotekerne"


# M1: the checklist


def test_the_checklist_has_every_clause_with_its_own_words_and_reasons(year: Building) -> None:
    content = checklist.content(year.network, 2015, TODAY)
    checked = charter.check(year.network, 2015, TODAY)
    assert [(one.id, one.quote) for one in content.clauses] == [(one.clause.id, one.clause.quote) for one in checked]
    assert [one.reasons for one in content.clauses] == [
        tuple(finding.message for finding in one.verdict.findings) for one in checked
    ]
    assert sum(count for _, count in content.counts) == len(charter.CLAUSES)


def test_the_checklist_counts_what_is_broken_in_words(year: Building) -> None:
    year.merge_set(Goal, next(year.network.rows(Goal)).id, archived=True)
    content = checklist.content(year.network, 2015, TODAY)
    broken = [clause.id for clause in content.clauses if clause.state == "Ikke overholdt"]
    assert ("Ikke overholdt", len(broken)) in content.counts
    assert content.summary.startswith(f"Af kommissoriets {len(charter.CLAUSES)} punkter er ")
    assert f", {dict(content.counts)['Mangler']} mangler noget, " in content.summary


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"kept": 5, "open": 12, "not due": 6}, "er 5 opfyldt, 12 mangler noget, og 6 er ikke aktuelle endnu."),
        ({"open": 1, "broken": 2, "not due": 1}, "mangler 1 noget, 2 er ikke overholdt, og 1 er ikke aktuelt endnu."),
        ({"kept": 22, "broken": 1}, "er 22 opfyldt, og 1 er ikke overholdt."),
        ({"kept": 23}, "er 23 opfyldt."),
    ],
)
def test_the_checklist_counts_the_clauses_in_one_sentence(counts: dict[str, int], sentence: str) -> None:
    found = Counter({State(state): count for state, count in counts.items()})
    assert checklist.summary(found) == f"Af kommissoriets {sum(counts.values())} punkter {sentence}"


# M20, M21: the budget


def test_the_budget_says_whether_the_pool_is_final_and_what_is_left(year: Building) -> None:
    year.add(Allocation, year=2015, purpose="Temadage", amount_ore=10_000_000, spent_ore=2_500_000)
    content = budget.content(year.network, 2015, TODAY)
    assert content.front.subject == "Status pr. 24. november 2014; puljen er endelig"
    assert content.budget.unallocated_ore == content.budget.pool_ore - 10_000_000
    share = next(year.network.rows(BudgetShare))
    year.set(BudgetShare, share.id, earmarked_ore=40_000_000)
    assert budget.content(year.network, 2015, TODAY).front.subject.endswith("puljen er foreløbig")


# M17: follow-up


def test_the_follow_up_sheet_names_overdue_goals_and_what_was_said_last(year: Building) -> None:
    found = plan.of_year(year.network, 2015)
    assert found
    late, met = plan.goals(year.network, found)
    year.set(Goal, late.id, deadline="2015-03-01", result="Halvvejs")
    year.set(Goal, met.id, deadline="2015-03-01", status="met")
    year.add(GoalReport, goal_id=late.id, reported_on="2015-01-01", status="under_way", comment="Begyndt")
    year.add(GoalReport, goal_id=late.id, reported_on="2015-02-01", status="under_way", comment="Tre af fem")
    content = follow_up.content(year.network, 2015, date(2015, 3, 2))
    goals = [goal for chapter in content.chapters for goal in chapter.goals]
    assert [(goal.is_overdue, goal.comment) for goal in goals] == [(True, "Tre af fem"), (False, "")]
    assert content.overdue == 1
    on_the_day = follow_up.content(year.network, 2015, date(2015, 3, 1))
    assert on_the_day.overdue == 0


@pytest.mark.parametrize("paper", [follow_up, comparison])
def test_a_year_without_a_plan_is_refused_in_one_sentence(year: Building, paper: object) -> None:
    with pytest.raises(Invalid, match=r"^Der er ingen handlingsplan for 2019\. Opret den først\.$"):
        paper.content(year.network, 2019, TODAY)


# M17, M22: two years beside each other


@pytest.fixture
def two_years(year: Building) -> Building:
    prepare(year, 2016)
    return year


def goals_of(building: Building, plan_year: int) -> list[Goal]:
    found = plan.of_year(building.network, plan_year)
    assert found
    return plan.goals(building.network, found)


def test_every_goal_of_both_years_stands_in_exactly_one_group(two_years: Building) -> None:
    old, new = goals_of(two_years, 2015), goals_of(two_years, 2016)
    two_years.set(Goal, new[0].id, continues_id=old[1].id, text="Helt andre ord")
    content = comparison.content(two_years.network, 2016, TODAY)
    assert [(pair.before.text, pair.after.text) for pair in content.continued] == [(old[1].text, "Helt andre ord")]
    assert [goal.text for goal in content.new] == [new[1].text]
    assert [goal.text for goal in content.ended] == [old[0].text]
    assert (content.before, content.year, content.is_first) == (2015, 2016, False)


def test_a_goal_of_the_same_words_is_taken_for_the_same_unless_another_is_recorded(two_years: Building) -> None:
    old, new = goals_of(two_years, 2015), goals_of(two_years, 2016)
    two_years.set(Goal, new[1].id, text=f"  {old[0].text.upper()} ")
    content = comparison.content(two_years.network, 2016, TODAY)
    assert [pair.before.text for pair in content.continued] == [old[0].text]
    two_years.set(Goal, new[0].id, continues_id=old[0].id)
    content = comparison.content(two_years.network, 2016, TODAY)
    assert [(pair.before.text, pair.after.text) for pair in content.continued] == [(old[0].text, new[0].text)]


def test_the_first_plan_has_nothing_before_it(year: Building) -> None:
    content = comparison.content(year.network, 2015, TODAY)
    assert content.is_first
    assert (len(content.new), content.continued, content.ended) == (2, (), ())


# The book


def test_the_book_has_every_year_and_ends_where_it_is_told_to(two_years: Building) -> None:
    content = book.content(two_years.network, TODAY, {})
    assert [found.year for found in content.years] == [2014, 2015, 2016]
    assert content.front.subject == "2014–2016"
    assert [found.plan is None for found in content.years] == [True, False, False]
    until = book.content(two_years.network, TODAY, {}, until=2015)
    assert [found.year for found in until.years] == [2014, 2015]


def test_a_book_that_would_end_before_the_network_begins_is_refused(year: Building) -> None:
    with pytest.raises(Invalid, match=r"^Der er ingen år til og med 1990\. Netværkets første år er 2014\.$"):
        book.content(year.network, TODAY, {}, until=1990)


def test_the_book_shows_a_plan_as_it_was_signed_off(year: Building) -> None:
    signed = SignOff(1, "2014-12-02T13:03:00.000Z", "Mette Holm", "", "4f1d" * 16)
    frozen = plan.content(year.network, 2015, TODAY, signed)
    year.set(Goal, goals_of(year, 2015)[0].id, text="Rettet bagefter")
    content = book.content(year.network, TODAY, {2015: plan_reading.read(frozen.canonical())})
    assert content.years[-1].plan == frozen
    assert "Rettet bagefter" not in repr(content)


def test_the_newest_version_of_each_year_is_the_one_in_the_book(year: Building) -> None:
    found = plan.of_year(year.network, 2015)
    assert found
    for number in (2, 1):
        year.sign(2015, number, signed_at=f"2014-12-0{number}T12:00:00Z")
    assert {at: row.number for at, row in book.newest_versions(year.network).items()} == {2015: 2}
    year.merge_set(Plan, found.id, archived=True)
    assert {at: row.number for at, row in book.newest_versions(year.network).items()} == {2015: 2}, "nothing is lost"


def test_closed_items_stay_out_of_the_book_and_are_counted(year: Building) -> None:
    meeting_id = next(row.meeting_id for row in year.network.live(AgendaItem))
    closed, shown = [row for row in year.network.live(AgendaItem) if row.meeting_id == meeting_id][:2]
    year.reopen()
    year.set(AgendaItem, closed.id, decision="Fortroligt", closed=True)
    year.set(AgendaItem, shown.id, decision="Godkendt")
    content = book.content(year.network, TODAY, {})
    (meeting,) = content.years[0].meetings
    assert [row.decision for row in meeting.decisions] == ["Godkendt"]
    assert meeting.closed == 1
    assert "Fortroligt" not in repr(content)


def test_an_empty_network_makes_an_empty_book_and_wheel() -> None:
    building = Building.new()
    assert book.content(building.network, TODAY, {}).years == ()
    assert wheel.content(building.network, 2020).events == ()


# A signed plan read back


def test_a_signed_plan_of_another_version_of_the_program_is_read(year: Building) -> None:
    content = plan.content(year.network, 2015, TODAY, None)
    text = content.canonical().decode()
    older = text.replace('"foreword":"",', "").replace('"is_fictional":false,', "")
    assert older != text
    assert plan_reading.read(older.encode()) == content
    newer = text.replace('{"budget"', '{"added_later":[1],"budget"', 1)
    assert newer != text
    assert plan_reading.read(newer.encode()) == content
    signed = replace(content, sign_off=SignOff(1, "2014-12-02T13:03:00Z", uuid4().hex, "", ""))
    assert plan_reading.read(signed.canonical()) == signed
