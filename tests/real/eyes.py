#!/usr/bin/python3
"""What assistive technology sees of the program, asked line by line: a JSON list in, a JSON value out.

Run by the system's Python, which has AT-SPI; the tests' own environment has not. Calls are the functions of CALLS.
"""

from __future__ import annotations

import json
import re
import sys
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version is required first

STATES = {
    "focused": Atspi.StateType.FOCUSED,
    "selected": Atspi.StateType.SELECTED,
    "editable": Atspi.StateType.EDITABLE,
    "checked": Atspi.StateType.CHECKED,
    "enabled": Atspi.StateType.ENABLED,
}
#: What the program is called there, and the viewer in which its forms are filled in.
PROGRAMS = ("CBnet", "okular")
#: Tables have calls of their own: there may be thousands of cells.
LARGE = {"table"}
#: The tables that were asked for, by their names.
TABLES: dict[str, Atspi.Accessible] = {}
#: What was told to have the focus, the newest last.
HEARD: deque[Atspi.Accessible] = deque(maxlen=40)
#: The sentences that were announced and not asked for yet.
SAID: list[str] = []
#: How many events of the kinds that a screen reader follows were told since they were last asked for.
EVENTS: list[str] = []
#: What must have a name, since it is used and not only read.
USED = {
    "push button", "toggle button", "check box", "radio button", "text", "combo box", "table", "tree table", "list",
    "page tab", "menu item", "spin button",
}  # fmt: skip
MARKUP = re.compile(r"</?(qt|b|br|a|span|p)\b[^>]*>")


def windows() -> list[str]:
    """The titles of the windows that are shown, the newest last."""
    return [str(window.get_name()) for window in _windows()]


def active() -> str:
    """The title of the window that the keys go to; empty where there is none."""
    return next((str(one.get_name()) for one in _windows() if one.get_state_set().contains(Atspi.StateType.ACTIVE)), "")


def find(role: str, name: str = "") -> list[dict[str, Any]]:
    """Everything shown of a role whose name or label holds the words."""
    return [_told(one) for window in _windows() for one in _walk(window) if _is(one, role, name)]


def focus() -> dict[str, Any] | None:
    """What was told last that it has the keyboard: a field, an editor in a cell, a table's current cell."""
    _listen()
    for one in reversed(HEARD):
        try:
            if _has(one, "focused"):
                return _told(_current_cell(one) if one.get_role_name() == "table" else one)
        except GLib.Error:
            continue  # an editor that was closed meanwhile
    return None


def ring() -> dict[str, Any] | None:
    """What has the keyboard now, with the texts of its row where it is a cell; nothing is waited for."""
    told = focus()
    if told is None:
        return None
    row: list[str] = []
    found = next((one for one in reversed(HEARD) if _is_table_in_use(one)), None)
    if told["role"] == "table cell" and found is not None:
        grid: Any = found.get_table_iface()
        for number in range(grid.get_n_rows()):
            cells = [grid.get_accessible_at(number, column) for column in range(grid.get_n_columns())]
            if any(_has(cell, "focused") for cell in cells):
                row = [cell.get_name() or "" for cell in cells]
    return {**told, "row": row}


def _is_table_in_use(one: Atspi.Accessible) -> bool:
    try:
        return bool(one.get_role_name() == "table" and _has(one, "focused"))
    except GLib.Error:
        return False


def said() -> list[str]:
    """The sentences that were announced since this was last asked."""
    _listen()
    heard = [*SAID]
    SAID.clear()
    return heard


def events() -> int:
    """How much was told of names, choices and texts since this was last asked."""
    _listen()
    count = len(EVENTS)
    EVENTS.clear()
    return count


def faults() -> list[str]:
    """What a listener would miss of what is shown: names, markup read as words, columns without titles."""
    return sorted({fault for window in _windows() for one in _walk(window) for fault in _faults(one)})


def _faults(one: Atspi.Accessible) -> Iterator[str]:
    role, name, description = one.get_role_name(), one.get_name() or "", one.get_description() or ""
    if role in USED and not name.strip() and not _label(one):
        holder = one.get_parent()
        if holder is None or holder.get_role_name() != "combo box":
            yield f"no name: {role} {description[:40]}"
    if MARKUP.search(name + description):
        yield f"markup: {role} {name[:40]} {description[:40]}"
    if role == "label" and name.rstrip().endswith("*"):
        yield f"a star read aloud: {name}"
    if role == "table":
        grid = one.get_table_iface()
        heads = [grid.get_column_header(place) for place in range(grid.get_n_columns())]
        yield from (f"no title: {name} {at}" for at, head in enumerate(heads) if not (head and head.get_name()))


def table(name: str) -> dict[str, Any]:
    """A shown table as it stands on the screen: its titles, and the cells of each row, hidden columns left out."""
    found = _table(name)
    grid = found.get_table_iface()
    places = _shown_columns(found)
    rows = [
        [{**_cell(grid.get_accessible_at(row, column)), "role": "table cell"} for column, _ in places]
        for row in range(grid.get_n_rows())
    ]
    return {"titles": [title for _, title in places], "rows": rows}


