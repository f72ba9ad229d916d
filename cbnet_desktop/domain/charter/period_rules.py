"""Periods that end before they begin, as only a merge can bring them: they have no day, and each is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cbnet_desktop.domain.charter.findings import Finding, Severity
from cbnet_desktop.domain.records import (
    Agreement,
    Appointment,
    GroupMember,
    Offer,
    Organisation,
    Seat,
    Task,
    WorkingGroup,
)
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import AgreementKind

#: The clause that speaks of each kind of row with a period; of agreements it depends on their kind.
CLAUSES: dict[type[Record], str] = {
    Organisation: "M2",
    Seat: "M3",
    Appointment: "M3",
    Agreement: "M5",
    Task: "M5",
    Offer: "M6",
    WorkingGroup: "M18",
    GroupMember: "M18",
}
_AGREEMENTS = {str(AgreementKind.PARTNERSHIP): "M10", str(AgreementKind.OWN_PROGRAMME): "M11"}


def reversed_periods(network: Network, year: int) -> Iterator[Finding]:
    """The rows whose period ends before it begins, in the year of its first day: past years stay as they were."""
    for kind, clause in CLAUSES.items():
        found = (row for row in network.in_year(kind, "starts_on", year) if _is_reversed(*_period(row)))
        for row in sorted(found, key=lambda row: row.id):
            starts_on, ends_on = _period(row)
            message = (
                f"{kind.NOUN.capitalize()} {quoted(labels.row_title(network, row))} har slutdatoen "
                f"{danish.short_date(ends_on)} før startdatoen {danish.short_date(starts_on)} og tæller ikke med "
                "på nogen dag. Ret en af datoerne."
            )
            of_row = _AGREEMENTS.get(row.kind, clause) if isinstance(row, Agreement) else clause
            yield Finding(of_row, Severity.WARNING, message, kind.TABLE, row.id, "ends_on")


def _is_reversed(starts_on: str | None, ends_on: str | None) -> bool:
    return starts_on is not None and ends_on is not None and "" < ends_on < starts_on


def _period(row: Any) -> tuple[str | None, str | None]:
    return row.starts_on, row.ends_on
