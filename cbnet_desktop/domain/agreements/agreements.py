"""Agreements and programmes: parties, period with extensions, clauses and tasks (M5, M10)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from cbnet_desktop.domain.records import (
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementTask,
    CommitteeMember,
    Extension,
    Organisation,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import organisation_name, person_name
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import AgreementKind, Level, OrganisationKind

#: The agreements and programmes that the agency coordinates with others (M10, M11).
PARTNERED = frozenset({str(AgreementKind.PARTNERSHIP), str(AgreementKind.OWN_PROGRAMME)})


class AgreementState(StrEnum):
    """The state of an agreement on a day."""

    DRAFT = "draft"
    UNDATED = "undated"
    COMING = "coming"
    RUNNING = "running"
    ENDED = "ended"


AGREEMENT_STATES = {
    AgreementState.DRAFT: "Udkast",
    AgreementState.UNDATED: "Uden periode",
    AgreementState.COMING: "Kommende",
    AgreementState.RUNNING: "Gælder",
    AgreementState.ENDED: "Udløbet",
}


def of_kind(network: Network, kinds: Collection[str]) -> list[Agreement]:
    """The agreements of some kinds by first day."""
    return sorted((row for row in network.live(Agreement) if row.kind in kinds), key=agreement_order)


def agreement_order(agreement: Agreement) -> tuple[object, ...]:
    """Sort key: first day (none last), title."""
    return (agreement.starts_on or dates.LAST_DAY, danish.sort_key(agreement.title), agreement.id)


def frameworks(network: Network) -> list[Agreement]:
    """The framework agreements by first day (M5)."""
    return of_kind(network, (AgreementKind.FRAMEWORK,))


def partnered(network: Network) -> list[Agreement]:
    """The partnerships and the agency's own programmes by first day (M10, M11)."""
    return of_kind(network, PARTNERED)


def extensions(network: Network, agreement: Agreement) -> list[Extension]:
    """The agreement's extensions by their new last day."""
    found = network.where(Extension, "agreement_id", agreement.id)
    return sorted(found, key=lambda row: (row.ends_on or "", row.id))


def last_day(network: Network, agreement: Agreement) -> str | None:
    """The last day of the agreement, extensions included; None where it has no end."""
    ends = [agreement.ends_on, *(row.ends_on for row in extensions(network, agreement))]
    return max((day for day in ends if day), default=None)


def last_days(network: Network) -> dict[str, str | None]:
    """The last_day of every agreement by id, in one pass."""
    ends: dict[str, str | None] = {row.id: row.ends_on for row in network.live(Agreement)}
    for row in network.live(Extension):
        if row.agreement_id in ends and row.ends_on:
            ends[row.agreement_id] = max(ends[row.agreement_id] or "", row.ends_on)
    return ends


def is_draft(agreement: Agreement) -> bool:
    """Whether a framework agreement is not signed, so that it is not in force on any day (M5)."""
    return agreement.kind == AgreementKind.FRAMEWORK and not agreement.signed_on


def state(network: Network, agreement: Agreement, day: str) -> AgreementState:
    """The state of the agreement on a day, extensions included."""
    if is_draft(agreement):
        return AgreementState.DRAFT
    ends_on = last_day(network, agreement)
    if not agreement.starts_on and not ends_on:
        return AgreementState.UNDATED
    if (agreement.starts_on or "") > day:
        return AgreementState.COMING
    return AgreementState.ENDED if ends_on and ends_on < day else AgreementState.RUNNING


def is_in_year(network: Network, agreement: Agreement, year: int) -> bool:
    """Whether the agreement applies on some day of the calendar year, extensions included."""
    return dates.is_in_year(agreement.starts_on, last_day(network, agreement), year)


def of_year(network: Network, kinds: Collection[str], year: int) -> list[Agreement]:
    """The agreements of some kinds that apply on some day of the calendar year, by first day."""
    ends = last_days(network)
    found = (row for row in network.live(Agreement) if row.kind in kinds)
    return sorted((row for row in found if dates.is_in_year(row.starts_on, ends[row.id], year)), key=agreement_order)


