"""What was said of a goal, in its form on Handlingsplan (M17)."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.plan import goals
from cbnet_desktop.domain.records import Goal, GoalReport
from cbnet_desktop.ui.plan.plan_tab import PlanTab
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.window.main_window import MainWindow

PLAN = 5


@pytest.fixture
def tab(window: MainWindow) -> PlanTab:
    """2015 of the example network, its second goal chosen."""
    window.show_tab(PLAN)
    assert isinstance(window.page, PlanTab)
    window.page.pane.view.selectRow(1)
    return window.page


def goal(tab: PlanTab) -> Goal:
    chosen = tab.pane.view.chosen()
    assert isinstance(chosen, Goal)
    return chosen


def reports(tab: PlanTab) -> list[GoalReport]:
    return goals.reports(tab.session.network, goal(tab))


def test_a_report_of_today_begins_with_the_goals_status_and_belongs_to_it(tab: PlanTab) -> None:
    before = reports(tab)
    tab.reports.add_button.click()
    made, *rest = reports(tab)
    assert rest == before
    assert (made.status, made.reported_on) == (goal(tab).status, tab.session.today.isoformat())
    assert tab.reports.pane.isVisible()


def test_a_reported_status_becomes_the_goals_own(tab: PlanTab) -> None:
    tab.reports.add_button.click()
    tab.session.write([change_of(reports(tab)[0], {"status": "partly_met", "comment": "Halvdelen er nået."})])
    assert (goal(tab).status, goal(tab).status_on) == ("partly_met", tab.session.today.isoformat())


def test_the_plans_own_form_has_no_reports_and_a_jump_finds_one_with_its_goal(tab: PlanTab) -> None:
    tab.reports.add_button.click()
    made = reports(tab)[0]
    tab.show_plan()
    assert not tab.reports.isVisible()
    assert tab.jump_to("goal_reports", made.id)
    assert tab.form.record == goal(tab)
    assert tab.reports.pane.view.chosen() == made


def test_del_in_the_reports_archives_the_report_and_not_the_goal(tab: PlanTab) -> None:
    tab.reports.add_button.click()
    made = reports(tab)[0]
    tab.jump_to("goal_reports", made.id)
    tab.archive()
    assert made.id not in {row.id for row in reports(tab)}
    assert goal(tab).id == made.goal_id
