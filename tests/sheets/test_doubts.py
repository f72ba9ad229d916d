"""What a person may not have meant in a sheet is told in the preview, or is no row; nothing odd is taken in silence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from cbnet_desktop.domain.records import BudgetShare, Goal, Offer, Person
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets import context, layout, verdicts
from cbnet_desktop.domain.sheets.verdicts import Preview
from cbnet_desktop.sheets import reading
from tests.building import Building
from tests.sheets.listing import foreign, outcomes, previewed

PEOPLE = ("Navn", "Stilling", "Telefon")
EMPTY = Network.empty()
ASE = ("Åse Øst", "Chef", "11 11 11 11")


def of_csv(kind: type[Record], text: str | bytes, name: str = "a.csv") -> Preview:
    """The preview of a CSV file."""
    content = text if isinstance(text, bytes) else text.encode()
    grid, found = layout.best(kind, reading.parsed(content, name))
    return verdicts.preview(Network.empty(), kind, grid, found, context.of_year(Network.empty(), kind, 2015))


def of_book(
    kind: type[Record],
    lines: list[tuple[Any, ...]],
    change: Callable[[Workbook], object],
    network: Network = EMPTY,
) -> Preview:
    """The preview of a workbook with something more done to it."""
    book, stream = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    change(book)
    book.save(stream)
    grid, found = layout.best(kind, reading.parsed(stream.getvalue(), "a.xlsx"))
    return verdicts.preview(network, kind, grid, found, context.of_year(network, kind, 2015))


def values(preview: Preview, field: str) -> list[str]:
    """What the lines would write in a field."""
    return [one.after for verdict in preview.verdicts for one in verdict.fields if one.field == field]


def has_note(preview: Preview, *words: str) -> bool:
    """Whether one note has all the words."""
    return any(all(word in note for word in words) for note in preview.notes)


@pytest.mark.parametrize(
    "label", ["I alt:", "Samlet beløb", "Total 2015", "Gennemsnit", "Sum, alle biblioteker", "SUM"]
)
@pytest.mark.parametrize("amount", [1_160_000, "1.160.000", "=SUM(B2:B3)"])
def test_a_line_that_sums_up_is_no_row_whatever_it_is_called(label: str, amount: object) -> None:
    building = Building.new()
    lines = [("Centralbibliotek", "Afsat beløb"), ("Gentofte", 635_000), ("Herning", 525_000), (label, amount)]
    found = previewed(building.network, BudgetShare, lines)
    assert outcomes(found) == ["new", "new"]
    assert has_note(found, "Linje 4 er en sum")


def test_a_goal_that_begins_like_a_sum_is_a_row() -> None:
    lines = [("Nr.", "Mål"), (1, "Samlet evaluering er holdt"), (2, "Total ombygning er aftalt")]
    assert outcomes(previewed(Network.empty(), Goal, lines)) == ["new", "new"]


@pytest.mark.parametrize(
    "note",
    ["Kilde: intranettet", "Note: foreløbig", "Udskrevet 3.1.2015 af NN", "1) Orlov", "*) på orlov", "Pr. 1. maj 2015"],
)
def test_a_note_below_the_rows_is_no_row(note: str) -> None:
    found = previewed(Network.empty(), Person, [PEOPLE, ASE, (None, None), (note,)])
    assert outcomes(found) == ["new"]
    assert has_note(found, "Linje 4 er en sum, en note eller en overskrift")


def test_lines_of_one_cell_among_fuller_ones_are_told() -> None:
    found = previewed(Network.empty(), Person, [PEOPLE, ("Gentofte",), ASE, ("Herning",), ("Bo Bæk", "Leder", None)])
    assert has_note(found, "Linje 2 og 4 har kun én udfyldt celle", "»Gentofte« og »Herning«")
    assert not has_note(previewed(Network.empty(), Person, [PEOPLE, ("Åse",), ("Bo",)]), "kun én")


@pytest.mark.parametrize("separator", ["/", "-"])
def test_dates_with_the_month_first_are_read_so_and_told(separator: str) -> None:
    days = [separator.join(day) for day in (("03", "04", "2015"), ("12", "31", "2015"))]
    found = of_csv(Goal, f"Mål;Frist\nA;{days[0]}\nB;{days[1]}\n")
    assert values(found, "deadline") == ["04.03.2015", "31.12.2015"]
    assert has_note(found, "måneden først", days[1])


def test_dates_that_may_be_either_are_read_as_danish_and_told() -> None:
    found = of_csv(Goal, "Mål;Frist\nA;03/04/2015\nB;12/11/2015\n")
    assert values(found, "deadline") == ["03.04.2015", "12.11.2015"]
    assert has_note(found, "»03/04/2015«", "dagen først")
    assert of_csv(Goal, "Mål;Frist\nA;03-04-2015\nB;24/11/2015\n").notes == ()


def test_dates_in_both_orders_are_refused_where_they_are_none() -> None:
    found = of_csv(Goal, "Mål;Frist\nA;31/12/2015\nB;12/31/2015\n")
    assert outcomes(found) == ["new", "refused"]


@pytest.mark.parametrize("one", ["1", "1,0", "1.00"])
def test_shares_as_parts_of_one_are_told_and_a_whole_is_a_hundred_percent(one: str) -> None:
    found = of_csv(BudgetShare, f"Andel;Note\n0,25;a\n{one};b\n0.5;c\n")
    assert [verdict.sentence for verdict in found.verdicts] == ["Centralbibliotek mangler. Udfyld feltet."] * 3
    building = Building.new()
    lines = [("Centralbibliotek", "Andel"), ("Gentofte", "0,25"), ("Herning", one), ("Odense", "12")]
    found = previewed(building.network, BudgetShare, lines)
    assert values(found, "share_bp") == ["25 %", "100 %", "12 %"]
    assert has_note(found, "Andele under 1", "»Andel«")
    whole = [("Centralbibliotek", "Andel"), ("Gentofte", "1"), ("Herning", "99")]
    assert values(previewed(building.network, BudgetShare, whole), "share_bp") == ["1 %", "99 %"]


@pytest.mark.parametrize("header", ["Afsat beløb (t.kr.)", "Afsat beløb (1.000 kr.)", "Afsat beløb (mio. kr.)"])
def test_amounts_in_thousands_are_not_read_as_kroner(header: str) -> None:
    building = Building.new()
    found = previewed(building.network, BudgetShare, [("Centralbibliotek", header, "Andel"), ("Gentofte", 635, "25 %")])
    assert values(found, "earmarked_ore") == []
    assert has_note(found, header, "ikke i hele kroner")
    lines = [("Beløb i 1.000 kr.",), ("Centralbibliotek", "Afsat beløb"), ("Gentofte", 635)]
    assert has_note(previewed(building.network, BudgetShare, lines), "»Beløb i 1.000 kr.«", "læst i hele kroner")


def test_a_line_of_units_belongs_to_the_header() -> None:
    lines = [("Centralbibliotek", "Afsat beløb", "Andel"), (None, "(kr.)", "pct."), ("Gentofte", 635_000, "25")]
    assert outcomes(previewed(Building.new().network, BudgetShare, lines)) == ["new"]


def test_a_header_of_two_lines_is_one() -> None:
    lines = [("Centralbibliotek", "Økonomi", None), (None, "Afsat beløb", "Andel"), ("Gentofte", 635_000, "25")]
    found = previewed(Building.new().network, BudgetShare, lines)
    assert outcomes(found) == ["new"]
    assert values(found, "earmarked_ore") == ["635.000"]


def test_another_year_than_that_of_the_rows_is_told() -> None:
    lines = [("Budget 2016, udskrevet 3.1.2014",), ("Centralbibliotek", "Afsat beløb"), ("Gentofte", 635_000)]
    found = previewed(Building.new().network, BudgetShare, lines)
    assert has_note(found, "Arket nævner 2016", "læst som 2015")
    assert not has_note(previewed(Building.new().network, BudgetShare, lines, year=2016), "nævner")


# Letters


@pytest.mark.parametrize(
    "word",
    [
        "J&oslash;rgen",
        "J=C3=B8rgen",
        "Bj?rn",
        "?ge",
        "BjÃ¸rn",
        "Bj\ufffdrn",
        "£ukasz",
        "Bj›rn",
        "Bj¿rn",
        "KºBENHAVN".replace("º", "¥"),
        "Bj|rn",
        "Wa³êsa",
        "5¤",
    ],
)
def test_letters_that_were_lost_are_told(word: str) -> None:
    found = previewed(Network.empty(), Person, [PEOPLE, (word, "Chef", None)])
    assert has_note(found, "tegn ser forkerte ud", word)


@pytest.mark.parametrize(
    "word", ["Møde?", "https://example.org/a?b=c", "side.aspx?id=1@x", "D’Angleterre", "100 m²", "§7", "Æøå", "»citat«"]
)
def test_letters_as_people_write_them_are_not_told(word: str) -> None:
    assert previewed(Network.empty(), Person, [PEOPLE, (word, "Chef", None)]).notes == ()


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("José Müller", "cp850"),
        ("Søren – »Åse« “x” KB’s", "cp1252"),
        ("a – b; pris £100, § 5", "cp1252"),
        ("“Navn” på Ærø – KB’s", "mac_roman"),
        ("Bjørn Åge", "cp865"),
    ],
)
def test_the_code_page_is_the_one_that_makes_sense(text: str, page: str) -> None:
    found = of_csv(Person, f"Navn,Stilling\n{text.replace(',', '')},Chef\n".encode(page))
    assert values(found, "name") == [text.replace(",", "")]
    assert has_note(found, "Filen er læst som") is (page != "cp1252")


def test_a_text_that_was_saved_twice_over_is_brought_back_and_told() -> None:
    found = of_csv(Person, "Navn;Stilling\nBjørn Ærø;Rådgiver\n".encode().decode("cp1252").encode())
    assert values(found, "name") == ["Bjørn Ærø"]
    assert has_note(found, "gemt forkert")


@pytest.mark.parametrize("code", ["utf-32", "utf-16", "utf-8-sig"])
def test_a_mark_says_the_code(code: str) -> None:
    assert values(of_csv(Person, "Navn;Stilling\nBjørn;Chef\n".encode(code)), "name") == ["Bjørn"]


# Lines and cells of CSV


def test_a_quotation_that_never_ends_is_refused() -> None:
    with pytest.raises(Unreadable, match="anførselstegn er ikke lukket"):
        of_csv(Person, 'Navn;Stilling\nÅse;"Chef\nBo;Leder\n')


def test_a_quotation_that_swallows_lines_is_told() -> None:
    found = of_csv(Person, 'Navn;Stilling\nÅse;"Chef\nBo;"Leder"\n')
    assert has_note(found, "linjer kan være slået sammen")
    assert of_csv(Person, 'Navn;Stilling\nÅse;12" skærm\nBo;"en ""to"""\n').notes == ()


