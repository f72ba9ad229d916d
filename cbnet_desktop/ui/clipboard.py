"""Blocks of cells as the text that Excel puts on the clipboard and takes from it."""

from __future__ import annotations

from collections.abc import Sequence

Block = list[list[str]]


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
