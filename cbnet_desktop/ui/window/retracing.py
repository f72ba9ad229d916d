"""After undo and redo: shows the place of what changed, and offers the way on where undo stopped at a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from cbnet_desktop.domain.edits import milestones
from cbnet_desktop.domain.edits.milestones import Milestone
from cbnet_desktop.domain.records import TABLES, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.titles import parents
from cbnet_desktop.ui.editing.undo_stack import Moved

if TYPE_CHECKING:
    from cbnet_desktop.ui.table.table_view import RecordTableView
    from cbnet_desktop.ui.window.network_window import NetworkWindow


class Retracing(QObject):
    """Follows the undo and redo of a window's session."""

    def __init__(self, window: NetworkWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._session.moved.connect(self._show_place)
        self._session.retraced.connect(self._show_sentence)
        self._session.written.connect(lambda _: window.strip.forget_way_back())
        self._stopped: Milestone | None = None

    def _show_place(self, moved: Moved) -> None:
        """Shows the first changed row that is there, leaving the focus on the side where it is."""
        stopped = milestones.of(self._session.network, moved.step.changes) if moved.is_stopped else None
        self._stopped = stopped
        if moved.edit is None or QApplication.activeModalWidget():
            return
        written = {(change.table, change.row_id): change for change in moved.edit.changes}
        places = [(change.table, change.row_id) for change in moved.step.changes]
        changed = [written[place] for place in places if place in written]
        there = [change for change in changed if self._is_there(change)]
        if there:
            change = there[0]
            field = next(iter(change.after or ()), "") if change.before is not None else ""
            self._show_cell(change.table, change.row_id, "" if field == "archived" else field)
        elif changed:
            self._show_gone(changed[0])

    def _show_sentence(self, sentence: str) -> None:
        window, stopped = self._window, self._stopped
        window.strip.forget_way_back()
        if stopped is None:
            window.show_message(sentence)
        elif stopped.table == Plan.TABLE:
            window.strip.show_done(sentence, "Fjern planåret", self._session.undo_decision)
        elif stopped.table == PlanVersion.TABLE:
            window.strip.show_done(sentence, "Gå til planen", lambda: window.jump_to(stopped.table, stopped.row_id))
        elif stopped.act:
            window.strip.show_done(sentence, "Genåbn …", lambda: self._reopen(stopped))
        else:
            window.show_message(sentence)

    def _reopen(self, stopped: Milestone) -> None:
        from cbnet_desktop.ui.form.action_dialog import open_dialog
        from cbnet_desktop.ui.form.agreed_buttons import ReopenDialog

        row = self._session.network.row(stopped.table, stopped.row_id)
        if row and stopped.act:
            open_dialog(ReopenDialog(self._session, stopped.act, row, self._window))

    def _is_there(self, change: Change) -> bool:
        row = self._session.network.row(change.table, change.row_id)
        return row is not None and not getattr(row, "archived", False)

    def _show_gone(self, change: Change) -> None:
        """Shows the list, in its year, where a row was until now."""
        network = self._session.network
        row = network.row(change.table, change.row_id) or TABLES[change.table](change.row_id, **(change.before or {}))
        if year := parents.year_of(network, row):
            self._session.set_year(year)
        if not self._views(change.table):
            self._window.show_place(change.table, "")

    def _show_cell(self, table: str, row_id: str, field: str) -> None:
        from cbnet_desktop.ui.form.form_field import FormField

        focus = QApplication.focusWidget()
        while focus is not None and not isinstance(focus, FormField):
            focus = focus.parentWidget()
        if focus is not None and focus.shows(table, row_id, field):
            return
        is_in_form = focus is not None
        if not self._choose(table, row_id, field, is_in_form=is_in_form):
            self._window.jump_to(table, row_id, field)
            self._choose(table, row_id, field, is_in_form=is_in_form)

    def _choose(self, table: str, row_id: str, field: str, *, is_in_form: bool) -> bool:
        """Chooses the row in a table in sight; False where none shows it."""
        from cbnet_desktop.ui.form.form_field import FormField

        views = [*self._views(table), *self._views()]
        view = next((view for view in views if view.choose(_row_of(view, table, row_id, field), field)), None)
        if view is None:
            return False
        fields = [one for one in self._window.page.findChildren(FormField) if one.shows(table, row_id, field)]
        target: QWidget | None = next((one.input for one in fields if one.isVisibleTo(self._window)), None)
        shown = {view.records.spec.columns[place].field for place in view.selection.columns()}
        is_in_table = not is_in_form and (not field or field in shown)
        (view if target is None or is_in_table else target).setFocus()
        return True

    def _views(self, table: str = "") -> list[RecordTableView]:
        """The tables in sight, or only those of this kind of row."""
        from cbnet_desktop.ui.table.table_view import RecordTableView

        found = self._window.page.findChildren(RecordTableView)
        return [
            view for view in found if view.isVisibleTo(self._window) and table in ("", view.records.spec.record.TABLE)
        ]


def _row_of(view: RecordTableView, table: str, row_id: str, field: str) -> str:
    """The id of the view's row that is this row or shows this field of it; empty where none does."""
    model = view.records
    if table == model.spec.record.TABLE:
        return row_id
    columns = [
        one for one in model.spec.columns if one.of and one.kind and (one.kind.TABLE, one.field) == (table, field)
    ]
    for record in model.records():
        if any((held := one.holder(model.network, record)) and held.id == row_id for one in columns):
            return record.id
    return ""
