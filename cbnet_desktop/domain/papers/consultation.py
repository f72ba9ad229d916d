"""The consultation letter: proposed focus areas and answer form (M13)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.records import FocusArea, FocusSet
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import LEVELS, PARTS, STANCES, Act


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
    changes: tuple[str, ...] = ()


def consultation_paper(network: Network, year: int) -> ConsultationPaper:
    """The year's consultation letter: as sent or, where the proposals have changed since, revised.

    Raises Missing without proposals.
    """
    found = focus.set_of(network, year)
    sent = texts.standing(network, Act.CONSULTED, found) if found else None
    is_sent = found and sent and sent.text and (sent.is_unchanged or found.set_on)
    paper = texts.paper_of(ConsultationPaper, sent.text) if is_sent and sent and sent.text else None
    if paper:
        pass
    elif focus.of_year(network, year):
        paper = live_paper(network, year)
        changes = texts.differences(network, sent.text) if sent and sent.text else []
        paper = replace(paper, changes=tuple(changes))
    else:
        raise Missing(f"Der er ingen forslag til indsatsområder for {year}. Tilføj dem, før høringsbrevet skrives.")
    return replace(paper, reply_to=reachable(network, year, paper.reply_to))


def reachable(network: Network, year: int, name: str) -> str:
    """Whom answers are sent to, with the e-mail address; contact data are not kept, so that they can be erased."""
    found = focus.set_of(network, year)
    representative = focus.agency_representative(
        network, (found.consulted_on if found else None) or f"{year - 1}-01-01"
    )
    email = representative.email if representative else ""
    return ", ".join(part for part in (name, email) if part)


def live_paper(network: Network, year: int) -> ConsultationPaper:
    """The letter as it is now, without contact data."""
    areas = focus.of_year(network, year)
    found = focus.set_of(network, year) or FocusSet("", year=year)
    sent_on = found.consulted_on or f"{year - 1}-01-01"
    answered_to = focus.agency_representative(network, sent_on)
    sent = f"sendt {danish.short_date(found.consulted_on)}" if found.consulted_on else "ikke sendt"
    if found.revised_on:
        sent += f", revideret {danish.short_date(found.revised_on)}"
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
        reply_to=answered_to.name if answered_to else agency.name(network, sent_on),
        recipients=tuple(
            labels.organisation_name(network, library.id, sent_on) for library in focus.consulted(network, found)
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
