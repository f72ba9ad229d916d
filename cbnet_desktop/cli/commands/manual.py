"""The command manual: writes the program's manual as PDF."""

from __future__ import annotations

from pathlib import Path

import click

from cbnet_desktop import RELEASED, __version__
from cbnet_desktop.cli.terminal.arguments import FileName
from cbnet_desktop.cli.terminal.files import write
from cbnet_desktop.cli.terminal.language import command


@command("manual", "Skriv manualen som PDF.", "Skriver programmets manual som PDF. Den er ens for alle netværk.")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FIL",
    type=FileName(),
    required=True,
    help="PDF-filen; - er standarduddata.",
)
def manual(*, target: Path) -> None:
    """Writes the manual, the same bytes for the same version."""
    from cbnet_desktop.documents.manual import paper

    write(target, paper.render(paper.content(__version__, RELEASED)))
