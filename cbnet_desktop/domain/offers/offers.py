"""The libraries' competence offers together: overlaps, gaps and calendar (M6)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import FocusArea, Offer, Organisation
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.recall import recalled
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import Level, OfferState

#: The most offers that meet and are still told in pairs.
CROWD = 20


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
class Crowd:
    """More than CROWD offers on one topic, or at one time where the topic is empty: they are told as one.

    last is the last day on which something is to be settled, empty for nothing; at is the offer that begins then.
    """

    rows: tuple[Offer, ...]
    topic: str
    last: str
    at: Offer

    @property
    def words(self) -> str:
        """What they have in common, as the beginning of a sentence."""
        if self.topic:
            return f"{len(self.rows)} tilbud har emnet {quoted(self.topic)} inden for få uger"
        day = danish.short_date(self.last)
        return f"{len(self.rows)} tilbud ligger {day}, flere af dem på samme tid for de samme deltagere"


class ToSettle(NamedTuple):
    """The overlaps of a year, in pairs and, where more than CROWD meet, as one."""

    similar: tuple[Overlap, ...]
    clashes: tuple[Overlap, ...]
    crowds: tuple[Crowd, ...]


class _Day(NamedTuple):
    """A day with the offers held on it, first those that go on from the days before."""

    on: str
    held: Sequence[Offer]
    before: int


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


def similar(network: Network, year: int) -> tuple[Overlap, ...]:
    """Pairs of the year's offers on one topic that begin within the weeks set by the terms of reference (M1, M6)."""
    return to_settle(network, year).similar


def clashes(network: Network, year: int) -> tuple[Overlap, ...]:
    """Pairs of the year's offers that take place at the same time, but for days on which a crowd does (M6)."""
    days = _days(of_year(network, year, with_cancelled=False))
    return tuple(_overlap(network, *pair) for day in days if len(day.held) <= CROWD for pair in _at_one_time(day))


def to_settle(network: Network, year: int) -> ToSettle:
    """What to coordinate, each pair once: on one topic, else at the same time for one audience (M6)."""
    return recalled(network, _to_settle, year)


def _to_settle(network: Network, year: int) -> ToSettle:
    found = of_year(network, year, with_cancelled=False)
    shared, crowds = _on_one_topic(network, found)
    listed = {(pair.first.id, pair.second.id) for pair in shared}
    alike = [{row.id for row in crowd.rows} for crowd in crowds]
    until = {row.id: _until(network, row) for row in found} if alike else {}

    def is_told(first: Offer, second: Offer) -> bool:
        is_alike = any(first.id in ids and second.id in ids for ids in alike)
        return (first.id, second.id) in listed or (is_alike and (second.starts_on or "") <= until[first.id])

    clashing: list[Overlap] = []
    for day in _days(found):
        here = {row.id for row in day.held}
        if any(here <= ids for ids in alike) and all(until[row_id] >= day.on for row_id in here):
            continue  # each pair is told already
        pairs = (_overlap(network, *pair) for pair in _at_one_time(day) if not is_told(*pair))
        met = (pair for pair in pairs if pair.has_one_audience)
        if len(day.held) <= CROWD:
            clashing.extend(met)
        elif pair := next(met, None):
            crowds.append(Crowd(tuple(day.held), "", day.on, pair.second))
    return ToSettle(tuple(shared), tuple(clashing), tuple(crowds))


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


def _on_one_topic(network: Network, found: Sequence[Offer]) -> tuple[list[Overlap], list[Crowd]]:
    """Pairs of the offers (sorted by date) on one topic within the weeks set by the terms of reference, and crowds.

    Only offers on the same topic are compared, so that the cost does not grow with the square of all offers.
    """
    by_topic: dict[str, list[Offer]] = {}
    for offer in found:
        for topic in {danish.folded(offer.topic), danish.folded(offer.title)} - {""}:
            by_topic.setdefault(topic, []).append(offer)
    pairs: dict[tuple[str, str], Overlap] = {}
    crowds: dict[tuple[Offer, ...], Crowd] = {}
    for rows in (found for found in by_topic.values() if len(found) > 1):
        near = [_within_weeks(network, rows, place) for place in range(len(rows))]
        if max(map(len, near)) >= CROWD:
            crowds[tuple(rows)] = _topic_crowd(rows, near)
            continue
        for first, seconds in zip(rows, near, strict=True):
            for second in seconds:
                pairs.setdefault((first.id, second.id), _overlap(network, first, second))
    return list(pairs.values()), list(crowds.values())


def _within_weeks(network: Network, rows: Sequence[Offer], place: int) -> Sequence[Offer]:
    """The offers after one that begin within the weeks from its first day."""
    until = _until(network, rows[place])
    return rows[place + 1 : bisect_right(rows, until, key=lambda row: row.starts_on or "")]


def _until(network: Network, first: Offer) -> str:
    weeks = network.charter_on(first.starts_on or "").similar_offer_weeks or 0
    return dates.days_later(first.starts_on or "", 7 * weeks)


def _topic_crowd(rows: Sequence[Offer], near: Sequence[Sequence[Offer]]) -> Crowd:
    topic = rows[0].topic or rows[0].title
    between = (
        next((second for second in reversed(seconds) if second.host_id != first.host_id), None)
        for first, seconds in zip(rows, near, strict=True)
    )
    last = max((second for second in between if second), key=lambda row: row.starts_on or "", default=None)
    return Crowd(tuple(rows), topic, (last.starts_on or "") if last else "", last or rows[-1])


def _days(found: Sequence[Offer]) -> Iterator[_Day]:
    """The days on which offers (sorted by date) begin: every two at the same time meet on the first day of one."""
    going: list[Offer] = []
    for on, begun in groupby(found, key=lambda row: row.starts_on or ""):
        going = [row for row in going if (last_day(row) or "") >= on]
        before = len(going)
        going.extend(begun)
        yield _Day(on, going[:], before)


def _at_one_time(day: _Day) -> Iterator[tuple[Offer, Offer]]:
    """The pairs of a day's offers of which the second begins on it and the first is held then."""
    for place in range(day.before, len(day.held)):
        for first in day.held[:place]:
            if (last_day(first) or "") >= day.on and _is_at_one_time(first, day.held[place]):
                yield first, day.held[place]


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
