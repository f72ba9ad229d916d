"""The annexes in a form that shows rows of several kinds."""

from __future__ import annotations

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.annexes.annex_table import AnnexTable
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.record_form import RecordForm


class AnnexSection(AnnexTable):
    """Shown while the form shows a row of one kind."""

    def __init__(self, session: Session, form: RecordForm, kind: type[Record]) -> None:
        self._form = form
        self._kind = kind
        super().__init__(session, self._shown, form)
        form.add_section(self)
        form.record_shown.connect(lambda _: self.renew())

    def renew(self) -> None:
        """Reloads the rows, also for another record."""
        super().renew()
        self.setVisible(self._shown() is not None)

    def choose(self, row_id: str, field: str) -> None:
        """Goes to an annex of the row shown."""
        self.renew()
        view = self.pane.view
        view.choose(row_id, field)
        view.setFocus()
        self._form.ensureWidgetVisible(view)

    def _shown(self) -> Record | None:
        record = self._form.record
        return record if isinstance(record, self._kind) else None
