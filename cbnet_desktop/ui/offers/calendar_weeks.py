"""The content of the calendar: weeks, the lanes of their offers, and the texts (M6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.offers.offers import CalendarWeek
from cbnet_desktop.domain.records import Offer
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import LEVELS, OFFER_STATES
from cbnet_desktop.domain.words.folding import plain

#: Fill, frame and text colour by level; the levels also differ in their letter.
LOOKS = {
    "national": ("accent", "accent", "on_accent"),
    "regional": ("selection", "selection", "on_selection"),
    "local": ("base", "input", "text"),
}


@dataclass(frozen=True)
class Bar:
    """An offer in one week: first and last weekday (Monday is 0), and its lane from the top."""

    offer: Offer
    first: int
    last: int
    lane: int


def monday_of(day: str) -> str:
    """The Monday of the day's week."""
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat()


def week_of(network: Network, day: str) -> CalendarWeek:
    """The week of a day."""
    weeks = offers.month(network, int(day[:4]), int(day[5:7]))
    return next(week for week in weeks if any(one.on == day for one in week.days))


def bars(week: CalendarWeek, words: Sequence[str] = ()) -> list[Bar]:
    """The week's offers that contain all words, each in the first lane that is free from its first to its last day."""
    found: dict[str, list[int]] = {}
    known: dict[str, Offer] = {}
    for place, day in enumerate(week.days):
        for offer in day.offers:
            if all(word in _searched(offer) for word in words):
                known[offer.id] = offer
                found.setdefault(offer.id, []).append(place)
    lanes: list[int] = []
    made = []
    for row_id, places in sorted(found.items(), key=lambda pair: (pair[1][0], -len(pair[1]))):
        first, last = places[0], places[-1]
        lane = next((at for at, taken in enumerate(lanes) if taken < first), len(lanes))
        lanes[lane : lane + 1] = [last]
        made.append(Bar(known[row_id], first, last, lane))
    return made


def bar_text(network: Network, offer: Offer) -> str:
    """The text in a bar, for example »N  Gentofte: Digital dannelse«."""
    host = organisation_name(network, offer.host_id)
    title = f"{host}: {offer.title}" if host else offer.title
    return f"{LEVELS[offer.level][0]}  {title}"


def hours(offer: Offer) -> str:
    """The hours of an offer, for example »kl. 09.30–15.30«; empty without a time."""
    until = f"–{danish.clock(offer.ends_at)}" if offer.ends_at else ""
    return f"kl. {danish.clock(offer.starts_at)}{until}" if offer.starts_at else ""


def describe(network: Network, offer: Offer) -> str:
    """An offer in one line, for tooltips and screen readers."""
    last = offers.last_day(offer)
    until = f"til {danish.short_date(last)}" if last != offer.starts_on else ""
    parts = (
        offer.title,
        organisation_name(network, offer.host_id),
        hours(offer),
        until,
        LEVELS[offer.level].lower(),
        OFFER_STATES[offer.state].lower(),
    )
    return ", ".join(filter(None, parts))


def period_title(day: str, *, is_month: bool) -> str:
    """The title of a period, for example »November 2014« or »Uge 48, 24.–30. november 2014«."""
    if is_month:
        return f"{danish.MONTHS[int(day[5:7]) - 1].capitalize()} {day[:4]}"
    first = date.fromisoformat(monday_of(day))
    last = first + timedelta(days=6)
    month, year = danish.MONTHS[last.month - 1], last.year
    begins = f"{first.day}."
    if first.month != last.month:
        begins += f" {danish.MONTHS[first.month - 1]}"
    if first.year != last.year:
        begins += f" {first.year}"
    return f"Uge {danish.week(day)}, {begins}–{last.day}. {month} {year}"


def _searched(offer: Offer) -> str:
    return plain(f"{offer.title} | {offer.topic} | {offer.place}")
