"""Pastes, fills down and clears blocks of cells, each as one undoable edit, and reports what was refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import QModelIndex

from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid, UserError
from cbnet_desktop.domain.records.fields import Field, Record
from cbnet_desktop.ui.table.clipboard import Block
from cbnet_desktop.ui.table.selection import Selection
from cbnet_desktop.ui.table.table_model import RecordTableModel, change_of
from cbnet_desktop.ui.widgets import values

APART = "De valgte celler hænger ikke sammen. Vælg én celle eller et sammenhængende felt, og sæt ind dér."


@dataclass
class _Cell:
    """A cell that is to be changed."""

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


def paste(model: RecordTableModel, selection: Selection, block: Block) -> None:
    """Writes the block from the upper left selected cell on, over the columns as they are shown.

    It is repeated where the selection is a multiple of its size, and a single value goes into each selected cell,
    wherever it is. Rows past the last one are added where the table allows new rows.
    """
    columns = selection.columns()
    cells_in_columns = [index for index in selection.cells() if index.column() in columns]
    selected = {(index.row(), columns.index(index.column())) for index in cells_in_columns}
    if not selected:
        if model.rowCount() or model.spec.blank is None:
            return
        selected = {(0, 0)}
    top, left = (min(places) for places in zip(*selected, strict=True))
    bottom, right = (max(places) for places in zip(*selected, strict=True))
    if len(selected) < (bottom - top + 1) * (right - left + 1):
        if len(block) * len(block[0]) > 1:
            model.message_changed.emit(APART)
            return
        cells, skipped = _scattered(model, [(row, columns[place]) for row, place in sorted(selected)], block[0][0])
    else:
        block = _repeated(block, bottom - top + 1, right - left + 1)
        cells, skipped = _cells(model, top, columns[left:], block)
    for cell in cells:
        _parse(model, cell)
    _write(model, cells, "indsat")
    if any(cell.is_new and not cell.message and model.row_of(cell.holder.id) < 0 for cell in cells):
        model.filter("")  # or the filter would hide the new rows
    for cell in cells:
        if cell.message and not cell.is_new:
            model.refuse(cell.holder, cell.field, cell.typed, cell.message)
        elif not cell.is_new:
            model.forget_refusal(cell.holder, cell.field)
    is_fixed = skipped and not cells
    model.message_changed.emit(
        model.fixed_because(model.index(top, columns[left])) if is_fixed else _report(cells, skipped)
    )


def fill_down(model: RecordTableModel, selection: Selection) -> None:
    """Copies the topmost selected cell of each column to those below; a single row is filled from the row above."""
    cells = selection.cells()
    rows = selection.rows()
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


def empty(model: RecordTableModel, selection: Selection) -> None:
    """Clears the selected cells; those that are required are kept and reported."""
    selected = selection.cells()
    free = _free(model, selected, lambda _: "")
    cells = [cell for index in free if (cell := _cell(model, index.row(), index.column(), "", None))]
    for cell in cells:
        _parse(model, cell)
    _take(model, cells, selected, "tømt")


def _take(model: RecordTableModel, cells: list[_Cell], selected: list[QModelIndex], done: str) -> None:
    """Writes and reports the cells; refused ones show their stored value, since the user typed nothing there."""
    if not cells:
        if selected:
            model.message_changed.emit(model.fixed_because(selected[0]))
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
    """The cells for one text in several places, and the number of cells skipped."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        rows[row].append(column)
    parts = [_cells(model, row, columns, [[text] * len(columns)]) for row, columns in rows.items()]
    return [cell for cells, _ in parts for cell in cells], sum(skipped for _, skipped in parts)


def _free(
    model: RecordTableModel, selected: list[QModelIndex], text_of: Callable[[QModelIndex], str]
) -> list[QModelIndex]:
    """The selected cells without those that _of_another excludes."""
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    for index in selected:
        rows[index.row()][index.column()] = text_of(index)
    fixed = {row: _of_another(model, row, texts) for row, texts in rows.items()}
    return [index for index in selected if index.column() not in fixed[index.row()]]


def _of_another(model: RecordTableModel, row: int, texts: Mapping[int, str]) -> set[int]:
    """The columns of a row's other record, where the row cannot take over the name of that record from the block.

    Pasting a person's phone into a row that names somebody else would change the wrong person.
    """
    columns = model.spec.columns
    if all(_is_same(model, row, place, text) for place, text in texts.items() if columns[place].names_another):
        return set()
    return {place for place in texts if columns[place].of}


def _is_same(model: RecordTableModel, row: int, column: int, text: str) -> bool:
    """Whether a cell shows the text already, so that a read-only cell need not be reported."""
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
    """Writes the cells without a message; drops those that a rule refuses and retries the rest."""
    while accepted := [cell for cell in cells if not cell.message]:
        try:
            model.session.write(_changes(accepted), f"{_cells_text(len(accepted))} {done}")
        except UserError as refusal:
            refused = [cell for cell in accepted if cell.place == (refusal.table, refusal.row_id, refusal.field)]
            if not refused:
                refused = [cell for cell in accepted if cell.place[:2] == (refusal.table, refusal.row_id)] or accepted
            for cell in refused:
                cell.message = refusal.message
        else:
            return


def _changes(cells: list[_Cell]) -> list[Change]:
    rows: dict[tuple[str, str], tuple[Record, bool, dict[str, Value]]] = {}
    for cell in cells:
        _, _, after = rows.setdefault(cell.place[:2], (cell.holder, cell.is_new, {}))
        after[cell.field.name] = cell.value
    return [
        Change(holder.TABLE, holder.id, None, {**holder.values(), **after}) if is_new else change_of(holder, after)
        for holder, is_new, after in rows.values()
    ]


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
    """The message with the field's label, which most messages begin with already."""
    return cell.message if cell.message.startswith(cell.field.label) else f"{cell.field.label}: {cell.message}"


def _cells_text(count: int) -> str:
    return "1 celle" if count == 1 else f"{count} celler"
