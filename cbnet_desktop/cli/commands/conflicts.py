"""The commands conflicts and resolve: list the fields edited concurrently, and settle one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.terminal.arguments import as_option, file_argument, json_option, lapse_option
from cbnet_desktop.cli.terminal.language import WrongCall, command
from cbnet_desktop.cli.terminal.opening import hand_over, opened, writing
from cbnet_desktop.cli.terminal.output import say, say_json
from cbnet_desktop.cli.terminal.values import VALUES_HELP, stored
from cbnet_desktop.domain.edits.edit import field_of
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.titles.history_text import moment, shown
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant
    from cbnet_desktop.store.log.conflicts import CellConflict, Version


@command(
    "conflicts",
    "Vis, hvad to har rettet uden at vide det.",
    """Viser de felter, som to har rettet uden at kende hinandens rettelse, og de rækker, som én har arkiveret og
    en anden rettet bagefter. Alle værdier er bevaret; den viste gælder, til nogen vælger med »cbnet resolve«. Slutter
    med 1, når der er nogen.""",
)
@file_argument
@json_option
def conflicts(path: Path, is_json: bool) -> int:
    """Lists every conflict with its versions; exit code 1 when there is any."""
    with opened(path) as store:
        found = store.log.conflicts()
        network = store.read()
    if is_json:
        say_json([_as_json(conflict, network) for conflict in found])
    elif not found:
        say("Ingen konflikter.")
    else:
        _say_conflicts(found, network)
    return int(bool(found))


def _as_json(conflict: CellConflict, network: Network) -> dict[str, Any]:
    return {
        "id": conflict.id,
        "kind": "archived" if conflict.edited else "field",
        "table": conflict.table,
        "row_id": conflict.row_id,
        "row": _title(conflict, network),
        "field": conflict.field,
        "label": field_of(conflict.table, conflict.field).label,
        "was": conflict.was,
        "edited": list(conflict.edited),
        "versions": [
            {
                "take": letter,
                "value": version.value,
                "text": _shown(conflict, version.value, network),
                "by": version.by,
                "at": version.at,
                "edit": version.label,
                "shown": version is conflict.shown,
            }
            for letter, version in zip(_letters(conflict), conflict.versions, strict=True)
        ],
    }


def _say_conflicts(found: Sequence[CellConflict], network: Network) -> None:
    for conflict in found:
        label = field_of(conflict.table, conflict.field).label
        if conflict.edited:
            fields = danish.joined([field_of(conflict.table, name).label for name in conflict.edited])
            say(f"{_title(conflict, network)}: rettet efter arkiveringen ({fields})")
        else:
            say(f"{_title(conflict, network)}: {label} (var {_quoted(conflict, conflict.was, network)})")
        say(f"  {conflict.id}")
        for letter, version in zip(_letters(conflict), conflict.versions, strict=True):
            mark = " (vises nu)" if version is conflict.shown else ""
            say(f"  {letter}  {_described(conflict, version, network)} {version.by} {moment(version.at)}{mark}")
        say()
    say("Vælg med »cbnet resolve FIL KONFLIKT --take A«; KONFLIKT er linjen med skråstregerne.")


def _title(conflict: CellConflict, network: Network) -> str:
    row = network.row(conflict.table, conflict.row_id)
    return labels.row_title(network, row) if row else TABLES[conflict.table].NOUN


def _described(conflict: CellConflict, version: Version, network: Network) -> str:
    if conflict.edited:
        return "arkiveret," if version.value else "hent rækken frem igen: rettet af"
    return f"{_quoted(conflict, version.value, network)},"


def _quoted(conflict: CellConflict, value: Value, network: Network) -> str:
    text = _shown(conflict, value, network)
    return f"»{labels.short(text, 200)}«" if text else "tomt"


def _shown(conflict: CellConflict, value: Value, network: Network) -> str:
    return shown(field_of(conflict.table, conflict.field), value, network)


def _letters(conflict: CellConflict) -> list[str]:
    """The names of the versions for --take: A, B, C …, after Z V27, V28 …."""
    return [ascii_uppercase[place] if place < 26 else f"V{place + 1}" for place, _ in enumerate(conflict.versions)]


@command(
    "resolve",
    "Afgør en konflikt.",
    f"""Afgør en konflikt fra »cbnet conflicts« med en af dens versioner eller en ny værdi. Det er en rettelse som
    andre og kan rettes igen.\n\n{VALUES_HELP}""",
)
@file_argument
@as_option
@click.argument("conflict_id", metavar="KONFLIKT")
@click.option("--take", metavar="A|B|VÆRDI", help="Den første version (A), den anden (B) …, eller en ny værdi.")
@click.option("--value", metavar="VÆRDI", help="En ny værdi, også når den er ét bogstav.")
@lapse_option
@json_option
def resolve(
    *,
    path: Path,
    meant: Meant | None,
    conflict_id: str,
    take: str | None,
    value: str | None,
    may_lapse: bool,
    is_json: bool,
) -> None:
    """Settles one conflict and prints the value that the field then has."""
    if (take is None) == (value is None):
        raise WrongCall("Skriv enten --take eller --value.")
    with writing(path, meant) as store:
        conflict = store.log.conflict(conflict_id)
        field = field_of(conflict.table, conflict.field)
        network = store.read()
        if value is None:
            chosen = _taken(network, conflict, take or "")
        else:
            chosen = stored(network, field, value, network.row(conflict.table, conflict.row_id))
        edit = store.resolve(conflict_id, chosen, lapses=may_lapse)
        hand_over(store)
        network = store.read()
    row = network.row(conflict.table, conflict.row_id)
    held = getattr(row, conflict.field, chosen)
    if is_json:
        say_json({"edit": edit.id, "id": conflict.id, "value": held})
    else:
        say(f"{_title(conflict, network)}: {field.label} er nu {_quoted(conflict, held, network)}.")


def _taken(network: Network, conflict: CellConflict, take: str) -> Value:
    """The value of the version with this letter, else the text as a value; raises WrongCall for an unused letter."""
    letters = _letters(conflict)
    if take.upper() in letters:
        return conflict.versions[letters.index(take.upper())].value
    if len(take) == 1 and take.upper() in ascii_uppercase:
        known = danish.joined(letters)
        raise WrongCall(f"Konflikten har versionerne {known}. Skriv --value {take}, hvis værdien er »{take}«.")
    row = network.row(conflict.table, conflict.row_id)
    return stored(network, field_of(conflict.table, conflict.field), take, row)
