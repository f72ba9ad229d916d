"""The command search: finds rows by the words in them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from cbnet_desktop.cli.terminal.arguments import file_argument, json_option
from cbnet_desktop.cli.terminal.language import command
from cbnet_desktop.cli.terminal.opening import opened
from cbnet_desktop.cli.terminal.output import say, say_json
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.search.search import Group, Hit

SHOWN = 20


@command(
    "search",
    "Find det, der står i filen.",
    """Finder de rækker, der indeholder alle ordene. Store bogstaver og accenter er uden betydning; å kan skrives
    aa eller a, æ som ae og ø som oe eller o. Arkiverede rækker står sidst. Slutter med 1, når intet er fundet.""",
)
@file_argument
@click.argument("words", metavar="ORD…", nargs=-1, required=True)
@json_option
def search(path: Path, words: tuple[str, ...], is_json: bool) -> int:
    """Lists the hits table by table, the best first; exit code 1 when there are none."""
    from cbnet_desktop.domain.search.search import Index

    with opened(path) as store:
        groups = Index(store.read()).search(" ".join(words), per_table=1_000 if is_json else SHOWN)
    if is_json:
        say_json([_as_json(hit) for group in groups for hit in group.hits])
    else:
        _say_groups(groups)
    return int(not groups)


def _as_json(hit: Hit) -> dict[str, Any]:
    kept = ("table", "row_id", "field", "title", "where", "excerpt", "is_archived")
    return {name: value for name, value in dataclasses.asdict(hit).items() if name in kept}


def _say_groups(groups: list[Group]) -> None:
    if not groups:
        say("Der blev ikke fundet noget.")
    for group in groups:
        say(TABLES[group.table].NOUN.capitalize())
        for hit in group.hits:
            text = " – ".join(filter(None, (hit.title, hit.where, hit.excerpt)))
            archived = " (arkiveret)" if hit.is_archived else ""
            say(f"  {text}{archived} [{group.table} {hit.row_id}]")
        if group.total > len(group.hits):
            say(f"  og {group.total - len(group.hits)} til")
