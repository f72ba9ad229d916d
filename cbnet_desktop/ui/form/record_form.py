"""The form of the selected row: its fields, findings of the rules, related rows, and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QScrollArea, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.finding_list import FindingList
from cbnet_desktop.ui.form.form_field import FormField, caption
from cbnet_desktop.ui.form.history_list import HistoryList
from cbnet_desktop.ui.widgets.qt_types import is_key, not_none
from cbnet_desktop.ui.widgets.rich_text import wrapped_label


class RecordForm(QScrollArea):
    """Shows one record at a time; fields are made once per kind of record and reused.

    hidden names, by table, fields that the form leaves out because the tab shows or sets them elsewhere.
    """

    record_shown = Signal(object)
    """The record shown, None for nothing; emitted whenever it is read again."""

    def __init__(
        self, session: Session, hidden: Mapping[str, Sequence[str]] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._hidden = hidden or {}
        self._record: Record | None = None
        self._is_stale = False
        self._bodies: dict[str, tuple[QWidget, dict[str, FormField]]] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Den valgte række")
        page = QWidget(self)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(6)
        self._title = wrapped_label(page, "", "heading")
        self._findings = FindingList(page)
        self._judge_soon = QTimer(self, interval=0, singleShot=True)
        self._judge_soon.timeout.connect(self._judge)
        self._sections = QVBoxLayout()
        self.history = HistoryList(session, page)
        self._column.addWidget(self._title)
        self._column.addWidget(self._findings)
        self._column.addLayout(self._sections)
        self._column.addWidget(self.history)
        self._column.addStretch(1)
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        session.changed.connect(lambda _: self.renew())
        session.year_changed.connect(lambda _: self.renew())
        session.sharing.marked.connect(self.renew)
        self.show_record(None)

    @property
    def record(self) -> Record | None:
        """The record shown."""
        return self._record

    def add_section(self, widget: QWidget) -> None:
        """Adds a tab's own widget between the fields and the history."""
        self._sections.addWidget(widget)

    def field(self, name: str) -> FormField:
        """The field of the record shown; raises KeyError."""
        if self._record is None:
            raise KeyError(name)
        return self._bodies[self._record.TABLE][1][name]

    def minimumSizeHint(self) -> QSize:
        """As wide as the content, since there is no horizontal scrolling."""
        least = super().minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(max(least.width(), not_none(self.widget()).minimumSizeHint().width() + bar), least.height())

    def show_record(self, record: Record | None) -> None:
        """Commits typing and shows a record, or nothing."""
        if self._record is not None and (record is None or record.id != self._record.id):
            for field in self._bodies[self._record.TABLE][1].values():
                field.end_typing()
        self._record = record
        shown = self._body_of(record) if record else None
        for body, _ in self._bodies.values():
            body.setVisible(body is shown)
        if record:
            self._title.setText(labels.row_title(self._session.network, record))
            for field in self._bodies[record.TABLE][1].values():
                field.show_record(record)
        self._title.setVisible(record is not None)
        self.updateGeometry()
        self._judge_soon.start()
        self.history.setVisible(record is not None)
        self.history.show_record(record)
        self.record_shown.emit(record)

    def renew(self) -> None:
        """Reads the record again, now or when the form becomes visible."""
        self._is_stale = not self.isVisible()
        if self._record is not None and not self._is_stale:
            self.show_record(self._session.network.row(self._record.TABLE, self._record.id))

    def focus_field(self, name: str) -> bool:
        """Focuses a field; False where the form has none of that name."""
        if self._record is None or name not in self._bodies[self._record.TABLE][1]:
            return False
        field = self.field(name)
        field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(field)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Reads a record that may have changed while the form was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self.renew()

    def event(self, event: QEvent) -> bool:
        """Keeps Ctrl+Del in the field that has the focus; it archives only in the table."""
        if is_key(event, QEvent.Type.ShortcutOverride) and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def focus_first(self) -> None:
        """Focuses the first field."""
        if self._record is not None:
            self.focus_field(next(iter(self._bodies[self._record.TABLE][1])))

    def _judge(self) -> None:
        """Shows the findings, after the edit has been shown, since typing must not wait for the rules."""
        record = self._record
        self._findings.show_findings(self._session.findings(record.TABLE, record.id) if record else [])

    def _body_of(self, record: Record) -> QWidget:
        if record.TABLE not in self._bodies:
            self._bodies[record.TABLE] = self._made(record)
            self._column.insertWidget(2, self._bodies[record.TABLE][0])
        return self._bodies[record.TABLE][0]

    def _made(self, record: Record) -> tuple[QWidget, dict[str, FormField]]:
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = {}
        for name, field in record.fields().items():
            if name not in ("archived", *self._hidden.get(record.TABLE, ())):
                fields[name] = FormField(self._session, field, body)
                form.addRow(caption(field, fields[name].input), fields[name])
        return body, fields
