"""A story told to Word: its parts in reading order read from what the PDF is set from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reportlab.platypus import Flowable, PageBreak

from cbnet_desktop.documents.pdf.contents import Contents
from cbnet_desktop.documents.pdf.flowables import Blanks, Composed, Heading, Text
from cbnet_desktop.documents.pdf.form_fields import Choice, WritingBox
from cbnet_desktop.documents.pdf.front import ONE_AT_A_TIME
from cbnet_desktop.documents.pdf.pages import Edition
from cbnet_desktop.documents.pdf.reportlab_pictures import Drawing
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tables import Row, Table
from cbnet_desktop.documents.pdf.text import written
from cbnet_desktop.documents.word.images import png
from cbnet_desktop.documents.word.parts import Gaps, Grid, Image, Line, Listed, NewPage, Part, Telling, Title, Words

#: The height of a box to write in for which Word has a line, in points.
_WRITING_LINE = 22.0
_TITLES = ("title", "long_title")


def told(compose: Callable[[], Story], edition: Edition, note: str = "") -> Telling:
    """The story that is composed, for Word, after a note to its reader."""
    with ONE_AT_A_TIME:
        parts = tuple(_read(compose()))
    author, title, state = (" ".join(written(line).split()) for line in (edition.author, edition.title, edition.state))
    notes = (Words(written(note), "warning"),) if note else ()
    return Telling(author, title, state, edition.at, parts, notes)


def _read(story: Story) -> Iterator[Part]:
    """The parts of a story. Where its only heading of the first level is the paper's title, the others rise one."""
    is_titled = any(isinstance(piece, Text) and piece.style.name in _TITLES for piece in story.flowables)
    tops = sum(heading.level == 1 for heading in story.headings)
    rise = int(not is_titled and tops == 1 and story.headings[0].level == 1)
    for piece in story.flowables:
        yield from _parts(piece, rise, story)


def _parts(piece: Flowable, rise: int, story: Story) -> Iterator[Part]:
    if isinstance(piece, Heading):
        yield _title(piece, rise)
    elif isinstance(piece, Text):
        yield Title(written(piece.value), 0) if piece.style.name in _TITLES else _words(piece)
    elif isinstance(piece, Table):
        whole = sum(piece.widths)
        widths = tuple(width / whole for width in piece.widths)
        yield Grid(_line(piece.head), tuple(map(_line, piece.rows)), widths)
    elif isinstance(piece, Drawing):
        yield Image(png(piece.picture), piece.picture.width, written(piece.picture.alt))
    elif isinstance(piece, Blanks):
        yield Gaps(tuple(piece.blanks))
    elif isinstance(piece, Choice):
        yield Words("    ".join(f"☐ {words}" for _, words in piece.wanted.options), "body", leads=True)
    elif isinstance(piece, WritingBox):
        yield from (Gaps((("", 1.0),)) for _ in range(max(1, round(piece.tall / _WRITING_LINE))))
    elif isinstance(piece, Contents):
        yield Listed(tuple(_title(heading, rise) for heading in piece.listed()))
    elif isinstance(piece, PageBreak):
        yield NewPage()
    elif isinstance(piece, Composed):
        piece.wrap(story.sheet.text_width, story.sheet.text_height)
        yield from (part for inner in piece.pieces for part in _parts(inner, rise, story))


def _title(heading: Heading, rise: int) -> Title:
    return Title(" ".join(written(heading.value).split()), heading.level - rise, heading.key)


def _words(piece: Text) -> Words:
    return Words(written(piece.value), piece.style.name, piece.bulletText or "", piece.leads)


def _line(row: Row) -> Line:
    return Line(tuple(_stack(cell) for cell in row.cells), row.least)


def _stack(cell: Sequence[Text]) -> tuple[Words, ...]:
    return tuple(_words(text) for text in cell)
