"""The tabs of the window, in order: title and factory. A factory imports its tab when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cbnet_desktop.ui.editing.session import Session
    from cbnet_desktop.ui.page.table_page import Page


def _overview(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.overview.overview_tab import OverviewTab

    return OverviewTab(session, parent)


def _roster(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.roster.roster_tab import RosterTab

    return RosterTab(session, parent)


def _focus(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.focus.focus_tab import FocusTab

    return FocusTab(session, parent)


def _meetings(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab

    return MeetingsTab(session, parent)


def _budget(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.budget.budget_tab import BudgetTab

    return BudgetTab(session, parent)


def _plan(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.plan.plan_tab import PlanTab

    return PlanTab(session, parent)


def _offers(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.offers.offers_tab import OffersTab

    return OffersTab(session, parent)


def _agreements(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.agreements.agreements_tab import AgreementsTab

    return AgreementsTab(session, parent)


TABS: tuple[tuple[str, Callable[[Session, QWidget], Page]], ...] = (
    ("Overblik", _overview),
    ("Netværk", _roster),
    ("Indsatsområder", _focus),
    ("Møder", _meetings),
    ("Budgetandele", _budget),
    ("Handlingsplan", _plan),
    ("Tilbud", _offers),
    ("Aftaler", _agreements),
)
