"""Kommissorium: the versions of the terms of reference and the network's profile (M1)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import Charter, NetworkProfile
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.roster.roster_pages import RosterPage
from cbnet_desktop.ui.table.columns import TableSpec, column
from cbnet_desktop.ui.widgets.action_button import action_button


class CharterPage(RosterPage):
    """Every version, the newest first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        spec = TableSpec(
            Charter,
            (
                column(Charter, "valid_from", width=12),
                column(Charter, "min_annual_meetings", title="Årsmøder", width=10),
                column(Charter, "max_planning_meetings", title="Planlægningsmøder", width=18),
                column(Charter, "annual_counts_as_planning", title="Årsmøde tæller", width=14),
                column(Charter, "substitutes_count", title="Suppleanter", width=12),
                column(Charter, "plan_year_offset", title="Planår", width=8),
            ),
            rows=_versions,
            pasted=_new_values,
            title="Kommissoriets udgaver",
            empty_text="Her står kommissoriets tal, og fra hvilken dag de gælder. Uden en udgave gælder kommissoriets "
            "egne ord: mindst ét årsmøde og op til fire planlægningsmøder.",
            first_action="Ny udgave",
            is_archivable=False,
        )
        super().__init__(session, spec, "Ny &udgave", parent=parent)
        self.tables |= {NetworkProfile.TABLE}
        self.splitter.setSizes([780, 586])
        self.profile_button = action_button(self, "Netværkets &oplysninger", self.show_profile)
        self.action_row.insertWidget(1, self.profile_button)

    def new_row(self) -> None:
        """Adds a version from today with the current numbers."""
        self.pane.add(Charter(uuid4().hex).replaced(_new_values(self.session)))

    def show_profile(self) -> None:
        """Shows the network's profile in the form."""
        self.form.show_record(self.session.network.profile)
        self.form.focus_first()

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to a version in the table, or to the network's profile in the form."""
        if table != NetworkProfile.TABLE:
            return super().jump_to(table, row_id, field)
        self.show_profile()
        self.form.focus_field(field)
        return True


def _new_values(session: Session) -> Values:
    today = session.today.isoformat()
    return {**session.network.charter_on(today).values(), "valid_from": today, "note": ""}


def _versions(session: Session) -> Iterable[Charter]:
    return sorted(session.network.rows(Charter), key=lambda row: (row.valid_from or "", row.id), reverse=True)
