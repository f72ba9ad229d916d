"""The columns of the seats on a day: holder, period, contact data and substitute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cbnet_desktop.domain.records import Person, Seat
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import seating
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.table.columns import Column, column

CHOSEN = (
    "Hvem der sidder på en plads, vælges med »Udpeg …« eller »Udskift …«. "
    "Pladsen bliver ubesat, når udpegningen får en slutdato i listen til højre."
)
VACANT = "Pladsen er ubesat. Udpeg først en repræsentant; så kan telefon og e-mail skrives her."
SINCE = "Hvornår en udpegning begynder og slutter, rettes i listen over pladsens repræsentanter til højre."
EMPLOYER = "Hvor en person er ansat, rettes under Netværk ▸ Personer."
SUBSTITUTE = "En suppleant vælges med »Udpeg …« eller »Udskift …«."


class SeatColumns:
    """Columns that show a seat on the page's day.

    The holder is chosen in a dialog, never typed over; contact data are edited in place.
    """

    def __init__(self, day: Callable[[], str]) -> None:
        self._day = day

    def columns(self) -> tuple[Column, ...]:
        """All columns, in order."""
        return (
            column(Seat, "name", width=22, text=lambda network, row: self._seating(network, row).name),
            self._of_person(
                "name", 20, "Repræsentant", text=self._holder, icon=self._icon, is_editable=False, elsewhere=CHOSEN
            ),
            Column("Siden", text=self._since, sort_by=self._since_day, width=15, elsewhere=SINCE),
            self._of_person("organisation_id", 10, "Ansat ved", is_editable=False, elsewhere=EMPLOYER),
            self._of_person("phone", 11, elsewhere=VACANT),
            self._of_person("email", 28, elsewhere=VACANT),
            Column("Suppleant", text=self._substitute, width=16, elsewhere=SUBSTITUTE),
        )

    def _of_person(self, name: str, width: int, title: str = "", **more: Any) -> Column:
        return column(Person, name, title=title, width=width, of=self._person, **more)

    def _person(self, network: Network, record: Record) -> Record | None:
        return self._seating(network, record).person

    def _seating(self, network: Network, record: Record) -> seating.Seating:
        assert isinstance(record, Seat)
        return seating.seating(network, record, self._day())

    def _holder(self, network: Network, record: Record) -> str:
        found = self._seating(network, record)
        if found.person:
            return found.person.name
        if found.comer:
            return f"Ubesat; {found.comer}"
        return f"Ubesat i {danish.counted(found.vacant_days, 'dag', 'dage')}" if found.vacant_days else "Ubesat"

    def _icon(self, network: Network, record: Record) -> str:
        found = self._seating(network, record)
        return "vacant" if found.is_vacant else "waiting" if found.is_expired else ""

    def _since(self, network: Network, record: Record) -> str:
        found = self._seating(network, record)
        if found.is_expired and found.term:
            return f"Udløb {danish.short_date(found.term.ends_on)}"
        if found.comes_on:
            return f"Fra {danish.short_date(found.comes_on)}"
        return danish.short_date(self._since_day(network, record))

    def _since_day(self, network: Network, record: Record) -> str | None:
        found = self._seating(network, record)
        return found.term.starts_on if found.term else found.vacant_since

    def _substitute(self, network: Network, record: Record) -> str:
        substitute = self._seating(network, record).substitute
        return substitute.name if substitute else ""