def test_a_line_that_is_split_in_two_is_told() -> None:
    found = of_csv(Person, "Navn;Stilling;Telefon\nÅse;Chef\nfor alt;1\nBo;Leder;2\n")
    assert has_note(found, "Linje 2 og den næste")


def test_cells_beyond_the_header_and_signs_for_the_same_are_told() -> None:
    found = of_csv(Person, 'Navn;Stilling\nÅse;Chef;mere\nBo;"""";\nÉva;-\n')
    assert has_note(found, "Linje 2 har celler uden overskrift")
    assert has_note(found, "Linje 3 og 4", "kun et tegn")


@pytest.mark.parametrize("shown", ["########", "4,51111E+09", "Err:508", "#NAVN?", "#OPTAGET!", "#GETTING_DATA"])
def test_what_a_spreadsheet_shows_instead_of_a_value_is_refused_by_its_cell(shown: str) -> None:
    found = of_csv(Person, f"Navn;Telefon\nÅse;{shown}\n")
    assert found.verdicts[0].sentence.startswith(f"Telefon: celle B2 viser »{shown}«")


def test_a_cell_that_begins_like_a_formula_is_told() -> None:
    assert has_note(of_csv(Person, "Navn;Stilling\nÅse;=B1\nBo;'=B1\n"), "Linje 2 har celler, der begynder med =")


