"""The base of the pages of agreements: a table, and in the form the extensions of the chosen one (M5, M10)."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.records import Agreement, Extension
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.words import dates
from cbnet_desktop.ui.agreements.agreement_columns import AgreementColumns
from cbnet_desktop.ui.agreements.parties_pane import PartiesPane
from cbnet_desktop.ui.agreements.timeline_view import TimelineView
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.page.paned_page import PanedPage
from cbnet_desktop.ui.table.columns import TableSpec, column

#: The least height in lines of text with room for the timeline.
ROOMY = 30


class AgreementPage(PanedPage):
    """The table main shows agreements; subclasses add tables about the chosen one."""

    def __init__(
        self,
        session: Session,
        spec: TableSpec,
        columns: AgreementColumns,
        hidden: dict[str, tuple[str, ...]],
        parent: QWidget | None,
    ) -> None:
        super().__init__(session, spec, hidden=hidden, parent=parent)
        self.columns = columns
        self.picture = TimelineView(self)
        self.parties = PartiesPane(session, self.agreement, self)
        self.extensions = FormTable(session, _extensions_spec(), self._extensions, self)
        self.extend_button = self.extensions.add_action("For&læng aftalen", self.extend)
        self.form.add_section(self.extensions)
        self.add_detail(self.extensions.pane, "agreement_id", is_nested=True)

    def agreement(self) -> Agreement | None:
        """The chosen agreement, in its current state."""
        chosen = self.owner()
        return chosen if isinstance(chosen, Agreement) else None

    def extend(self) -> None:
        """Adds an extension by a year and starts editing its last day."""
        agreement = self.agreement()
        if agreement is None:
            return
        last = agreements.last_day(self.session.network, agreement) or self.session.today.isoformat()
        made = Extension(
            uuid4().hex,
            agreement_id=agreement.id,
            ends_on=dates.months_later(last, 12),
            agreed_on=self.session.today.isoformat(),
        )
        if self.session.execute("", [Change(Extension.TABLE, made.id, None, made.values())]):
            self.extensions.pane.begin_editing(made.id, "ends_on")

    def renew_details(self) -> None:
        """Refreshes the tables about the chosen agreement."""
        super().renew_details()
        self.extensions.renew()
        self.extensions.setVisible(self.agreement() is not None)
        self.extend_button.setEnabled(self.agreement() is not None and not self.session.is_read_only)
        self.parties.enable_actions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hides the timeline where the tables need the room."""
        super().resizeEvent(event)
        self.picture.give_room(has_room=self.height() > self.fontMetrics().lineSpacing() * ROOMY)

    def _extensions(self) -> list[Extension]:
        agreement = self.agreement()
        return agreements.extensions(self.session.network, agreement) if agreement else []


def _extensions_spec() -> TableSpec:
    return TableSpec(
        Extension,
        (
            column(Extension, "ends_on", title="Til og med", width=10),
            column(Extension, "agreed_on", width=10),
            column(Extension, "note", width=16),
        ),
        rows=lambda _: (),
        title="Forlængelser",
    )
