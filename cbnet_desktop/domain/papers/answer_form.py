"""The form on which a central library answers the consultation (M13)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cbnet_desktop.domain.focus import asked, focus
from cbnet_desktop.domain.papers import consultation
from cbnet_desktop.domain.papers.consultation import ProposalText
from cbnet_desktop.domain.papers.front import Front
from cbnet_desktop.domain.records import FocusSet, Organisation
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words.choices import STANCES

#: The names of the form's fields; those about a proposal end with its number on the form.
STANCE, REMARK, BY, ON = "holdning", "bemaerkning", "besvaret-af", "dato"
#: The names under which a file gives what is written outside the form's fields.
OUTSIDE = "uden for "


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """One library's form: the proposals that it is asked about, and by value the stances that it can take.

    The deadline is Danish and empty where it is not fixed yet; key says what was asked, for when the form comes back.
    """

    front: Front
    year: int
    library: str
    deadline: str
    reply_to: str
    proposals: tuple[ProposalText, ...]
    stances: tuple[tuple[str, str], ...]
    key: str


def form_of(network: Network, year: int, library: Organisation) -> AnswerForm:
    """A library's form as it is asked today; raises Missing without proposals."""
    if not focus.of_year(network, year):
        raise Missing(f"Der er ingen forslag til indsatsområder for {year}. Tilføj dem, før svarskemaerne skrives.")
    paper = consultation.live_paper(network, year)
    name = labels.organisation_name(network, library.id, paper.front.on)
    return AnswerForm(
        front=replace(paper.front, title=f"Høringssvar om indsatsområder {year}", subject=f"Svarskema for {name}"),
        year=year,
        library=name,
        deadline=paper.deadline,
        reply_to=consultation.reachable(network, year, paper.reply_to),
        proposals=paper.proposals,
        stances=tuple((str(value), words) for value, words in STANCES.items()),
        key=asked.key(network, year, library.id).text(),
    )


def libraries(network: Network, year: int) -> list[Organisation]:
    """The central libraries that get a form."""
    return focus.consulted(network, focus.set_of(network, year) or FocusSet("", year=year))
