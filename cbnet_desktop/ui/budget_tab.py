"""Budgetandele: each library's share for joint competence development in the plan year (M20)."""

from __future__ import annotations

from cbnet_desktop.domain import budget, danish
from cbnet_desktop.domain.fields import Record
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import BudgetShare
from cbnet_desktop.ui.columns import Column, TableSpec, column, fields_of
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.page import TablePage


def _joint_ore(_: Network, record: Record) -> int | None:
    return record.joint_ore if isinstance(record, BudgetShare) else None


class BudgetTab(TablePage):
    """The shares of the year, with their sums."""

    def __init__(self, document: Document) -> None:
        joint = Column(
            "Fælles beløb",
            text=lambda network, record: danish.amount(_joint_ore(network, record)),
            sort_by=_joint_ore,
            sum_of=_joint_ore,
            show_sum=danish.amount,
            is_number=True,
        )
        super().__init__(
            document,
            TableSpec(
                BudgetShare,
                (
                    column(BudgetShare, "organisation_id", width=18),
                    *fields_of(BudgetShare, "earmarked_ore", "share_bp", "share_ore"),
                    joint,
                    *fields_of(BudgetShare, "library_agreed_on", "agency_agreed_on"),
                ),
                rows=lambda document: budget.shares(document.network, document.year),
                title="Budgetandele",
                empty_text="Her aftaler hvert centralbibliotek med KBE, hvor meget der bruges til fælles "
                "kompetenceudvikling.",
                first_action="Opret årets budgetandele",
            ),
            hidden={BudgetShare.TABLE: ("year",)},
        )

    def new_row(self) -> None:
        """Creates the shares that the year still lacks, one for each central library."""
        missing = budget.ensure_shares(self.document.network, self.document.year)
        self.document.execute(f"Budgetandele for {self.document.year} oprettet", missing)
