"""Blocks of cells in the clipboard formats of office programs: tab-separated text and an HTML table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QMimeData

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.ui.table.html_table import table_in

Block = list[list[str]]


def to_mime(block: Sequence[Sequence[str]]) -> QMimeData:
    """The block as text for any program, and as HTML for Word and for cells with line breaks."""
    data = QMimeData()
    data.setText(to_text(block))
    rows = ("".join(f"<td>{_broken(cell)}</td>" for cell in row) for row in block)
    data.setHtml(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return data


def from_mime(data: QMimeData) -> Block:
    """The block on the clipboard, from HTML where it has a table; raises Invalid where rows differ in length."""
    block = (table_in(data.html()) if data.hasHtml() else []) or _without_empty_end(from_text(data.text()))
    if len(lengths := sorted({len(row) for row in block})) > 1:
        raise Invalid(
            f"Det kopierede har rækker med fra {lengths[0]} til {lengths[-1]} celler, så det er uklart, hvor teksten "
            "hører til. Kopiér hele celler, eller sæt dem ind én ad gangen."
        )
    return block


def files_in(data: QMimeData) -> list[Path]:
    """The files of this computer that are copied or dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def to_text(block: Sequence[Sequence[str]]) -> str:
    """Rows separated by line breaks, cells by tabs; cells with a tab, line break or leading quote are quoted."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\n" for row in block)


def from_text(text: str) -> Block:
    """Parses tab-separated text; an empty text gives an empty block."""
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
    """The block without trailing empty rows, which a copied end of paragraph adds; an all empty block is kept."""
    filled = [place for place, row in enumerate(block, 1) if any(row)]
    return block[: filled[-1]] if filled else block


def _broken(cell: str) -> str:
    """HTML for a cell, whose line breaks Excel keeps within the cell."""
    return escape(cell).replace("\n", '<br style="mso-data-placement:same-cell">')


def _quoted(cell: str) -> str:
    if any(char in cell for char in "\t\n") or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _cell(text: str, start: int) -> tuple[str, int]:
    """The cell that begins at start, and the position of its separator."""
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
