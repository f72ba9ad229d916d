"""A plan that was signed on an unknown computer is shown as such, and neither shown nor saved as a signed one."""

from __future__ import annotations

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.store.format.keys import Signer
from cbnet_desktop.ui.plan.plan_state import PlanState
from cbnet_desktop.ui.plan.sign_off_dialog import SignOffDialog
from cbnet_desktop.ui.plan.versions_pane import VersionsPane
from cbnet_desktop.ui.window.main_window import MainWindow


def _doubt_the_newest(window: MainWindow, year: int) -> PlanVersion:
    """Makes the newest version of a year one of a computer that nobody knows."""
    session = window.session
    session.set_year(year)
    newest = plan.versions(session.network, year)[-1]
    doubted = session.network.with_tables({}, from_strangers=frozenset({newest.id}))
    session.store._cache.adopt(doubted, session.store._cache.last)
    session.changed.emit(frozenset({PlanVersion.TABLE}))
    return newest


def test_the_plan_tab_names_it_and_refuses_to_show_it_as_signed(window: MainWindow) -> None:
    newest = _doubt_the_newest(window, 2014)
    icon, word, details = PlanState(window.session).line()
    assert (icon, word) != ("signed", "Version 2 godkendt")
    assert "Version 2 af handlingsplanen for 2014 er underskrevet på en ukendt computer" in details
    pane = VersionsPane(window.session, lambda: window.plans, window)
    model = pane.pane.model
    shown = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert shown[0][0] == "2"
    assert shown[0][3] == "Underskrevet på en ukendt computer"
    assert shown[1][3] != "Underskrevet på en ukendt computer"
    refusals: list[UserError] = []
    window.session.refused.connect(refusals.append)
    window.plans.show_version(newest)
    window.plans.ask_and_save(newest)
    assert [refusal.message[-39:] for refusal in refusals] == ["vises og udskrives derfor ikke som godkendt."[-39:]] * 2


def test_the_newest_version_that_counts_is_the_one_before(window: MainWindow) -> None:
    _doubt_the_newest(window, 2014)
    newest = window.plans.newest_version()
    assert newest is not None
    assert newest.number == 1
    assert "Version 2" in " ".join(one.message for item in window.session.checked() for one in item.verdict.findings)


def test_who_signs_on_a_computer_that_the_others_do_not_know_is_told_before(window: MainWindow) -> None:
    told = "De andre kender ikke denne computer endnu"
    assert told not in SignOffDialog(window.session, window).text
    window.session.store._author.adopt(Signer.new())
    assert told in SignOffDialog(window.session, window).text