def ends_within(network: Network, agreement: Agreement, day: str, months: int) -> bool:
    """Whether a day is in the last months of the agreement (M10)."""
    return _is_ending(agreement, last_day(network, agreement), day, months)


def is_followed(network: Network, agreement: Agreement) -> bool:
    """Whether another framework agreement is in force on the day after this one ends (M5)."""
    ends = last_days(network)
    ends_on = ends[agreement.id]
    if not ends_on:
        return False
    following = dates.days_later(ends_on, 1)
    return any(
        (row.starts_on or dates.FIRST_DAY) <= following <= (ends[row.id] or dates.LAST_DAY)
        for row in frameworks(network)
        if row.id != agreement.id and not is_draft(row)
    )


def ending(network: Network, day: str, months: int) -> list[Agreement]:
    """The agreements of every kind that are in their last months on a day, by last day."""
    ends = last_days(network)
    found = [row for row in network.live(Agreement) if _is_ending(row, ends[row.id], day, months)]
    return sorted(found, key=lambda row: (ends[row.id] or "", danish.sort_key(row.title), row.id))


def _is_ending(agreement: Agreement, ends_on: str | None, day: str, months: int) -> bool:
    if is_draft(agreement) or not ends_on:
        return False
    return dates.months_later(ends_on, -months) <= day <= ends_on


def party_rows(network: Network, agreement: Agreement) -> list[AgreementParty]:
    """The agreement's party rows, in Danish order of names."""
    rows = network.where(AgreementParty, "agreement_id", agreement.id)
    return sorted(rows, key=lambda row: (danish.sort_key(organisation_name(network, row.organisation_id)), row.id))


def parties(network: Network, agreement: Agreement) -> list[Organisation]:
    """The organisations that are parties, in Danish order."""
    found = (network.find(Organisation, row.organisation_id) for row in party_rows(network, agreement))
    return [row for row in found if row is not None]


def partners(network: Network, agreement: Agreement) -> list[Organisation]:
    """The parties outside the network: neither the agency, a central library nor the directors (M10)."""
    return [row for row in parties(network, agreement) if row.kind == OrganisationKind.OTHER]


def party_added(network: Network, agreement: Agreement, organisation_id: str) -> tuple[Change, ...]:
    """The change that adds an organisation as a party; none where it is one already."""
    if any(row.organisation_id == organisation_id for row in party_rows(network, agreement)):
        return ()
    return (AgreementParty.added({"agreement_id": agreement.id, "organisation_id": organisation_id}),)


def clauses(network: Network, agreement: Agreement) -> list[AgreementClause]:
    """The agreement's clauses and initiatives by number."""
    return sorted(network.where(AgreementClause, "agreement_id", agreement.id), key=clause_order)


def clause_order(clause: AgreementClause) -> tuple[object, ...]:
    """Sort key: number (none last), title."""
    return (not clause.number, danish.sort_key(clause.number), danish.sort_key(clause.title), clause.id)


def tasks(network: Network, agreement: Agreement) -> list[AgreementTask]:
    """The tasks of libraries and regions under the agreement, by deadline."""
    found = network.where(AgreementTask, "agreement_id", agreement.id)
    return sorted(found, key=lambda row: (row.deadline or dates.LAST_DAY, danish.sort_key(row.text), row.id))


def has_regional_owner(network: Network, agreement: Agreement) -> bool:
    """Whether any organisation is responsible for a regional task under the agreement (M10)."""
    return any(row.level == Level.REGIONAL and row.organisation_id for row in tasks(network, agreement))


def committee(network: Network, agreement: Agreement) -> list[CommitteeMember]:
    """The agreement's contact committee, in Danish order of names."""
    rows = network.where(CommitteeMember, "agreement_id", agreement.id)
    return sorted(rows, key=lambda row: (danish.sort_key(person_name(network, row.person_id)), row.id))


def title(network: Network, agreement: Agreement) -> str:
    """The title with its years, extensions included, for example »Digital dannelse 2013–2015«."""
    first, last = (agreement.starts_on or "")[:4], (last_day(network, agreement) or "")[:4]
    years = first if first == last else f"{first}–{last}"
    named = agreement.title.replace("-", "–")
    return agreement.title if years in ("–", "") or years.strip("–") in named else f"{agreement.title} {years}"
