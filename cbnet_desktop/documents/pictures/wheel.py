"""The annual wheel: rings of months, quarters and weeks, with events as numbered marks around them (M22)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cbnet_desktop.documents.pictures.pictures import Box, Dot, Label, Line, Picture, Sector, Shape
from cbnet_desktop.domain.plan.wheel import WheelEvent
from cbnet_desktop.domain.words import danish

#: The Danish names of the kinds of events.
KINDS = {
    "meeting": "Møde",
    "consultation": "Høring og vurdering",
    "deadline": "Frist",
    "goal": "Mål",
    "share": "Budgetandel",
}
MIXED = "mixed"
_MIXED_NAME = "Flere slags"
#: Shape, fill, outline and colour of figures by kind, distinct in black and white too.
_LOOKS = {
    "meeting": (Dot, "accent", "accent", "on_accent"),
    "consultation": (Dot, "selection", "text", "on_selection"),
    "deadline": (Box, "base", "text", "text"),
    "goal": (Dot, "base", "text", "text"),
    "share": (Box, "selection", "text", "on_selection"),
    MIXED: (Box, "accent", "accent", "on_accent"),
}

_YEAR, _QUARTERS, _MONTHS, _WEEKS = 38.0, 62.0, 114.0, 127.0
_TRACKS = (143.0, 159.5, 176.0, 192.5, 209.0)
_RADIUS = 7.0
_APART = 2 * _RADIUS + 1.5
_KEY_HEIGHT, _KEY_GAP, _KEY_LETTER = 32.0, 36.0, 4.6
#: The fewest days of a week at the edge of the year with room for its number.
_LEGIBLE_WEEK = 4
#: With more days than this, events are grouped by week.
_MOST_DAYS = 100
_SHIFTS = [0.0, *(sign * step * 1.5 for step in range(1, 121) for sign in (1, -1))]


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered mark and its events: those of one day and kind or, in a crowded year, of one week."""

    number: int
    on: str
    kind: str
    events: tuple[WheelEvent, ...]


def marks(events: Sequence[WheelEvent], year: int) -> tuple[Mark, ...]:
    """The marks of the year's events in order of date; events of other years are left out."""
    mine = sorted((event for event in events if event.on.startswith(f"{year}-")), key=lambda event: event.on)
    days: dict[tuple[str, str], list[WheelEvent]] = {}
    for event in mine:
        days.setdefault((event.on, event.kind), []).append(event)
    if len(days) > _MOST_DAYS:
        return _weekly(mine)
    return tuple(Mark(number, on, kind, tuple(found)) for number, ((on, kind), found) in enumerate(days.items(), 1))


def kind_name(kind: str) -> str:
    """The Danish word for a kind of event or mark."""
    return _MIXED_NAME if kind == MIXED else KINDS.get(kind, kind)


def wheel_picture(events: Sequence[WheelEvent], year: int) -> Picture:
    """The wheel of a year, clockwise from January at the top.

    The picture is cropped to the tracks that its marks need, so that a sparse wheel can be drawn larger.
    """
    found = marks(events, year)
    places = _places(found)
    half, above, below = _reach(places)
    half = max(half, _key_width(found) / 2)
    wheel = _Wheel(half, below + _KEY_HEIGHT, year)
    shapes = [*wheel.rings(), *wheel.marks(found, places), *_key(found, half)]
    return Picture(2 * half, above + below + _KEY_HEIGHT, tuple(shapes), _alt(found, year))


