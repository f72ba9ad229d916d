"""The tabs of the window, in order: title and factory. A factory imports its tab when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cbnet_desktop.ui.editing.document import Document
    from cbnet_desktop.ui.page.page import Page


def _overview(document: Document) -> Page:
    from cbnet_desktop.ui.overview.overview_tab import OverviewTab

    return OverviewTab(document)


def _roster(document: Document) -> Page:
    from cbnet_desktop.ui.roster.roster_tab import RosterTab

    return RosterTab(document)


def _focus(document: Document) -> Page:
    from cbnet_desktop.ui.focus.focus_tab import FocusTab

    return FocusTab(document)


def _meetings(document: Document) -> Page:
    from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab

    return MeetingsTab(document)


def _budget(document: Document) -> Page:
    from cbnet_desktop.ui.budget.budget_tab import BudgetTab

    return BudgetTab(document)


def _plan(document: Document) -> Page:
    from cbnet_desktop.ui.plan.plan_tab import PlanTab

    return PlanTab(document)


def _offers(document: Document) -> Page:
    from cbnet_desktop.ui.offers.offers_tab import OffersTab

    return OffersTab(document)


def _agreements(document: Document) -> Page:
    from cbnet_desktop.ui.agreements.agreements_tab import AgreementsTab

    return AgreementsTab(document)


TABS: tuple[tuple[str, Callable[[Document], Page]], ...] = (
    ("Overblik", _overview),
    ("Netværk", _roster),
    ("Indsatsområder", _focus),
    ("Møder", _meetings),
    ("Budgetandele", _budget),
    ("Handlingsplan", _plan),
    ("Tilbud", _offers),
    ("Aftaler", _agreements),
)
