"""Tables that break across pages: the head repeated on each page, never alone, and tall rows split.

reportlab's own Table cannot split a row under a repeated head, so this one lays out its rows itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from cbnet_desktop.documents.pdf import style
from cbnet_desktop.documents.pdf.flowables import Text, make_text
from cbnet_desktop.documents.pdf.structure import Node
from cbnet_desktop.documents.pdf.tagging import SignatureField

GAP = 9.0
PADDING = 4.0
#: A row taller than this is split at the foot of a page instead of leaving a gap.
TALL_ROW = 170.0
#: The least height of the first piece of a split row.
LEAST_PIECE = 56.0
#: The least height of rows with which a table begins at the foot of a page.
BEGINNING = 56.0
#: A table with totals is kept whole up to this height.
WHOLE = 260.0
#: With more rows than this on a page, one moves to the next page to join a single last row.
ROWS_TO_SPARE = 3
_FUZZ = 1e-6


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its share of the table's width; numbers are right-aligned."""

    title: str
    share: float
    is_number: bool = False


class Row:
    """A row of cells, each a stack of texts; its height is known once it is wrapped.

    signatures are signature fields with their Form elements, by column index.
    """

    def __init__(
        self,
        cells: Sequence[Sequence[Text]],
        *,
        is_total: bool = False,
        least: float = 0,
        signatures: Mapping[int, tuple[SignatureField, Node]] | None = None,
    ) -> None:
        self.cells = [list(cell) for cell in cells]
        self.signatures = signatures or {}
        self.is_total = is_total
        self.least = least
        self.is_continued = False
        self.height = self.text_height = 0.0

    def wrap(self, widths: Sequence[float]) -> float:
        """Breaks the lines of every cell and returns the row's height."""
        self.text_height = max(_stack_height(cell, width) for cell, width in zip(self.cells, widths, strict=True))
        self.height = max(self.least, self.text_height + 2 * PADDING)
        return self.height

    def split(self, widths: Sequence[float], room: float) -> tuple[Row, Row] | None:
        """The part that fits into room points, and the rest; None where not a single line fits."""
        pairs = [_split_stack(cell, width, room - 2 * PADDING) for cell, width in zip(self.cells, widths, strict=True)]
        if not any(above for above, _ in pairs):
            return None
        first = Row([above for above, _ in pairs])
        rest = Row([below for _, below in pairs], signatures=self.signatures)
        first.is_continued = True
        if not rest.cells[0]:
            rest.cells[0] = _continued(first.cells[0])
        first.wrap(widths)
        rest.wrap(widths)
        return first, rest


