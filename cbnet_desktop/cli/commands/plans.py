"""The command sign-off: freezes a year's action plan as a version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbnet_desktop.cli.terminal.arguments import as_option, file_argument, json_option, year_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import hand_over, today_of, writing
from cbnet_desktop.cli.terminal.output import complain, say, say_json
from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.titles import titles

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant


@command(
    "sign-off",
    "Godkend et års handlingsplan.",
    "Godkender et års handlingsplan som næste version, der ikke kan ændres. Fra version 2 skal du give en grund.",
)
@file_argument
@as_option
@year_option
@click.option("--reason", metavar="TEKST", default="", help="Hvorfor der skal en ny version til.")
@json_option
def sign_off(path: Path, meant: Meant | None, year: int, reason: str, is_json: bool) -> None:
    """Freezes the plan of a year and prints its version number and hash, on stderr all that the checklist has open."""
    from cbnet_desktop.domain.charter import sign_off as signing

    with writing(path, meant) as store:
        today = today_of(store.read())
        version = store.sign_off(year, reason, _rendered, today=today)
        open_points = signing.warnings(store.read(), year, today)
        if not store.computers.is_believed:
            complain(titles.SIGNS_UNKNOWN)
        hand_over(store)
    if open_points:
        complain(f"{signing.LOOK_FIRST}:")
    for finding in open_points:
        complain(f"{finding.clause} {finding.message}")
    if is_json:
        say_json({"id": version.id, **version.values()})
    else:
        say(f"Version {version.number} af handlingsplanen for {year} er godkendt.")
        say(f"SHA-256 {version.sha256}")


def _rendered(content: PlanContent) -> bytes:
    """The plan as a PDF; warns on stderr about characters that the pages cannot show."""
    from cbnet_desktop.documents.papers.plan import render, warnings

    for warning in warnings(content):
        complain(warning)
    return render(content)
