"""The parts of the documentation that are made from the program: python -m tests.docs.made_parts writes them anew.

Each stands between two comments of its page, so that the words around it are written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click

from cbnet_desktop.cli.program import cbnet
from cbnet_desktop.domain.records import RECORDS
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.manual.keys import CALENDAR, MINUTES, TABLES, in_danish
from cbnet_desktop.ui.window import actions
from tests.test_architecture import FLOORS, LAYERS

ROOT = Path(__file__).resolve().parents[2]
RENEW = "python -m tests.docs.made_parts"
BEGIN, END = f"<!-- made by {RENEW} -->\n", "<!-- end of what is made -->\n"
HELP_WIDTH = 100
HOLDS = {
    Kind.TEXT: "one line of text",
    Kind.LONG_TEXT: "text of several lines",
    Kind.DATE: "an ISO date",
    Kind.TIME: "`HH:MM`",
    Kind.YEAR: "a calendar year",
    Kind.COUNT: "a whole number",
    Kind.MONEY: "whole øre",
    Kind.SHARE: "basis points",
    Kind.FLAG: "1 or 0",
}


def floors() -> str:
    """The layers from the top down with what each may import, and below it its folders, floor by floor."""
    lines = []
    for layer in sorted(filter(None, LAYERS), key=_height, reverse=True):
        below = [name for name in LAYERS if name in LAYERS[layer] - {""}]
        lines.append(f"{layer:<10} -> {', '.join(below) or 'nothing'}")
        lines += [f"    {'   '.join(name or '__main__' for name in floor.split(' '))}" for floor in _folders(layer)]
    return "\n".join(["```text", *lines, "```", ""])


def _height(layer: str) -> int:
    """How many layers lie below it."""
    return max((_height(below) + 1 for below in LAYERS[layer]), default=0)


def _folders(layer: str) -> list[str]:
    return list(reversed(FLOORS.get(layer, ())))


def commands() -> str:
    """Every command of the console: a table of them, then the help page of each."""
    rows = [f"| [`{name}`](#cbnet-{name}) | {command.short_help} |" for name, command in cbnet.commands.items()]
    sections = [_section(name, command) for name, command in cbnet.commands.items()]
    return "\n".join(["| command | does |", "| --- | --- |", *rows, "", *sections])


def _section(name: str, command: click.Command) -> str:
    with click.Context(command, info_name=f"cbnet {name}", terminal_width=HELP_WIDTH) as context:
        return f"### cbnet {name}\n\n```text\n{command.get_help(context)}\n```\n"


def tables() -> str:
    """Every table of the file: what a row is, and its columns."""
    return "\n".join(map(_table, RECORDS))


def _table(kind: type[Record]) -> str:
    rows = [f"| `{name}` | {field.label} | {_holds(field)} |" for name, field in kind.fields().items()]
    hidden = [f"| `{name}` | | in the file only, read when it is asked for |" for name in kind.ON_DISK]
    about = (kind.__doc__ or "").partition("\n")[0]
    head = [f"### `{kind.TABLE}`", "", about, "", "| column | in the window | holds |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, *hidden, ""])


def _holds(field: Field) -> str:
    if field.refers_to:
        what = f"an id of [`{field.refers_to}`](#{field.refers_to})"
    else:
        what = ", ".join(f"`{choice}`" for choice in field.choices) or HOLDS[field.kind]
    return f"{what}; required" if field.required and field.kind is not Kind.FLAG else what


def keys() -> str:
    """Every paper in the menus, and every key of the window with what it does."""
    found = [*actions.keys(), *TABLES, *MINUTES, *CALENDAR]
    papers = f"Papirerne i menuerne er: {danish.joined(actions.paper_names())}."
    return "\n".join(
        [
            papers,
            "",
            "| Tast | Virkning |",
            "| --- | --- |",
            *(f"| {in_danish(key)} | {does} |" for key, does in found),
            "",
        ]
    )


MADE: dict[str, Callable[[], str]] = {
    "ARCHITECTURE.md": floors,
    "docs/console.md": commands,
    "docs/file-format.md": tables,
    "resources/manual/manual.md": keys,
}


def renewed(text: str, part: str) -> str:
    """A page with its made part put in; raises ValueError where it has no place for it."""
    new, places = re.subn(f"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n{part}\n{END}", text, flags=re.DOTALL)
    if places != 1:
        raise ValueError(f"there are {places} places for what is made")
    return new


if __name__ == "__main__":
    for page, make in MADE.items():
        path = ROOT / page
        path.write_text(renewed(path.read_text(encoding="utf-8"), make()), encoding="utf-8")
