"""A field of the minutes: what a colleague wrote into it meanwhile is joined with what was typed, nothing is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Conflict
from cbnet_desktop.domain.records.fields import Field, Record
from cbnet_desktop.domain.words import text_merge
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_field import FormField
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets.phrases import PhraseInput


class MinutesField(FormField):
    """Offers phrases, and takes no side where two wrote."""

    def __init__(self, session: Session, field: Field, parent: QWidget | None = None) -> None:
        self.text = PhraseInput(field, parent)
        self.text.setAccessibleName(field.label)
        super().__init__(session, field, parent, made=self.text)

    def write(self, record: Record, value: Value) -> None:
        """Writes the text; where a colleague wrote into it as well, both texts."""
        try:
            super().write(record, value)
        except Conflict:
            now = self._session.network.row(record.TABLE, record.id)
            if now is None:
                raise
            base, theirs = (str(getattr(row, self.field.name)) for row in (record, now))
            both = text_merge.merged(base, str(value or ""), theirs)
            self._session.write([change_of(now, {self.field.name: both})])
