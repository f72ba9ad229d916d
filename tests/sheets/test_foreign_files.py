"""Other people's files are read as they look, and anything but a spreadsheet is refused in one sentence."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from cbnet_desktop.domain.records import BudgetShare, Person
from cbnet_desktop.domain.records.errors import Unreadable
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets import layout
from cbnet_desktop.domain.sheets.cells import Fault, Percent
from cbnet_desktop.sheets import limits, reading
from tests.sheets.listing import foreign, previewed

LINES = 'Navn;Telefon\r\nÅse Øst;"1;2"\r\nÉva;"to\r\nlinjer"\r\n'
CELLS = (("Navn", "Telefon"), ("Åse Øst", "1;2"), ("Éva", "to\r\nlinjer"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_is_read_in_every_encoding_that_excel_writes(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(LINES.encode(encoding))
    (grid,) = reading.grids(tmp_path / "a.csv")
    assert grid.lines == CELLS


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator: str, tmp_path: Path) -> None:
    lines = [separator.join(cells) for cells in (("Navn", "Afsat"), ("Å; B" if separator != ";" else "Å, B", '"1,5"'))]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    (grid,) = reading.grids(tmp_path / "a.txt")
    assert grid.lines[0] == ("Navn", "Afsat")
    assert grid.lines[1][1] == "1,5"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("other", [";", ",", "\t", "|"])
def test_the_header_decides_the_separator_whatever_the_texts_are_full_of(separator: str, other: str) -> None:
    text = f"Gentofte{other} Herning og Odense\nRoskilde{other} Vejle og Aalborg\n" * 30
    lines = f"Medlemmer{other} pr. 1. maj\nNavn{separator}Stilling{separator}E-mail{separator}Bemærkning\n"
    lines += f'Åse{separator}{separator}{separator}"{text}"\n' * 3
    (grid,) = reading.parsed(lines.encode(), "a.csv")
    assert ("Navn", "Stilling", "E-mail", "Bemærkning") in grid.lines
    assert grid.lines[-1] == ("Åse", "", "", text)


@pytest.mark.parametrize(
    ("page", "note"), [("cp1252", ()), ("cp850", ("MS-DOS",)), ("mac_roman", ("Macintosh",)), ("utf-8", ())]
)
def test_danish_letters_are_read_from_every_code_page_and_a_guess_is_told(page: str, note: tuple[str, ...]) -> None:
    (grid,) = reading.parsed("Navn;Stilling\r\nBjørn Ærø;Rådgiver\r\n".encode(page), "a.csv")
    assert grid.lines[1] == ("Bjørn Ærø", "Rådgiver")
    assert len(grid.notes) == len(note)
    assert all(word in told for word, told in zip(note, grid.notes, strict=True))
    told = layout.left_out(layout.of_grid(Person, grid), grid, Person)
    assert set(grid.notes) <= set(told)


def test_letters_that_no_code_page_has_are_told() -> None:
    (grid,) = reading.parsed("Navn\r\nBjørn ".encode("cp1252") + b"\x81\r\n", "a.csv")
    assert "kan ikke læses" in grid.notes[0]


def test_a_cell_in_which_the_spreadsheet_shows_an_error_is_none_of_ours_and_is_named() -> None:
    lines = b"Navn;Telefon\n\xc3\x85se;#I/T\n#REF!;1\n"
    (grid,) = reading.parsed(lines, "a.csv")
    assert grid.lines[1:] == (("Åse", Fault("#I/T")), (Fault("#REF!"), "1"))
    stream = io.BytesIO()
    book = Workbook()
    for line in (["Navn", "Telefon"], ["Åse", "#N/A"]):
        book.active.append(line)
    book.save(stream)
    (grid,) = reading.parsed(stream.getvalue(), "a.xlsx")
    assert grid.lines[1] == ("Åse", Fault("#N/A"))
    found = previewed(Network.empty(), Person, [*grid.lines])
    assert found.verdicts[0].sentence == (
        "Telefon: celle B2 viser »#N/A« i stedet for en værdi. Ret den i arket, eller tøm den."
    )


def test_hidden_lines_are_read_and_told(tmp_path: Path) -> None:
    path = foreign(tmp_path / "a.xlsx", [("Navn",), ("Åse",), ("Bo",), ("Éva",)])
    book = load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    (grid,) = reading.parsed(path.read_bytes(), "a.xlsx")
    assert len(grid.lines) == 4
    assert grid.notes == ("Linje 3 er skjult i arket og læses med.",)


def test_a_total_by_formula_and_a_footnote_are_left_out_and_told() -> None:
    lines = [("Centralbibliotek", "Afsat beløb"), ("Odense", 100), ("I alt", "=SUM(B2:B2)"), ("* Foreløbige tal",)]
    found = previewed(Network.empty(), BudgetShare, lines)
    assert [verdict.number for verdict in found.verdicts] == [2]
    assert "Linje 3 og 4 er en sum, en note eller en overskrift." in found.notes


def test_the_separator_that_a_file_names_itself_is_believed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=|\nNavn|Telefon\nA;B|1\n", encoding="utf-8")
    (grid,) = reading.grids(tmp_path / "a.csv")
    assert grid.lines == (("Navn", "Telefon"), ("A;B", "1"))


def test_a_column_of_names_alone_is_a_sheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Navn\nÅse Øst\n", encoding="utf-8")
    (grid,) = reading.grids(tmp_path / "a.csv")
    assert grid.lines == (("Navn",), ("Åse Øst",))


def test_a_formula_text_in_a_csv_stays_text_and_loses_the_guard_of_one_apostrophe(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Navn;Telefon\n=1+1;'+45 38\n'n Ole;''=x\n", encoding="utf-8")
    (grid,) = reading.grids(tmp_path / "a.csv")
    assert grid.lines[1:] == (("=1+1", "+45 38"), ("'n Ole", "'=x"))


def test_cells_come_in_as_what_they_are(tmp_path: Path) -> None:
    path = foreign(
        tmp_path / "a.xlsx",
        [("A",), (date(2014, 11, 24), time(10, 30), 0.5, 42, 3.25, True, "  tekst ", None, "sidst")],
    )
    book = load_workbook(path)
    book.active["C2"].number_format = "0%"
    book.save(path)
    (grid,) = reading.grids(path)
    assert grid.lines[1] == (
        datetime(2014, 11, 24),
        time(10, 30),
        Percent(Decimal("50.0")),
        42,
        Decimal("3.25"),
        True,
        "  tekst ",
        None,
        "sidst",
    )


def with_formula(path: Path, cached: str) -> Path:
    """A workbook whose B2 is a formula, with what a spreadsheet calculated last or without."""
    book = Workbook()
    book.active.append(["Navn", "Telefon"])
    book.active.append(["Åse", "=SUM(1,2)"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b"<v></v>" in parts[sheet] or b"<v />" in parts[sheet] or b"<v/>" in parts[sheet]
    for empty in (b"<v></v>", b"<v />", b"<v/>"):
        parts[sheet] = parts[sheet].replace(empty, f"<v>{cached}</v>".encode() if cached else b"")
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def test_a_formula_comes_in_as_its_last_value_else_as_none_and_is_never_calculated(tmp_path: Path) -> None:
    (grid,) = reading.grids(with_formula(tmp_path / "a.xlsx", "7"))
    assert grid.lines[1] == ("Åse", 7)
    (grid,) = reading.grids(with_formula(tmp_path / "b.xlsx", ""))
    assert grid.lines[1] == ("Åse", Fault("=SUM(1,2)"))


def test_a_cell_merged_downwards_holds_for_each_line_and_one_merged_sideways_for_its_first_column(
    tmp_path: Path,
) -> None:
    book = Workbook()
    page = book.active
    for line in (("Medlemmer", None), ("Bibliotek", "Navn"), ("Odense", "A"), (None, "B"), ("Vejle", "C")):
        page.append(line)
    page.merge_cells("A1:B1")
    page.merge_cells("A3:A4")
    book.save(tmp_path / "a.xlsx")
    (grid,) = reading.grids(tmp_path / "a.xlsx")
    assert grid.lines[0] == ("Medlemmer",)
    assert grid.lines[2:] == (("Odense", "A"), ("Odense", "B"), ("Vejle", "C"))


def test_the_sheet_with_most_known_columns_is_taken_and_a_hidden_one_is_not_seen(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Noter"])
    book.create_sheet("Folk").append(["Navn", "Telefon"])
    hidden = book.create_sheet("Gammelt")
    hidden.append(["Navn", "Telefon", "E-mail"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    grids = reading.grids(tmp_path / "a.xlsx")
    assert [grid.name for grid in grids] == ["Sheet", "Folk"]
    assert layout.best(Person, grids)[0].name == "Folk"


def test_a_sheet_formatted_down_to_its_last_line_is_read_at_once(tmp_path: Path) -> None:
    path = foreign(tmp_path / "a.xlsx", [("Navn",), ("Åse",)])
    book = load_workbook(path)
    book.active["XFD1048576"].number_format = "0%"
    book.save(path)
    (grid,) = reading.grids(path)
    assert grid.lines == (("Navn",), ("Åse",))


def test_a_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(foreign(tmp_path / "a.xlsx", [("Navn",)])) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/workbook.xml"] = re.sub(rb"<sheet [^>]*>", b"", parts["xl/workbook.xml"])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)
    with pytest.raises(Unreadable, match="har ingen ark"):
        reading.parsed(stream.getvalue(), "a.xlsx")


def compound(tail: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + tail.encode("utf-16-le")


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name.replace("__", "/").replace("_DOT_", "."), part)
    return stream.getvalue()


REFUSED = {
    "tom": (b"  \n", "er tom"),
    "xls": (compound("Workbook"), r"gamle format \(.xls\)"),
    "låst": (compound("EncryptedPackage"), "adgangskode"),
    "pdf": (b"%PDF-1.7 ...", "er en PDF"),
    "netværk": (b"SQLite format 3\0" + bytes(100), "er et netværk"),
    "billede": (b"\x89PNG\r\n\x1a\n\0\0\0", "er ikke et regneark"),
    "zip": (archive(readme=b"hej"), "er ikke et regneark"),
    "ods": (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
    "xlsb": (archive(xl__workbook_DOT_bin=b"x"), "binære format"),
    "halv": (b"PK\x03\x04" + bytes(50), "beskadiget"),
    "hul": (archive(xl__workbook_DOT_xml=b"<workbook/>"), "beskadiget"),
    "entitet": (archive(xl__workbook_DOT_xml=b'<!DOCTYPE x [<!ENTITY a "aa">]><workbook/>'), "bliver ikke åbnet"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_no_sheet_is_refused_in_one_sentence_whatever_it_is_called(name: str, suffix: str) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(Unreadable, match=reason) as refusal:
        reading.parsed(content, f"fil{suffix}")
    assert str(refusal.value).startswith(f"fil{suffix}")
    assert str(refusal.value).count("\n") == 0


def test_a_small_file_that_unpacks_to_fill_the_memory_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = archive(xl__workbook_DOT_xml=b"<workbook/>", xl__worksheets__sheet1_DOT_xml=bytes(limits.MOST_UNPACKED))
    (tmp_path / "a.xlsx").write_bytes(bomb)
    assert len(bomb) < 10**6
    with pytest.raises(Unreadable, match="for stor: pakket ud"):
        reading.grids(tmp_path / "a.xlsx")


def covering(xml: bytes) -> bytes:
    """A workbook of one cell whose sheet holds an element more."""
    stream = io.BytesIO()
    book = Workbook()
    book.active.append(["Navn"])
    book.save(stream)
    with zipfile.ZipFile(stream) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", b"</sheetData>" + xml)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return stream.getvalue()


BOMBS = {
    "merged.xlsx": (covering(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "flettede celler"),
    "columns.xlsx": (covering(b"<mergeCells><mergeCell ref='A:Z'/></mergeCells>"), "flettede celler"),
    "linked.xlsx": (
        covering(b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'),
        "henvisninger",
    ),
    "named.xlsx": (archive(mimetype=bytes(limits.MOST_UNPACKED + 1)), "for stor: pakket ud"),
    "lines.csv": (b"Navn\n" + b"\n" * 19_000_000, "for stort"),
    "cells.csv": (b"Navn\n" + b";" * 19_000_000, "for stort"),
    "open.csv": (b'Navn;Telefon\n"' + b"a\n" * 9_000_000, "kan ikke læses"),
    "large.csv": (b"\n" * (limits.MOST_BYTES + 1), "er for stor: højst 20 MB"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_that_would_take_minutes_or_the_memory_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    content, reason = BOMBS[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=reason) as refusal:
        reading.grids(tmp_path / name)
    assert refusal.value.message.endswith(".")


def test_a_title_merged_over_a_whole_line_is_no_bomb() -> None:
    (grid,) = reading.parsed(covering(b'<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'), "a.xlsx")
    assert grid.lines == (("Navn",),)


def test_a_sheet_with_more_lines_than_any_list_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_LINES", 5)
    for name, content in (
        ("a.xlsx", foreign(tmp_path / "a.xlsx", [("Navn",)] * 6).read_bytes()),
        ("a.csv", b"Navn\n" * 6),
    ):
        with pytest.raises(Unreadable, match=r"er for stort: højst 5 linjer, 500 kolonner og 100\.000 udfyldte celler"):
            reading.parsed(content, name)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="findes ikke"):
        reading.grids(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable, match="er en mappe"):
        reading.grids(tmp_path)


@pytest.mark.parametrize("cut", [100, 1000, 3000])
def test_a_workbook_cut_short_is_refused_in_a_sentence(cut: int, tmp_path: Path) -> None:
    whole = foreign(tmp_path / "a.xlsx", [("Navn", "Telefon"), ("Åse", 1)]).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[:-cut])
    with pytest.raises(Unreadable, match=r"b\.xlsx er beskadiget"):
        reading.grids(tmp_path / "b.xlsx")


def test_a_flipped_byte_ends_in_a_sentence_or_in_the_cells_and_in_nothing_else(tmp_path: Path) -> None:
    whole = foreign(tmp_path / "a.xlsx", [("Navn", "Telefon"), ("Åse", 1)]).read_bytes()
    refused = 0
    for place in range(0, len(whole), 97):
        try:
            reading.parsed(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :], "b.xlsx")
        except Unreadable:
            refused += 1
    assert refused > 10
