"""A field of the minutes, which merges a colleague's concurrent edit with the typed text."""

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
    """A text field with phrases and a three-way merge."""

    def __init__(self, session: Session, field: Field, parent: QWidget | None = None) -> None:
        self.text = PhraseInput(field, parent)
        self.text.setAccessibleName(field.label)
        super().__init__(session, field, parent, made=self.text)

    def write(self, record: Record, value: Value) -> None:
        """Writes the text, merged with a colleague's concurrent edit."""
        try:
            super().write(record, value)
        except Conflict:
            now = self._session.network.row(record.TABLE, record.id)
            if now is None:
                raise
            base, theirs = (str(getattr(row, self.field.name)) for row in (record, now))
            both = text_merge.merged(base, str(value or ""), theirs)
            self._session.write([change_of(now, {self.field.name: both})])
