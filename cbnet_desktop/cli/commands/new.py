"""The command new: creates a file with an empty network or the example."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import click

from cbnet_desktop.cli.terminal.arguments import Year, file_argument
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import own_folder
from cbnet_desktop.cli.terminal.output import say
from cbnet_desktop.system import paths


@command("new", "Opret et netværk i en ny fil.", "Opretter et netværk i en ny fil, som ikke må findes i forvejen.")
@file_argument
@click.option("--example", "is_example", is_flag=True, help="Eksempelnetværket med opdigtede personer og beløb.")
@click.option("--name", metavar="NAVN", help="Netværkets navn.")
@click.option("--from", "first_year", metavar="ÅR", type=Year(), help="Det første planår.")
@click.option(
    "--agency", metavar="NAVN", default="", help="Hvad styrelsen hedder (ellers det, den hed i det første planår)."
)
@click.option("--agency-short", metavar="KORT", default="", help="Styrelsens korte navn.")
def new(
    *, path: Path, is_example: bool, name: str | None, first_year: int | None, agency: str, agency_short: str
) -> None:
    """Creates a file with the example network, or one with a name, a first year and an agency."""
    if is_example and (name is not None or first_year is not None or agency or agency_short):
        raise WrongCall("Skriv enten --example eller --name, --from og --agency, ikke begge dele.")
    if agency_short and not agency:
        raise WrongCall("Skriv også styrelsens fulde navn med --agency.")
    if is_example:
        _write_example(path)
    elif name is not None and first_year is not None:
        _write_empty(path, name, first_year, agency, agency_short)
    else:
        raise WrongCall("Skriv enten --example eller både --name og --from.")
    say(f"Netværket er oprettet i {path}.")


def _write_example(path: Path) -> None:
    from cbnet_desktop.documents.papers.plan import render
    from cbnet_desktop.store.example import build

    with own_folder() as home:
        build(path, home=home, user=paths.user_name(), render=render).close()


def _write_empty(path: Path, name: str, first_year: int, agency: str, agency_short: str) -> None:
    from cbnet_desktop.domain.roster import new_network
    from cbnet_desktop.store import create

    called = new_network.agency_in(first_year, agency, agency_short)
    changes = new_network.changes(name, first_year, uuid4().hex, called)
    with own_folder() as home:
        create(path, changes, home=home, user=paths.user_name(), label="Netværket oprettet").close()
