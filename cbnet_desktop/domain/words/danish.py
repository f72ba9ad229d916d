"""Danish numbers, dates, week numbers, amounts and sorting (domain section 6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from cbnet_desktop.domain.words.folding import BareLetters
from cbnet_desktop.domain.words.unseen import visible

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
#: The pattern of a month's name, also cut short.
A_MONTH = "|".join(f"{month[:3]}[a-zæøå]*" for month in MONTHS)
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
TIME_ZONE = ZoneInfo("Europe/Copenhagen")
_WEEKDAY = re.compile(rf"^(?:(?:{'|'.join(WEEKDAYS)})\s?,?\s?)?(?:den |d\. ?)?", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC_DATE = re.compile(r"(\d{1,2}) ?[./ -] ?(\d{1,2})(?: ?[./ -] ?'?(\d{4}|\d{2}))?\.?")
_BARE_DATE = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_WRITTEN_DATE = re.compile(r"(\d{1,2})(?:\. ?| )([a-zæøå]{3,9})\.?(?:,? ?'?(\d{4}|\d{2}))?")
_LONGEST_AMOUNT = 100
_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?:[. \u00a0\u202f]\d{3}){1,5}|\d{1,18})(?:,(?P<ore>\d{1,2}))?")


def number(value: int) -> str:
    """A whole number with Danish thousands separators: 1234567 is 1.234.567."""
    return f"{value:,}".replace(",", ".")


def amount(ore: int | None, *, unit: str = "") -> str:
    """An amount in øre as kroner: 12500000 is 125.000; øre are shown only where there are any, unit is appended."""
    if ore is None:
        return ""
    kroner, rest = divmod(abs(ore), 100)
    text = number(kroner) + (f",{rest:02}" if rest else "")
    return f"{'-' if ore < 0 else ''}{text}{unit and chr(0xA0) + unit}"


def percent(basis_points: int | None, *, unit: str = "%") -> str:
    """Basis points as percent: 2550 is 25,5 %."""
    if basis_points is None:
        return ""
    whole, rest = divmod(basis_points, 100)
    decimals = f",{rest:02}".rstrip("0") if rest else ""
    return f"{whole}{decimals}{unit and chr(0xA0) + unit}"


def percent_of(basis_points: int | None, part: int | None, whole: int | None, *, unit: str = "%") -> str:
    """Basis points rounded from a part of a whole, as percent: a part is never 0 nor 100, but <0,01 or >99,99."""
    if part and whole and part < whole and basis_points in (0, 10_000):
        return f">{percent(9_999, unit=unit)}" if basis_points else f"<{percent(1, unit=unit)}"
    return percent(basis_points, unit=unit)


def parse_amount(text: str) -> int | None:
    """Typed kroner as øre: '125.000', '125000,50', '125.000 kr.', 'kr. 125.000,-'. None for anything else."""
    if len(text) > _LONGEST_AMOUNT:  # the pattern takes its square of steps over spaces
        return None
    cleaned = re.sub(r"^kr\.?\s*|\s*(?:,-)?(?:\s*kr\.?)?$", "", text.strip(), flags=re.IGNORECASE)
    match = _AMOUNT.fullmatch(cleaned)
    if not match:
        return None
    return int(re.sub(r"\D", "", match["whole"])) * 100 + int((match["ore"] or "0").ljust(2, "0"))


def parse_percent(text: str) -> int | None:
    """Typed percent as basis points: '25', '25,5 %', '12,25 pct.'. None for anything else."""
    match = re.fullmatch(r"(\d{1,6})(?:,(\d{1,2}))?\s*(?:%|pct\.?|procent)?", text.strip(), flags=re.IGNORECASE)
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else None


def parse_date(text: str, since: str = "") -> str | None:
    """A typed date as ISO text: 24.11.2014, 24/11 14, 241114, mandag den 24. november 2014, 2014-11-24. Else None.

    Two digits are a year of 1990 to 2089, four are the year as it stands. A date without a year is the first such day
    from since on, where that ISO date is given.
    """
    text = _WEEKDAY.sub("", " ".join(text.split()).lower())
    if match := _ISO_DATE.fullmatch(text):
        year, month, day = match.groups()
    elif match := _NUMERIC_DATE.fullmatch(text) or _BARE_DATE.fullmatch(text):
        day, month, year = match.groups()
    elif (match := _WRITTEN_DATE.fullmatch(text)) and (
        months := [index for index, name in enumerate(MONTHS, 1) if name.startswith(match[2])]
    ):
        day, month, year = match[1], months[0], match[3]
    else:
        return None
    if year:
        return _iso(int(year) + (0 if len(year) > 2 else 2000 if int(year) < 90 else 1900), int(month), int(day))
    years = (int(since[:4]), int(since[:4]) + 1) if since else ()
    days = (_iso(one, int(month), int(day)) for one in years)
    return next((found for found in days if found and found >= since), None)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def parse_time(text: str) -> str | None:
    """A typed time as HH:MM: '10.30', '10:30', 'kl. 9', '0930'. None otherwise."""
    match = re.fullmatch(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d{2}))?", text.strip().lower())
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return f"{int(match[1]):02}:{match[2] or '00'}"


def short_date(iso: str | None) -> str:
    """An ISO date in the short Danish form: 2014-11-24 is 24.11.2014; empty for no date."""
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}" if iso else ""


def long_date(iso: str | None) -> str:
    """An ISO date in the long Danish form: 2014-11-24 is 24. november 2014; empty for no date."""
    return f"{int(iso[8:10])}. {MONTHS[int(iso[5:7]) - 1]} {iso[:4]}" if iso else ""


def span(first: str, last: str) -> str:
    """Two ISO dates in the short form, the year once where it is the same, for example 16.01.–31.12.2014."""
    if first == last:
        return short_date(first)
    start = short_date(first)
    return f"{start.removesuffix(first[:4]) if first[:4] == last[:4] else start}–{short_date(last)}"


def weekday(iso: str) -> str:
    """The Danish name of the day of the week."""
    return WEEKDAYS[date.fromisoformat(iso).weekday()]


def week(iso: str) -> int:
    """The ISO 8601 week number of an ISO date."""
    return date.fromisoformat(iso).isocalendar().week


def clock(value: str | None) -> str:
    """A time HH:MM in Danish: 14:03 is 14.03; empty for no time."""
    return value.replace(":", ".") if value else ""


def local_time(utc_iso: str) -> datetime:
    """A UTC time as Danish local time."""
    return datetime.fromisoformat(utc_iso).astimezone(TIME_ZONE)


def moment(utc_iso: str) -> str:
    """A UTC time in Danish local time, for example 24.11.2014 kl. 14.03."""
    return f"{local_time(utc_iso):%d.%m.%Y kl. %H.%M}"


def sentence(text: str) -> str:
    """The text with one full stop at its end; that of an abbreviation is enough."""
    return text if text.endswith(".") else f"{text}."


def genitive(name: str) -> str:
    """The possessive of a name: Vejles, Randers' and KBE's."""
    if name.endswith(("s", "x", "z", "S", "X", "Z")):
        return f"{name}'"
    return f"{name}'s" if name[-1:].isupper() else f"{name}s"


def counted(count: int, one: str, several: str) -> str:
    """A count with its noun, for example »1 dag« or »1.054 dage«."""
    return f"{number(count)} {one if count == 1 else several}"


def neuter(count: int) -> str:
    """A count before something neuter in running text: »ingen«, »ét« or figures."""
    return {0: "ingen", 1: "ét"}.get(count) or number(count)


def runs(numbers: Iterable[int]) -> str:
    """Ascending numbers in running text, three or more in a row as »1-8«, for example »1-3, 5 og 8«."""
    found: list[list[int]] = []
    for value in numbers:
        if found and found[-1][-1] + 1 == value:
            found[-1].append(value)
        else:
            found.append([value])
    words = [[f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(value) for value in run] for run in found]
    return joined([word for run in words for word in run])


def joined(words: list[str]) -> str:
    """An enumeration in Danish, for example »a, b og c«."""
    return " og ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


_ALPHABET = {ord("æ"): "{", ord("ä"): "{", ord("ø"): "|", ord("ö"): "|", ord("å"): "}", ord("ü"): "y"}
_LETTERS = BareLetters(_ALPHABET)
_WORDS = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"([0-9]+)")


class _SortedLetters(BareLetters):
    """Signs sort before letters, »Kurser« as "Kurser" does."""

    def __missing__(self, code: int) -> str:
        is_sign = code > ord("9") and not chr(code).isalnum()
        self[code] = found = "!" if is_sign else super().__missing__(code)
        return found


_SORTED = _SortedLetters(_ALPHABET)


@lru_cache(maxsize=10_000)
def sort_key(text: str) -> tuple[object, ...]:
    """Danish alphabetical order: æ ø å last, aa as å, digits by value, case last (Retskrivningsordbogen)."""
    folded = unicodedata.normalize("NFC", visible(text)).casefold()
    parts = _DIGITS.split(folded.replace("aa", "å").translate(_SORTED))
    return (tuple(_sorted_as(part) for part in parts if part), folded, text)


@lru_cache(maxsize=10_000)
def folded(text: str) -> str:
    """The words of a text for comparison: without case, accents and punctuation, aa as å, ä as æ, ö as ø."""
    words = " ".join(_WORDS.findall(unicodedata.normalize("NFC", visible(text)).casefold()))
    return words.replace("aa", "å").translate(_LETTERS)


def _sorted_as(part: str) -> tuple[int, int, str]:
    if not "0" <= part[0] <= "9":
        return (1, 0, part)
    digits = part.lstrip("0")
    return (0, len(digits), digits)
