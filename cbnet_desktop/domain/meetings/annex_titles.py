"""What the name of a file says of it: a title and a day, for example »2011-11-23 referat.pdf«."""

from __future__ import annotations

import re
from typing import NamedTuple

from cbnet_desktop.domain.meetings.annex_files import safe_name
from cbnet_desktop.domain.words import danish

#: ISO days, also without hyphens; Danish ones; with the month in letters. A number on either side is no part of a day.
_DAYS = tuple(
    re.compile(rf"(?<!\d){pattern}(?!\d)", re.IGNORECASE)
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)[-_. ]?(?P<month>\d\d)[-_. ]?(?P<day>\d\d)",
        r"(?P<day>\d{1,2})[-_. ](?P<month>\d{1,2})[-_. ](?P<year>(?:19|20)\d\d)",
        r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>(?:19|20)\d\d)",
        rf"(?P<day>\d{{1,2}})[-_. ]{{1,2}}(?P<word>{danish.A_MONTH})[-_. ]{{1,2}}(?P<year>(?:19|20)\d\d)",
    )
)
_BETWEEN = " ,;-–_."
#: Words that only lead to a day, as in »mandag den 3. maj 2010«.
_LEADING = re.compile(
    rf"(?:^|(?<=[\s_,.]))(?:(?:{'|'.join(danish.WEEKDAYS)})[\s_,]*)?(?:d\.|den)?[\s_]*$", re.IGNORECASE
)


class Said(NamedTuple):
    """A title, and a day (ISO) where the name has one."""

    title: str
    dated_on: str | None


def said_by(file_name: str) -> Said:
    """The title and the day that a file's name says; without a day the title is the name without its ending."""
    name = safe_name(file_name)
    stem = (name.rpartition(".")[0] or name).strip()
    for pattern in _DAYS:
        for found in pattern.finditer(stem):
            parts = found.groupdict()
            month = parts.get("month") or parts["word"]
            day = danish.parse_date(f"{parts['day']}. {month} {parts['year']}" if "word" in parts else _numbers(parts))
            if day:
                return Said(_rest(_LEADING.sub("", stem[: found.start()]), stem[found.end() :]) or stem, day)
    return Said(stem, None)


def _numbers(parts: dict[str, str]) -> str:
    return f"{parts['year']}-{parts['month']:0>2}-{parts['day']:0>2}"


def _rest(before: str, after: str) -> str:
    """What is left of a name around its day, as a title."""
    kept = (part.replace("_", " ").strip(_BETWEEN) for part in (before, after))
    title = " ".join(" ".join(kept).split())
    return title[:1].upper() + title[1:]
