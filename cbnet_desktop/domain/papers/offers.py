"""A year's competence offers on paper, their overlaps and gaps, and the experience (M6, M7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.offers import experiences, offers
from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.records import Experience, FocusArea, Offer
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import organisation_name, person_name
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import LEVELS, OFFER_KINDS, OFFER_STATES


@dataclass(frozen=True, slots=True)
class OfferText:
    """An offer; when has dates and week, area is the focus area."""

    when: str
    host: str
    title: str
    topic: str
    kind: str
    level: str
    area: str
    seats: str
    state: str


@dataclass(frozen=True, slots=True)
class OverlapText:
    """Two overlapping offers, a line each, and the reason."""

    reason: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class ExperienceText:
    """What was tried, where and by whom."""

    title: str
    where: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class ExperienceLevel:
    """The experience on one of the three levels, possibly none."""

    level: str
    rows: tuple[ExperienceText, ...]


@dataclass(frozen=True, slots=True)
class OffersText:
    """A year's offers, and which regions and focus areas have none; None where there are no regions or areas at all."""

    front: Front
    year: int
    offers: tuple[OfferText, ...]
    overlaps: tuple[OverlapText, ...]
    regions_without: tuple[str, ...] | None
    areas_without: tuple[str, ...] | None
    experience: tuple[ExperienceLevel, ...]


def content(network: Network, year: int, today: date) -> OffersText:
    """The offers of a year, as of today."""
    day = today.isoformat()
    return OffersText(
        front=front(
            network,
            f"Kompetencetilbud {year}",
            f"Centralbibliotekernes samlede tilbud pr. {danish.long_date(day)}",
            f"Pr. {danish.short_date(day)}",
            day,
        ),
        year=year,
        offers=tuple(_offer(network, row) for row in offers.of_year(network, year)),
        overlaps=tuple(_overlaps(network, year)),
        regions_without=tuple(offers.regions_without(network, year)) if offers.regions(network, year) else None,
        areas_without=(
            tuple(area.title for area in offers.focus_areas_without(network, year))
            if focus.of_year(network, year)
            else None
        ),
        experience=tuple(
            ExperienceLevel(LEVELS[level], tuple(_experience(network, row) for row in rows))
            for level, rows in experiences.by_level(network, year).items()
        ),
    )


def _offer(network: Network, row: Offer) -> OfferText:
    area = network.find(FocusArea, row.focus_area_id)
    return OfferText(
        when=f"{_days(row)}, uge {danish.week(row.starts_on or '')}",
        host=organisation_name(network, row.host_id, row.starts_on),
        title=row.title,
        topic=row.topic,
        kind=OFFER_KINDS[row.kind],
        level=LEVELS[row.level],
        area=area.title if area else "",
        seats="" if row.seats is None else danish.number(row.seats),
        state=OFFER_STATES[row.state],
    )


def _days(row: Offer) -> str:
    first, last = danish.short_date(row.starts_on), danish.short_date(offers.last_day(row))
    return first if first == last else f"{first} – {last}"


def _overlaps(network: Network, year: int) -> Iterator[OverlapText]:
    found = offers.to_settle(network, year)
    for reason, pairs in (("Samme emne", found.similar), ("Samme tid", found.clashes)):
        for pair in pairs:
            yield OverlapText(reason, _line(network, pair.first), _line(network, pair.second))
    for crowd in found.crowds:
        yield OverlapText("Samme emne" if crowd.topic else "Samme tid", danish.sentence(crowd.words), "")


def _line(network: Network, row: Offer) -> str:
    host = organisation_name(network, row.host_id, row.starts_on)
    return ", ".join(part for part in (row.title, host, _days(row)) if part)


def _experience(network: Network, row: Experience) -> ExperienceText:
    where = organisation_name(network, row.organisation_id, row.tried_on)
    names = [name for name in (where, person_name(network, row.person_id)) if name]
    return ExperienceText(row.title, ", ".join(names), danish.short_date(row.tried_on), row.text)