def test_a_sheet_on_its_side_is_told() -> None:
    found = of_csv(Person, "Navn;Åse;Bo\nStilling;Chef;Leder\nTelefon;1;2\n")
    assert has_note(found, "første kolonne")


# Workbooks


def hide(book: Workbook) -> None:
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions.group("B", "C", hidden=True)


def test_hidden_lines_and_columns_are_told() -> None:
    found = of_book(Person, [PEOPLE, ASE, ASE], hide)
    assert has_note(found, "Linje 2 er skjult")
    assert has_note(found, "Kolonne B og C er skjult")


def cross_out(book: Workbook) -> None:
    book.active["A2"].font = Font(strike=True)


def comment(book: Workbook) -> None:
    book.active["B2"].comment = Comment("Stopper 1. maj", "NN")


def add_a_sheet(book: Workbook) -> None:
    book.create_sheet("Flere").append(["Navn"])


def add_a_hidden_sheet(book: Workbook) -> None:
    book.create_sheet("Gammelt").sheet_state = "hidden"


def calculate(book: Workbook) -> None:
    book.active["B2"] = "=1+1"


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (cross_out, "Linje 2 har tekst, der er streget over"),
        (comment, "Kommentarer til celler læses ikke: B2"),
        (add_a_sheet, "»Flere« ikke læst"),
        (add_a_hidden_sheet, "Skjulte ark læses ikke: »Gammelt«"),
    ],
)
def test_what_only_a_look_at_the_sheet_shows_is_told(change: Callable[[Workbook], None], note: str) -> None:
    assert has_note(of_book(Person, [PEOPLE, ASE], change), note)


