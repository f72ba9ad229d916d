"""The command word-template: the network's template for Word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbnet_desktop.cli.terminal.arguments import FileName, as_option, file_argument
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, writing
from cbnet_desktop.cli.terminal.output import say
from cbnet_desktop.domain.meetings import annex_files, annexes
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant


@command(
    "word-template",
    "Vis eller vælg netværkets skabelon til Word.",
    """Gør en .dotx eller .docx til den skabelon, som papirer til Word skrives i hos alle, der deler netværket: dens
    typografier, sidehoved og sidefod bruges, dens tekst ikke. Uden SKABELON skrives navnet på den, der er valgt.""",
)
@file_argument
@click.argument("template", metavar="[SKABELON]", type=FileName(), required=False)
@as_option
@click.option("--remove", "is_removed", is_flag=True, help="Fjern skabelonen.")
def word_template(path: Path, template: Path | None, meant: Meant | None, *, is_removed: bool) -> None:
    """Shows, chooses or removes the template."""
    from cbnet_desktop.documents.word import templates

    if template is None and not is_removed:
        with opened(path) as store:
            say(_named(store.read()))
        return
    if template and is_removed:
        raise WrongCall("Skriv enten en SKABELON eller --remove, ikke begge dele.")
    if template:
        templates.require_usable(templates.read(template))
    with writing(path, meant) as store:
        network = store.read()
        changes = annexes.with_template(network, store.annexes.taken_in(template) if template else None)
        if changes:
            store.apply(labels.describe(network, tuple(changes)), changes)
        hand_over(store)
        say(_named(store.read()))


def _named(network: Network) -> str:
    found = annexes.template(network)
    if found is None:
        return "Netværket har ingen skabelon til Word."
    return f"Skabelonen til Word er {quoted(annex_files.safe_name(found.file_name))}."
