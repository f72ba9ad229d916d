"""The annual wheel on one A4 sheet, as large as its list of dates leaves room for (M22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from cbnet_desktop.documents.pdf import front, style, text
from cbnet_desktop.documents.pdf.flowables import Composed, Text, make_text
from cbnet_desktop.documents.pdf.reportlab_pictures import Drawing
from cbnet_desktop.documents.pdf.story import Story, list_item
from cbnet_desktop.documents.pdf.structure import Node
from cbnet_desktop.documents.pictures.wheel import Mark, marks, wheel_picture
from cbnet_desktop.domain.papers.wheel import WheelText
from cbnet_desktop.domain.words import danish

_GAP, _ABOVE_LIST = 14.0, 12.0
#: The wheel shrinks to this height before the list is set smaller.
_LEAST_WHEEL = 340.0
_MOST_SCALE = 1.5


@dataclass(frozen=True, slots=True)
class _Setting:
    """A layout of the list: number of columns, paragraph style, and the most lines of an entry."""

    columns: int
    style: str
    lines: int


_SETTINGS = (
    _Setting(1, "date", 3),
    _Setting(2, "date", 3),
    _Setting(2, "date_small", 3),
    _Setting(3, "date_small", 2),
    _Setting(3, "date_small", 1),
    _Setting(3, "date_tiny", 1),
)


def story(content: WheelText) -> Story:
    """The sheet's story and structure tree."""
    made = Story()
    front.head(made, content.front)
    found = marks(content.events, content.year)
    if not found:
        made.paragraph(f"Der er endnu ingen datoer i årshjulet for {content.year}.")
        return made
    picture = wheel_picture(content.events, content.year)
    figure = Drawing(picture, made.root.add("Figure", alt=picture.alt))
    made.flowables.append(WheelAndDates(figure, found, made.root.add("L")))
    return made


class WheelAndDates(Composed):
    """The wheel above its numbered dates, both fitted into the rest of the page; node is the list's element."""

    def __init__(self, wheel: Drawing, found: Sequence[Mark], node: Node) -> None:
        super().__init__()
        self.wheel, self.node = wheel, node
        self._marks = found
        self._nodes = [list_item(node) for _ in found]
        self._columns: list[list[Text]] = []
        self._pitch = 0.0

    @property
    def pieces(self) -> list[Flowable]:
        """The wheel and its dates."""
        return [self.wheel, *(entry for column in self._columns for entry in column)]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Fills the rest of the page; picks the first layout that leaves the wheel room."""
        self.width, self.height = width, height - 1
        for setting in _SETTINGS:
            columns = self._set(setting, width)
            tallest = max(sum(entry.height for entry in column) for column in columns)
            if self.height - tallest - _ABOVE_LIST >= _LEAST_WHEEL:
                break
        self._columns = columns
        room = max(self.height - tallest - _ABOVE_LIST, 1)
        self.wheel.enlarge(width, room, _MOST_SCALE)
        return self.width, self.height

    def draw(self) -> None:
        """Draws the wheel in the middle and the columns of dates below."""
        top = self.height - self.wheel.height
        self.wheel.drawOn(self.canv, (self.width - self.wheel.width) / 2, top)
        for index, column in enumerate(self._columns):
            below = top - _ABOVE_LIST
            for entry in column:
                below -= entry.height
                entry.drawOn(self.canv, index * self._pitch, below)

    def _set(self, setting: _Setting, width: float) -> list[list[Text]]:
        own = (width - _GAP * (setting.columns - 1)) / setting.columns
        self._pitch = own + _GAP
        return _balanced(list(self._entries(setting, own)), setting.columns)

    def _entries(self, setting: _Setting, width: float) -> Iterator[Text]:
        look = style.styles()[setting.style]
        room = width - look.leftIndent
        for mark, node in zip(self._marks, self._nodes, strict=True):
            # A single line is measured exactly; each line break wastes about a word.
            words = text.fitted(_words(mark), style.REGULAR, look.fontSize, room * (1 + 0.85 * (setting.lines - 1)))
            made = make_text(words, setting.style, node, bullet=str(mark.number))
            made.wrap(width, style.TEXT_HEIGHT)
            yield made


def _balanced(entries: Sequence[Text], columns: int) -> list[list[Text]]:
    """The entries in columns of nearly the same height, none of them split."""
    share = sum(entry.height for entry in entries) / columns
    filled: list[list[Text]] = [[]]
    height = 0.0
    for entry in entries:
        if height + entry.height / 2 > share * len(filled) and len(filled) < columns:
            filled.append([])
        filled[-1].append(entry)
        height += entry.height
    return filled


def _words(mark: Mark) -> str:
    """The text of an entry, for example »22.1. Planlægnings- og koordineringsmøde«; of a weekly mark with its week."""
    texts = "; ".join(event.text.removesuffix(".") for event in mark.events)
    days = {event.on for event in mark.events}
    when = f"{int(mark.on[8:])}.{int(mark.on[5:7])}." if len(days) == 1 else f"Uge {danish.week(mark.on)}"
    return f"{when} {texts}"