def test_a_formula_without_a_result_is_refused_by_its_cell() -> None:
    (verdict,) = of_book(Person, [PEOPLE, ASE], calculate).verdicts
    assert verdict.sentence.startswith("Stilling: celle B2 viser »=1+1«")


@pytest.mark.parametrize("page", ["cp1251", "koi8_r", "cp1253"])
def test_a_page_of_other_letters_than_latin_is_told(page: str) -> None:
    name = "Γιώργος Παππάς" if page == "cp1253" else "Анна Каренина"
    assert has_note(of_csv(Person, f"Navn;Stilling\n{name};Chef\n".encode(page)), "tegn ser forkerte ud")


@pytest.mark.parametrize("name", ["Väinö Jäätteenmäki", "Þórður Sigurðsson", "Œuvre", "Zoë Hänsel-Öberg", "André"])
def test_neighbours_names_are_not_told(name: str) -> None:
    assert of_csv(Person, f"Navn;Stilling\n{name};Chef\n").notes == ()


def test_the_header_of_a_second_table_below_is_told() -> None:
    found = of_csv(Person, "Navn;Stilling;Telefon\nÅse;Chef;1\n;;\nNavn;Telefon;Stilling\nBo;2;Leder\n")
    assert has_note(found, "Linje 4 ligner overskrifterne til en anden tabel")


def test_texts_between_apostrophes_are_told() -> None:
    assert has_note(of_csv(Person, "'Navn';'Stilling'\n'Åse';'Chef'\n"), "Linje 2", "apostroffer")


def test_a_date_or_a_truth_that_a_spreadsheet_made_of_a_text_is_told() -> None:
    lines = [PEOPLE, ("Åse", date(2015, 3, 2), None), ("Bo", True, None), ASE]
    assert has_note(previewed(Network.empty(), Person, lines), "Linje 2 og 3 har en dato", "»Stilling«")


@pytest.mark.parametrize(("share", "read"), [("1/4", "25 %"), ("½", "50 %"), ("½ %", "0,5 %"), ("12 1/2", "12,5 %")])
def test_a_quotient_without_a_percent_sign_is_a_part_of_the_whole(share: str, read: str) -> None:
    found = previewed(Building.new().network, BudgetShare, [("Centralbibliotek", "Andel"), ("Gentofte", share)])
    assert values(found, "share_bp") == [read]
    assert has_note(found, "Andele under 1") is (share in ("1/4", "½"))


