"""Aftaler: framework agreements, the task portfolio, partnerships and programmes (M4, M5, M10, M11)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.agreements.agreements import PARTNERED
from cbnet_desktop.domain.records import (
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementTask,
    CommitteeMember,
    Extension,
    Task,
    TaskClause,
)
from cbnet_desktop.ui.agreements.frameworks_page import FrameworksPage
from cbnet_desktop.ui.agreements.partnerships_page import PartnershipsPage
from cbnet_desktop.ui.agreements.portfolio_page import PortfolioPage
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.page.choice_tab import ChoiceTab, View

FRAMEWORKS, PORTFOLIO, PARTNERSHIPS = range(3)
VIEWS = (
    View("Rammeaftaler", (Agreement, AgreementClause, AgreementParty, Extension), FrameworksPage),
    View("Opgaveportefølje", (Task, TaskClause), PortfolioPage),
    View("Partnerskaber og egne programmer", (AgreementTask, CommitteeMember), PartnershipsPage),
)


class AgreementsTab(ChoiceTab):
    """The pages of agreements and tasks."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, VIEWS, parent=parent)

    def place_of(self, table: str, row_id: str) -> int | None:
        """The page of a row: an agreement and its rows are on the page of its kind, by default the frameworks'."""
        place = super().place_of(table, row_id)
        if table not in (Agreement.TABLE, AgreementParty.TABLE, Extension.TABLE):
            return place
        network = self.session.network
        row = network.row(table, row_id) if row_id else None
        agreement = network.find(Agreement, row_id if table == Agreement.TABLE else getattr(row, "agreement_id", None))
        return PARTNERSHIPS if agreement and agreement.kind in PARTNERED else FRAMEWORKS
