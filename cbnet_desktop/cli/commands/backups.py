"""The commands backups and restore: list what each backup has that the network lacks, and merge one in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.commands.sharing import merge_in
from cbnet_desktop.cli.terminal.arguments import as_option, file_argument, json_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import opened, writing
from cbnet_desktop.cli.terminal.output import say, say_json
from cbnet_desktop.domain.records.errors import Missing, UserError
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.titles.history_text import moment
from cbnet_desktop.domain.words.danish import counted

if TYPE_CHECKING:
    from cbnet_desktop.store import Meant, Store
    from cbnet_desktop.store.files.backup import Backup


@command(
    "backups",
    "Vis sikkerhedskopierne.",
    """Viser denne computers sikkerhedskopier af netværket, de nyeste først: navn, hvornår, hvorfor, og hvor mange
    rettelser kopien har, som netværket mangler.""",
)
@file_argument
@json_option
def backups(path: Path, is_json: bool) -> None:
    """Lists every backup with the number of edits that the network lacks."""
    with opened(path) as store:
        described = [_as_json(store, backup) for backup in store.backups.listed()]
    if is_json:
        say_json(described)
        return
    if not described:
        say("Ingen sikkerhedskopier på denne computer.")
    for one in described:
        say(f"{one['name']}  {moment(one['at'])}, {one['why']}: {_lacking(one)}")


def _as_json(store: Store, backup: Backup) -> dict[str, Any]:
    from cbnet_desktop.store.files.backup import REASONS

    problem, lacking = "", 0
    try:
        lacking = store.backups.lacking(backup)
    except UserError as refusal:
        problem = refusal.message
    return {
        "name": backup.path.stem,
        "at": backup.at.isoformat().replace("+00:00", "Z"),
        "reason": backup.reason,
        "why": REASONS.get(backup.reason, backup.reason),
        "lacking": lacking,
        "problem": problem,
    }


def _lacking(described: dict[str, Any]) -> str:
    if described["problem"]:
        return str(described["problem"])
    count = described["lacking"]
    return f"netværket mangler {counted(count, 'rettelse', 'rettelser')}." if count else "netværket har det hele."


@command(
    "restore",
    "Hent det manglende fra en sikkerhedskopi.",
    """Fletter en sikkerhedskopi ind i netværket, så det, der manglede, er der igen. Intet, der er skrevet siden,
    går tabt, og kopien ændres ikke. Navnet står i »cbnet backups«; tidspunktet alene er nok.""",
)
@file_argument
@as_option
@click.argument("name", metavar="SIKKERHEDSKOPI")
@json_option
def restore(path: Path, meant: Meant | None, name: str, is_json: bool) -> None:
    """Merges the named backup into the network."""
    with writing(path, meant) as store:
        path = _named([backup.path for backup in store.backups.listed()], name)
        merge_in(store, path, f"sikkerhedskopien {path.stem}", is_json=is_json)


def _named(paths: Sequence[Path], name: str) -> Path:
    """The one backup of this name, with or without its suffix, or of this time; raises Missing."""
    for path in paths:
        if name in (path.name, path.stem):
            return path
    same_time = [path for path in paths if path.stem.partition(" ")[0] == name]
    if len(same_time) == 1:
        return same_time[0]
    known = ", ".join(quoted(path.stem) for path in paths) or "ingen"
    raise Missing(f"Der er ingen sikkerhedskopi {quoted(name)}. Sikkerhedskopierne er: {known}.")
