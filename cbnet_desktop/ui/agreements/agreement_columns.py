"""The columns and the state line that the pages of agreements share: state, parties and extensions (M5, M10)."""

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

#: Running agreements first, ended ones last.
_RANKS = {
    AgreementState.RUNNING: 0,
    AgreementState.DRAFT: 1,
    AgreementState.UNDATED: 2,
    AgreementState.COMING: 3,
    AgreementState.ENDED: 4,
}


class AgreementColumns:
    """Shows agreements as of today."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def today(self) -> str:
        """Today as ISO."""
        return self._session.today.isoformat()

    def state(self) -> Column:
        """The state, for example »Udløber om 37 dage«, sorted by the days left."""
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
        """The last day of an extended agreement."""
        return Column(
            "Forlænget til",
            text=lambda network, row: danish.short_date(_extended_day(network, row)),
            sort_by=_extended_day,
            width=11,
            elsewhere="Aftalen forlænges i formularen til højre med »Forlæng aftalen«.",
        )

    def sorted(self, rows: Iterable[Agreement]) -> list[Agreement]:
        """Running agreements by their last day, then future ones, then ended ones."""
        network = self._session.network
        return sorted(rows, key=lambda row: (*self.urgency(network, row), danish.sort_key(row.title), row.id))

    def ending(self, rows: Iterable[Agreement]) -> list[Agreement]:
        """Those that end within the months set in the terms of reference, by their last day."""
        network = self._session.network
        months = network.charter_on(self.today).expiry_warning_months or 0
        found = [row for row in rows if agreements.ends_within(network, row, self.today, months)]
        return sorted(found, key=lambda row: agreements.last_day(network, row) or "")

    def summary(self, rows: list[Agreement], none: str, none_ending: str) -> tuple[str, str, str]:
        """Icon, word and details of the state line: which agreements end soon; else one of the two sentences."""
        if not rows:
            return "", none, ""
        ending = [f"{row.title} om {_days(self._days_left(row))}" for row in self.ending(rows)]
        return ("open", "Udløber snart", f"{danish.joined(ending)}.") if ending else ("kept", none_ending, "")

    def urgency(self, network: Network, row: Record) -> tuple[int, int]:
        """The sort key: the state, and the days until or since the last day."""
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
        return {AgreementState.UNDATED: "open", AgreementState.DRAFT: "open", AgreementState.COMING: "calendar"}.get(
            state, "not_due"
        )


def parties(network: Network, row: Record) -> str:
    """The names of all parties."""
    assert isinstance(row, Agreement)
    return danish.joined([organisation_name(network, one.id) for one in agreements.parties(network, row)])


def partners(network: Network, row: Record) -> str:
    """The names of the parties outside the network."""
    assert isinstance(row, Agreement)
    return danish.joined([organisation_name(network, one.id) for one in agreements.partners(network, row)])


def _extended_day(network: Network, row: Record) -> str | None:
    assert isinstance(row, Agreement)
    last = agreements.last_day(network, row)
    return last if agreements.extensions(network, row) and last != row.ends_on else None


def _days(count: int) -> str:
    return danish.counted(count, "dag", "dage")
