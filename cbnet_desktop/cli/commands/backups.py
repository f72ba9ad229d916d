"""The commands backups and restore: what each backup holds that the network lacks, and bringing it back by merging."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.commands.sharing import merge_in
from cbnet_desktop.cli.terminal.arguments import file_argument, json_option
from cbnet_desktop.cli.terminal.language import DanishHelp
from cbnet_desktop.cli.terminal.opening import opened
from cbnet_desktop.cli.terminal.output import say, say_json
from cbnet_desktop.domain.records.errors import Missing, UserError
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.titles.history_text import moment

if TYPE_CHECKING:
    from cbnet_desktop.store import Store
    from cbnet_desktop.store.backup import Backup


@click.command(
    "backups",
    cls=DanishHelp,
    short_help="Vis sikkerhedskopierne.",
    help="""Viser denne computers sikkerhedskopier af netværket, de nyeste først: navn, hvornår, hvorfor, og hvilke
    rettelser kopien har, som netværket mangler.""",
)
@file_argument
@json_option
def backups(path: Path, is_json: bool) -> None:
    """Every backup with what the network lacks of it."""
    with opened(path) as store:
        found = [_described(store, made) for made in store.backups.listed()]
    if is_json:
        say_json(found)
    elif not found:
        say("Ingen sikkerhedskopier på denne computer.")
    for one in () if is_json else found:
        say(f"{one['name']}  {moment(one['at'])}, {one['why']}: {_judged(one)}")
        for edit in one["lacking"]:
            say(f"  {moment(edit['at'])}  {edit['by']}: {edit['label']}")


def _described(store: Store, made: Backup) -> dict[str, Any]:
    from cbnet_desktop.store.backup import REASONS

    problem, lacking = "", list[dict[str, str]]()
    try:
        found = store.backups.lacking(made, store.network_id)
        edits = {op.edit: {"edit": op.edit, "at": op.at, "by": op.author, "label": op.label} for op in found}
        lacking = sorted(edits.values(), key=lambda edit: edit["at"], reverse=True)
    except UserError as refusal:
        problem = refusal.message
    return {
        "name": made.path.stem,
        "at": made.at.isoformat().replace("+00:00", "Z"),
        "reason": made.reason,
        "why": REASONS.get(made.reason, made.reason),
        "lacking": lacking,
        "problem": problem,
    }


def _judged(described: dict[str, Any]) -> str:
    if described["problem"]:
        return str(described["problem"])
    count = len(described["lacking"])
    if not count:
        return "netværket har det hele."
    return f"netværket mangler {'1 rettelse' if count == 1 else f'{count} rettelser'}."


@click.command(
    "restore",
    cls=DanishHelp,
    short_help="Hent det manglende fra en sikkerhedskopi.",
    help="""Fletter en sikkerhedskopi ind i netværket, så det, der manglede, er der igen. Intet, der er skrevet siden,
    går tabt, og kopien ændres ikke. Navnet står i »cbnet backups«; tidspunktet alene er nok.""",
)
@file_argument
@click.argument("name", metavar="SIKKERHEDSKOPI")
@json_option
def restore(path: Path, name: str, is_json: bool) -> None:
    """Merges a backup by its name."""
    with opened(path) as store:
        made = _named(store.backups.listed(), name)
        merge_in(store, made.path, f"sikkerhedskopien {made.path.stem}", is_json=is_json)


def _named(found: Sequence[Backup], name: str) -> Backup:
    """The one backup of this name, with or without its ending, or of this time; raises Missing."""
    for made in found:
        if name in (made.path.name, made.path.stem):
            return made
    same_time = [made for made in found if made.path.stem.partition(" ")[0] == name]
    if len(same_time) == 1:
        return same_time[0]
    known = ", ".join(quoted(made.path.stem) for made in found) or "ingen"
    raise Missing(f"Der er ingen sikkerhedskopi {quoted(name)}. Sikkerhedskopierne er: {known}.")
