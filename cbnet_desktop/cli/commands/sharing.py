"""The commands exchange (edits with the shared file) and merge (another copy of the network)."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cbnet_desktop.cli.terminal.arguments import FileName, file_argument, json_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import opened, warn_unsent
from cbnet_desktop.cli.terminal.output import complain, say, say_json
from cbnet_desktop.domain.words import danish

if TYPE_CHECKING:
    from cbnet_desktop.store import Exchanged, Store


@command(
    "exchange",
    "Udveksl rettelser med filen.",
    """Udveksler rettelser med filen: henter andres, sender denne computers og fletter kopier ind, som en
    synkronisering har lagt ved siden af. Slutter med 1, når noget ikke kunne udveksles; rettelserne er bevaret.""",
)
@file_argument
@json_option
def exchange(path: Path, is_json: bool) -> int:
    """Reports what came in, went out and waits; exit code 1 when the exchange failed."""
    with opened(path, shows_notices=False) as store:
        # Opening the file has exchanged already; a second exchange would report nothing.
        done = store.last_exchange or store.exchange()
        clashes = len(store.log.conflicts())
        place = store.place.name
    if is_json:
        say_json({**_as_json(done), "conflicts": clashes, "place": place})
    else:
        say(place)
        say(f"Hentet: {_edits(done.pulled)}{_from(done)}.")
        say(f"Sendt: {danish.counted(done.pushed, 'rettelse', 'rettelser') if done.pushed else 'intet'}.")
        say(f"Venter: {_edits(done.waiting)}.")
        for notice in done.notices:
            say(notice)
        _say_conflicts(clashes)
    if done.problem:
        complain(done.problem)
    return int(bool(done.problem))


@command(
    "merge",
    "Flet en kopi af netværket ind.",
    """Fletter alt, hvad en kopi af netværket indeholder, ind i filen: en kopi fra en bærbar, en konfliktkopi, en
    sikkerhedskopi. Kopien ændres ikke, og intet i filen går tabt; at flette den samme kopi to gange gør ingen
    forskel.""",
)
@file_argument
@click.argument("other", metavar="KOPI", type=FileName())
@json_option
def merge(path: Path, other: Path, is_json: bool) -> None:
    """Merges a copy in; concurrent edits become conflicts."""
    with opened(path) as store:
        merge_in(store, other, other.name, is_json=is_json)


def merge_in(store: Store, other: Path, name: str, *, is_json: bool) -> None:
    """Merges a copy and reports what it brought; raises Unreadable."""
    done = store.merge(other)
    for notice in done.notices:
        complain(notice)
    _say_merged(store, done, name, is_json=is_json)


def _say_merged(store: Store, done: Exchanged, name: str, *, is_json: bool) -> None:
    clashes = len(store.log.conflicts())
    if is_json:
        say_json({**_as_json(done), "conflicts": clashes})
    else:
        say(f"Flettet ind fra {name}: {_edits(done.pulled)}{_from(done)}.")
        _say_conflicts(clashes)
    warn_unsent(store, done.problem)


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
