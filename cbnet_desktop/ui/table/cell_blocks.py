"""Cells written together as one undoable edit: pasted, filled down, emptied; what is refused is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import QModelIndex

from cbnet_desktop.domain.records.changes import Change, Value, Values
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.records.fields import Field, Record
from cbnet_desktop.ui.table.clipboard import Block
from cbnet_desktop.ui.table.selection import Selection
from cbnet_desktop.ui.table.table_model import RecordTableModel
from cbnet_desktop.ui.widgets import values

APART = "De valgte celler hænger ikke sammen. Vælg én celle eller et sammenhængende felt, og sæt ind dér."


@dataclass
class _Cell:
    """A cell that is to hold something else."""

    row: int
    holder: Record
    field: Field
    typed: str
    value: Value = None
    message: str = ""
    is_new: bool = False

    @property
    def place(self) -> tuple[str, str, str]:
        return self.holder.TABLE, self.holder.id, self.field.name


def paste(model: RecordTableModel, pointing: Selection, block: Block) -> None:
    """Writes the block from the upper left cell pointed at on, over the columns as they are shown.

    It is repeated where what is pointed at is so many times as large, and one value goes into each cell pointed at,
    wherever they are. Rows past the last become new ones where the table has new rows.
    """
    columns = pointing.columns()
    pointed = {(index.row(), columns.index(index.column())) for index in pointing.cells() if index.column() in columns}
    if not pointed:
        if model.rowCount() or model.spec.blank is None:
            return
        pointed = {(0, 0)}
    top, left = (min(places) for places in zip(*pointed, strict=True))
    bottom, right = (max(places) for places in zip(*pointed, strict=True))
    if len(pointed) < (bottom - top + 1) * (right - left + 1):
        if len(block) * len(block[0]) > 1:
            model.message_changed.emit(APART)
            return
        cells, skipped = _scattered(model, [(row, columns[place]) for row, place in sorted(pointed)], block[0][0])
    else:
        block = _repeated(block, bottom - top + 1, right - left + 1)
        cells, skipped = _cells(model, top, columns[left:], block)
    for cell in cells:
        _parse(model, cell)
    _write(model, cells, "indsat")
    if any(cell.is_new and not cell.message and model.row_of(cell.holder.id) < 0 for cell in cells):
        model.filter("")  # new rows that a filter hides would seem not to have come
    for cell in cells:
        if cell.message and not cell.is_new:
            model.refuse(cell.holder, cell.field, cell.typed, cell.message)
        elif not cell.is_new:
            model.forget_refusal(cell.holder, cell.field)
    is_fixed = skipped and not cells
    model.message_changed.emit(
        model.fixed_because(model.index(top, columns[left])) if is_fixed else _report(cells, skipped)
    )


def fill_down(model: RecordTableModel, pointing: Selection) -> None:
    """Gives the cells pointed at what the topmost one in their column holds; one row takes it from the row above."""
    cells = pointing.cells()
    rows = pointing.rows()
    if not rows or (len(rows) == 1 and rows[0] == 0):
        return
    sources: dict[int, QModelIndex] = {}
    for index in cells:
        top = index.row() if len(rows) > 1 else index.row() - 1
        sources.setdefault(index.column(), model.index(top, index.column()))
    filled = []
    for index in _free(model, cells, lambda index: model.cell_text(sources[index.column()])):
        source = sources[index.column()]
        holder, field = model.holder(source), model.spec.field(index.column())
        cell = _cell(model, index.row(), index.column(), model.cell_text(source), None)
        if index.row() != source.row() and holder and field and cell:
            cell.value = getattr(holder, field.name)
            filled.append(cell)
    _take(model, filled, cells, "udfyldt")


def empty(model: RecordTableModel, pointing: Selection) -> None:
    """Empties the cells pointed at; one that must be filled stays as it is, and that is told."""
    pointed = pointing.cells()
    free = _free(model, pointed, lambda _: "")
    cells = [cell for index in free if (cell := _cell(model, index.row(), index.column(), "", None))]
    for cell in cells:
        _parse(model, cell)
    _take(model, cells, pointed, "tømt")


def _take(model: RecordTableModel, cells: list[_Cell], pointed: list[QModelIndex], done: str) -> None:
    """Writes what can be written; nobody typed what was refused, so the cell shows what is stored."""
    if not cells:
        if pointed:
            model.message_changed.emit(model.fixed_because(pointed[0]))
        return
    _write(model, cells, done)
    for cell in cells:
        if not cell.message:
            model.forget_refusal(cell.holder, cell.field)
    model.message_changed.emit(_report(cells, 0, done))


def _repeated(block: Block, rows: int, columns: int) -> Block:
    height, width = len(block), len(block[0])
    down = rows // height if rows % height == 0 else 1
    across = columns // width if columns % width == 0 else 1
    return [row * across for row in block] * down


def _cells(model: RecordTableModel, row: int, columns: list[int], block: Block) -> tuple[list[_Cell], int]:
    cells: list[_Cell] = []
    skipped = 0
    for down, texts in enumerate(block):
        fresh = None if row + down < model.rowCount() else _fresh(model)
        fixed = _of_another(model, row + down, dict(zip(columns, texts, strict=False)))
        for right, text in enumerate(texts):
            column = columns[right] if right < len(columns) else -1
            if column >= 0 and column not in fixed and (cell := _cell(model, row + down, column, text, fresh)):
                cells.append(cell)
            else:
                skipped += bool(text) and not _is_same(model, row + down, column, text)
    return cells, skipped


def _scattered(model: RecordTableModel, places: list[tuple[int, int]], text: str) -> tuple[list[_Cell], int]:
    """One text for cells that lie apart."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        rows[row].append(column)
    parts = [_cells(model, row, columns, [[text] * len(columns)]) for row, columns in rows.items()]
    return [cell for cells, _ in parts for cell in cells], sum(skipped for _, skipped in parts)


