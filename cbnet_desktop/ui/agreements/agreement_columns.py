"""What the tables of agreements share: how long one runs, who its parties are, how far it was extended (M5, M10)."""

from __future__ import annotations

from collections.abc import Iterable

from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.agreements.agreements import AGREEMENT_STATES, AgreementState
from cbnet_desktop.domain.records import Agreement
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import Column

#: What runs out first stands first, what is over last.
_RANKS = {
    AgreementState.RUNNING: 0,
    AgreementState.UNDATED: 1,
    AgreementState.COMING: 2,
    AgreementState.ENDED: 3,
}


class AgreementColumns:
    """Reads an agreement on the day of today."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def today(self) -> str:
        """Today as ISO."""
        return self._session.today.isoformat()

    def state(self) -> Column:
        """»Udløber om 37 dage«, sorted by the days left."""
        return Column(
            "Tilstand",
            text=self._words,
            icon=self._icon,
            sort_by=self.urgency,
            width=22,
            least=21,
            elsewhere="Tilstanden følger af aftalens datoer. Ret dem i formularen (F6).",
        )

    def extended_to(self) -> Column:
        """The last day of an agreement that was extended."""
        return Column(
            "Forlænget til",
            text=_extended,
            sort_by=_extended_day,
            width=11,
            elsewhere="Aftalen forlænges i formularen til højre med »Forlæng aftalen«.",
        )

    def sorted(self, rows: Iterable[Agreement]) -> list[Agreement]:
        """What runs out first, then what is to come, then what is over."""
        network = self._session.network
        return sorted(rows, key=lambda row: (*self.urgency(network, row), danish.sort_key(row.title), row.id))

    def ending(self, rows: Iterable[Agreement]) -> list[Agreement]:
        """Those that end within the months that the terms of reference tell, the first to end first."""
        network = self._session.network
        months = network.charter_on(self.today).expiry_warning_months or 0
        found = [row for row in rows if agreements.ends_within(network, row, self.today, months)]
        return sorted(found, key=lambda row: agreements.last_day(network, row) or "")

    def describe(self, row: Agreement) -> str:
        """»Digital dannelse om 37 dage«."""
        return f"{row.title} om {_days(self._days_left(row))}"

    def urgency(self, network: Network, row: Record) -> tuple[int, int]:
        """Sort key: the state, and in it the days that are left or gone."""
        assert isinstance(row, Agreement)
        state = agreements.state(network, row, self.today)
        until = agreements.last_day(network, row) or dates.LAST_DAY
        day = row.starts_on if state is AgreementState.COMING else until
        distance = dates.days_between(self.today, day or self.today)
        return _RANKS[state], -distance if state is AgreementState.ENDED else distance

    def _days_left(self, row: Agreement) -> int:
        return dates.days_between(self.today, agreements.last_day(self._session.network, row) or self.today)

    def _words(self, network: Network, row: Record) -> str:
        assert isinstance(row, Agreement)
        state, last = agreements.state(network, row, self.today), agreements.last_day(network, row)
        if state is AgreementState.ENDED:
            return f"Udløb {danish.short_date(last)}"
        if state is AgreementState.COMING:
            return f"Begynder om {_days(dates.days_between(self.today, row.starts_on or self.today))}"
        if state is AgreementState.RUNNING and last is None:
            return "Gælder uden slutdato"
        if state is AgreementState.RUNNING:
            days = _days(self._days_left(row))
            return f"Udløber om {days}" if self.ending([row]) else f"Gælder, {days} igen"
        return AGREEMENT_STATES[state]

    def _icon(self, network: Network, row: Record) -> str:
        assert isinstance(row, Agreement)
        state = agreements.state(network, row, self.today)
        if state is AgreementState.RUNNING:
            return "open" if self.ending([row]) else "kept"
        return {AgreementState.UNDATED: "open", AgreementState.COMING: "calendar"}.get(state, "not_due")


def parties(network: Network, row: Record) -> str:
    """All parties, in Danish order."""
    assert isinstance(row, Agreement)
    return danish.joined([organisation_name(network, one.id) for one in agreements.parties(network, row)])


def partners(network: Network, row: Record) -> str:
    """The parties outside the network."""
    assert isinstance(row, Agreement)
    return danish.joined([organisation_name(network, one.id) for one in agreements.partners(network, row)])


def _extended_day(network: Network, row: Record) -> str | None:
    assert isinstance(row, Agreement)
    last = agreements.last_day(network, row)
    return last if agreements.extensions(network, row) and last != row.ends_on else None


def _extended(network: Network, row: Record) -> str:
    return danish.short_date(_extended_day(network, row))


def _days(count: int) -> str:
    return danish.counted(count, "dag", "dage")
