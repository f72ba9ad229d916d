"""A pasted block of cells as one undoable edit; every refused cell keeps its text and says why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from cbnet_desktop.domain.changes import Change, Value, Values
from cbnet_desktop.domain.errors import Invalid, UserError
from cbnet_desktop.domain.fields import Field, Record
from cbnet_desktop.ui import values
from cbnet_desktop.ui.clipboard import Block
from cbnet_desktop.ui.table_model import RecordTableModel


@dataclass
class _Cell:
    """A pasted cell on its way into a field."""

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


def paste(model: RecordTableModel, row: int, column: int, block: Block) -> None:
    """Writes the block from a cell on; rows past the last become new ones where the table has new rows."""
    cells, skipped = _cells(model, row, column, block)
    for cell in cells:
        _parse(model, cell)
    _write(model, cells)
    for cell in cells:
        if cell.message and not cell.is_new:
            model.refuse(cell.holder, cell.field, cell.typed, cell.message)
        elif not cell.is_new:
            model.forget_refusal(cell.holder, cell.field)
    model.told.emit(_report(cells, skipped))


def _cells(model: RecordTableModel, row: int, column: int, block: Block) -> tuple[list[_Cell], int]:
    cells: list[_Cell] = []
    skipped = 0
    for down, texts in enumerate(block):
        fresh = None if row + down < model.rowCount() else _fresh(model)
        for right, text in enumerate(texts):
            cell = _cell(model, row + down, column + right, text, fresh)
            if cell:
                cells.append(cell)
            else:
                skipped += bool(text) and not _is_same(model, row + down, column + right, text)
    return cells, skipped


def _is_same(model: RecordTableModel, row: int, column: int, text: str) -> bool:
    """A read-only cell that is pasted with what it shows already is nothing to complain about."""
    return row < model.rowCount() and column < model.columnCount() and model.cell_text(model.index(row, column)) == text


def _fresh(model: RecordTableModel) -> Record | None:
    if model.spec.blank is None:
        return None
    return model.spec.record(uuid4().hex, **model.spec.blank(model.document))  # type: ignore[arg-type]


def _cell(model: RecordTableModel, row: int, column: int, text: str, fresh: Record | None) -> _Cell | None:
    if column >= model.columnCount():
        return None
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


def _write(model: RecordTableModel, cells: list[_Cell]) -> None:
    """Writes what can be written; a cell that a rule refuses is left out and the rest tried again."""
    while taken := [cell for cell in cells if not cell.message]:
        try:
            model.document.write(_changes(taken), f"{_cells_text(len(taken))} indsat")
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


def _report(cells: list[_Cell], skipped: int) -> str:
    refused = [cell for cell in cells if cell.message]
    if not refused and not skipped:
        return ""
    named = [f"Række {cell.row + 1}: {_sentence(cell)}" for cell in refused]
    parts = []
    if refused:
        parts.append(f"{len(refused)} af {_cells_text(len(cells))} blev ikke indsat. " + " ".join(named[:20]))
    if skipped:
        parts.append(f"{_cells_text(skipped)}, som ikke kan rettes her, blev sprunget over.")
    return " ".join(parts)


def _sentence(cell: _Cell) -> str:
    """Most refusals name the field themselves."""
    return cell.message if cell.message.startswith(cell.field.label) else f"{cell.field.label}: {cell.message}"


def _cells_text(count: int) -> str:
    return "1 celle" if count == 1 else f"{count} celler"