def titles(name: str) -> list[dict[str, Any]]:
    """The headings of a table's columns that are wholly in sight, from left to right."""
    found = _table(name)
    grid, edge = found.get_table_iface(), found.get_extents(Atspi.CoordType.SCREEN)
    told = [_cell(grid.get_column_header(place)) for place, _ in _shown_columns(found)]
    return [
        one for one in told if edge.x <= one["place"][0] and one["place"][0] + one["place"][2] <= edge.x + edge.width
    ]


def _current_cell(found: Atspi.Accessible) -> Atspi.Accessible:
    """A table that gets the focus tells of itself alone, though the keys go to a cell."""
    grid = found.get_table_iface()
    for row in range(grid.get_n_rows()):
        for column in range(grid.get_n_columns()):
            if _has(cell := grid.get_accessible_at(row, column), "focused"):
                return cell
    return found


def _shown_columns(found: Atspi.Accessible) -> list[tuple[int, str]]:
    """Column numbers and titles from left to right as they are drawn."""
    grid = found.get_table_iface()
    seen = []
    for column in range(grid.get_n_columns()):
        header = grid.get_column_header(column)
        place = header.get_extents(Atspi.CoordType.SCREEN)
        if place.width > 0:
            seen.append((place.x, column, str(header.get_name())))
    return [(column, text) for _, column, text in sorted(seen)]


def _table(name: str) -> Atspi.Accessible:
    """Kept once found: a walk through all that is shown takes its time."""
    try:
        if name in TABLES and _is_shown(TABLES[name]) and _is(TABLES[name], "table", name):
            return TABLES[name]
    except GLib.Error:
        pass  # it went away
    found = [one for window in _windows() for one in _walk(window) if _is(one, "table", name)]
    if not found:
        raise LookupError(f"no table {name} is shown")
    TABLES[name] = found[-1]
    return found[-1]


def _windows() -> list[Atspi.Accessible]:
    desktop = Atspi.get_desktop(0)
    programs = [desktop.get_child_at_index(place) for place in range(desktop.get_child_count())]
    own = [one for one in programs if one is not None and one.get_name() in PROGRAMS]
    children = [one.get_child_at_index(place) for one in own for place in range(one.get_child_count())]
    return [one for one in children if one is not None and _is_shown(one)]


def _walk(one: Atspi.Accessible) -> Iterator[Atspi.Accessible]:
    yield one
    count = 0 if one.get_role_name() in LARGE else one.get_child_count()
    for place in range(count):
        child = one.get_child_at_index(place)
        if child is not None and _is_shown(child):
            yield from _walk(child)


def _listen() -> None:
    """Takes in what was told meanwhile."""
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


def _is(one: Atspi.Accessible, role: str, name: str) -> bool:
    return one.get_role_name() == role and (name in (one.get_name() or "") or name in _label(one))


def _label(one: Atspi.Accessible) -> str:
    labels = [
        relation.get_target(place).get_name() or ""
        for relation in one.get_relation_set()
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
        for place in range(relation.get_n_targets())
    ]
    return " ".join(labels)


def _is_shown(one: Atspi.Accessible) -> bool:
    states = one.get_state_set()
    return bool(states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE))


def _has(one: Atspi.Accessible, state: str) -> bool:
    return bool(one.get_state_set().contains(STATES[state]))


def _told(one: Atspi.Accessible) -> dict[str, Any]:
    text = one.get_text_iface()
    return {
        **_cell(one),
        "role": one.get_role_name(),
        "label": _label(one),
        "description": one.get_description() or "",
        "text": text.get_text(0, text.get_character_count()) if text is not None else "",
    }


def _cell(one: Atspi.Accessible) -> dict[str, Any]:
    """The little that is told of each cell of a table: there are many, and each question takes its time."""
    place, states = one.get_extents(Atspi.CoordType.SCREEN), one.get_state_set()
    return {
        "name": one.get_name() or "",
        "place": [place.x, place.y, place.width, place.height],
        "states": [name for name, state in STATES.items() if states.contains(state)],
    }


CALLS: dict[str, Callable[..., Any]] = {
    call.__name__: call for call in (windows, active, find, focus, ring, table, titles, said, events, faults)
}


def main() -> None:
    """Answers until the questions end; an object that went away meanwhile is a LookupError of its own."""
    Atspi.set_timeout(5_000, 10_000)
    hearing = Atspi.EventListener.new(lambda event: HEARD.append(event.source) if event.detail1 else None)
    hearing.register("object:state-changed:focused")
    announced = Atspi.EventListener.new(lambda event: SAID.append(str(event.any_data)))
    announced.register("object:announcement")
    counted = Atspi.EventListener.new(lambda event: EVENTS.append(event.type))
    for kind in (
        "object:property-change",
        "object:selection-changed",
        "object:children-changed",
        "object:text-changed",
    ):
        counted.register(kind)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        _listen()
        try:
            answer = {"value": CALLS[name](*arguments)}
        except (GLib.Error, LookupError, AttributeError) as error:
            answer = {"error": str(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