def _free(
    model: RecordTableModel, pointed: list[QModelIndex], text_of: Callable[[QModelIndex], str]
) -> list[QModelIndex]:
    """The cells pointed at without those that tell of somebody in rows where another was to be named."""
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    for index in pointed:
        rows[index.row()][index.column()] = text_of(index)
    fixed = {row: _of_another(model, row, texts) for row, texts in rows.items()}
    return [index for index in pointed if index.column() not in fixed[index.row()]]


def _of_another(model: RecordTableModel, row: int, texts: Mapping[int, str]) -> set[int]:
    """The columns that tell of the record named in a row, where another name is put there that is not taken."""
    columns = model.spec.columns
    if all(_is_same(model, row, place, text) for place, text in texts.items() if columns[place].names_another):
        return set()
    return {place for place in texts if columns[place].of}


def _is_same(model: RecordTableModel, row: int, column: int, text: str) -> bool:
    """A read-only cell that is pasted with what it shows already is nothing to complain about."""
    index = model.index(row, column)
    return index.isValid() and model.cell_text(index) == text


def _fresh(model: RecordTableModel) -> Record | None:
    if model.spec.blank is None:
        return None
    return model.spec.record(uuid4().hex, **model.spec.blank(model.session))


def _cell(model: RecordTableModel, row: int, column: int, text: str, fresh: Record | None) -> _Cell | None:
    if fresh is not None:
        field, is_own = model.spec.field(column), model.spec.columns[column].of is None
        return _Cell(row, fresh, field, text, is_new=True) if field and is_own else None
    index = model.index(row, column)
    holder, field = model.holder(index), model.editable_field(index)
    return _Cell(row, holder, field, text) if index.isValid() and holder and field else None


def _parse(model: RecordTableModel, cell: _Cell) -> None:
    try:
        cell.value = values.parsed(model.network, cell.field, cell.typed, cell.holder)
    except Invalid as refusal:
        cell.message = refusal.message


def _write(model: RecordTableModel, cells: list[_Cell], done: str) -> None:
    """Writes what can be written; a cell that a rule refuses is left out and the rest tried again."""
    while taken := [cell for cell in cells if not cell.message]:
        try:
            model.session.write(_changes(taken), f"{_cells_text(len(taken))} {done}")
        except UserError as refusal:
            guilty = [cell for cell in taken if cell.place == (refusal.table, refusal.row_id, refusal.field)]
            if not guilty:
                guilty = [cell for cell in taken if cell.place[:2] == (refusal.table, refusal.row_id)] or taken
            for cell in guilty:
                cell.message = refusal.message
        else:
            return


def _changes(cells: list[_Cell]) -> list[Change]:
    rows: dict[tuple[str, str], tuple[Record, bool, dict[str, Value]]] = {}
    for cell in cells:
        _, _, after = rows.setdefault(cell.place[:2], (cell.holder, cell.is_new, {}))
        after[cell.field.name] = cell.value
    return [_change(holder, is_new, after) for holder, is_new, after in rows.values()]


def _change(holder: Record, is_new: bool, after: Values) -> Change:
    if is_new:
        return Change(holder.TABLE, holder.id, None, {**holder.values(), **after})
    return Change(holder.TABLE, holder.id, {name: getattr(holder, name) for name in after}, after)


def _report(cells: list[_Cell], skipped: int, done: str = "indsat") -> str:
    refused = [cell for cell in cells if cell.message]
    if not refused and not skipped:
        return ""
    named = [f"Række {cell.row + 1}: {_sentence(cell)}" for cell in refused]
    parts = []
    if refused:
        parts.append(f"{len(refused)} af {_cells_text(len(cells))} blev ikke {done}. " + " ".join(named[:20]))
    if skipped:
        parts.append(f"{_cells_text(skipped)}, som ikke kan rettes her, blev sprunget over.")
    return " ".join(parts)


def _sentence(cell: _Cell) -> str:
    """Most refusals name the field themselves."""
    return cell.message if cell.message.startswith(cell.field.label) else f"{cell.field.label}: {cell.message}"


def _cells_text(count: int) -> str:
    return "1 celle" if count == 1 else f"{count} celler"
