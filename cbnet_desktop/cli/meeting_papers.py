"""The commands agenda, minutes, signature-sheet and consultation: the papers of a meeting and of the consultation."""

from __future__ import annotations

from pathlib import Path

import click

from cbnet_desktop.cli.arguments import file_argument, output_option, year_option
from cbnet_desktop.cli.files import write_document
from cbnet_desktop.cli.language import DanishHelp
from cbnet_desktop.cli.opening import opened
from cbnet_desktop.domain import danish, meetings
from cbnet_desktop.domain.errors import Invalid, Missing
from cbnet_desktop.domain.fields import quoted
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import Meeting

_meeting_option = click.option(
    "--meeting", "wanted", metavar="MØDE", required=True, help="Mødets id, begyndelsen af det, eller mødets dato."
)
_public_option = click.option("--public", "is_public", is_flag=True, help="Den offentlige udgave uden lukkede punkter.")


@click.command(
    "agenda",
    cls=DanishHelp,
    short_help="Skriv et mødes indkaldelse og dagsorden som PDF.",
    help="Skriver et mødes indkaldelse og dagsorden med sagsfremstillinger, indstillinger og bilag som PDF.",
)
@file_argument
@_meeting_option
@_public_option
@output_option
def agenda(path: Path, wanted: str, is_public: bool, target: Path) -> None:
    """Notice and agenda."""
    from cbnet_desktop.documents import meeting as documents
    from cbnet_desktop.domain.papers.meeting import agenda_paper

    network = _network(path)
    write_document(target, agenda_paper(network, found_meeting(network, wanted), is_public=is_public), documents.agenda)


@click.command(
    "minutes",
    cls=DanishHelp,
    short_help="Skriv et mødes referat som PDF.",
    help="Skriver et mødes referat som PDF: hele referatet, eller den offentlige udgave uden lukkede punkter.",
)
@file_argument
@_meeting_option
@_public_option
@output_option
def minutes(path: Path, wanted: str, is_public: bool, target: Path) -> None:
    """The minutes, whole or public."""
    from cbnet_desktop.documents import meeting as documents
    from cbnet_desktop.domain.papers.meeting import minutes_paper

    network = _network(path)
    write_document(
        target, minutes_paper(network, found_meeting(network, wanted), is_public=is_public), documents.minutes
    )


@click.command(
    "signature-sheet",
    cls=DanishHelp,
    short_help="Skriv et mødes underskriftsark som PDF.",
    help="Skriver et ark med en linje til hver, der var til stede på mødet, og en til protokolføreren.",
)
@file_argument
@_meeting_option
@output_option
def signature_sheet(path: Path, wanted: str, target: Path) -> None:
    """The sheet that those who took part sign."""
    from cbnet_desktop.documents import meeting as documents
    from cbnet_desktop.domain.papers.meeting import signature_paper

    network = _network(path)
    write_document(target, signature_paper(network, found_meeting(network, wanted)), documents.signature_sheet)


@click.command(
    "consultation",
    cls=DanishHelp,
    short_help="Skriv et års høringsbrev som PDF.",
    help="Skriver høringsbrevet om et års indsatsområder med svarskema som PDF.",
)
@file_argument
@year_option
@output_option
def consultation(path: Path, year: int, target: Path) -> None:
    """The consultation letter with its answer form."""
    from cbnet_desktop.documents import consultation as documents
    from cbnet_desktop.domain.papers.consultation import consultation_paper

    write_document(target, consultation_paper(_network(path), year), documents.consultation)


def found_meeting(network: Network, wanted: str) -> Meeting:
    """The meeting of this id, beginning of an id, or date; raises Missing, and Invalid where several fit."""
    day = danish.parse_date(wanted)
    found = [
        row
        for row in network.live(Meeting)
        if (row.held_on == day if day else bool(wanted) and row.id.startswith(wanted.lower()))
    ]
    if not found:
        raise Missing(
            f"Der er intet møde {quoted(wanted)}. Skriv mødets dato som 24.11.2014, "
            "eller et id fra »cbnet show FIL meetings«."
        )
    if len(found) > 1:
        named = " eller ".join(f"{row.id} ({meetings.title(row)})" for row in found)
        raise Invalid(f"Der er flere møder {quoted(wanted)}. Vælg et af dem: {named}.")
    return found[0]


def _network(path: Path) -> Network:
    with opened(path) as store:
        return store.read()
