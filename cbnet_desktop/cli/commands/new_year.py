"""The command new-year: a plan year begun from the one before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.terminal.arguments import file_argument, json_option, year_option
from cbnet_desktop.cli.terminal.language import DanishHelp
from cbnet_desktop.cli.terminal.opening import hand_over, opened
from cbnet_desktop.cli.terminal.output import say, say_json
from cbnet_desktop.domain.records import Goal
from cbnet_desktop.domain.titles.labels import short

if TYPE_CHECKING:
    from cbnet_desktop.domain.plan.new_year import NewYear
    from cbnet_desktop.domain.records.changes import Change


@click.command(
    "new-year",
    cls=DanishHelp,
    short_help="Start et nyt planår.",
    help="""Opretter årets handlingsplan og fører de åbne mål fra året før videre. Pladserne følger med efter
    udpegningernes datoer; intet andet kopieres. Uden --goal føres de mål videre, som ikke er startet eller i gang.""",
)
@file_argument
@year_option
@click.option("--goal", "goals", metavar="MÅL-ID", multiple=True, help="Før kun dette mål videre; kan gentages.")
@click.option("--dry-run", is_flag=True, help="Vis, hvad der ville ske, og lad filen være.")
@json_option
def new_year(path: Path, year: int, goals: tuple[str, ...], dry_run: bool, is_json: bool) -> None:
    """One undoable edit: the year's plan and a copy of each goal carried over."""
    from cbnet_desktop.domain.plan import new_year as starting

    with opened(path) as store:
        network = store.read()
        found = starting.look(network, year)
        edit = starting.changes(network, year, goals or None)
        if not dry_run:
            store.apply(starting.label(year, edit), edit)
            hand_over(store)
    if is_json:
        say_json(_as_json(found, edit, is_done=not dry_run))
    else:
        _say(found, edit, is_done=not dry_run)


def _copies(edit: tuple[Change, ...]) -> list[Change]:
    return [change for change in edit if change.table == Goal.TABLE]


def _as_json(found: NewYear, edit: tuple[Change, ...], *, is_done: bool) -> dict[str, Any]:
    return {
        "year": found.year,
        "done": is_done,
        "goals": [{"id": change.row_id, **(change.after or {})} for change in _copies(edit)],
        "vacant": list(found.vacant),
    }


def _say(found: NewYear, edit: tuple[Change, ...], *, is_done: bool) -> None:
    from cbnet_desktop.domain.plan import new_year as starting

    for sentence in starting.outlook(found, len(_copies(edit))):
        say(sentence)
    for change in _copies(edit):
        say(f"  {short(str((change.after or {})['text']), 100)}")
    say("Det er gjort." if is_done else "Intet er ændret endnu.")
