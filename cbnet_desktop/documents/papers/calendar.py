"""A year's meetings as an iCalendar file (RFC 5545): the same bytes for the same entries, in Danish time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from cbnet_desktop.domain.papers.calendar import CalendarEntry, CalendarText
from cbnet_desktop.domain.words.unseen import readable, visible

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

ZONE = "Europe/Copenhagen"
_PRODUCT = "-//CBnet//Kompetencenetværkets møder//DA"
_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)
#: Rules of Danish summer time since before the first year of any network; until 1995 it ended in September.
_RULES: tuple[tuple[bool, datetime, dict[str, Any]], ...] = (
    (True, datetime(1981, 3, 29, 2), {"freq": "yearly", "bymonth": 3, "byday": "-1su"}),
    (
        False,
        datetime(1981, 9, 27, 3),
        {"freq": "yearly", "bymonth": 9, "byday": "-1su", "until": datetime(1995, 9, 24, 1, tzinfo=UTC)},
    ),
    (False, datetime(1996, 10, 27, 3), {"freq": "yearly", "bymonth": 10, "byday": "-1su"}),
)


def render(content: CalendarText, method: str = "") -> bytes:
    """The file's bytes: a VTIMEZONE with the rules of summer time, and one VEVENT per entry; method is for a mail."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    calendar.add("x-wr-calname", content.name)
    calendar.add("x-wr-timezone", ZONE)
    _add_zone(calendar)
    for entry in content.entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _add_zone(calendar: Calendar) -> None:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone: Timezone = Timezone()
    zone.add("tzid", ZONE)
    for is_summer, starts_at, rule in _RULES:
        part = TimezoneDaylight() if is_summer else TimezoneStandard()
        part.add("tzname", "CEST" if is_summer else "CET")
        part.add("dtstart", starts_at)
        part.add("tzoffsetfrom", _WINTER if is_summer else _SUMMER)
        part.add("tzoffsetto", _SUMMER if is_summer else _WINTER)
        part.add("rrule", rule)
        zone.add_component(part)
    calendar.add_component(zone)


def _event(entry: CalendarEntry) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", _stamp(entry))
    event.add("last-modified", _stamp(entry))
    event.add("sequence", entry.sequence)
    event.add("summary", visible(entry.title))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_deadline or entry.is_cancelled else "OPAQUE")
    _add_time(event, entry)
    for name, value in (("location", entry.place), ("description", entry.text)):
        if value:
            event.add(name, readable(value))
    if entry.link.startswith(("http://", "https://")):
        event.add("url", entry.link)
    if entry.category:
        event.add("categories", [entry.category])
    return event


def _add_time(event: Event, entry: CalendarEntry) -> None:
    """Sets a whole day, or Danish clock times; an end before the beginning is left out."""
    day = date.fromisoformat(entry.on)
    last = max(day, date.fromisoformat(entry.until or entry.on))
    if not entry.starts_at:
        event.add("dtstart", day)
        event.add("dtend", last + timedelta(days=1))
        return
    local = {"TZID": ZONE}
    event.add("dtstart", datetime.combine(day, time.fromisoformat(entry.starts_at)), parameters=local)
    if entry.ends_at and (last > day or entry.ends_at > entry.starts_at):
        event.add("dtend", datetime.combine(last, time.fromisoformat(entry.ends_at)), parameters=local)


def _stamp(entry: CalendarEntry) -> datetime:
    """The time of the row's last edit, never of writing, so that equal entries give equal bytes."""
    if not entry.edited_at:
        return datetime.combine(date.fromisoformat(entry.on), time(), UTC)
    return datetime.fromisoformat(entry.edited_at).astimezone(UTC).replace(microsecond=0)
