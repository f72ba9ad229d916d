"""Writes many cells as one undoable edit: what the rules refuse is found first, named, and kept where it was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from cbnet_desktop.domain.records.changes import Change, Value, Values
from cbnet_desktop.domain.records.errors import Invalid, Lapses, UserError
from cbnet_desktop.domain.records.fields import Field, Record, quoted
from cbnet_desktop.domain.sheets import context
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.table_model import RecordTableModel, change_of
from cbnet_desktop.ui.widgets import values

#: How many reasons a message tells, and how many cells or rows it names for each.
NAMED = 5
#: How often a block is split to find the rows that a rule refuses by another row's name.
SPLITS = 40


@dataclass
class Cell:
    """A cell that is to be changed; is_unread says that its text stands for no value."""

    row: int
    holder: Record
    field: Field
    typed: str
    value: Value = None
    message: str = ""
    is_new: bool = False
    is_unread: bool = False

    @property
    def place(self) -> tuple[str, str, str]:
        """Table, row id and field."""
        return self.holder.TABLE, self.holder.id, self.field.name

    def parse(self, model: RecordTableModel) -> None:
        """Reads what was typed, or notes why it is refused."""
        try:
            self.value = values.parsed(model.network, self.field, self.typed, self.holder)
        except Invalid as refusal:
            self.message, self.is_unread = refusal.message, True


class NewRows:
    """The new rows of a block, with the changes that add what they belong to, such as the year's plan."""

    def __init__(self, model: RecordTableModel) -> None:
        self._model = model
        self._blank = values_of(model)
        self._context = context.of_year(model.network, model.spec.record, model.session.year)
        self._count = 0
        self.founding: tuple[Change, ...] = self._context.changes if self._blank else ()

    def add(self) -> Record | None:
        """A row that is not written yet, numbered after those before it; None where none can be added."""
        if self._blank is None:
            return None
        fields = {**self._context.values, **self._blank(self._model.session)}
        if isinstance(position := fields.get("position"), int):
            fields["position"] = position + self._count
        self._count += 1
        return self._model.spec.record(uuid4().hex, **fields)


def values_of(model: RecordTableModel) -> Callable[[Session], Values] | None:
    """The function that gives a pasted row's values; None where rows cannot be added."""
    return model.spec.pasted or model.spec.blank


def write(model: RecordTableModel, cells: Sequence[Cell], done: str, founding: Sequence[Change] = ()) -> None:
    """Writes the cells that nothing refuses; the others get their message."""
    session = model.session
    while accepted := [cell for cell in cells if not cell.message]:
        changes = _changes(accepted, founding)
        try:
            session.write(changes, f"{cells_text(len(accepted))} {done}")
        except UserError as refusal:
            refusals = [] if isinstance(refusal, Lapses) else session.store.hindrances(changes)
            if not refusals:  # the user wants nothing to lapse, or the file is busy
                for cell in accepted:
                    cell.message = refusal.message
            elif not _blame(accepted, refusals):
                _Search(session, founding).refuse(accepted)
        else:
            return


def show_refused(model: RecordTableModel, cells: Sequence[Cell]) -> None:
    """Keeps each refused text in its cell, and drops what was refused there before; needs the rows to exist."""
    for cell in cells:
        if model.session.network.row(*cell.place[:2]) is None:
            continue
        if cell.message:
            model.refuse(cell.holder, cell.field, cell.typed, cell.message)
        else:
            model.forget_refusal(cell.holder, cell.field)


def report(model: RecordTableModel, cells: Sequence[Cell], skipped: int, done: str = "indsat") -> str:
    """What was refused and skipped, as Danish sentences; empty where nothing was."""
    refused = [cell for cell in cells if cell.message]
    rows = _rows(refused)
    lost = {key: row for key, row in rows.items() if model.session.network.row(*key) is None}
    kept = [cell for cell in refused if cell.place[:2] not in lost]
    parts = []
    if kept:
        count = sum(cell.place[:2] not in lost for cell in cells)
        parts.append(f"{danish.number(len(kept))} af {cells_text(count)} blev ikke {done}.")
        parts += _lots([(f"{_number(model, cell)}", _sentence(cell)) for cell in kept], "Række ")
    if lost:
        parts.append(f"{danish.counted(len(lost), 'ny række', 'nye rækker')} blev ikke oprettet.")
        parts += _lots([(_name(cells, key), _why_lost(row)) for key, row in lost.items()])
        parts.append("Det kopierede ligger stadig på udklipsholderen.")
    if skipped:
        parts.append(f"{cells_text(skipped)}, som ikke kan rettes her, blev sprunget over.")
    return " ".join(parts)


