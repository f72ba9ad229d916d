"""M5: the four ways in which the task portfolio and the framework agreements may not fit."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.agreements import portfolio
from cbnet_desktop.domain.agreements.portfolio import Fit
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.records import Agreement, AgreementClause, Extension, Task, TaskClause
from cbnet_desktop.domain.records.errors import Invalid
from tests.building import Building
from tests.domain import clause_cases


@pytest.fixture
def task_id(building: Building) -> str:
    return clause_cases.fitted_portfolio(building)


def fits(building: Building, year: int = 2015) -> list[tuple[Fit, str]]:
    return [(one.fit, one.row_id) for one in portfolio.mismatches(building.network, year)]


def the_clause(building: Building) -> AgreementClause:
    return next(building.network.rows(AgreementClause))


def test_a_fitted_portfolio_has_no_mismatch(building: Building, task_id: str) -> None:
    assert fits(building) == []
    assert building.state("M5", 2015, "2015-03-01") is State.KEPT
    task = building.network.get(Task, task_id)
    assert portfolio.clauses_of(building.network, task) == [the_clause(building)]
    assert portfolio.tasks_of(building.network, the_clause(building)) == [task]


def test_a_task_without_clause_and_a_clause_without_task_are_both_told(building: Building, task_id: str) -> None:
    link = next(building.network.rows(TaskClause))
    building.set(TaskClause, link.id, archived=True)
    assert fits(building) == [(Fit.NO_CLAUSE, task_id), (Fit.NO_TASK, the_clause(building).id)]


def test_a_clause_of_an_agreement_that_is_over_asks_for_nothing(building: Building, task_id: str) -> None:
    building.set(Task, task_id, archived=True)
    assert fits(building, 2018) == []
    assert fits(building, 2014) == [(Fit.NO_TASK, the_clause(building).id)]


@pytest.mark.parametrize(
    ("values", "year", "days"),
    [
        ({"starts_on": "2013-12-31"}, 2013, "31.12.2013"),
        ({"ends_on": "2018-01-01"}, 2018, "01.01.2018"),
        ({"starts_on": None, "ends_on": "2018-01-01"}, 2018, "01.01.2018"),
        ({"starts_on": "2018-03-01", "ends_on": None}, 2018, "01.03.–31.12.2018"),
        ({"starts_on": "2018-03-01", "ends_on": None}, 2019, "01.01.–31.12.2019"),
    ],
)
def test_a_task_is_told_in_the_years_in_which_it_runs_outside_the_agreements(
    building: Building, task_id: str, values: dict[str, str], year: int, days: str
) -> None:
    building.set(Task, task_id, **values)
    (found,) = portfolio.of_task(building.network, building.network.get(Task, task_id), year)
    assert found.fit is Fit.OUTSIDE_PERIOD
    assert values[found.field]
    assert f"hører i tiden {days} ikke til noget punkt i en gældende rammeaftale" in found.message
    assert portfolio.of_task(building.network, building.network.get(Task, task_id), 2015) == ()


def test_a_running_task_that_goes_on_under_the_next_agreement_turns_no_year_red(
    building: Building, task_id: str
) -> None:
    building.set(Task, task_id, starts_on="2014-01-01", ends_on=None)
    before = {year: building.findings("M5", year, "2018-03-01") for year in (2014, 2015, 2016, 2017)}
    following = clause_cases.framework(building, starts_on="2018-01-01", ends_on="2021-12-31", signed_on="2017-11-01")
    assert fits(building, 2018) == [(Fit.OUTSIDE_PERIOD, task_id), (Fit.NO_TASK, following)]
    building.add(TaskClause, task_id=task_id, clause_id=following)
    assert {year: building.findings("M5", year, "2018-03-01") for year in before} == before
    assert [fits(building, year) for year in range(2014, 2022)] == [[]] * 8


def test_a_task_without_days_begins_with_the_agreement_it_was_linked_to(building: Building) -> None:
    clause_cases.fitted_portfolio(building)
    following = clause_cases.framework(building, starts_on="2016-07-01", ends_on="2021-12-31")
    before = building.findings("M5", 2015, "2016-08-01")
    task_id = building.add(Task, title="Ny opgave")
    building.add(TaskClause, task_id=task_id, clause_id=following)
    assert building.findings("M5", 2015, "2016-08-01") == before
    assert [row_id for _, row_id in fits(building, 2016)] == [the_clause(building).id]


def test_days_without_any_agreement_are_no_fault_of_a_task_without_an_end(building: Building, task_id: str) -> None:
    building.set(Task, task_id, ends_on=None)
    building.set(Agreement, the_clause(building).agreement_id or "", ends_on="2015-06-30")
    assert fits(building) == []
    building.set(Task, task_id, ends_on="2015-12-31")
    assert fits(building) == [(Fit.OUTSIDE_PERIOD, task_id)]


def test_a_draft_carries_no_task_and_asks_for_none(building: Building, task_id: str) -> None:
    building.set(Agreement, the_clause(building).agreement_id or "", signed_on=None)
    assert fits(building) == [(Fit.OUTSIDE_PERIOD, task_id)]
    building.set(Task, task_id, archived=True)
    assert fits(building) == []


def test_a_task_that_ends_before_its_agreement_begins_is_told(building: Building, task_id: str) -> None:
    building.set(Task, task_id, starts_on=None, ends_on="2013-12-31")
    (found,) = portfolio.of_task(building.network, building.network.get(Task, task_id), 2013)
    assert (found.fit, found.field) == (Fit.OUTSIDE_PERIOD, "ends_on")


def test_an_extension_takes_the_task_in(building: Building, task_id: str) -> None:
    building.set(Task, task_id, ends_on="2018-06-01")
    agreement_id = the_clause(building).agreement_id
    building.add(Extension, agreement_id=agreement_id, ends_on="2018-12-31")
    assert fits(building) == []


def test_a_task_may_go_on_from_one_agreement_into_the_next(building: Building, task_id: str) -> None:
    building.set(Task, task_id, ends_on="2018-06-01")
    following = clause_cases.framework(building, starts_on="2018-02-01", ends_on="2021-12-31")
    building.add(TaskClause, task_id=task_id, clause_id=following)
    assert fits(building) == []
    building.set(Task, task_id, ends_on="2022-01-01")
    (found,) = portfolio.of_task(building.network, building.network.get(Task, task_id), 2018)
    assert "hører i tiden 01.01.–31.01.2018 ikke til noget punkt" in found.message


def test_a_link_counts_only_for_the_days_that_task_and_agreement_share(building: Building, task_id: str) -> None:
    past = clause_cases.framework(building, starts_on="2010-01-01", ends_on="2015-03-31")
    building.add(TaskClause, task_id=task_id, clause_id=past)
    assert fits(building) == []
    building.set(AgreementClause, past, changed_on="2015-02-01")
    assert fits(building) == [(Fit.NOT_REVIEWED, task_id)]
    building.set(Task, task_id, starts_on="2015-04-01")
    assert fits(building) == [(Fit.NO_TASK, past)]


def test_a_task_is_to_be_reviewed_once_its_clause_has_changed(building: Building, task_id: str) -> None:
    building.set(AgreementClause, the_clause(building).id, changed_on="2015-02-01")
    assert fits(building) == [(Fit.NOT_REVIEWED, task_id)]
    assert fits(building, 2014) == [(Fit.NO_TASK, the_clause(building).id)]
    building.apply([portfolio.reviewed(building.network.get(Task, task_id), "2015-01-31")])
    assert fits(building) == [(Fit.NOT_REVIEWED, task_id)]
    building.apply([portfolio.reviewed(building.network.get(Task, task_id), "2015-02-01")])
    assert fits(building) == []


def test_a_task_is_to_be_reviewed_once_its_agreement_was_extended(building: Building, task_id: str) -> None:
    agreement_id = the_clause(building).agreement_id
    building.add(Extension, agreement_id=agreement_id, ends_on="2018-12-31", agreed_on="2015-03-01")
    assert fits(building) == [(Fit.NOT_REVIEWED, task_id)]


def test_what_changes_after_the_year_does_not_break_it_afterwards(building: Building, task_id: str) -> None:
    building.set(AgreementClause, the_clause(building).id, changed_on="2016-02-01")
    assert fits(building) == []
    assert building.state("M5", 2015, "2016-03-01") is State.KEPT
    assert task_id


def test_a_partnerships_clauses_are_none_of_the_portfolios(building: Building) -> None:
    other = building.add(Agreement, kind="partnership", title="Digital dannelse", starts_on="2014-01-01")
    building.add(AgreementClause, agreement_id=other, title="Kurser")
    assert fits(building) == []


def test_a_task_is_linked_to_a_clause_once(building: Building, task_id: str) -> None:
    with pytest.raises(Invalid, match="»Fælles temadage« er allerede knyttet"):
        building.add(TaskClause, task_id=task_id, clause_id=the_clause(building).id)


def test_clauses_and_tasks_of_each_other_stand_in_order_and_what_is_gone_is_left_out(
    building: Building, task_id: str
) -> None:
    agreement_id = the_clause(building).agreement_id
    made = [
        building.add(AgreementClause, agreement_id=agreement_id, number=n, title=t) for n, t in (("9", "I"), ("1", "F"))
    ]
    gone = building.add(AgreementClause, agreement_id=agreement_id, number="2", title="Væk", archived=True)
    first, last = (building.add(Task, title=title) for title in ("A", "Å"))
    archived = building.add(Task, title="Væk", archived=True)
    for clause_id in (*made, gone, "missing"):
        building.merge_new(TaskClause, task_id=task_id, clause_id=clause_id)
    for one in (last, first, archived, "missing"):
        building.merge_new(TaskClause, task_id=one, clause_id=the_clause(building).id)
    found = portfolio.clauses_of(building.network, building.network.get(Task, task_id))
    assert [clause.number for clause in found] == ["1", "3", "9"]
    tasks = portfolio.tasks_of(building.network, the_clause(building))
    assert [task.title for task in tasks] == ["A", "Fælles temadage", "Å"]


@pytest.mark.parametrize(
    ("values", "year", "is_told"),
    [
        ({"starts_on": "2014-01-01", "ends_on": "2017-12-31"}, 2014, False),
        ({"starts_on": "2013-12-31", "ends_on": "2017-12-31"}, 2013, True),
        ({"starts_on": "2014-01-01", "ends_on": "2017-12-31"}, 2017, False),
        ({"starts_on": "2014-01-01", "ends_on": "2018-01-01"}, 2018, True),
        ({"starts_on": None, "ends_on": None}, 2015, False),
        ({"starts_on": "2015-01-01", "ends_on": None}, 2015, False),
        ({"starts_on": None, "ends_on": "2015-12-31"}, 2015, False),
    ],
)
def test_the_first_and_the_last_day_of_an_agreement_are_its_own(
    building: Building, task_id: str, values: dict[str, str | None], year: int, is_told: bool
) -> None:
    building.merge_set(Task, task_id, **values)
    found = portfolio.of_task(building.network, building.network.get(Task, task_id), year)
    assert [one.fit for one in found] == ([Fit.OUTSIDE_PERIOD] if is_told else [])


def test_an_agreement_without_days_takes_every_task_in(building: Building, task_id: str) -> None:
    building.merge_set(Agreement, the_clause(building).agreement_id or "", starts_on=None, ends_on=None)
    assert fits(building) == []
    building.merge_set(Agreement, the_clause(building).agreement_id or "", starts_on="2016-01-01")
    (found,) = portfolio.of_task(building.network, building.network.get(Task, task_id), 2015)
    assert "hører i tiden 01.01.–31.12.2015 ikke til noget punkt" in found.message


def test_a_task_is_to_be_reviewed_after_the_latest_change_of_its_clauses(building: Building, task_id: str) -> None:
    first = the_clause(building)
    other = building.add(AgreementClause, agreement_id=first.agreement_id, number="4", title="Formidling")
    building.add(TaskClause, task_id=task_id, clause_id=other)
    building.set(AgreementClause, first.id, changed_on="2015-02-01")
    building.set(AgreementClause, other, changed_on="2015-03-01")
    task = building.network.get(Task, task_id)
    (found,) = portfolio.of_task(building.network, task, 2015)
    assert "siden »Formidling« blev ændret 01.03.2015" in found.message
    building.apply([portfolio.reviewed(task, "2015-03-01")])
    assert fits(building) == []


@pytest.mark.parametrize(("day", "is_told"), [("2015-12-31", True), ("2016-01-01", False)])
@pytest.mark.usefixtures("task_id")
def test_a_change_on_the_last_day_of_the_year_counts(building: Building, day: str, is_told: bool) -> None:
    building.merge_set(AgreementClause, the_clause(building).id, changed_on=day)
    assert ([one for one, _ in fits(building)] == [Fit.NOT_REVIEWED]) is is_told
    building.merge_set(AgreementClause, the_clause(building).id, changed_on=None)
    building.merge_new(Extension, agreement_id=the_clause(building).agreement_id, agreed_on=day, ends_on="2019-12-31")
    assert ([one for one, _ in fits(building)] == [Fit.NOT_REVIEWED]) is is_told
