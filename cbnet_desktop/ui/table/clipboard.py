"""Blocks of cells as office programs copy and paste them: tab-separated text, and a table in HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.ui.table.html_table import table_in

Block = list[list[str]]


def to_mime(block: Sequence[Sequence[str]]) -> QMimeData:
    """Text for any program, and a table for Word and for a cell with a line break."""
    data = QMimeData()
    data.setText(to_text(block))
    rows = ("".join(f"<td>{_broken(cell)}</td>" for cell in row) for row in block)
    data.setHtml(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return data


def from_mime(data: QMimeData) -> Block:
    """The block on the clipboard, by the table in it where there is one; raises Invalid where rows differ in length."""
    block = (table_in(data.html()) if data.hasHtml() else []) or _without_empty_end(from_text(data.text()))
    if len(lengths := sorted({len(row) for row in block})) > 1:
        raise Invalid(
            f"Det kopierede har rækker med fra {lengths[0]} til {lengths[-1]} celler, så det er uklart, hvor teksten "
            "hører til. Kopiér hele celler, eller sæt dem ind én ad gangen."
        )
    return block


def to_text(block: Sequence[Sequence[str]]) -> str:
    """Rows by line break, cells by tab; a cell with a tab, line break or leading quote is quoted."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\n" for row in block)


def from_text(text: str) -> Block:
    """The block in a clipboard text; empty when there is nothing in it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text:
        return []
    rows: Block = [[]]
    position = 0
    while position <= len(text):
        cell, position = _cell(text, position)
        rows[-1].append(cell)
        end, position = text[position : position + 1], position + 1
        if end == "\n":
            if position == len(text):
                break
            rows.append([])
    return rows


def _without_empty_end(block: Block) -> Block:
    """A line copied with the end of its paragraph has empty rows behind it; rows that are all empty are meant so."""
    filled = [place for place, row in enumerate(block, 1) if any(row)]
    return block[: filled[-1]] if filled else block


def _broken(cell: str) -> str:
    """A line break stays in its cell, in Excel too."""
    return escape(cell).replace("\n", '<br style="mso-data-placement:same-cell">')


def _quoted(cell: str) -> str:
    if any(char in cell for char in "\t\n") or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _cell(text: str, start: int) -> tuple[str, int]:
    """The cell that begins at start, and where its separator stands."""
    if text[start : start + 1] == '"':
        parts, position = [], start + 1
        while (end := text.find('"', position)) >= 0:
            parts.append(text[position:end])
            if text[end + 1 : end + 2] != '"':
                if text[end + 1 : end + 2] in ("", "\t", "\n"):
                    return '"'.join(parts), end + 1
                break
            position = end + 2
    ends = [end for end in (text.find("\t", start), text.find("\n", start)) if end >= 0]
    end = min(ends, default=len(text))
    return text[start:end], end