@pytest.mark.parametrize("cell", ["0," + "1" * 150_000 + "x", "1" + " " * 150_000 + "x", "1/" * 75_000])
def test_a_cell_that_looks_like_a_number_for_very_long_is_refused_at_once(cell: str) -> None:
    lines = [("Centralbibliotek", "Afsat beløb", "Andel"), ("Gentofte", cell, cell)]
    assert outcomes(previewed(Building.new().network, BudgetShare, lines)) == ["refused"]


@pytest.mark.parametrize("shown", ['0" %"', "0\\ \\%"])
def test_a_percent_sign_that_is_only_shown_does_not_multiply(shown: str) -> None:
    lines = [("Centralbibliotek", "Andel"), ("Gentofte", 25)]
    found = of_book(BudgetShare, lines, lambda book: formatted(book, shown), Building.new().network)
    assert values(found, "share_bp") == ["25 %"]


@pytest.mark.parametrize("shown", ['#,##0".000"', '#,##0" t.kr."', "#,##0 [$€-406]", "#,##0,", ";;;", "00000000"])
def test_amounts_that_a_sheet_shows_otherwise_than_they_are_read_are_told(shown: str) -> None:
    lines = [("Centralbibliotek", "Afsat beløb"), ("Gentofte", 635)]
    assert has_note(
        of_book(BudgetShare, lines, lambda book: formatted(book, shown)), "Linje 2", "viser på en anden måde"
    )


@pytest.mark.parametrize("shown", ["General", "0", "#,##0.00", '#,##0" kr."', '"kr." #,##0;[Red]-"kr." #,##0', "0.0%"])
def test_amounts_as_people_show_them_are_not_told(shown: str) -> None:
    lines = [("Centralbibliotek", "Andel"), ("Gentofte", 0.25)]
    found = of_book(BudgetShare, lines, lambda book: formatted(book, shown))
    assert not has_note(found, "viser på en anden måde")


def formatted(book: Workbook, shown: str) -> None:
    """Sets the format of the cell B2."""
    book.active["B2"].number_format = shown


def test_hours_beyond_a_day_are_no_time_of_day() -> None:
    lines = [("Titel", "Dato", "Fra kl."), ("Kursus", date(2015, 3, 2), timedelta(hours=25, minutes=30))]
    assert outcomes(of_book(Offer, lines, lambda _: None)) == ["refused"]


@pytest.mark.parametrize("content", ["<html><table>", '\ufeff<?xml version="1.0"?><Workbook>', " <!DOCTYPE html>"])
def test_a_web_page_with_the_name_of_a_sheet_is_called_what_it_is(content: str) -> None:
    with pytest.raises(Unreadable, match="er en webside eller XML"):
        of_csv(Person, content.encode())


def repacked(path: Path, old: bytes, new: bytes) -> Path:
    """A workbook of one person whose parts say something else."""
    foreign(path, [PEOPLE, ("Åse", "Chef", 7777)])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name).replace(old, new) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


@pytest.mark.parametrize(("cell", "shown"), [(b"<v>1E999</v>", "inf"), (b"<f\n>A1</f>", "=A1")])
def test_a_cell_without_an_end_or_a_result_is_refused_by_its_place(cell: bytes, shown: str, tmp_path: Path) -> None:
    file = repacked(tmp_path / "a.xlsx", b"<v>7777</v>", cell)
    (verdict,) = previewed(EMPTY, Person, file).verdicts
    assert verdict.sentence.startswith(f"Telefon: celle C2 viser »{shown}«")


def test_a_workbook_in_the_strict_form_is_not_called_empty(tmp_path: Path) -> None:
    usual, strict = b"http://schemas.openxmlformats.org/spreadsheetml/2006", b"http://purl.oclc.org/ooxml/spreadsheetml"
    with pytest.raises(Unreadable, match="Strict Open XML"):
        previewed(EMPTY, Person, repacked(tmp_path / "a.xlsx", usual, strict))
