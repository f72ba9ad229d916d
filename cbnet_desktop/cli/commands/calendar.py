"""The command calendar: a year's meetings and deadlines as an iCalendar file."""

from __future__ import annotations

from pathlib import Path

import click

from cbnet_desktop.cli.terminal.arguments import FileName, file_argument, year_option
from cbnet_desktop.cli.terminal.files import write
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import opened


@command(
    "calendar",
    "Skriv et års møder som kalenderfil.",
    """Skriver et års møder og frister som kalenderfil (.ics). Importeres filen igen efter en ændring, flytter
    kalenderen de samme møder i stedet for at få dem dobbelt; aflyste møder vises som aflyst.""",
)
@file_argument
@year_option
@click.option("--meetings-only", "is_meetings_only", is_flag=True, help="Kun møderne, ingen frister.")
@click.option(
    "-o", "--output", "target", metavar="ICS", type=FileName(), required=True, help="Filen; - er standarduddata."
)
def calendar(path: Path, year: int, is_meetings_only: bool, target: Path) -> None:
    """Writes meetings with stable ids, and deadlines as all-day events."""
    from cbnet_desktop.documents.papers.calendar import render
    from cbnet_desktop.documents.pdf.writing import CALENDAR
    from cbnet_desktop.domain.papers.calendar import TABLES, content, revisions

    with opened(path) as store:
        known = revisions(entry for table in TABLES for entry in store.log.history(table))
        text = content(store.read(), year, known, with_deadlines=not is_meetings_only)
    write(target, render(text), CALENDAR)
