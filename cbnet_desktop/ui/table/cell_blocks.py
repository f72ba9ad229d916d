"""Pastes, fills down and clears blocks of cells, each as one undoable edit, and reports what was refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex

from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.ui.table.cell_writing import Cell, NewRows, report, show_refused, values_of, write
from cbnet_desktop.ui.table.clipboard import Block
from cbnet_desktop.ui.table.selection import Selection
from cbnet_desktop.ui.table.table_model import RecordTableModel

APART = "De valgte celler hænger ikke sammen. Vælg én celle eller et sammenhængende felt, og sæt ind dér."


def paste(
    model: RecordTableModel, selection: Selection, block: Block, *, inserts: bool = False, done: str = "indsat"
) -> None:
    """Writes the block from the upper left selected cell on, over the columns as they are shown.

    It is repeated where the selection is a multiple of its size, and a single value goes into each selected cell,
    wherever it is. Rows past the last one are added where the table allows new rows; inserts adds all but the first.
    """
    columns = selection.columns()
    cells_in_columns = [index for index in selection.cells() if index.column() in columns]
    selected = {(index.row(), columns.index(index.column())) for index in cells_in_columns}
    if not selected:
        if model.rowCount() or values_of(model) is None:
            return
        selected = {(0, 0)}
    new_rows = NewRows(model)
    top, left = (min(places) for places in zip(*selected, strict=True))
    bottom, right = (max(places) for places in zip(*selected, strict=True))
    if len(selected) < (bottom - top + 1) * (right - left + 1):
        if len(block) * len(block[0]) > 1:
            model.message_changed.emit(APART)
            return
        places = [(row, columns[place]) for row, place in sorted(selected)]
        cells, skipped = _scattered(model, places, block[0][0], new_rows)
    else:
        block = _repeated(block, bottom - top + 1, right - left + 1)
        cells, skipped = _cells(model, top, columns[left:], block, new_rows, inserts=inserts)
    for cell in cells:
        cell.parse(model)
    write(model, cells, done, new_rows.founding)
    if any(cell.is_new and not cell.message and model.row_of(cell.holder.id) < 0 for cell in cells):
        model.filter("")  # or the filter would hide the new rows
    show_refused(model, cells)
    is_fixed = skipped and not cells
    model.message_changed.emit(
        model.fixed_because(model.index(top, columns[left])) if is_fixed else report(model, cells, skipped, done)
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
        cell.parse(model)
    _take(model, cells, selected, "tømt")


def _take(model: RecordTableModel, cells: list[Cell], selected: list[QModelIndex], done: str) -> None:
    """Writes and reports the cells; refused ones show their stored value, since the user typed nothing there."""
    if not cells:
        if selected:
            model.message_changed.emit(model.fixed_because(selected[0]))
        return
    write(model, cells, done)
    for cell in cells:
        if not cell.message:
            model.forget_refusal(cell.holder, cell.field)
    model.message_changed.emit(report(model, cells, 0, done))


def _repeated(block: Block, rows: int, columns: int) -> Block:
    height, width = len(block), len(block[0])
    down = rows // height if rows % height == 0 else 1
    across = columns // width if columns % width == 0 else 1
    return [row * across for row in block] * down


def _cells(
    model: RecordTableModel,
    top: int,
    columns: list[int],
    block: Block,
    new_rows: NewRows,
    *,
    inserts: bool = False,
) -> tuple[list[Cell], int]:
    cells: list[Cell] = []
    skipped = 0
    for down, texts in enumerate(block):
        row = top + down if down == 0 or not inserts else model.rowCount() + down
        fresh = None if row < model.rowCount() else new_rows.add()
        fixed = _of_another(model, row, dict(zip(columns, texts, strict=False)))
        for right, text in enumerate(texts):
            column = columns[right] if right < len(columns) else -1
            if column >= 0 and column not in fixed and (cell := _cell(model, row, column, text, fresh)):
                cells.append(cell)
            else:
                skipped += bool(text) and not _is_same(model, row, column, text)
    return cells, skipped


def _scattered(
    model: RecordTableModel, places: list[tuple[int, int]], text: str, new_rows: NewRows
) -> tuple[list[Cell], int]:
    """The cells for one text in several places, and the number of cells skipped."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        rows[row].append(column)
    parts = [_cells(model, row, columns, [[text] * len(columns)], new_rows) for row, columns in rows.items()]
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


def _cell(model: RecordTableModel, row: int, column: int, text: str, fresh: Record | None) -> Cell | None:
    if fresh is not None:
        field, is_own = model.spec.field(column), model.spec.columns[column].of is None
        return Cell(row, fresh, field, text, is_new=True) if field and is_own else None
    index = model.index(row, column)
    holder, field = model.holder(index), model.editable_field(index)
    return Cell(row, holder, field, text) if index.isValid() and holder and field else None
