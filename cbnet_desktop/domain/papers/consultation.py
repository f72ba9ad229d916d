"""The consultation letter: proposed focus areas and answer form (M13)."""

from __future__ import annotations

from dataclasses import dataclass

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.records import FocusArea, FocusSet
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import LEVELS, PARTS, STANCES


@dataclass(frozen=True, slots=True)
class ProposalText:
    """A proposed focus area; proposed_by and continues may be empty."""

    number: str
    title: str
    part: str
    level: str
    description: str
    proposed_by: str
    continues: str


@dataclass(frozen=True, slots=True)
class ConsultationPaper:
    """The letter and its answer form; dates are Danish, empty where not fixed yet."""

    front: Front
    year: int
    letter: str
    sent_on: str
    deadline: str
    reply_to: str
    recipients: tuple[str, ...]
    proposals: tuple[ProposalText, ...]
    stances: tuple[str, ...]


def consultation_paper(network: Network, year: int) -> ConsultationPaper:
    """The year's consultation letter; raises Missing without proposals."""
    areas = focus.of_year(network, year)
    if not areas:
        raise Missing(f"Der er ingen forslag til indsatsområder for {year}. Tilføj dem, før høringsbrevet skrives.")
    found = focus.set_of(network, year) or FocusSet("", year=year)
    sent_on = found.consulted_on or f"{year - 1}-01-01"
    kbe = focus.agency_representative(network, sent_on)
    sent = f"sendt {danish.short_date(found.consulted_on)}" if found.consulted_on else "ikke sendt"
    return ConsultationPaper(
        front=front(
            network,
            f"Høring om indsatsområder {year}",
            "Til centralbibliotekerne",
            f"Høringsbrev, {sent}",
            sent_on,
        ),
        year=year,
        letter=found.letter,
        sent_on=danish.long_date(found.consulted_on) if found.consulted_on else "",
        deadline=danish.long_date(found.deadline) if found.deadline else "",
        reply_to=", ".join(part for part in (kbe.name, kbe.email) if part) if kbe else "",
        recipients=tuple(
            labels.organisation_name(network, library.id, sent_on) for library in roster.central_libraries(network)
        ),
        proposals=tuple(
            ProposalText(
                number=str(number),
                title=area.title,
                part=PARTS.get(area.part, area.part),
                level=LEVELS.get(area.level, area.level),
                description=area.description,
                proposed_by=labels.organisation_name(network, area.proposed_by_id, sent_on),
                continues=_continued(network, area.continues_id),
            )
            for number, area in enumerate(areas, 1)
        ),
        stances=tuple(STANCES.values()),
    )


def _continued(network: Network, row_id: str | None) -> str:
    earlier = network.find(FocusArea, row_id)
    return f"{earlier.title} ({earlier.year})" if earlier else ""
