"""The terms of a seat or of a person, as a short table inside a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from cbnet_desktop.domain import labels
from cbnet_desktop.domain.fields import Record
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import Appointment, Seat
from cbnet_desktop.domain.terms import Role
from cbnet_desktop.ui.columns import Column, TableSpec, column
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.table_pane import TablePane

PERIOD = (column(Appointment, "starts_on", width=9), column(Appointment, "ends_on", width=9))


def person_columns() -> tuple[Column, ...]:
    """Who, from when, until when: for the terms of one seat in one role."""
    return (column(Appointment, "person_id", width=18), *PERIOD)


def seat_columns() -> tuple[Column, ...]:
    """In which seat, from when, until when: for the terms of one person."""
    return (Column("Plads", text=_place, width=18), *PERIOD)


def _place(network: Network, record: Record) -> str:
    seat = network.find(Seat, getattr(record, "seat_id"))  # noqa: B009 - the rows are appointments
    name = labels.row_title(network, seat) if seat else ""
    return f"{name}, suppleant" if getattr(record, "role") == Role.SUBSTITUTE else name  # noqa: B009


class TermsList(QWidget):
    """A heading and as many rows as there are; hidden while there are none."""

    def __init__(
        self,
        document: Document,
        title: str,
        columns: tuple[Column, ...],
        rows: Callable[[], Iterable[Appointment]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self.pane = TablePane(document, TableSpec(Appointment, columns, rows=lambda _: rows(), title=title), self)
        self.pane.footer.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        heading.setBuddy(self.pane.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(2)
        column.addWidget(heading)
        column.addWidget(self.pane)
        model = self.pane.model
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(lambda *_: self._fit())
        model.told.connect(lambda _: self._fit())
        self.renew()

    def renew(self) -> None:
        """Reads the rows again, for another seat or person too."""
        self.setVisible(any(True for _ in self._rows()))
        self.pane.model.refresh()
        self._fit()

    def _fit(self) -> None:
        view, strip = self.pane.view, self.pane.strip
        rows = view.model().rowCount() * view.verticalHeader().defaultSectionSize()
        told = strip.sizeHint().height() if strip.text else 0
        self.pane.setFixedHeight(view.horizontalHeader().sizeHint().height() + rows + 2 + told)
