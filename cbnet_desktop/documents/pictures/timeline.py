"""The periods of agreements as bars on a time axis, extensions lighter (M5, M10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.documents.pictures.charts import shortened
from cbnet_desktop.documents.pictures.pictures import Box, Label, Line, Picture, Shape
from cbnet_desktop.domain.papers.timeline import Period, TimelineText
from cbnet_desktop.domain.words import danish

#: As wide as the text of a page.
_WIDTH = 467.7
_ROW, _BAR, _SIZE, _KEY_SIZE = 14.0, 8.0, 7.6, 7.0
_NAMES, _FIGURES, _AXIS = 172.0, 50.0, 14.0


def timeline_picture(content: TimelineText) -> Picture:
    """A bar for each agreement from its first to its last day, and a line for today."""
    height = _AXIS + _ROW * len(content.periods) + 2
    shapes = [*_axis(content, height)]
    for index, period in enumerate(content.periods):
        shapes.extend(_bar(content, period, height - _AXIS - _ROW * (index + 1)))
    x = _place(content, content.today)
    shapes.append(Line(x, 0, x, height - _AXIS + 2, "text", 1.2))
    shapes.extend(_key(height - _AXIS + 4.5))
    return Picture(_WIDTH, height, tuple(shapes), _alt(content))


def _axis(content: TimelineText, height: float) -> Iterator[Shape]:
    years = range(content.first_year, content.last_year + 1)
    step = -(-len(years) * 22 // int(_WIDTH - _NAMES - _FIGURES))
    for year in years:
        x = _place(content, f"{year}-01-01")
        yield Line(x, 0, x, height - _AXIS + 3, "hairline", 0.4)
        if (year - content.first_year) % step == 0:
            yield Label(x + 1.5, height - _AXIS + 4.5, str(year), _KEY_SIZE, "muted")


def _key(y: float) -> Iterator[Shape]:
    for x, fill, word in ((0.0, "accent", "Aftalt"), (36.0, "selection", "Forlænget")):
        yield Box(x, y, 7, 5, fill, "accent")
        yield Label(x + 10, y, word, _KEY_SIZE, "muted")
    yield Line(88, y - 1, 88, y + 6, "text", 1.2)
    yield Label(92, y, "I dag", _KEY_SIZE, "muted")


def _bar(content: TimelineText, period: Period, y: float) -> Iterator[Shape]:
    yield Label(0, y + 2.2, shortened(period.title, _NAMES - 24, _SIZE), _SIZE)
    left, right = _place(content, period.starts_on), _place(content, period.last_day or "9999-12-31", is_end=True)
    agreed = right if not period.ends_on else min(_place(content, period.ends_on, is_end=True), right)
    yield Box(left, y, max(agreed - left, 0.5), _BAR, "accent", "accent")
    if right > agreed:
        yield Box(agreed, y, right - agreed, _BAR, "selection", "accent")
    until = danish.short_date(period.last_day) or "uden slutdato"
    yield Label(_WIDTH, y + 2.2, until, _SIZE, "text", "end")


def _place(content: TimelineText, day: str, *, is_end: bool = False) -> float:
    """The x coordinate of a day, clamped to the years shown."""
    first, last = date(content.first_year, 1, 1), date(content.last_year, 12, 31)
    found = min(max(date.fromisoformat(day) if day else first, first), last)
    days = (found - first).days + (1 if is_end else 0)
    return _NAMES + (_WIDTH - _NAMES - _FIGURES) * days / ((last - first).days + 1)


def _alt(content: TimelineText) -> str:
    if not content.periods:
        return "Ingen aftaler med periode."
    words = []
    for period in content.periods:
        begins = danish.short_date(period.starts_on) or "uden startdato"
        until = danish.short_date(period.last_day) or "uden slutdato"
        extended = ", forlænget" if period.last_day > period.ends_on > "" else ""
        words.append(f"{period.title}: {begins} til {until}{extended}")
    return f"Aftalernes perioder, i dag {danish.short_date(content.today)}. {'; '.join(words)}."
