"""What people write in the cells of their own sheets, read as the field means it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from cbnet_desktop.domain.records import BudgetShare, Goal, Meeting, Organisation, Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.sheets.cells import Cell, Percent, is_empty, stored

MONEY, SHARE, YEAR = (BudgetShare.fields()[name] for name in ("earmarked_ore", "share_bp", "year"))
DAY, CLOCK, KIND = (Meeting.fields()[name] for name in ("held_on", "starts_at", "kind"))
PHONE, NOTE = (Person.fields()[name] for name in ("phone", "note"))
FLAG = Organisation.fields()["archived"]
POSITION = Goal.fields()["position"]


@pytest.mark.parametrize(
    ("cell", "ore"),
    [
        ("1.234,50 kr.", 123_450),
        ("kr. 1.234,50", 123_450),
        ("  125.000 kr  ", 12_500_000),
        ("125 000", 12_500_000),
        ("125\u00a0000,00", 12_500_000),
        ("DKK 125.000", 12_500_000),
        ("1234.5", 123_450),
        ("125.000,-", 12_500_000),
        (125_000, 12_500_000),
        (Decimal("1234.5"), 123_450),
        (Decimal("41666.6666666667"), 4_166_667),
        (Decimal("0.29"), 29),
    ],
)
def test_an_amount_is_read_as_a_dane_writes_it(cell: Cell, ore: int) -> None:
    assert stored(MONEY, cell) == ore


@pytest.mark.parametrize("cell", ["1,234.50", "cirka 100", "12.34.56", "1e5", -5, Decimal(-1), True])
def test_what_is_no_amount_is_refused_in_one_sentence(cell: Cell) -> None:
    with pytest.raises(Invalid, match=r"^Afsat beløb.*\.$"):
        stored(MONEY, cell)


@pytest.mark.parametrize(
    ("cell", "basis_points"),
    [
        ("42 %", 4_200),
        ("42", 4_200),
        ("0,25", 2_500),
        ("0.5", 5_000),
        ("0,25 %", 25),
        ("25,5%", 2_550),
        ("25.5 pct.", 2_550),
        ("33 1/3 %", 3_333),
        ("66⅔ %", 6_667),
        ("½ %", 50),
        (Percent(Decimal("42.0")), 4_200),
        (Percent(Decimal("0.5")), 50),
        (42, 4_200),
        (Decimal("0.42"), 4_200),
        (1, 100),
        (0, 0),
        (Decimal("12.345"), 1_235),
    ],
)
def test_a_share_is_read_from_percent_fraction_and_text(cell: Cell, basis_points: int) -> None:
    assert stored(SHARE, cell) == basis_points


@pytest.mark.parametrize("cell", ["120 %", Percent(Decimal(101)), "en tredjedel", "1/0 %"])
def test_what_is_no_share_is_refused(cell: Cell) -> None:
    with pytest.raises(Invalid):
        stored(SHARE, cell)


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2014, 11, 24),
        datetime(2014, 11, 24, 10, 30),
        date(2014, 11, 24),
        41967,
        Decimal(41967),
        "24.11.2014",
        "24-11-2014 ",
        "24/11 2014",
        "2014-11-24",
        "2014-11-24T00:00:00",
        "24-11-2014 00:00:00",
        "mandag den 24. november 2014",
    ],
)
def test_a_date_is_read_from_a_date_cell_a_serial_and_danish_text(cell: Cell) -> None:
    assert stored(DAY, cell) == "2014-11-24"


@pytest.mark.parametrize("cell", ["24.11.", "24/11", "24. november", "mandag 24. nov."])
def test_a_date_without_a_year_is_read_from_the_day_given_on(cell: Cell) -> None:
    assert stored(DAY, cell, "2014-06-01") == "2014-11-24"


@pytest.mark.parametrize("cell", [date(1, 1, 1), datetime(1, 1, 1), "01-01-0001", "01.01.0015"])
def test_the_empty_date_of_another_program_is_refused_by_its_year(cell: Cell) -> None:
    with pytest.raises(Invalid, match="året skal ligge mellem 1990 og 2199"):
        stored(DAY, cell)


@pytest.mark.parametrize("cell", ["24.13.2014", "uge 42", 7, Decimal("41967.25"), "i november"])
def test_what_is_no_date_is_refused(cell: Cell) -> None:
    with pytest.raises(Invalid, match="er ikke en dato"):
        stored(DAY, cell)


@pytest.mark.parametrize(
    "cell",
    [time(10, 30), datetime(2014, 1, 1, 10, 30), Decimal("0.4375"), "10.30", "10:30:00", "kl. 10.30", "1030"],
)
def test_a_time_is_read_from_a_time_cell_a_fraction_and_text(cell: Cell) -> None:
    assert stored(CLOCK, cell) == "10:30"


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        (38141212, "38141212"),
        ("+45 38", "+45 38"),
        ("=1+1", "=1+1"),
        (Decimal("3.50"), "3,5"),
        (date(2014, 11, 24), "24.11.2014"),
        (True, "ja"),
        ("  to   ord \n", "to ord"),
        (Percent(Decimal("42.0")), "42 %"),
        (time(9, 5), "09.05"),
    ],
)
def test_a_text_takes_whatever_the_cell_shows(cell: Cell, held: str) -> None:
    assert stored(PHONE, cell) == held


def test_a_long_text_keeps_its_lines_and_loses_blank_ends() -> None:
    assert stored(NOTE, "første  \r\n  anden\t\r\n\r\n") == "første\n  anden"


@pytest.mark.parametrize("cell", ["Årsmøde", "aarsmoede", "ANNUAL", " årsmøde "])
def test_a_choice_is_read_from_its_danish_word_and_its_value(cell: str) -> None:
    assert stored(KIND, cell) == "annual"


def test_an_unknown_choice_is_refused_with_those_there_are() -> None:
    with pytest.raises(Invalid, match=r"Mødetype kan ikke være »Julefrokost«\. Vælg mellem: Årsmøde"):
        stored(KIND, "Julefrokost")


@pytest.mark.parametrize(
    ("cell", "held"), [(True, True), ("x", True), ("✓", True), ("Ja", True), ("nej", False), ("☐", False), (0, False)]
)
def test_a_flag_is_read_from_words_and_ticks(cell: Cell, held: bool) -> None:
    assert stored(FLAG, cell) is held


@pytest.mark.parametrize(("cell", "held"), [("2015", 2015), (Decimal(2015), 2015), (2015, 2015), (" 2015 ", 2015)])
def test_a_year_is_read_from_number_and_text(cell: Cell, held: Value) -> None:
    assert stored(YEAR, cell) == held


@pytest.mark.parametrize("cell", ["2015/16", Decimal("1.5"), "1850"])
def test_what_is_no_year_is_refused(cell: Cell) -> None:
    with pytest.raises(Invalid):
        stored(YEAR, cell)


def test_a_count_is_read_with_and_without_points() -> None:
    assert stored(POSITION, "1.200") == stored(POSITION, 1200) == 1200


@pytest.mark.parametrize("cell", [None, "", "   ", "\u00a0", "\ufeff", "\n"])
def test_blanks_of_every_kind_are_no_value(cell: Cell) -> None:
    assert is_empty(cell)
