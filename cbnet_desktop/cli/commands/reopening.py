"""The command reopen: opens approved minutes or the focus areas that were set, with a reason on record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbnet_desktop.cli.commands.papers import meeting_named
from cbnet_desktop.cli.terminal.arguments import Year, as_option, file_argument
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import hand_over, today_of, writing
from cbnet_desktop.cli.terminal.output import say
from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words.choices import Act

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant


@command(
    "reopen",
    "Genåbn et godkendt referat eller fastsatte indsatsområder.",
    """Genåbner et mødes godkendte referat eller et års fastsatte indsatsområder, så de kan rettes. Det, der var
    godkendt eller fastsat, er bevaret, og begrundelsen står i historikken og på papiret, til det sker igen.""",
)
@file_argument
@as_option
@click.option("--meeting", metavar="MØDE", help="Mødets id, begyndelsen af det, eller mødets dato.")
@click.option("--year", metavar="ÅR", type=Year(), help="Året, hvis indsatsområder skal genåbnes.")
@click.option("--reason", metavar="TEKST", required=True, help="Hvorfor det skal rettes.")
def reopen(path: Path, meant: Meant | None, meeting: str | None, year: int | None, reason: str) -> None:
    """Takes the approval or the decision back and records the reason."""
    if (meeting is None) == (year is None):
        raise WrongCall("Skriv enten --meeting eller --year.")
    with writing(path, meant) as store:
        network = store.read()
        act, row = _subject(network, meeting, year)
        changes = guard.reopened(network, act, row, reason, today_of(network).isoformat())
        title = labels.row_title(network, row)
        store.apply(f"Genåbnet: {title}", changes)
        hand_over(store)
    say(f"{title} er genåbnet og kan rettes.")


def _subject(network: Network, meeting: str | None, year: int | None) -> tuple[Act, Record]:
    if meeting is not None:
        return Act.APPROVED, meeting_named(network, meeting)
    row = focus.set_of(network, year or 0)
    if row is None:
        raise Missing(f"Der er ingen indsatsområder for {year}.")
    return Act.SET, row
