"""A monkey with a purpose: plausible keys from a seed, and after each an account of what the history says was done.

Run by hand for longer: python -m tests.real.monkey SEED …
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cbnet_desktop.domain.edits.consequences import FORMER
from cbnet_desktop.domain.edits.edit import FROZEN_TABLES
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.store.files import schema
from cbnet_desktop.store.log import history, rows
from cbnet_desktop.store.log.history import HistoryEntry
from tests.real.program import Program

TABS = range(1, 9)
#: Tables whose rows follow from others: agreed texts, and the names that were changed.
FOLLOWING = {*FROZEN_TABLES, *FORMER}
WORDS = ("a", "Ka", "ting", "Vejle", "3", "25", "1.500", "12.11.2015", "15.1.", "9.30", "ja", "ø", "Ditte", "x y", "-")
BUTTONS = (
    "push button",
    "check box",
    "radio button",
    "toggle button",
    "button",
    "menu item",
    "list item",
    "link",
    "page tab",
)
#: How often each gesture is made, beside the others.
GESTURES = {
    "Down": 10, "Up": 6, "Right": 10, "Left": 5, "Tab": 9, "shift+Tab": 3, "Return": 9, "Escape": 7, "F2": 5,
    "F6": 3, "Delete": 4, "ctrl+Delete": 2, "ctrl+n": 2, "ctrl+z": 5, "ctrl+y": 2, "ctrl+c": 4, "ctrl+v": 5,
    "ctrl+d": 3, "space": 3, "alt+Down": 2, "Home": 1, "End": 1, "BackSpace": 2, "ctrl+Return": 1,
}  # fmt: skip
OTHER = {"type": 20, "dead": 4, "click": 7, "find": 1, "filter": 1, "tab": 2}


@dataclass(frozen=True)
class Stop:
    """What had the keyboard, as a person who cannot see is told of it."""

    role: str
    name: str
    label: str
    text: str
    row: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: dict[str, Any] | None) -> Stop:
        """From what the eyes say."""
        told = told or {"role": "", "name": "", "label": "", "text": "", "row": []}
        return cls(told["role"], told["name"], told["label"], told["text"], tuple(told["row"]))

    def names(self, title: str) -> bool:
        """Whether it is a cell or a field of this title; a column may be called by its last word."""
        column = self.name.split(": ", 1)[0]
        is_column = self.role == "table cell" and len(column) > 4 and title.casefold().endswith(column.casefold())
        return is_column or title in (column, self.label.removesuffix(" *"), self.name.removesuffix(" *"))


@dataclass
class Step:
    """A gesture, where it was made, and what was seen before."""

    gesture: str
    stops: list[Stop]
    dialog: str
    edits: dict[str, list[HistoryEntry]] = field(default_factory=dict)


class Ledger:
    """The edits of the replica, read while the program writes them."""

    def __init__(self, home: Path) -> None:
        (replica,) = (path for path in (home / "replicas").glob("*.cbnet"))
        self._replica = replica
        self._known = {entry.edit for entry in self._read()[0]}

    def news(self) -> tuple[dict[str, list[HistoryEntry]], Network]:
        """What was written since, by edit; and the network as it is now."""
        found, network = self._read(limit=400)
        fresh: dict[str, list[HistoryEntry]] = {}
        for entry in reversed(found):
            if entry.edit not in self._known:
                fresh.setdefault(entry.edit, []).append(entry)
        self._known |= fresh.keys()
        return fresh, network

    def _read(self, limit: int = 0) -> tuple[list[HistoryEntry], Network]:
        with closing(schema.open_ours(self._replica)) as conn:
            return history.entries(conn, limit=limit), rows.read_network(conn)


class Monkey:
    """Makes gestures over all tabs until its time is over; complaints are what nothing accounts for."""

    def __init__(self, program: Program, seed: int) -> None:
        self.program = program
        self.chance = random.Random(seed)
        self.ledger = Ledger(program.home)
        self.steps: list[str] = []
        self.complaints: list[str] = []
        self._stops: deque[Stop] = deque(maxlen=5)
        self._touched: set[tuple[str, str]] = set()
        self._main = program.windows()[0]

    def play(self, steps: int, seconds: float) -> Monkey:
        """Visits every tab for so many steps, or for its share of the time where that is over before."""
        tabs = list(TABS)
        self.chance.shuffle(tabs)
        for place, tab in enumerate(tabs):
            self._leave_dialogs()
            self.program.key(f"ctrl+{tab}")
            self._account(Step(f"ctrl+{tab}", list(self._stops), ""))
            end = time.monotonic() + seconds / len(tabs)
            if place % 2:
                self._click()
            for _ in range(steps):
                if time.monotonic() < end:
                    self.step()
        self._leave_dialogs()
        return self

    def step(self) -> None:
        """One gesture, and the account of it."""
        self._look()
        windows = self.program.windows()
        dialog = windows[-1] if windows[-1:] != [self._main] else ""
        if dialog and self.chance.random() < 0.3:
            gesture = "Escape"
        else:
            choices = {**GESTURES, **OTHER}
            (gesture,) = self.chance.choices(list(choices), list(choices.values()))
        step = Step(gesture, list(self._stops), dialog)
        act: dict[str, Callable[[], object]] = {
            "type": self._type, "dead": self._dead, "click": self._click, "find": self._find,
            "filter": self._filter, "tab": lambda: self.program.key(f"ctrl+{self.chance.choice(TABS)}"),
        }  # fmt: skip
        act.get(gesture, lambda: self.program.key(gesture))()
        self._account(step)

    def _look(self) -> None:
        stop = Stop.of(self.program.screen.ask("ring"))
        last = self._stops[-1] if self._stops else None
        if last is None or (stop.role, stop.name.split(": ")[0], stop.label, stop.row) != (
            last.role, last.name.split(": ")[0], last.label, last.row
        ):  # fmt: skip
            self._stops.append(stop)

    def _account(self, step: Step) -> None:
        fresh, network = self.ledger.news()
        where = f"{step.stops[-1].role} »{step.stops[-1].name[:40]}«" if step.stops else ""
        self.steps.append(f"{len(self.steps)} {step.gesture} @ {where} {step.dialog}")
        for entries in fresh.values():
            if reason := unaccounted(step, entries, network, self._touched):
                self.complaints.append(f"{self.steps[-1]}: {entries[0].label} ({reason}); before: {self.steps[-4:-1]}")
            self._touched |= {(entry.table, entry.row_id) for entry in entries}
        process = self.program.process
        assert process is not None
        assert process.poll() is None, f"the program ended: {self.steps[-5:]}"
        if any("uventet fejl" in title for title in self.program.windows()):
            self.complaints.append(f"{self.steps[-1]}: an unexpected error; before: {self.steps[-5:-1]}")
            self.program.key("Escape")

    def _leave_dialogs(self) -> None:
        for _ in range(6):
            if self.program.windows()[-1:] == [self._main]:
                return
            self.program.key("Escape")
            self._account(Step("Escape", list(self._stops), "a dialog"))

    def _type(self) -> None:
        self.program.type(self.chance.choice(WORDS), 12)

    def _dead(self) -> None:
        self.program.screen.key("dead_acute", "e")
        self.program.type("n", 12)

    def _click(self) -> None:
        tables = self.program.find("table")
        if not tables:
            return
        try:
            grid = self.program.table(self.chance.choice(tables).name)
        except LookupError:
            return
        cells = [cell for row in grid for cell in row.values() if cell.place[2] > 8 and cell.place[3] > 8]
        cells = [cell for cell in cells if 0 < cell.place[0] < 1300 and 120 < cell.place[1] < 640]
        if cells:
            self.program.click(self.chance.choice(cells))

    def _find(self) -> None:
        self.program.key("ctrl+f").type(self.chance.choice(("Gorm", "kursus", "2014")), 12).key("Down", "Return")

    def _filter(self) -> None:
        self.program.key("ctrl+shift+f").type(self.chance.choice(("e", "a", "2015")), 12).key("Return")


def unaccounted(step: Step, entries: list[HistoryEntry], network: Network, touched: Iterable[tuple[str, str]]) -> str:
    """Why nothing that the person did accounts for an edit; "" where something does."""
    changed = [
        entry
        for entry in entries
        # What was sent is revised by whatever changes in it.
        if entry.table not in FOLLOWING and entry.field != "revised_on"
    ]
    if step.gesture in ("ctrl+z", "ctrl+y"):
        # What was being typed is committed first; all else must have been touched before.
        changed = [entry for entry in changed if (entry.table, entry.row_id) not in set(touched)]
    if not changed or step.dialog:
        return ""
    last = step.stops[-1] if step.stops else Stop("", "", "", "")
    added = {(entry.table, entry.row_id) for entry in changed if entry.field == "id" and entry.before is None}
    fields = {entry.field for entry in changed}
    # What some gestures account for, wherever the ring was.
    known = {
        "ctrl+n": bool(added),
        "ctrl+v": bool(added),
        "ctrl+Delete": fields == {"archived"},
        "alt+Down": fields == {"position"},  # moves the item of an agenda
        "space": {(entry.table, entry.field) for entry in changed} == {("attendances", "status")},
    }
    is_pressed = last.role in BUTTONS and step.gesture in ("Return", "space", "ctrl+Return", "click")
    if is_pressed or known.get(step.gesture):
        return ""
    if added or fields == {"archived"}:
        return f"rows were added or archived: {sorted(added)}"
    # Of each row one field is what was done; the others follow from it.
    firsts = {(entry.table, entry.row_id): entry for entry in reversed(changed)}.values()
    return next((why for entry in firsts if (why := _of_no_stop(step, entry, network))), "")


def _of_no_stop(step: Step, entry: HistoryEntry, network: Network) -> str:
    known = TABLES[entry.table].fields()[entry.field]
    before = labels.show(known, entry.before, network)
    done = f"{entry.table}.{entry.field} ({known.label}): {before!r} → {entry.value!r}"
    for stop in reversed(step.stops):
        is_value = bool(before) and stop.role == "table cell" and stop.name.partition(": ")[2].startswith(before)
        if is_value or any(stop.names(title) for title in (known.label, *SYNONYMS.get(known.label, ()))):
            if stop.role == "table cell" and not _is_of_row(stop, entry, network):
                return f"{done}, of another row than {' | '.join(stop.row)[:120]}"
            return ""
    return f"{done}, at {[(stop.role, stop.name[:40], stop.label) for stop in step.stops]}"


def _is_of_row(stop: Stop, entry: HistoryEntry, network: Network) -> bool:
    """Whether the row that had the ring shows something of the record, other than what was changed."""
    record = network.row(entry.table, entry.row_id)
    if record is None:
        return True
    others = (one for name, one in record.fields().items() if name != entry.field)
    shown = {labels.show(one, getattr(record, one.name), network) for one in others}
    shown.add(labels.row_title(network, record))
    texts = " | ".join(stop.row)
    telling = [text for text in shown if len(text) > 2]
    return not telling or any(text in texts for text in telling)


#: Titles of columns that are not called as their field is.
SYNONYMS: dict[str, tuple[str, ...]] = {"Fra kl.": ("Kl.",)}


def main() -> None:
    """Plays the seeds given, or one after another, and says what nothing accounts for."""
    from cbnet_desktop.documents.papers.plan import render
    from cbnet_desktop.store.example import build
    from tests.moving import copied
    from tests.real.screen import Screen

    screen = Screen()
    try:
        with tempfile.TemporaryDirectory() as folder:
            built = Path(folder, "eksempel")
            built.mkdir()
            build(built / "eksempel.cbnet", home=built / "home", user="Prøve", render=render).close()
            for seed in map(int, sys.argv[2:]):
                own = Path(folder, str(seed))
                own.mkdir()
                copied(built, "eksempel.cbnet", own, own / "home")
                program = Program(screen, own / "home", own / "eksempel.cbnet").start()
                try:
                    monkey = Monkey(program, seed).play(int(sys.argv[1]), 600)
                    sys.stdout.write(f"seed {seed}: {len(monkey.steps)} steps\n")
                    sys.stdout.write("\n".join([*monkey.complaints, ""]))
                    sys.stdout.flush()
                finally:
                    program.stop()
                log = own / "home" / "cbnet.log"
                if log.exists() and "Traceback" in log.read_text():
                    sys.stdout.write(log.read_text()[-3000:])
    finally:
        screen.close()


if __name__ == "__main__":
    main()
