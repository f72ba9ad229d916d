"""The libraries' competence offers together: overlaps, gaps and calendar (M6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import FocusArea, Offer, Organisation
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import Level, OfferState


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two offers, the earlier first, with the same topic or time.

    has_one_audience: one of the two is national, or both are held in the same region.
    """

    first: Offer
    second: Offer
    is_between_hosts: bool
    has_one_audience: bool


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the calendar with its offers; is_in_month is False for days of the months before and after."""

    on: str
    is_in_month: bool
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """An ISO week, Monday to Sunday."""

    number: int
    days: tuple[CalendarDay, ...]


def of_year(network: Network, year: int, *, with_cancelled: bool = True) -> list[Offer]:
    """The offers with a day in the year, by date."""
    first, last = f"{year}-01-01", f"{year}-12-31"
    found = [
        row
        for row in network.in_year(Offer, "starts_on", year, "ends_on")
        if row.starts_on
        and dates.overlap(row.starts_on, last_day(row), first, last)
        and (with_cancelled or row.state != OfferState.CANCELLED)
    ]
    return sorted(found, key=offer_order)


def offer_order(offer: Offer) -> tuple[object, ...]:
    """Sort key: first day (none last), time, title."""
    return (offer.starts_on or dates.LAST_DAY, offer.starts_at or "", danish.sort_key(offer.title), offer.id)


def last_day(offer: Offer) -> str | None:
    """The last day of an offer: its first where it lasts only one."""
    return offer.ends_on or offer.starts_on


def similar(network: Network, year: int) -> list[Overlap]:
    """Pairs of the year's offers on one topic that begin within the weeks set by the terms of reference (M1, M6)."""
    return list(similar_among(network, of_year(network, year, with_cancelled=False)))


def clashes(network: Network, year: int) -> list[Overlap]:
    """Pairs of the year's offers that take place at the same time (M6)."""
    return list(clashes_among(network, of_year(network, year, with_cancelled=False)))


def to_settle(network: Network, year: int) -> tuple[list[Overlap], list[Overlap]]:
    """The pairs to coordinate, each once: on one topic, and at the same time for one audience (M6)."""
    shared = similar(network, year)
    listed = {(pair.first.id, pair.second.id) for pair in shared}
    clashing = [pair for pair in clashes(network, year) if pair.has_one_audience]
    return shared, [pair for pair in clashing if (pair.first.id, pair.second.id) not in listed]


def regions(network: Network, year: int) -> list[str]:
    """The regions of the central libraries of a year, in Danish order."""
    found = {library.region for library in roster.central_libraries_of(network, year) if library.region}
    return sorted(found, key=danish.sort_key)


def regions_without(network: Network, year: int) -> list[str]:
    """The regions without an offer in the year (M6)."""
    return regions_not_of(network, year, of_year(network, year, with_cancelled=False))


def regions_not_of(network: Network, year: int, rows: Sequence[Offer]) -> list[str]:
    """The regions of a year whose libraries host none of the offers."""
    hosts = {row.host_id for row in rows}
    served = {host.region for row_id in hosts if (host := network.find(Organisation, row_id))}
    return [region for region in regions(network, year) if region not in served]


def focus_areas_without(network: Network, year: int) -> list[FocusArea]:
    """The year's focus areas without an offer (M6)."""
    return areas_not_of(network, year, of_year(network, year, with_cancelled=False))


def areas_not_of(network: Network, year: int, rows: Sequence[Offer]) -> list[FocusArea]:
    """The year's focus areas to which none of the offers belongs."""
    served = {row.focus_area_id for row in rows}
    return [area for area in focus.of_year(network, year) if area.id not in served]


def without_focus_area(network: Network, year: int) -> list[Offer]:
    """The year's offers that belong to no focus area (M6)."""
    return [row for row in of_year(network, year, with_cancelled=False) if not row.focus_area_id]


def month(network: Network, year: int, number: int) -> tuple[CalendarWeek, ...]:
    """The weeks of a month, 1 to 12, each from Monday to Sunday, with the offers of every day."""
    first = date(year, number, 1)
    day = first - timedelta(days=first.weekday())
    last = date.fromisoformat(dates.months_later(first.isoformat(), 1)) - timedelta(days=1)
    begin, end = day.isoformat(), (last + timedelta(days=6)).isoformat()
    known = {row.id: row for one in (year - 1, year, year + 1) for row in of_year(network, one)}
    near = (row for row in known.values() if dates.overlap(row.starts_on, last_day(row), begin, end))
    found = sorted(near, key=offer_order)
    weeks = []
    while day <= last:
        days = tuple(_day(day + timedelta(days=index), number, found) for index in range(7))
        weeks.append(CalendarWeek(day.isocalendar().week, days))
        day += timedelta(days=7)
    return tuple(weeks)


def _day(day: date, month_number: int, offers: Sequence[Offer]) -> CalendarDay:
    on = day.isoformat()
    held = tuple(row for row in offers if (row.starts_on or "") <= on <= (last_day(row) or ""))
    return CalendarDay(on, day.month == month_number, held)


def similar_among(network: Network, found: Sequence[Offer]) -> Iterator[Overlap]:
    """Pairs of the offers (sorted by date) on one topic within the weeks set by the terms of reference.

    Only offers on the same topic are compared, so that the cost does not grow with the square of all offers.
    """
    by_topic: dict[str, list[Offer]] = {}
    for offer in found:
        for topic in {danish.folded(offer.topic), danish.folded(offer.title)} - {""}:
            by_topic.setdefault(topic, []).append(offer)
    seen = set()
    for rows in by_topic.values():
        for first, second in _pairs_within_weeks(network, rows):
            if (first.id, second.id) not in seen:
                seen.add((first.id, second.id))
                yield _overlap(network, first, second)


def _pairs_within_weeks(network: Network, rows: Sequence[Offer]) -> Iterator[tuple[Offer, Offer]]:
    for index, first in enumerate(rows[:-1]):
        weeks = network.charter_on(first.starts_on or "").similar_offer_weeks or 0
        until = dates.days_later(first.starts_on or "", 7 * weeks)
        for second in islice(rows, index + 1, None):
            if (second.starts_on or "") > until:
                break
            yield first, second


def clashes_among(network: Network, found: Sequence[Offer]) -> Iterator[Overlap]:
    """Pairs of the offers (sorted by date) that take place at the same time."""
    for index, first in enumerate(found):
        for second in islice(found, index + 1, None):
            if (second.starts_on or "") > (last_day(first) or ""):
                break
            if _is_at_one_time(first, second):
                yield _overlap(network, first, second)


def _is_at_one_time(first: Offer, second: Offer) -> bool:
    """Whether two offers on the same day overlap in time, as far as their times are known."""
    is_one_day = first.starts_on == last_day(first) == second.starts_on == last_day(second)
    if not (is_one_day and first.ends_at and second.starts_at):
        return True
    return second.starts_at < first.ends_at and (first.starts_at or "") < (second.ends_at or "24:00")


def _overlap(network: Network, first: Offer, second: Offer) -> Overlap:
    hosts = [network.find(Organisation, row.host_id) for row in (first, second)]
    one, other = (host.region if host else "" for host in hosts)
    is_national = Level.NATIONAL in (first.level, second.level)
    return Overlap(
        first,
        second,
        is_between_hosts=first.host_id != second.host_id,
        has_one_audience=is_national or first.host_id == second.host_id or (one == other and bool(one)),
    )
