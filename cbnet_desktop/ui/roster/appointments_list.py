"""The appointments of a seat or a person, as a short table inside a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import Appointment
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words.choices import Role
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.form_table import FormTable
from cbnet_desktop.ui.table.columns import Column, TableSpec, column

PERIOD = (column(Appointment, "starts_on", width=9), column(Appointment, "ends_on", width=9))
#: Why the person cannot be edited in the table: it would change who held the seat in the past.
APPOINTED = (
    "En udpegning gælder én person på én plads. En ny vælges med »Udpeg …« eller »Udskift …« under Pladser; "
    "er den registreret forkert, rettes den i formularen under Udpegninger."
)


def person_columns() -> tuple[Column, ...]:
    """Columns for the appointments to one seat in one role: person and period."""
    return (column(Appointment, "person_id", width=18, is_editable=False, elsewhere=APPOINTED), *PERIOD)


def seat_columns() -> tuple[Column, ...]:
    """Columns for the appointments of one person: seat and period."""
    return (Column("Plads", text=_place, width=18, elsewhere=APPOINTED), *PERIOD)


def _place(network: Network, record: Record) -> str:
    assert isinstance(record, Appointment)
    name = titles.seat_name(network, record)
    return f"{name}, suppleant" if record.role == Role.SUBSTITUTE else name


class AppointmentsList(FormTable):
    """Appointments under a heading; hidden while there are none."""

    def __init__(
        self,
        session: Session,
        title: str,
        columns: tuple[Column, ...],
        rows: Callable[[], Iterable[Appointment]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, TableSpec(Appointment, columns, rows=lambda _: (), title=title), rows, parent)
