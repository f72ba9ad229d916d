"""Hard rules over several rows, which no edit may newly break (M8, M10-M13, M15, M16, M20, M21, M23, natural keys)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter import (
    agreement_hard_rules,
    focus_hard_rules,
    natural_keys,
    plan_hard_rules,
    roster_hard_rules,
)
from cbnet_desktop.domain.charter.findings import HardRule, Problem
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import (
    AgendaItem,
    Allocation,
    Appointment,
    BudgetShare,
    FocusSet,
    Meeting,
    Organisation,
    Person,
    Seat,
)
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency, seat_names
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import TOPICS, MeetingKind, MeetingState, OrganisationKind, Role, SeatKind


def overlaps(network: Network) -> Iterator[Problem]:
    """Two representatives for one seat or library on the same day (M12)."""
    by_place: dict[str, list[Appointment]] = {}
    for row in network.live(Appointment):
        if row.role == Role.REPRESENTATIVE:
            by_place.setdefault(_place(network, row), []).append(row)
    for terms in by_place.values():
        terms.sort(key=lambda row: (row.starts_on or "", row.id))
        for first, second in overlapping(terms):
            yield Problem(
                ("overlap", frozenset((first.id, second.id))),
                overlap_message(network, first, second),
                Appointment.TABLE,
                second.id,
                "starts_on",
            )


def overlapping(terms: list[Appointment]) -> Iterator[tuple[Appointment, Appointment]]:
    """The pairs of terms, sorted by their first day, that share a day."""
    for index, first in enumerate(terms):
        for second in islice(terms, index + 1, None):
            if (second.starts_on or "") > (first.ends_on or dates.LAST_DAY):
                break
            if dates.overlap(first.starts_on, first.ends_on, second.starts_on, second.ends_on):
                yield first, second


def _place(network: Network, row: Appointment) -> str:
    seat = network.find(Seat, row.seat_id)
    if seat and seat.kind == SeatKind.AREA and seat.organisation_id:
        return seat.organisation_id
    return row.seat_id or ""


def overlap_message(network: Network, first: Appointment, second: Appointment) -> str:
    """The message for two overlapping terms (M12)."""
    seat = network.find(Seat, second.seat_id)
    place = seat_names.on(network, seat, second.starts_on or "") if seat else "Pladsen"
    names = [titles.person_name(network, row.person_id) or "En ukendt person" for row in (first, second)]
    if first.person_id == second.person_id:
        who = f"{names[0]} er udpeget to gange: {term(first)} og {term(second)}"
    else:
        who = f"{names[0]} ({term(first)}) og {names[1]} ({term(second)})"
    return (
        f"{place} kan kun have én repræsentant ad gangen: {who} overlapper. "
        "Sæt en slutdato på den første udpegning, dagen før den næste begynder."
    )


def term(row: Appointment) -> str:
    """A term's period, for example »01.01.2013–31.12.2014« or »fra 01.01.2013«."""
    if not row.ends_on:
        return f"fra {danish.short_date(row.starts_on)}"
    return f"{danish.short_date(row.starts_on)}–{danish.short_date(row.ends_on)}"


def undiscussed_topics(network: Network) -> Iterator[Problem]:
    """An annual meeting held or approved without minutes on each mandatory topic (M15)."""
    held = {
        row.id: row for row in network.live(Meeting) if row.kind == MeetingKind.ANNUAL and row.state in meetings.HELD
    }
    items: dict[str, list[AgendaItem]] = {meeting_id: [] for meeting_id in held}
    for item in network.live(AgendaItem):
        if item.meeting_id in items:
            items[item.meeting_id].append(item)
    for meeting_id, found in items.items():
        meeting = held[meeting_id]
        required = meetings.required_topics(network, meeting.held_on or "")
        missing = meetings.topics_without_outcome(found, required)
        if missing:
            yield Problem(
                ("topics", meeting_id),
                f"{titles.meeting_title(meeting)} kan ikke stå som afholdt uden referat af "
                f"{danish.joined([f'»{TOPICS[topic]}«' for topic in missing])}. "
                "Skriv referatet af punkterne, eller sæt mødet tilbage til »Indkaldt«.",
                Meeting.TABLE,
                meeting_id,
                "state",
                weight=len(missing) + (len(TOPICS) if meeting.state == MeetingState.APPROVED else 0),
            )


