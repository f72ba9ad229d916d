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
    "values",
    [
        {"starts_on": "2013-12-31"},
        {"ends_on": "2018-01-01"},
        {"starts_on": None, "ends_on": "2018-01-01"},
        {"starts_on": "2018-01-01", "ends_on": None},
    ],
)
def test_a_task_outside_the_agreements_period_is_told(building: Building, task_id: str, values: dict[str, str]) -> None:
    building.set(Task, task_id, **values)
    (found,) = portfolio.of_task(building.network, building.network.get(Task, task_id), 2015)
    assert found.fit is Fit.OUTSIDE_PERIOD
    assert values[found.field]
    assert "som gælder 01.01.2014–31.12.2017" in found.message


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
    following = building.add(Agreement, title="Rammeaftale 2018–2021", starts_on="2018-01-01", ends_on="2021-12-31")
    clause_id = building.add(AgreementClause, agreement_id=following, title="Kompetencer")
    building.add(TaskClause, task_id=task_id, clause_id=clause_id)
    assert fits(building) == []
    building.set(Task, task_id, ends_on="2022-01-01")
    (found,) = portfolio.of_task(building.network, building.network.get(Task, task_id), 2018)
    assert "»Rammeaftale 2014–2017« og »Rammeaftale 2018–2021«, som gælder 01.01.2014–31.12.2021" in found.message


def test_a_task_has_days_in_common_with_each_agreement_that_it_serves(building: Building, task_id: str) -> None:
    past = building.add(Agreement, title="Rammeaftale 2008–2011", starts_on="2008-01-01", ends_on="2011-12-31")
    clause_id = building.add(AgreementClause, agreement_id=past, title="Overbygning")
    building.add(TaskClause, task_id=task_id, clause_id=clause_id)
    (found,) = portfolio.of_task(building.network, building.network.get(Task, task_id), 2015)
    assert found.fit is Fit.OUTSIDE_PERIOD
    assert "uden for »Rammeaftale 2008–2011«, som gælder 01.01.2008–31.12.2011" in found.message


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
    ("values", "is_told"),
    [
        ({"starts_on": "2014-01-01", "ends_on": "2017-12-31"}, False),
        ({"starts_on": "2013-12-31", "ends_on": "2017-12-31"}, True),
        ({"starts_on": "2014-01-01", "ends_on": "2018-01-01"}, True),
        ({"starts_on": None, "ends_on": None}, False),
        ({"starts_on": "2015-01-01", "ends_on": None}, False),
        ({"starts_on": None, "ends_on": "2015-12-31"}, False),
    ],
)
def test_the_first_and_the_last_day_of_an_agreement_are_its_own(
    building: Building, task_id: str, values: dict[str, str | None], is_told: bool
) -> None:
    building.merge_set(Task, task_id, **values)
    found = portfolio.of_task(building.network, building.network.get(Task, task_id), 2015)
    assert [one.fit for one in found] == ([Fit.OUTSIDE_PERIOD] if is_told else [])


def test_an_agreement_without_days_takes_every_task_in(building: Building, task_id: str) -> None:
    building.merge_set(Agreement, the_clause(building).agreement_id or "", starts_on=None, ends_on=None)
    assert fits(building) == []
    building.merge_set(Agreement, the_clause(building).agreement_id or "", starts_on="2016-01-01")
    (found,) = portfolio.of_task(building.network, building.network.get(Task, task_id), 2015)
    assert "som gælder 01.01.2016–. Ret opgavens datoer" in found.message


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
