"""Rules on competence offers and experience (M6, M7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.offers import experiences, offers
from cbnet_desktop.domain.offers.offers import Overlap
from cbnet_desktop.domain.records import Experience, Offer
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Level

_LEVEL_WORDS = {Level.NATIONAL: "nationale", Level.REGIONAL: "regionale", Level.LOCAL: "lokale"}


def check_offers(network: Network, year: int, today: date) -> Verdict:
    """M6: the libraries' offers of the year are coordinated: some in each region, none twice or at the same time.

    Overlaps between past offers cannot be corrected and are only noted. Due once there are offers, at the latest when
    the year begins.
    """
    found = offers.of_year(network, year, with_cancelled=False)
    severity = by_end_of(year, today)
    if not found:
        if today.year < year:
            return Verdict(is_due=False)
        message = f"Der er ikke registreret noget tilbud i {year}. Tilføj tilbuddene, eller hent dem fra en fil."
        return Verdict((Finding("M6", severity, message, Offer.TABLE),))
    findings = [
        *_overlaps(network, year, today.isoformat()),
        *_gaps(network, year, found, severity),
        *(_unlinked(offer) for offer in found if not offer.focus_area_id),
        *(_hostless(offer) for offer in found if not offer.host_id),
    ]
    return Verdict.of(findings)


def _overlaps(network: Network, year: int, today: str) -> Iterator[Finding]:
    found = offers.to_settle(network, year)
    for pair in found.similar:
        is_open = pair.is_between_hosts and (pair.second.starts_on or "") >= today
        message = f"{_both(network, pair)} har samme emne. Aftal, hvem der udbyder det."
        yield _overlap(message, pair.second, "topic", is_open=is_open)
    for pair in found.clashes:
        message = f"{_both(network, pair)} ligger på samme tid. Flyt et af dem."
        yield _overlap(message, pair.second, "starts_on", is_open=(pair.second.starts_on or "") >= today)
    for crowd in found.crowds:
        advice, field = (
            ("Aftal, hvem der udbyder det.", "topic") if crowd.topic else ("Flyt nogle af dem.", "starts_on")
        )
        yield _overlap(f"{crowd.words}. {advice}", crowd.at, field, is_open=crowd.last >= today)


def _overlap(message: str, at: Offer, field: str, *, is_open: bool) -> Finding:
    return Finding("M6", Severity.WARNING if is_open else Severity.NOTE, message, Offer.TABLE, at.id, field)


def _gaps(network: Network, year: int, found: list[Offer], severity: Severity) -> Iterator[Finding]:
    for region in offers.regions_not_of(network, year, found):
        message = f"{region} har ingen tilbud i {year}. Aftal med regionens centralbibliotek, hvad det udbyder."
        yield Finding("M6", severity, message, Offer.TABLE, "", "host_id")
    for area in offers.areas_not_of(network, year, found):
        message = f"Indsatsområdet {quoted(area.title)} har ingen tilbud i {year}. Tilføj et, eller knyt et til det."
        yield Finding("M6", Severity.WARNING, message, Offer.TABLE, "", "focus_area_id")


def _unlinked(offer: Offer) -> Finding:
    message = f"Tilbuddet {quoted(offer.title)} hører ikke til noget indsatsområde."
    return Finding("M6", Severity.NOTE, message, Offer.TABLE, offer.id, "focus_area_id")


def _hostless(offer: Offer) -> Finding:
    message = f"Tilbuddet {quoted(offer.title)} har ingen udbyder. Vælg biblioteket."
    return Finding("M6", Severity.WARNING, message, Offer.TABLE, offer.id, "host_id")


def _both(network: Network, pair: Overlap) -> str:
    return f"Tilbuddene {_named(network, pair.first)} og {_named(network, pair.second)}"


def _named(network: Network, offer: Offer) -> str:
    details = (labels.organisation_name(network, offer.host_id, offer.starts_on), danish.short_date(offer.starts_on))
    return f"{quoted(offer.title)} ({', '.join(part for part in details if part)})"


def check_experience(network: Network, year: int, today: date) -> Verdict:
    """M7: the year's experience is shared on all three levels.

    Due from the month in which a missing annual meeting is reported; broken after a year without any experience.
    """
    empty = experiences.empty_levels(network, year)
    if not empty:
        return Verdict()
    is_due = today >= network.charter_on(f"{year}-12-31").missing_from(year)
    if today.year > year and len(empty) == len(Level):
        message = f"Der er ikke registreret nogen erfaringer fra {year}. Tilføj dem med den dag, det blev prøvet."
        return Verdict((Finding("M7", Severity.ERROR, message, Experience.TABLE),))
    if today.year < year:
        return Verdict(is_due=False)
    severity = Severity.WARNING if is_due else Severity.NOTE
    return Verdict.of(
        (
            Finding(
                "M7",
                severity,
                f"Der er endnu ingen {_LEVEL_WORDS[level]} erfaringer fra {year}. Tilføj den første.",
                Experience.TABLE,
                "",
                "level",
            )
            for level in empty
        ),
        is_due=is_due,
    )
