"""Hard rules for the central libraries' time in the network: mergers, splits and archiving (M2, M3)."""

from __future__ import annotations

from collections.abc import Iterator

from cbnet_desktop.domain.charter.findings import HardRule, Problem
from cbnet_desktop.domain.records import BudgetShare, Organisation
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster


def foreign_relatives(network: Network) -> Iterator[Problem]:
    """A library merged into, or split from, something that is no central library."""
    for row in network.live(Organisation):
        for name, other_id in (("merged_into_id", row.merged_into_id), ("split_from_id", row.split_from_id)):
            other = network.find(Organisation, other_id)
            if other and not roster.is_central(other):
                yield Problem(
                    (name, row.id, other.id),
                    f"{other.name} er ikke et centralbibliotek. Vælg et af dem.",
                    Organisation.TABLE,
                    row.id,
                    name,
                )


def hidden_libraries(network: Network) -> Iterator[Problem]:
    """An archived central library with a seat or a share and without a last day: it would leave its past years too."""
    with_share = {row.organisation_id for row in network.live(BudgetShare)}
    for row in network.rows(Organisation):
        if not row.archived or row.ends_on or not roster.is_central(row):
            continue
        if row.id in with_share or roster.area_seats(network, row):
            yield Problem(
                ("hidden", row.id),
                f"{row.name} er eller har været med i netværket. Skriv »Med i netværket til og med« i stedet for at "
                "arkivere biblioteket.",
                Organisation.TABLE,
                row.id,
                "archived",
            )


#: The rules with the table whose edits can break them.
RULES: tuple[tuple[frozenset[str], HardRule], ...] = (
    (frozenset({Organisation.TABLE}), foreign_relatives),
    (frozenset({Organisation.TABLE}), hidden_libraries),
)
