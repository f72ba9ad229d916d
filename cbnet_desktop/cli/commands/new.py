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
def new(path: Path, is_example: bool, name: str | None, first_year: int | None) -> None:
    """Creates a file with the example network, or one with a name and a first year."""
    if is_example and (name is not None or first_year is not None):
        raise WrongCall("Skriv enten --example eller --name og --from, ikke begge dele.")
    if is_example:
        _write_example(path)
    elif name is not None and first_year is not None:
        _write_empty(path, name, first_year)
    else:
        raise WrongCall("Skriv enten --example eller både --name og --from.")
    say(f"Netværket er oprettet i {path}.")


def _write_example(path: Path) -> None:
    from cbnet_desktop.documents.papers.plan import render
    from cbnet_desktop.store.example import build

    with own_folder() as home:
        build(path, home=home, user=paths.user_name(), render=render).close()


def _write_empty(path: Path, name: str, first_year: int) -> None:
    from cbnet_desktop.domain.roster import new_network
    from cbnet_desktop.store import create

    changes = new_network.changes(name, first_year, uuid4().hex)
    with own_folder() as home:
        create(path, changes, home=home, user=paths.user_name(), label="Netværket oprettet").close()
