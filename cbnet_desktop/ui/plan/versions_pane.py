"""The signed versions of a plan and their PDFs (M23)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.paper.plan_papers import PlanPapers
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.table.titled_pane import TitledPane


class VersionsPane(TitledPane):
    """The versions, newest first, read-only."""

    def __init__(self, session: Session, papers: Callable[[], PlanPapers], parent: QWidget | None = None) -> None:
        spec = TableSpec(
            PlanVersion,
            (
                column(PlanVersion, "number", width=8, is_editable=False),
                Column("Godkendt", text=_signed_at, sort_by=lambda _, row: getattr(row, "signed_at", ""), width=21),
                column(PlanVersion, "signed_by", title="Af", width=18, is_editable=False),
                Column("Begrundelse", text=_reason, width=44),
            ),
            rows=_versions,
            title="Godkendte versioner",
            empty_text="Planen er ikke godkendt endnu. En godkendt version fryses, som den er.",
            first_action="Godkend planen …",
            elsewhere="En godkendt version ligger fast. Ret planen, og godkend den igen.",
            is_archivable=False,
        )
        super().__init__(session, spec, parent)
        self._papers = papers
        self.open_button = self.add_action("Å&bn PDF", self.open_pdf, "Viser den valgte version, som den blev godkendt")
        self.save_button = self.add_action("Ge&m PDF som …", self.save_pdf)

    def chosen(self) -> PlanVersion | None:
        """The chosen version."""
        record = self.pane.view.chosen()
        return record if isinstance(record, PlanVersion) else None

    def open_pdf(self) -> None:
        """Shows the chosen version."""
        if version := self.chosen():
            self._papers().show_version(version)

    def save_pdf(self) -> None:
        """Asks for a file and saves the chosen version, byte for byte."""
        if version := self.chosen():
            self._papers().ask_and_save(version)

    def enable_actions(self) -> None:
        """Shows the buttons as soon as there is a version."""
        has_versions = bool(_versions(self.session))
        for button in (self.open_button, self.save_button):
            button.setVisible(has_versions)


def _versions(session: Session) -> list[PlanVersion]:
    return plan.all_versions(session.network, session.year)[::-1]


def _signed_at(_: Network, row: Record) -> str:
    return danish.moment(row.signed_at) if isinstance(row, PlanVersion) else ""


def _reason(network: Network, row: Record) -> str:
    """Why the version was made, or that it does not count yet."""
    return titles.remark(network, row) or (row.reason if isinstance(row, PlanVersion) else "")
