"""Parses the table in HTML that office programs and browsers copy."""

from __future__ import annotations

from html.parser import HTMLParser

#: Maximum length of HTML and number of cells that are parsed; larger ones are pasted as plain text.
MOST_CHARACTERS = 20_000_000
MOST_CELLS = 500_000
_CELLS, _BREAKS, _HIDDEN = {"td", "th"}, {"p", "div", "li", "table", "tr", "td"}, {"style", "script", "title"}


def table_in(html: str) -> list[list[str]]:
    """The cells of the only table; empty where there is none, several, or text around it. Spanned cells are empty."""
    if len(html) > MOST_CHARACTERS:
        return []
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.block() if reader.tables == 1 and not reader.has_text_around else []


class _Reader(HTMLParser):
    """Collects the cells of tables; a nested table is part of its cell's text."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = 0
        self.has_text_around = False
        self._depth = 0
        self._hidden = 0
        self._is_row_hidden = False
        self._rows: list[list[tuple[str, int, int]]] = []
        self._cell: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Starts a table, a row, a cell or a new line."""
        self._hidden += tag in _HIDDEN
        if tag == "table":
            self._depth += 1
            self.tables += self._depth == 1
        if self._depth == 1 and tag == "tr":
            self._end_cell()
            self._rows.append([])
            self._is_row_hidden = "display:none" in (dict(attrs).get("style") or "").replace(" ", "")
        elif self._depth == 1 and tag in _CELLS and self._rows:
            self._end_cell()
            found = dict(attrs)
            self._spans = _span(found.get("rowspan")), _span(found.get("colspan"))
            self._cell = None if self._is_row_hidden else []
        elif self._cell is not None and (tag == "br" or tag in _BREAKS):
            self._cell.append("\n" if tag == "br" or "".join(self._cell).strip() else "")

    def handle_endtag(self, tag: str) -> None:
        """Ends a table or a cell."""
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if self._depth == 1 and (tag in _CELLS or tag in ("tr", "table")):
            self._end_cell()
        self._depth -= tag == "table" and self._depth > 0

    def handle_data(self, data: str) -> None:
        """Adds text, with line breaks of the source as spaces."""
        if self._hidden:
            return
        if self._cell is not None:
            self._cell.append(data.replace("\r", " ").replace("\n", " "))
        elif data.strip() and not self._is_row_hidden:
            self.has_text_around = True

    def block(self) -> list[list[str]]:
        """All rows, padded to the widest; empty where that would be too many cells."""
        spanned: set[tuple[int, int]] = set()
        block: list[list[str]] = []
        if sum(rows * columns for row in self._rows for _, rows, columns in row) > MOST_CELLS:
            return []
        for down, row in enumerate(self._rows):
            cells: list[str] = []
            for text, rows, columns in [*row, ("", 0, 0)]:
                while (down, len(cells)) in spanned:
                    cells.append("")
                for right in range(columns):
                    spanned.update((down + deeper, len(cells)) for deeper in range(1, rows))
                    cells.append("" if right else text)
            block.append(cells)
        return [cells for cells in block if cells]

    def _end_cell(self) -> None:
        if self._cell is not None and self._rows:
            lines = "".join(self._cell).split("\n")
            self._rows[-1].append(("\n".join(" ".join(line.split()) for line in lines).strip(), *self._spans))
        self._cell = None


def _span(value: str | None) -> int:
    return max(int(value), 1) if value and value.isdecimal() and len(value) < 7 else 1
