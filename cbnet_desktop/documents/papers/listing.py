"""A list on paper: one table, upright where its columns have room, else sideways."""

from __future__ import annotations

from collections.abc import Sequence

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.documents.pdf import front, style
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import GAP, Column
from cbnet_desktop.domain.papers.listing import ListColumn, ListText

CONTACTS = "Må kun bruges i netværkets eget arbejde og ikke lægges på nettet."
#: The most that a column gets for its longest line and for its longest word, and what every column keeps, in points.
_WIDEST, _LEAST, _NARROW = 190.0, 80.0, 20.0
_TOTAL = "I alt"


def ready(content: ListText, file_name: str) -> ReadyPaper:
    """The list as a paper to preview."""
    return ReadyPaper(content.front.title, file_name, lambda _: (front.render(content, story), front.warnings(content)))


def story(content: ListText) -> Story:
    """The list's story and structure tree."""
    wanted, least = [], []
    for place, column in enumerate(content.columns):
        lines = [line for text in (column.total, *(row[place] for row in content.rows)) for line in text.split("\n")]
        words = _width([word for line in lines for word in line.split()])
        title = _width(column.title.split())
        wanted.append(max(title, min(_width(lines), _WIDEST)))
        least.append(min(wanted[-1], max(title, min(words, _LEAST))))
    gaps = GAP * (len(wanted) - 1)
    made = Story(style.UPRIGHT if sum(wanted) + gaps <= style.TEXT_WIDTH else style.SIDEWAYS)
    shares = _fitted(wanted, least, made.sheet.text_width - gaps)
    columns = [Column(one.title, share, one.is_number) for one, share in zip(content.columns, shares, strict=True)]
    front.head(made, content.front)
    if content.has_contacts:
        made.paragraph(CONTACTS, "warning", leads=True)
    if content.rows:
        made.table(columns, [_row(row) for row in content.rows], [_total(content.columns)] if _sums(content) else ())
    else:
        made.paragraph("Listen er tom.")
    return made


def _row(cells: Sequence[str]) -> list[Cell]:
    head, *rest = cells
    return [[Line(head, "cell_strong")], *rest]


def _sums(content: ListText) -> bool:
    return any(column.total for column in content.columns)


def _total(columns: Sequence[ListColumn]) -> list[Cell]:
    """The sums below their columns; »I alt« in the first column, before its own sum where it has one."""
    first, *rest = columns
    return [f"{_TOTAL} {first.total}".strip(), *(column.total for column in rest)]


def _width(texts: Sequence[str]) -> float:
    """The width of the longest text in points, and a little for the narrowest."""
    return max((style.text_width(text, style.BOLD, 9) for text in texts), default=0.0) + 1


def _fitted(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Where the room is less than what is wanted, long lines yield first, then the longest words."""
    widest = max(least)
    while sum(least) > room and widest > _NARROW:
        widest -= 1
        least = [min(width, widest) for width in least]
    lacking, spare = sum(wanted) - room, sum(wanted) - sum(least)
    cut = min(max(lacking, 0) / spare, 1.0) if spare else 0.0
    return [have - cut * (have - few) for have, few in zip(wanted, least, strict=True)]
