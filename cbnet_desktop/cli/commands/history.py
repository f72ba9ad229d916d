"""The command history: who changed which field, from what to what."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.terminal.arguments import Count, Table, file_argument, json_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import opened
from cbnet_desktop.cli.terminal.output import say, say_json
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.titles.history_text import lines

if TYPE_CHECKING:
    from cbnet_desktop.store.log.history import HistoryEntry


@command(
    "history",
    "Vis, hvem der har rettet hvad.",
    "Viser rettelserne, de nyeste først: i hele netværket, i en tabel eller i én række.",
)
@file_argument
@click.argument("kind", metavar="[TABEL]", type=Table(), required=False)
@click.argument("row_id", metavar="[RÆKKE-ID]", required=False)
@click.option("--limit", metavar="ANTAL", type=Count(), default=None, help="Vis højst så mange felter.")
@json_option
def history(path: Path, kind: type[Record] | None, row_id: str | None, limit: int | None, is_json: bool) -> None:
    """Lists the entries of the log, newest first."""
    with opened(path) as store:
        network = store.read()
        entries = store.log.history(kind.TABLE if kind else "", row_id or "", limit or 0)
    if kind and row_id and not entries:
        network.get(kind, row_id)
    if is_json:
        say_json([_as_json(entry) for entry in entries])
    else:
        for line in lines(entries, network) if entries else ("Ingen rettelser.",):
            say(line)


def _as_json(entry: HistoryEntry) -> dict[str, Any]:
    values = dataclasses.asdict(entry)
    values["after"] = values.pop("value")
    return values
