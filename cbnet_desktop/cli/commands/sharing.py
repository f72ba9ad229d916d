"""The commands exchange (edits with the place), merge (another copy of the network) and copy."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.terminal import opening
from cbnet_desktop.cli.terminal.arguments import FileName, as_option, file_argument, json_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import opened, tell, warn_unsent, writing
from cbnet_desktop.cli.terminal.output import complain, say, say_json
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from cbnet_desktop.store import Exchanged, Meant, Store


#: Exit codes of exchange: something of one's own waits, or the place cannot be read.
WAITS, AWAY = 1, 2


@command(
    "exchange",
    "Udveksl rettelser med de andre.",
    """Henter andres rettelser fra mappen ved siden af filen, og lægger denne computers i den. Slutter med 0, når alle
    dine rettelser ligger i mappen, 1, når nogle af dem venter, og 2, når mappen ikke kan læses; rettelserne er
    bevaret. Hvad der mangler fra andre, bliver sagt og ændrer ikke slutkoden.""",
)
@file_argument
@as_option
@json_option
def exchange(path: Path, meant: Meant | None, is_json: bool) -> int:
    """Reports what came in, went out, waits and is missing."""
    with writing(path, meant) as store:
        # Opening the file has exchanged already; a second exchange would report nothing.
        done = store.last_exchange or opening.exchange(store)
        clashes = len(store.log.conflicts())
        place, missing = store.place.name, store.log.missing()
    if is_json:
        say_json({**_as_json(done), "conflicts": clashes, "place": place, "missing_from": missing})
    else:
        say(f"Hentet: {_edits(done.pulled)}{_from(done)}.")
        say(f"Lagt i mappen {place}: {_edits(done.pushed)}.")
        say(f"Venter: {_edits(done.own_waiting)}.")
        if missing:
            say(missing)
        _say_conflicts(clashes)
    if done.problem:
        complain(done.problem)
    if not done.is_reached:
        return AWAY
    return WAITS if done.own_waiting else 0


@command(
    "merge",
    "Flet en kopi af netværket ind.",
    """Fletter alt, hvad en kopi af netværket indeholder, ind i filen: en kopi fra en bærbar, en konfliktkopi, en
    sikkerhedskopi. Kopien ændres ikke, og intet i filen går tabt; at flette den samme kopi to gange gør ingen
    forskel.""",
)
@file_argument
@as_option
@click.argument("other", metavar="KOPI", type=FileName())
@json_option
def merge(path: Path, meant: Meant | None, other: Path, is_json: bool) -> None:
    """Merges a copy in; concurrent edits become conflicts."""
    with writing(path, meant) as store:
        merge_in(store, other, other.name, is_json=is_json)


def merge_in(store: Store, other: Path, name: str, *, is_json: bool) -> None:
    """Merges a copy and reports what it brought; raises Unreadable."""
    done = store.merge(other)
    tell(done)
    _say_merged(store, done, name, is_json=is_json)


def _say_merged(store: Store, done: Exchanged, name: str, *, is_json: bool) -> None:
    clashes = len(store.log.conflicts())
    if is_json:
        say_json({**_as_json(done), "conflicts": clashes})
    else:
        say(f"Flettet ind fra {name}: {_edits(done.pulled)}{_from(done)}.")
        _say_conflicts(clashes)
    warn_unsent(done.problem)


def _as_json(done: Exchanged) -> dict[str, Any]:
    """Numbers of fields (pulled, pushed, waiting) and edits, the authors of what came in, problem and notices."""
    values = dataclasses.asdict(done)
    return {**values, "tables": sorted(done.tables), "notices": list(done.notices), "authors": list(done.authors)}


def _say_conflicts(count: int) -> None:
    if count:
        say(f"{danish.counted(count, 'konflikt', 'konflikter')} venter på et valg; se »cbnet conflicts«.")


def _from(done: Exchanged) -> str:
    return f" af {danish.joined(list(done.authors))}" if done.authors else ""


def _edits(count: int) -> str:
    return danish.counted(count, "rettelse", "rettelser") if count else "intet"


@command(
    "copy",
    "Gem en kopi af hele netværket.",
    """Skriver hele netværket med historik og bilag til en ny fil, som kan sendes eller gemmes. Kopien er altid frisk.
    Den kan ses overalt og flettes ind med »cbnet merge«.""",
)
@file_argument
@click.option("-o", "--output", "target", metavar="NY", type=FileName(), required=True, help="Den nye fil.")
def copy(path: Path, target: Path) -> None:
    """Writes what »Gem kopi« writes."""
    with opened(path) as store:
        lacking = store.save_copy(target)
    say(f"Kopien ligger i {target}.")
    if lacking:
        complain(lacking)