def cells_text(count: int) -> str:
    """A number of cells in Danish."""
    return danish.counted(count, "celle", "celler")


@dataclass
class _Search:
    """Finds the rows that cannot be written by splitting the block, where a refusal names none of them."""

    session: Session
    founding: Sequence[Change]
    kept: list[Cell] = field(default_factory=list)
    tries: int = 0

    def refuse(self, cells: Sequence[Cell]) -> None:
        """Gives the cells of the rows at fault the message of the rule."""
        self.tries += 1
        refusals = self.session.store.hindrances(_changes([*self.kept, *cells], self.founding))
        rows = list(_rows(cells).values())
        if not refusals:
            self.kept.extend(cells)
        elif len(rows) == 1 or self.tries > SPLITS:
            for cell in cells:
                cell.message = refusals[0].message
        else:
            middle = len(rows) // 2
            for part in (rows[:middle], rows[middle:]):
                self.refuse([cell for row in part for cell in row])


def _blame(cells: Sequence[Cell], refusals: Iterable[UserError]) -> bool:
    """Gives the cells that the refusals name their messages; False where they name none."""
    by_place = {cell.place: cell for cell in cells}
    rows = _rows(cells)
    for refusal in refusals:
        key = (refusal.table, refusal.row_id)
        named = by_place.get((*key, refusal.field))
        for cell in [named] if named else rows.get(key, []):
            cell.message = cell.message or refusal.message
    return any(cell.message for cell in cells)


def _changes(cells: Sequence[Cell], founding: Sequence[Change]) -> list[Change]:
    found = []
    for row in _rows(cells).values():
        holder, after = row[0].holder, {cell.field.name: cell.value for cell in row}
        if row[0].is_new:
            found.append(Change(holder.TABLE, holder.id, None, {**holder.values(), **after}))
        else:
            found.append(change_of(holder, after))
    return [*(founding if any(cell.is_new for cell in cells) else ()), *found]


def _rows(cells: Iterable[Cell]) -> dict[tuple[str, str], list[Cell]]:
    rows: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.place[:2], []).append(cell)
    return rows


def _number(model: RecordTableModel, cell: Cell) -> int:
    """The number of the cell's row as it is shown now."""
    return (model.row_of(cell.holder.id) if cell.is_new else cell.row) + 1


def _name(cells: Iterable[Cell], key: tuple[str, str]) -> str:
    """The first text of a row that does not exist."""
    return quoted(labels.short(next((one.typed for one in cells if one.place[:2] == key and one.typed), "")))


def _why_lost(row: Sequence[Cell]) -> str:
    """The cell that could not be read, since the row may be refused for the lack of it, or else the rule."""
    unread = [cell for cell in row if cell.is_unread]
    return _sentence(unread[0]) if unread else row[0].message


def _lots(named: Iterable[tuple[str, str]], before: str = "") -> list[str]:
    """A sentence for each reason with the names it holds for, the most common first."""
    found: dict[str, list[str]] = {}
    for name, reason in named:
        found.setdefault(reason, []).append(name)
    lots = sorted(found.items(), key=lambda lot: -len(lot[1]))
    sentences = [f"{before}{_joined(names)}: {reason}" for reason, names in lots[:NAMED]]
    others = sum(len(names) for _, names in lots[NAMED:])
    return [*sentences, f"Også {_others(others)} blev afvist."] if others else sentences


def _joined(names: Sequence[str]) -> str:
    is_long = len(names) > NAMED + 1
    return danish.joined([*names[:NAMED], _others(len(names) - NAMED)] if is_long else list(names))


def _sentence(cell: Cell) -> str:
    """The message with the field's label, which most messages begin with already."""
    return cell.message if cell.message.startswith(cell.field.label) else f"{cell.field.label}: {cell.message}"


def _others(count: int) -> str:
    return danish.counted(count, "anden", "andre")
