"""The former names of an organisation or a seat, as a short table inside a form, with »Skift navn …« (M2, M3)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import FormerName, FormerSeatName, Organisation, Seat
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.roster import organisation_names, seat_names
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.roster.rename_dialog import RenameDialog
from cbnet_desktop.ui.table.columns import TableSpec, column, fields_of

COLUMNS = {
    FormerName: (
        *fields_of(FormerName, "name", "short_name", name=22, short_name=12),
        column(FormerName, "ends_on", title="Til og med", width=11),
    ),
    FormerSeatName: (
        column(FormerSeatName, "name", width=30),
        column(FormerSeatName, "ends_on", title="Til og med", width=11),
    ),
}


class FormerNames(FormTable):
    """The former names of the row that is chosen on a page, the latest first."""

    def __init__(self, page: TablePage, kind: type[FormerName] | type[FormerSeatName], parent: QWidget) -> None:
        self._page = page
        spec = TableSpec(kind, COLUMNS[kind], rows=lambda _: (), pasted=self._blank, title="Tidligere navne")
        self._owner_field = "seat_id" if kind is FormerSeatName else "organisation_id"
        super().__init__(page.session, spec, self._former, parent)
        self.rename_button = self.add_action("S&kift navn …", self.rename)
        page.pane.row_chosen.connect(lambda _: self._follow())
        page.session.changed.connect(lambda _: self._follow())

    def rename(self) -> RenameDialog | None:
        """Opens the dialog that gives the chosen row a new name."""
        chosen = self._page.pane.view.chosen()
        if not isinstance(chosen, Organisation | Seat):
            return None
        dialog = open_dialog(RenameDialog(self._page.session, chosen, self._page))
        # What was said in the dialog needs no notice.
        dialog.accepted.connect(self._page.pane.strip.forget_way_back)
        return dialog

    def show_row(self, row_id: str, field: str) -> None:
        """Goes to a former name of the chosen row."""
        self.pane.view.choose(row_id, field)
        self.pane.view.setFocus()

    def _blank(self, _: Session) -> Values:
        chosen = self._page.pane.view.chosen()
        return {self._owner_field: chosen.id if chosen else None}

    def _follow(self) -> None:
        self.renew()
        self.rename_button.setEnabled(self._page.pane.view.chosen() is not None and not self._page.session.is_read_only)

    def _former(self) -> Iterable[Record]:
        chosen, network = self._page.pane.view.chosen(), self._page.session.network
        if isinstance(chosen, Organisation):
            return organisation_names.former_names(network, chosen)[::-1]
        return seat_names.former_names(network, chosen)[::-1] if isinstance(chosen, Seat) else []