class Table(Flowable):
    """Rows under a head that is repeated on each page; in a form each empty cell has a line to write on.

    widths are those of the columns, without the gaps between them; node is the Table element, page_height the room on
    an empty page.
    """

    def __init__(
        self,
        widths: Sequence[float],
        head: Row,
        rows: Sequence[Row],
        node: Node,
        page_height: float,
        *,
        is_form: bool = False,
    ) -> None:
        super().__init__()
        self.widths, self.head, self.rows, self.node, self.is_form = widths, head, list(rows), node, is_form
        self.page_height = page_height
        self.spaceBefore, self.spaceAfter = 4, 12

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The height of all rows; each row is measured once."""
        self.width = width
        for row in (self.head, *self.rows):
            if not row.height:
                row.wrap(self.widths)
        self.height = self.head.height + sum(row.height for row in self.rows)
        return width, self.height

    def split(self, width: float, height: float) -> list[Table]:
        """The rows that fit, and the rest; only a tall row is split."""
        self.wrap(width, height)
        is_new_page = height >= self.page_height - 1
        if self._is_kept_whole() and not is_new_page:
            return []
        count, room = self._fitting(height - self.head.height)
        if count == len(self.rows):
            return [self]
        row = self.rows[count]
        if (is_new_page and not count) or (row.height > TALL_ROW and room >= LEAST_PIECE):
            pair = row.split(self.widths, room)
            if pair:
                return [self._part([*self.rows[:count], pair[0]]), self._part([pair[1], *self.rows[count + 1 :]])]
        kept = count - self._spared(count)
        if is_new_page:
            kept = kept or count
        elif sum(row.height for row in self.rows[:kept]) < BEGINNING:
            kept = 0
        return [self._part(self.rows[:kept]), self._part(self.rows[kept:])] if kept else []

    def least_height(self, width: float) -> float:
        """The height of the head and the first rows or the first piece of a tall one; of all of a table kept whole."""
        self.wrap(width, 0)
        if self._is_kept_whole():
            return self.height
        if self.rows[0].height > TALL_ROW:
            return self.head.height + LEAST_PIECE
        first = 0.0
        for row in self.rows:
            first += row.height
            if first >= BEGINNING:
                break
        return self.head.height + first

    def draw(self) -> None:
        """Draws head and rows from the top down with hairlines between."""
        tagging = self.canv.tagging
        if tagging.begins(self.node):
            self._draw_cells(self.head, self.height)
        else:
            with tagging.artifact("Header"):
                self._draw_cells(self.head, self.height)
        top = self.height - self.head.height
        for row in self.rows:
            self._draw_cells(row, top)
            top -= row.height
        with tagging.artifact():
            self._draw_rules()

    def _is_kept_whole(self) -> bool:
        return self.height <= WHOLE and self.rows[-1].is_total

    def _fitting(self, room: float) -> tuple[int, float]:
        """The number of rows that fit, and the room they leave."""
        for count, row in enumerate(self.rows):
            if row.height > room + _FUZZ:
                return count, room
            room -= row.height
        return len(self.rows), room

    def _spared(self, count: int) -> int:
        """The number of fitting rows to move to the next page: one, to join a total or a single last row, else none."""
        is_last_alone = len(self.rows) - count == 1 and count > ROWS_TO_SPARE
        return int(bool(count) and (self.rows[count].is_total or is_last_alone))

    def _part(self, rows: Sequence[Row]) -> Table:
        return Table(self.widths, self.head, rows, self.node, self.page_height, is_form=self.is_form)

    def _draw_cells(self, row: Row, top: float) -> None:
        left = 0.0
        for index, (cell, width) in enumerate(zip(row.cells, self.widths, strict=True)):
            if index in row.signatures:
                wanted, node = row.signatures[index]
                self.canv.tagging.signature(node, wanted, (left, top - row.height + 1, left + width, top - 1))
            below = top - PADDING
            if row is self.head:
                below = top - row.height + PADDING + _stack_height(cell, width)
            elif self.is_form:
                below = top - row.height + PADDING + row.text_height
            for piece in cell:
                below -= piece.height + _lead(piece, cell)
                piece.drawOn(self.canv, left, below)
            left += width + GAP

    def _draw_rules(self) -> None:
        """A strong rule under the head and above the first total, hairlines under the other rows."""
        y = self.height - self.head.height
        self._rule(y, is_strong=True)
        for row, following in zip(self.rows, [*self.rows[1:], None], strict=True):
            y -= row.height
            if self.is_form:
                self._writing_lines(row, y)
            elif not row.is_continued:
                self._rule(y, is_strong=bool(following and following.is_total and not row.is_total))

    def _rule(self, y: float, *, is_strong: bool) -> None:
        self.canv.setStrokeColor(style.colour("text" if is_strong else "hairline"))
        self.canv.setLineWidth(0.9 if is_strong else style.HAIRLINE)
        self.canv.line(0, y, self.width, y)

    def _writing_lines(self, row: Row, y: float) -> None:
        self.canv.setStrokeColor(style.colour("text"))
        self.canv.setLineWidth(style.HAIRLINE)
        left = 0.0
        for cell, width in zip(row.cells, self.widths, strict=True):
            if not cell:
                self.canv.line(left, y, left + width, y)
            left += width + GAP


def make_head(columns: Sequence[Column], node: Node) -> Row:
    """The head row of column titles."""
    line = node.add("TR")
    return Row(
        [
            [
                make_text(
                    column.title, "number_head" if column.is_number else "cell_head", line.add("TH", scope="Column")
                )
            ]
            for column in columns
        ]
    )


def column_widths(columns: Sequence[Column], widest: Sequence[float], width: float) -> list[float]:
    """The columns' widths without the gaps: by their shares, but number columns at least as wide as their numbers.

    widest is the width of each column's longest number, in points.
    """
    free = width - GAP * (len(columns) - 1)
    whole = sum(column.share for column in columns)
    widths = [free * column.share / whole for column in columns]
    lacking = [
        max(0.0, need - have) if column.is_number else 0.0
        for column, need, have in zip(columns, widest, widths, strict=True)
    ]
    giving = [0.0 if column.is_number else have / 2 for column, have in zip(columns, widths, strict=True)]
    if not sum(lacking) or not sum(giving):
        return widths
    moved = min(sum(lacking), sum(giving))
    return [
        have + moved * lack / sum(lacking) - moved * give / sum(giving)
        for have, lack, give in zip(widths, lacking, giving, strict=True)
    ]


def _continued(cell: Sequence[Text]) -> list[Text]:
    """The row's heading, repeated above the rest of the row on the next page."""
    if not cell or len(cell[0].blPara.lines) > 1:
        return []
    return [make_text(cell[0].getPlainText(), "cell_strong"), make_text("forts.", "cell_note")]


def _stack_height(cell: Sequence[Text], width: float) -> float:
    return float(sum(piece.wrap(width, style.TEXT_HEIGHT)[1] + _lead(piece, cell) for piece in cell))


def _lead(piece: Text, cell: Sequence[Text]) -> float:
    return 0.0 if piece is cell[0] else float(piece.getSpaceBefore())


def _split_stack(cell: Sequence[Text], width: float, room: float) -> tuple[list[Text], list[Text]]:
    for index, piece in enumerate(cell):
        room -= _lead(piece, cell)
        height = piece.wrap(width, room)[1]
        if height > room + _FUZZ:
            pieces = piece.split(width, room)
            return [*cell[:index], *pieces[:1]], [*(pieces[1:] or [piece]), *cell[index + 1 :]]
        room -= height
    return list(cell), []
