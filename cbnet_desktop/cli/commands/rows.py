"""The commands tables, show, add and set: read and edit rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from cbnet_desktop.cli.terminal.arguments import (
    as_option,
    file_argument,
    json_option,
    lapse_option,
    row_argument,
    table_argument,
)
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, writing
from cbnet_desktop.cli.terminal.output import complain, say, say_json, say_pairs, say_table
from cbnet_desktop.cli.terminal.values import VALUES_HELP, assigned, values_of
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, name_uses, titles
from cbnet_desktop.domain.titles.parents import in_order

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant

assignments_argument = click.argument("assignments", metavar="FELT=VÆRDI…", nargs=-1, required=True)


@command(
    "tables",
    "Vis tabellerne.",
    "Viser tabellernes navne, hvad en række er, og hvor mange rækker der er. JSON beskriver også felterne.",
)
@file_argument
@json_option
def tables(path: Path, is_json: bool) -> None:
    """Lists every table with its noun and number of rows."""
    with opened(path) as store:
        network = store.read()
    if is_json:
        say_json([_as_json(kind, network) for kind in TABLES.values()])
    else:
        rows = [(table, kind.NOUN, str(len(network.tables[table]))) for table, kind in TABLES.items()]
        say_table(("Tabel", "En række er", "Rækker"), rows)


def _as_json(kind: type[Record], network: Network) -> dict[str, Any]:
    fields = [
        {
            "name": field.name,
            "label": field.label,
            "kind": str(field.kind),
            "required": field.required,
            "choices": dict(field.choices),
            "refers_to": field.refers_to or None,
        }
        for field in kind.fields().values()
    ]
    return {"table": kind.TABLE, "noun": kind.NOUN, "rows": len(network.tables[kind.TABLE]), "fields": fields}


@command(
    "show",
    "Vis en tabels rækker eller én række.",
    "Viser en tabels rækker, eller én række med alle felter. JSON har alle rækker og de gemte værdier.",
)
@file_argument
@table_argument
@click.argument("row_id", metavar="[RÆKKE-ID]", required=False)
@click.option("--all", "is_all", is_flag=True, help="Vis også arkiverede rækker.")
@json_option
def show(path: Path, kind: type[Record], row_id: str | None, is_all: bool, is_json: bool) -> None:
    """Lists the rows of a table, or shows one row in full."""
    with opened(path) as store:
        network = store.read()
    if row_id is not None:
        record = network.get(kind, row_id)
        if is_json:
            say_json(_raw(record, network))
        else:
            shown = [
                (field.label, labels.show(field, getattr(record, name), network))
                for name, field in kind.fields().items()
            ]
            remark = titles.remark(network, record)
            say_pairs([("id", record.id), *shown, *([("Bemærk", remark)] if remark else [])])
        return
    rows = in_order(network, kind)
    if is_json:
        say_json([_raw(row, network) for row in rows])
    else:
        live = [row for row in rows if is_all or not getattr(row, "archived", False)]
        _say_rows(kind, live, network, len(rows))


def _raw(record: Record, network: Network) -> dict[str, Any]:
    remark = titles.remark(network, record)
    return {"id": record.id, **record.values(), **({"remark": remark} if remark else {})}


def _say_rows(kind: type[Record], rows: Sequence[Record], network: Network, total: int) -> None:
    if rows:
        fields = [field for field in kind.fields().values() if field.kind is not Kind.LONG_TEXT or field.required]
        heads = ["id", *(field.label for field in fields), "Bemærk"]
        say_table(
            heads,
            [[row.id, *(_cell(field, row, network) for field in fields), titles.remark(network, row)] for row in rows],
        )
    else:
        say(f"Ingen rækker i {kind.TABLE}.")
    if hidden := total - len(rows):
        say(f"{hidden} arkiveret, vis med --all.")


def _cell(field: Field, row: Record, network: Network) -> str:
    """The value for a list; no is left empty, since say_table drops empty columns."""
    value = getattr(row, field.name)
    return "" if value is False else labels.show(field, value, network)


@command("add", "Tilføj en række, og skriv dens id.", f"Tilføjer en række og skriver dens id.\n\n{VALUES_HELP}")
@file_argument
@as_option
@table_argument
@assignments_argument
def add(path: Path, meant: Meant | None, kind: type[Record], assignments: Sequence[str]) -> None:
    """Adds a row and prints its id, nothing else, for scripts."""
    texts = assigned(kind, assignments)
    row_id = uuid4().hex
    with writing(path, meant) as store:
        values = values_of(store.read(), kind, texts)
        changes = (Change(kind.TABLE, row_id, None, values),)
        store.apply(labels.describe(store.read(), changes), changes)
        hand_over(store)
    say(row_id)


@command("set", "Ret felter i en række.", f"Retter felter i en række; archived=ja arkiverer den.\n\n{VALUES_HELP}")
@file_argument
@as_option
@table_argument
@row_argument
@assignments_argument
@lapse_option
def set_fields(
    *,
    path: Path,
    meant: Meant | None,
    kind: type[Record],
    row_id: str,
    assignments: Sequence[str],
    may_lapse: bool,
) -> None:
    """Sets fields of a row; those that have the value already are left alone."""
    texts = assigned(kind, assignments)
    with writing(path, meant) as store:
        network = store.read()
        record = network.get(kind, row_id)
        values = values_of(network, kind, texts, record)
        after = {name: value for name, value in values.items() if getattr(record, name) != value}
        if not after:
            complain("Felterne har allerede de værdier, så intet er ændret.")
            return
        changes = (Change(kind.TABLE, row_id, {name: getattr(record, name) for name in after}, after),)
        made = store.apply(labels.describe(network, changes), changes, lapses=may_lapse)
        hand_over(store)
        if message := name_uses.renamed(store.read(), made.changes):
            complain(message)
