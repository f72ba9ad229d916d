"""Danish amounts, percentages, dates, weeks and sorting."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.domain.words import danish

days = st.dates(date(1990, 1, 1), date(2199, 12, 31))
amounts = st.integers(min_value=0, max_value=10**14)


@pytest.mark.parametrize(
    ("ore", "text"),
    [(0, "0"), (100, "1"), (123456700, "1.234.567"), (50, "0,50"), (-12345, "-123,45"), (None, "")],
)
def test_an_amount_has_points_for_thousands_and_ore_only_where_there_are_any(ore: int | None, text: str) -> None:
    assert danish.amount(ore) == text


@given(amounts)
def test_an_amount_is_read_as_it_is_shown(ore: int) -> None:
    assert danish.parse_amount(danish.amount(ore)) == ore
    assert danish.parse_amount(danish.amount(ore, unit="kr.")) == ore


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("125.000", 12500000),
        ("125000,5", 12500050),
        ("125 000 kr", 12500000),
        ("kr. 125.000,-", 12500000),
        (" 125.000,- KR. ", 12500000),
        ("1.000.000,05", 100000005),
        ("125.00", None),
        ("1.2345", None),
        ("12,345", None),
        ("-5", None),
        ("kr.", None),
        ("", None),
        ("en halv million", None),
        ("9" * 5000, None),
    ],
)
def test_typed_amounts(text: str, ore: int | None) -> None:
    assert danish.parse_amount(text) == ore


@given(st.integers(min_value=0, max_value=10_000))
def test_a_percentage_is_read_as_it_is_shown(basis_points: int) -> None:
    assert danish.parse_percent(danish.percent(basis_points)) == basis_points


@pytest.mark.parametrize(
    ("text", "basis_points"),
    [("25", 2500), ("25,5 %", 2550), ("12,25 pct.", 1225), ("100 procent", 10000), ("25.5", None), ("1,234", None)],
)
def test_typed_percentages(text: str, basis_points: int | None) -> None:
    assert danish.parse_percent(text) == basis_points


def test_signs_sort_before_letters() -> None:
    names = ["Åben skole", "»Læs højt«", "Børn", "(uden navn)", "[kladde]", "1. møde", "“Ord”", "Æbler"]
    assert sorted(names, key=danish.sort_key) == [
        "1. møde", "[kladde]", "»Læs højt«", "“Ord”", "(uden navn)", "Børn", "Æbler", "Åben skole",
    ]  # fmt: skip


@given(days)
def test_a_date_is_read_as_it_is_shown(day: date) -> None:
    iso = day.isoformat()
    for shown in (danish.short_date(iso), danish.long_date(iso), iso, f"{day.day}/{day.month} {day.year}"):
        assert danish.parse_date(shown) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("24.11.2014", "2014-11-24"),
        ("1-2-14", "2014-02-01"),
        ("24/11 2014", "2014-11-24"),
        ("den 24. november 2014", "2014-11-24"),
        ("24 nov. 2014", "2014-11-24"),
        ("24. MAJ 2014", "2014-05-24"),
        ("tirsdag d. 25. november 2014", "2014-11-25"),
        ("24. nov 14", "2014-11-24"),
        ("24.11.'14", "2014-11-24"),
        ("010214", "2014-02-01"),
        ("01022014", "2014-02-01"),
        ("20140201", None),
        ("310214", None),
        ("10214", None),
        ("1.9.98", "1998-09-01"),
        ("1.9.90", "1990-09-01"),
        ("1.9.89", "2089-09-01"),
        ("1.1.0015", "0015-01-01"),
        ("01-01-0001", "0001-01-01"),
        ("29.2.2016", "2016-02-29"),
        ("29.2.2015", None),
        ("31.11.2014", None),
        ("24.11", None),
        ("11/24/2014", None),
        ("i morgen", None),
        ("24. xyz 2014", None),
        ("", None),
    ],
)
def test_typed_dates(text: str, iso: str | None) -> None:
    assert danish.parse_date(text) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("27.11.", "2026-11-27"),
        ("27.11", "2026-11-27"),
        ("27/11", "2026-11-27"),
        ("27-11", "2026-11-27"),
        ("fredag den 27. november", "2026-11-27"),
        ("26.11.", "2026-11-26"),
        ("25.11.", "2027-11-25"),
        ("15.1.", "2027-01-15"),
        ("15. jan.", "2027-01-15"),
        ("29.2.", None),
        ("15.13.", None),
        ("15.", None),
        ("15.1.26", "2026-01-15"),
    ],
)
def test_a_date_without_a_year_is_the_first_such_day_from_a_day_on(text: str, iso: str | None) -> None:
    assert danish.parse_date(text, "2026-11-26") == iso


@pytest.mark.parametrize(
    ("text", "time"),
    [("10.30", "10:30"), ("kl. 9", "09:00"), ("0930", "09:30"), ("23:59", "23:59"), ("24.00", None), ("9.60", None)],
)
def test_typed_times(text: str, time: str | None) -> None:
    assert danish.parse_time(text) == time


def test_a_time_is_read_as_it_is_shown() -> None:
    for minutes in range(24 * 60):
        time = f"{minutes // 60:02}:{minutes % 60:02}"
        assert danish.parse_time(danish.clock(time)) == time


@pytest.mark.parametrize(
    ("iso", "week"),
    [
        ("2013-12-30", 1),
        ("2014-12-29", 1),
        ("2015-12-31", 53),
        ("2016-01-03", 53),
        ("2016-01-04", 1),
        ("2014-10-15", 42),
    ],
)
def test_weeks_are_numbered_as_in_iso_8601(iso: str, week: int) -> None:
    assert danish.week(iso) == week


@given(days)
def test_a_week_begins_on_monday_and_belongs_to_the_year_of_its_thursday(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    thursday = monday + timedelta(days=3)
    assert danish.week(day.isoformat()) == danish.week(monday.isoformat())
    assert danish.week(day.isoformat()) == (thursday.timetuple().tm_yday - 1) // 7 + 1


def test_the_libraries_stand_in_danish_order() -> None:
    names = ["Aalborg", "Vejle", "Odense", "Roskilde", "Herning", "Gentofte"]
    assert sorted(names, key=danish.sort_key) == ["Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg"]


@pytest.mark.parametrize(
    "names",
    [
        ["Zoo", "Ærø", "Østerbro", "Ål"],
        ["Zebra", "Ängelholm", "Öland", "Åbo"],
        ["Andersen", "André", "Andréa"],
        ["Myhre", "Müller", "Myre"],
        ["Aa", "Å", "Aabenraa", "Ålborg"],
        ["Mål 2", "mål 2", "mål 10"],
        ["pkt. 9", "pkt. 10", "pkt. 010b"],
        ["", " ", "a"],
    ],
)
def test_names_stand_in_danish_order(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=danish.sort_key) == names


@given(st.lists(st.text(max_size=8), max_size=8))
def test_any_texts_can_be_sorted_and_only_the_same_text_is_equal(texts: list[str]) -> None:
    for one, other in pairwise(sorted(texts, key=danish.sort_key)):
        assert danish.sort_key(one) <= danish.sort_key(other)
        assert (danish.sort_key(one) == danish.sort_key(other)) == (one == other)


@given(st.text(alphabet="aåøæAÅØÆ e9", max_size=6))
def test_a_decomposed_letter_sorts_as_the_composed_one(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert danish.sort_key(composed)[0] == danish.sort_key(decomposed)[0]


def test_a_text_of_thousands_of_digits_is_sorted() -> None:
    assert danish.sort_key("9" * 6000) > danish.sort_key("8" * 6000) > danish.sort_key("9")


def test_a_sentence_ends_with_one_full_stop() -> None:
    assert danish.sentence("Det er 5 kr.") == "Det er 5 kr."
    assert danish.sentence("Det er 5 kroner") == "Det er 5 kroner."


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")]
)
def test_words_are_joined_as_one_says_them(words: list[str], text: str) -> None:
    assert danish.joined(words) == text


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([4], "4"), ([1, 2], "1 og 2"), ([1, 2, 3], "1-3"), ([1, 3, 4, 5, 8], "1, 3-5 og 8"), ([], "")],
)
def test_numbers_in_a_row_are_told_by_the_first_and_the_last(numbers: list[int], text: str) -> None:
    assert danish.runs(numbers) == text


@pytest.mark.parametrize(("count", "word"), [(0, "ingen"), (1, "ét"), (2, "2"), (1200, "1.200")])
def test_one_of_something_neuter_is_a_word_in_running_text(count: int, word: str) -> None:
    assert danish.neuter(count) == word


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ("2014-11-24T13:03:00Z", "24.11.2014 kl. 14.03"),
        ("2014-07-01T22:30:00Z", "02.07.2014 kl. 00.30"),
        ("2014-03-30T00:59:00Z", "30.03.2014 kl. 01.59"),
        ("2014-03-30T01:00:00Z", "30.03.2014 kl. 03.00"),
    ],
)
def test_an_instant_is_shown_in_danish_time(utc: str, local: str) -> None:
    assert danish.moment(utc) == local


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2014-01-16", "2014-12-31", "16.01.–31.12.2014"),
        ("2014-12-16", "2015-01-31", "16.12.2014–31.01.2015"),
        ("2016-02-29", "2016-02-29", "29.02.2016"),
    ],
)
def test_a_span_of_days_names_the_year_once(first: str, last: str, expected: str) -> None:
    assert danish.span(first, last) == expected


@pytest.mark.parametrize(
    ("basis_points", "part", "whole", "text"),
    [
        (10_000, 99_999_900, 100_000_000, ">99,99\u00a0%"),
        (0, 100, 100_000_000, "<0,01\u00a0%"),
        (10_000, 5, 5, "100\u00a0%"),
        (0, 0, 5, "0\u00a0%"),
        (9_999, 9_999, 10_000, "99,99\u00a0%"),
        (1, 1, 10_000, "0,01\u00a0%"),
        (2_550, None, None, "25,5\u00a0%"),
        (None, None, 5, ""),
    ],
)
def test_a_part_is_neither_nothing_nor_the_whole(
    basis_points: int | None, part: int | None, whole: int | None, text: str
) -> None:
    assert danish.percent_of(basis_points, part, whole) == text


@pytest.mark.parametrize(
    ("name", "possessive"),
    [("Vejle", "Vejles"), ("Aalborg", "Aalborgs"), ("Randers", "Randers'"), ("KBE", "KBE's"), ("SLKS", "SLKS'")],
)
def test_the_possessive_of_a_name(name: str, possessive: str) -> None:
    assert danish.genitive(name) == possessive