def foreign_setters(network: Network) -> Iterator[Problem]:
    """A year's focus areas set by anybody but the agency's representative on that day (M13)."""
    for row in network.live(FocusSet):
        if row.set_on and row.set_by_id and not focus.is_set_by_agency(network, row):
            yield Problem(
                ("setter", row.id, row.set_by_id, row.set_on),
                setter_message(network, row),
                FocusSet.TABLE,
                row.id,
                "set_by_id",
            )


def setter_message(network: Network, row: FocusSet) -> str:
    """The message for focus areas set by the wrong person, naming the right one (M13)."""
    person = network.find(Person, row.set_by_id)
    right = focus.agency_representative(network, row.set_on or "")
    of_agency = agency.name(network, row.set_on or "")
    hint = f"Vælg {right.name}." if right else f"Registrér først, hvem der er repræsentant for {of_agency} den dag."
    return (
        f"Kun repræsentanten for {of_agency} kan fastsætte indsatsområderne for {row.year}, og det var "
        f"{person.name if person else 'den valgte person'} ikke {danish.short_date(row.set_on)}. {hint}"
    )


def overdrawn_pools(network: Network) -> Iterator[Problem]:
    """A year whose allocations exceed its pool (M21)."""
    for year in sorted({row.year for row in network.live(Allocation)}):
        sums = budget.pool(network, year)
        if sums.unallocated_ore < 0:
            row = budget.allocations(network, year)[-1]
            yield Problem(
                ("pool", year),
                overdrawn_message(year, sums),
                Allocation.TABLE,
                row.id,
                "amount_ore",
                weight=-sums.unallocated_ore,
            )


def overdrawn_message(year: int, sums: budget.Pool) -> str:
    """The message for allocations that exceed the pool (M21)."""
    return (
        f"Der er bevilget {danish.amount(sums.allocated_ore, unit='kr.')} i {year}, men de fælles midler er kun "
        f"{danish.amount(sums.pool_ore, unit='kr.')} Sænk bevillingerne med mindst "
        f"{danish.amount(-sums.unallocated_ore, unit='kr.')}, eller aftal større andele."
    )


def foreign_shares(network: Network) -> Iterator[Problem]:
    """A budget share of an organisation that is not a central library (M20)."""
    for row in network.live(BudgetShare):
        library = network.find(Organisation, row.organisation_id)
        if library and library.kind != OrganisationKind.CENTRAL_LIBRARY:
            yield Problem(
                ("no library", row.id, library.id),
                f"{library.name} er ikke et centralbibliotek og har derfor ingen budgetandel. Vælg et af dem.",
                BudgetShare.TABLE,
                row.id,
                "organisation_id",
            )


#: The rules with the tables whose edits can break them.
HARD_RULES: tuple[tuple[frozenset[str], HardRule], ...] = (
    (frozenset({Appointment.TABLE, Seat.TABLE}), overlaps),
    (frozenset({Meeting.TABLE, AgendaItem.TABLE}), undiscussed_topics),
    (frozenset({FocusSet.TABLE}), foreign_setters),
    (frozenset({BudgetShare.TABLE}), foreign_shares),
    (frozenset({BudgetShare.TABLE, Allocation.TABLE, Organisation.TABLE, Seat.TABLE}), overdrawn_pools),
    *natural_keys.RULES,
    *agreement_hard_rules.RULES,
    *plan_hard_rules.RULES,
    *focus_hard_rules.RULES,
    *roster_hard_rules.RULES,
)


def newly_broken(before: Network, after: Network, tables: Collection[str]) -> Iterator[Problem]:
    """The problems that are new or worse after an edit of the tables."""
    for watched, rule in HARD_RULES:
        if watched.isdisjoint(tables):
            continue
        problems = list(rule(after))
        if not problems:
            continue
        known = {problem.key: problem.weight for problem in rule(before)}
        for problem in problems:
            if problem.key not in known or problem.weight > known[problem.key]:
                yield problem
