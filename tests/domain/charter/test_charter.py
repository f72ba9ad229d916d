"""The terms of reference as a whole: their own words, the place of every finding, and no fault after any merge."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date, timedelta
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from cbnet_desktop.domain import charter as rules_folder
from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.charter.findings import Clause, State
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import (
    RECORDS,
    AgendaItem,
    Agreement,
    AgreementClause,
    AgreementTask,
    Allocation,
    Appointment,
    Assessment,
    BudgetShare,
    Experience,
    Goal,
    Meeting,
    Offer,
    Task,
    TaskClause,
    WorkingGroup,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from tests.building import NOVEMBER, Building, prepare, profile_id
from tests.domain import clause_cases
from tests.domain.clause_cases import CASES, Case

TEXT = Path(__file__).parents[3] / "resources" / "kommissorium.txt"
ALL = [clause.id for clause in charter.CLAUSES]
#: What of the text asks for nothing: its headings, and the name that M2 begins with.
HEADINGS = {
    "Centralbibliotekernes fælles kompetenceudvikling",
    "Kulturstyrelsens Biblioteksenhed (KBE)",
    "Formål med kompetencenetværket",
    "Centralbiblioteksdelen",
    "Styrelsesdelen",
    "Organisering",
    "Økonomi",
}
DUE = {"M1", "M2", "M3", "M4", "M12", "M13", "M15", "M16", "M17", "M18", "M19", "M20", "M21"}


@pytest.mark.parametrize("clause", charter.CLAUSES, ids=lambda clause: clause.id)
def test_a_quote_is_the_words_of_the_text_itself(clause: Clause) -> None:
    assert len(clause.quote) > 20
    assert clause.quote in TEXT.read_text(encoding="utf-8")


def test_no_two_clauses_share_a_rule() -> None:
    assert len({clause.rule for clause in charter.CLAUSES}) == len(charter.CLAUSES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_clause_is_kept_open_or_broken(case: Case, year: Building) -> None:
    case.step(year)
    assert year.state(case.clause, case.year, case.today) is case.state


@pytest.mark.parametrize("clause", ALL)
def test_each_clause_has_a_network_for_each_of_the_three_states(clause: str) -> None:
    states = {case.state for case in CASES if case.clause == clause}
    missing = {State.KEPT, State.OPEN, State.BROKEN} - states
    assert not missing, f"tests/domain/clause_cases.py has no network in which {clause} is {', '.join(sorted(missing))}"


def test_every_rule_of_a_clause_stands_in_the_list_of_clauses() -> None:
    rules = {clause.rule for clause in charter.CLAUSES}
    written = {
        function
        for found in pkgutil.iter_modules(rules_folder.__path__, f"{rules_folder.__name__}.")
        if found.name.endswith("_rules")
        for name, function in vars(importlib.import_module(found.name)).items()
        if name.startswith("check_") and isinstance(function, FunctionType) and function.__module__ == found.name
    }
    lonely = sorted(function.__name__ for function in written - rules)
    assert not lonely, f"give {', '.join(lonely)} a Clause in charter.CLAUSES"


def test_the_clauses_are_numbered_in_order() -> None:
    assert [clause.id for clause in charter.CLAUSES] == [f"M{number + 1}" for number in range(len(charter.CLAUSES))]


def test_every_sentence_of_the_text_has_its_clause() -> None:
    text = TEXT.read_text(encoding="utf-8")
    for clause in charter.CLAUSES:
        text = text.replace(clause.quote, "")
    assert {line.strip(" -.,") for line in text.splitlines()} - {""} == HEADINGS


@pytest.mark.parametrize("clause", charter.CLAUSES, ids=lambda clause: clause.id)
def test_a_rule_gives_its_findings_the_number_of_its_own_clause(clause: Clause) -> None:
    assert isinstance(clause.rule, FunctionType)
    assert {number for code in codes_of(clause.rule) for number in code.co_consts if number in ALL} == {clause.id}


def codes_of(function: FunctionType) -> set[CodeType]:
    """The code of a function, of what is written within it, and of all that it uses of its own module."""
    found: set[CodeType] = set()
    waiting = [function.__code__]
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            used = [function.__globals__.get(name) for name in code.co_names]
            waiting += [
                one.__code__ for one in used if isinstance(one, FunctionType) and one.__module__ == function.__module__
            ]
            waiting += [one for one in code.co_consts if isinstance(one, CodeType)]
    return found


def test_a_year_in_order_keeps_every_clause_whose_time_has_come(year: Building) -> None:
    found = charter.check(year.network, 2015, date.fromisoformat(NOVEMBER))
    assert {item.clause.id for item in found if item.verdict.state is State.KEPT} == DUE
    assert {item.verdict.state for item in found if item.clause.id not in DUE} == {State.NOT_DUE}


def test_all_clauses_can_be_kept_at_once() -> None:
    building = Building.new(2013)
    building.appoint_everybody()
    for year in (2014, 2015):
        prepare(building, year)
    for row in building.network.live(Goal):
        building.set(Goal, row.id, status="met")
    for step in (
        clause_cases.fitted_portfolio,
        clause_cases.offers_in_every_region,
        clause_cases.experience_on_every_level,
        clause_cases.involvement_with_consent,
        clause_cases.partnership_with_partner,
        lambda one: clause_cases.agreement(one, "own_programme"),
        clause_cases.working_group,
        clause_cases.merge_version,
    ):
        step(building)
    for area in focus.of_year(building.network, 2014):
        building.add(Assessment, focus_area_id=area.id, text="Gav nye netværk.")
    building.annual_meeting("2015-11-05")
    found = charter.check(building.network, 2015, date(2015, 11, 24))
    assert {item.clause.id: item.verdict.findings for item in found if item.verdict.state is not State.KEPT} == {}


def test_an_empty_network_is_checked_without_a_fault() -> None:
    for today in ("2014-01-01", "2015-06-01", "2016-01-01"):
        assert len(charter.check(Network.empty(), 2015, date.fromisoformat(today))) == len(charter.CLAUSES)


@pytest.mark.parametrize("today", ["2013-05-01", "2014-10-02", NOVEMBER, "2015-11-01", "2016-02-01"])
def test_every_finding_is_one_danish_text_with_the_place_where_it_is_mended(today: str) -> None:
    building = broken_in_many_ways()
    findings = [
        finding
        for item in charter.check(building.network, 2015, date.fromisoformat(today))
        for finding in item.verdict.findings
    ]
    assert len(findings) > 10
    for finding in findings:
        assert finding.message[0].isupper(), finding
        assert finding.message.endswith("."), finding
        assert ".." not in finding.message, finding
        assert "None" not in finding.message, finding
        assert finding.table in building.network.tables, finding
        row = building.network.row(finding.table, finding.row_id) if finding.row_id else None
        assert bool(row) == bool(finding.row_id), finding
        kind = type(row) if row else None
        assert not finding.field or kind is None or finding.field in kind.fields(), finding


def broken_in_many_ways() -> Building:
    building = Building.new(2014)
    building.appoint("Gentofte", "Mette Modelholm", "2012-01-01", "2014-12-31")
    building.appoint("Odense", "Per Prøvesen", "2015-03-01")
    building.focus_areas(2015, consulted_on="2014-09-01", deadline="2014-12-01", set_on=None)
    building.merge_new(
        Appointment,
        seat_id=building.seat("Odense").id,
        person_id=building.person("Mette Modelholm").id,
        starts_on="2015-05-01",
    )
    meeting_id = building.meeting("annual", "2014-11-10")
    building.attend(meeting_id)
    building.merge_set(Meeting, meeting_id, state="held")
    building.meeting("annual", "2015-11-10")
    building.goal(building.plan(2015), "Et mål", deadline=None, owner_organisation_id=None, indicator="")
    building.merge_new(Allocation, year=2015, purpose="Kurser", amount_ore=100)
    building.merge_new(
        BudgetShare, year=2015, organisation_id=building.library("Vejle").id, earmarked_ore=1, share_ore=2
    )
    break_what_is_agreed_and_offered(building)
    return building


def break_what_is_agreed_and_offered(building: Building) -> None:
    clause_cases.merge_signed_without_partner(building)
    agreement_id = clause_cases.agreement(building, "own_programme", is_carried=False)
    building.add(AgreementTask, agreement_id=agreement_id, text="Kursus", deadline="2015-01-05")
    building.set(Agreement, agreement_id, purpose="", starts_on=None, ends_on="2015-12-31")
    clause_id = clause_cases.framework(building, ends_on="2015-12-31")
    building.set(AgreementClause, clause_id, changed_on="2015-02-01")
    for dates in ({"starts_on": "2015-01-01", "ends_on": "2016-12-31"}, {}):
        task_id = building.add(Task, title="Temadag", **dates)
        if dates:
            building.add(TaskClause, task_id=task_id, clause_id=clause_id)
    clause_cases.merge_agreed_without_consent(building)
    clause_cases.draft(building)
    for host in ("Odense", "Vejle"):
        building.add(Offer, title="E-bøger", host_id=building.library(host).id, starts_on="2015-06-01")
    building.add(Offer, title="Andet", starts_on="2015-06-01")
    building.add(Experience, title="Læsecirkel", level="local", tried_on="2015-01-01")
    building.add(WorkingGroup, name="Fælles kurser", decided_item_id=next(building.network.rows(AgendaItem)).id)


def test_every_clause_finds_something_in_a_network_that_is_broken_in_many_ways() -> None:
    building = broken_in_many_ways()
    days = ("2014-11-24", "2015-05-01", "2015-11-24", "2016-02-01")
    told = {
        item.clause.id
        for day in days
        for year in (2014, 2015, 2016)
        for item in charter.check(building.network, year, date.fromisoformat(day))
        if item.verdict.findings
    }
    assert set(ALL) - told == {"M1", "M2", "M19"}


def test_years_do_not_disturb_each_other(year: Building) -> None:
    before = charter.check(year.network, 2015, date.fromisoformat(NOVEMBER))
    prepare(year, 2017)
    assert charter.check(year.network, 2015, date.fromisoformat(NOVEMBER)) == before


def test_the_check_is_a_function_of_network_year_and_today_alone(year: Building) -> None:
    today = date.fromisoformat(NOVEMBER)
    shuffled = Network({table: dict(reversed(rows.items())) for table, rows in year.network.tables.items()})
    assert charter.check(shuffled, 2015, today) == charter.check(year.network, 2015, today)
    assert profile_id(shuffled) == profile_id(year.network)


@pytest.mark.parametrize("days", range(0, 1500, 50))
def test_no_day_of_checking_meets_a_fault(days: int) -> None:
    building = broken_in_many_ways()
    for year in (2013, 2015, 2017):
        charter.check(building.network, year, date(2013, 1, 1) + timedelta(days=days))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.TABLE)
def test_a_row_of_which_a_merge_brought_nothing_but_the_id_is_not_stumbled_over(year: Building, kind: type) -> None:
    empty = kind(**{name: field.default for name, field in kind.fields().items()}, id="0")
    year.network = year.network.with_tables({kind.TABLE: {"0": empty, **year.network.tables[kind.TABLE]}})
    for year_number in (2014, 2015, 2016):
        assert charter.check(year.network, year_number, date.fromisoformat(NOVEMBER))
    charter.require(year.network, year.network, set(year.network.tables))
    plan.content(year.network, 2015, date.fromisoformat(NOVEMBER), None)
    labels.row_title(year.network, empty)


def test_a_row_whose_references_are_gone_is_shown_and_not_stumbled_over(year: Building) -> None:
    removed = [
        Change(table, row_id, row.values(), None)
        for table in ("people", "organisations", "seats", "meetings")
        for row_id, row in year.network.tables[table].items()
    ]
    year.merge(removed)
    for year_number in (2014, 2015):
        assert charter.check(year.network, year_number, date.fromisoformat(NOVEMBER))