def _weekly(events: Sequence[WheelEvent]) -> tuple[Mark, ...]:
    weeks: dict[str, list[WheelEvent]] = {}
    for event in events:
        day = date.fromisoformat(event.on)
        monday = max(day - timedelta(day.weekday()), date(day.year, 1, 1))
        weeks.setdefault(monday.isoformat(), []).append(event)
    return tuple(
        Mark(number, on, found[0].kind if len({event.kind for event in found}) == 1 else MIXED, tuple(found))
        for number, (on, found) in enumerate(weeks.items(), 1)
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A mark's position around the wheel's centre: radius in points, angle in degrees."""

    radius: float
    angle: float

    def distance(self, other: _Place) -> float:
        """The distance between two marks' centres, in points."""
        turn = math.radians(self.angle - other.angle)
        return math.sqrt(max(0.0, self.radius**2 + other.radius**2 - 2 * self.radius * other.radius * math.cos(turn)))


@dataclass(frozen=True, slots=True)
class _Wheel:
    """The wheel's shapes around its centre."""

    x: float
    y: float
    year: int

    def rings(self) -> Iterator[Shape]:
        """Months, quarters, the year in the middle, and the weeks around."""
        starts = [_angle(date(self.year, month, 1)) for month in range(1, 13)]
        ends = [*starts[1:], -270.0]
        for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
            yield self._ring(_QUARTERS, _MONTHS, start, end, "base" if index % 2 else "alternate")
            middle = (_QUARTERS + _MONTHS) / 2 + 3
            yield self._word(middle, (start + end) / 2, danish.MONTHS[index][:3], 10, bold=True)
        for quarter in range(4):
            start, end = starts[quarter * 3], ends[quarter * 3 + 2]
            yield self._ring(_YEAR, _QUARTERS, start, end, "base")
            yield self._word((_YEAR + _QUARTERS) / 2, (start + end) / 2, f"{quarter + 1}. kvt.", 6.5, "muted")
        yield Label(self.x, self.y - 6, str(self.year), 17, "accent", "middle", bold=True)
        yield from self._weeks()

    def marks(self, found: Sequence[Mark], places: Sequence[_Place]) -> Iterator[Shape]:
        """Lines from each day out to its mark, and the marks above them."""
        for mark, place in zip(found, places, strict=True):
            yield Line(*self._point(_WEEKS, _middle(mark.on)), *self._point(place.radius, place.angle), "muted", 0.5)
        for mark, place in zip(found, places, strict=True):
            yield from _mark(*self._point(place.radius, place.angle), mark.kind, str(mark.number))

    def _weeks(self) -> Iterator[Shape]:
        yield self._ring(_MONTHS, _WEEKS, 90, -270, "base")
        day = date(self.year, 1, 1)
        while day.year == self.year:
            following = min(day + timedelta(7 - day.weekday()), date(self.year + 1, 1, 1))
            start, end = _angle(day), _angle(day) - 360 * (following - day).days / _days(self.year)
            yield Line(*self._point(_MONTHS, start), *self._point(_WEEKS, start), "hairline", 0.4)
            if (following - day).days >= _LEGIBLE_WEEK:
                number = str(day.isocalendar().week)
                yield self._word((_MONTHS + _WEEKS) / 2, (start + end) / 2, number, 5.8, "muted")
            day = following

    def _point(self, radius: float, angle: float) -> tuple[float, float]:
        turn = math.radians(angle)
        return self.x + radius * math.cos(turn), self.y + radius * math.sin(turn)

    def _ring(self, inner: float, outer: float, start: float, end: float, fill: str) -> Sector:
        return Sector(self.x, self.y, inner, outer, start, end - start, fill, "hairline")

    def _word(
        self, radius: float, angle: float, text: str, size: float, fill: str = "text", *, bold: bool = False
    ) -> Label:
        x, y = self._point(radius, angle)
        return Label(x, y - size * 0.35, text, size, fill, "middle", bold)


def _days(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _angle(day: date) -> float:
    """The angle at which a day begins, in degrees anticlockwise from east."""
    return 90 - 360 * (day - date(day.year, 1, 1)).days / _days(day.year)


def _middle(iso: str) -> float:
    day = date.fromisoformat(iso)
    return _angle(day) - 180 / _days(day.year)


def _places(found: Sequence[Mark]) -> list[_Place]:
    placed: list[_Place] = []
    for mark in found:
        placed.append(_free_place(_middle(mark.on), placed))
    return placed


def _reach(places: Sequence[_Place]) -> tuple[float, float, float]:
    """The extent of the wheel and its marks from the centre: sideways, up and down."""
    turns = [(place.radius, math.radians(place.angle)) for place in places]
    across = [radius * math.cos(turn) for radius, turn in turns]
    upright = [radius * math.sin(turn) for radius, turn in turns]
    edge = _RADIUS + 2
    return (
        max([_TRACKS[0], *map(abs, across)]) + edge,
        max([_TRACKS[0], *upright]) + edge,
        -min([-_TRACKS[0], *upright]) + edge,
    )


def _free_place(angle: float, placed: Sequence[_Place]) -> _Place:
    """The innermost free place on the day's own ray, else on the nearest ray that has one."""
    for shift in _SHIFTS:
        for radius in _TRACKS:
            place = _Place(radius, angle + shift)
            if all(place.distance(other) >= _APART for other in placed):
                return place
    return _Place(_TRACKS[-1], angle)


def _mark(x: float, y: float, kind: str, text: str) -> Iterator[Shape]:
    form, fill, stroke, figures = _LOOKS.get(kind, _LOOKS[MIXED])
    if form is Dot:
        yield Dot(x, y, _RADIUS, fill, stroke)
    else:
        half = _RADIUS * 0.9
        yield Box(x - half, y - half, 2 * half, 2 * half, fill, stroke)
    if text:
        size = 7.5 if len(text) < 3 else 6
        yield Label(x, y - size * 0.35, text, size, figures, "middle", bold=True)


def _key_kinds(found: Sequence[Mark]) -> list[str]:
    return [kind for kind in _LOOKS if any(mark.kind == kind for mark in found)]


def _key_width(found: Sequence[Mark]) -> float:
    return sum(_KEY_GAP + _KEY_LETTER * len(kind_name(kind)) for kind in _key_kinds(found))


def _key(found: Sequence[Mark], centre: float) -> Iterator[Shape]:
    x = centre - _key_width(found) / 2 + _KEY_GAP / 4
    for kind in _key_kinds(found):
        yield from _mark(x + _RADIUS, _RADIUS + 1, kind, "")
        yield Label(x + 2 * _RADIUS + 5, _RADIUS - 2, kind_name(kind), 8.5)
        x += _KEY_GAP + _KEY_LETTER * len(kind_name(kind))


def _alt(found: Sequence[Mark], year: int) -> str:
    if not found:
        return f"Årshjul for {year} uden begivenheder."
    texts = [f"{mark.number}: {danish.long_date(event.on)}, {event.text}" for mark in found for event in mark.events]
    return f"Årshjul for {year}. {'; '.join(texts)}."
