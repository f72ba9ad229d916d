"""The command new-year: starts a plan year from the year before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbnet_desktop.cli.terminal.arguments import as_option, file_argument, json_option, year_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, writing
from cbnet_desktop.cli.terminal.output import say, say_json
from cbnet_desktop.domain.records import Goal
from cbnet_desktop.domain.titles.labels import short

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant


@command(
    "new-year",
    "Start et nyt planår.",
    """Opretter årets handlingsplan og fører de åbne mål fra året før videre. Pladserne følger med efter
    udpegningernes datoer; intet andet kopieres. Uden --goal føres de mål videre, som er i gang eller ikke
    påbegyndt.""",
)
@file_argument
@as_option
@year_option
@click.option("--goal", "goals", metavar="MÅL-ID", multiple=True, help="Før kun dette mål videre; kan gentages.")
@click.option("--dry-run", is_flag=True, help="Vis, hvad der ville ske, og lad filen være.")
@json_option
def new_year(
    *, path: Path, meant: Meant | None, year: int, goals: tuple[str, ...], dry_run: bool, is_json: bool
) -> None:
    """Adds the year's plan and copies of the goals carried over, as one undoable edit."""
    from cbnet_desktop.domain.plan import new_year as starting

    with opened(path) if dry_run else writing(path, meant) as store:
        network = store.read()
        outlook = starting.look(network, year)
        edit = starting.changes(network, year, goals or None)
        if not dry_run:
            store.apply(starting.label(year, edit), edit)
            hand_over(store)
    copies = [{"id": change.row_id, **(change.after or {})} for change in edit if change.table == Goal.TABLE]
    if is_json:
        say_json({"year": outlook.year, "done": not dry_run, "goals": copies, "vacant": list(outlook.vacant)})
        return
    for sentence in starting.outlook(outlook, len(copies)):
        say(sentence)
    for copy in copies:
        say(f"  {short(str(copy['text']), 100)}")
    say("Intet er ændret endnu." if dry_run else "Udført.")
