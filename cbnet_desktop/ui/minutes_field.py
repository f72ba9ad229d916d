"""A field of the minutes: what a colleague wrote into it meanwhile is joined with what was typed, nothing is lost."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain import text_merge
from cbnet_desktop.domain.changes import Value
from cbnet_desktop.domain.errors import Conflict
from cbnet_desktop.domain.fields import Field, Record
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.form_field import FormField
from cbnet_desktop.ui.phrases import PhraseInput
from cbnet_desktop.ui.table_model import change_of


class MinutesField(FormField):
    """Keeps the cursor where it is when a commit changes the text around it."""

    def __init__(self, document: Document, field: Field, parent: QWidget | None = None) -> None:
        self.text = PhraseInput(field, parent)
        self.text.setAccessibleName(field.label)
        super().__init__(document, field, parent, made=self.text)

    def commit(self) -> None:
        """Writes what was typed; the cursor stays between the words where it was."""
        written, place = self.text.toPlainText(), self.text.textCursor().position()
        super().commit()
        now = self.text.toPlainText()
        if now != written:
            from_end = len(written) - place
            self._put_cursor(place if now.startswith(written[:place]) else max(0, len(now) - from_end))

    def write(self, record: Record, value: Value) -> None:
        """Writes the text; where a colleague wrote into it as well, both texts."""
        try:
            super().write(record, value)
        except Conflict:
            now = self._document.network.row(record.TABLE, record.id)
            if now is None:
                raise
            base, theirs = (str(getattr(row, self.field.name)) for row in (record, now))
            both = text_merge.merged(base, str(value or ""), theirs)
            self._document.write([change_of(now, {self.field.name: both})])

    def _put_cursor(self, place: int) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(min(place, self.text.document().characterCount() - 1), QTextCursor.MoveMode.MoveAnchor)
        self.text.setTextCursor(cursor)
