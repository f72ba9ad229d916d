"""What an annex may be called, what is taken in, what is opened, and that no private path is printed."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.meetings.annex_files import UNKNOWN, may_open, safe_name, taken_in
from cbnet_desktop.domain.records import AgendaItem, Annex
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.sheets import public
from tests.building import Building

PDF, ZIP, OLE = b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Budget 2015.pdf", "Budget 2015.pdf"),
        ("møde 12.5.2015.docx", "møde 12.5.2015.docx"),
        ("regn\u202efdp.txt", "regnfdp.txt"),
        ("a\x00b\r\nc\x1b.pdf", "ab c.pdf"),
        ("/home/mette/Skrivebord/hemmelig/plan.pdf", "plan.pdf"),
        ("C:\\Users\\mette\\plan.pdf", "plan.pdf"),
        ("../../../etc/passwd", "passwd"),
        ("Referat.docx.pdf", "Referat.pdf"),
        ("Referat.pdf.docx.pdf", "Referat.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1"),
        ("plan.pdf. . .", "plan.pdf"),
        ("hvad? <nu>:*.pdf", "hvad- -nu---.pdf"),
        (".pdf", "pdf"),
        ("...", "bilag"),
        ("", "bilag"),
    ],
)
def test_a_name_shows_what_a_file_is_and_every_system_can_have_it(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


def test_a_name_that_is_too_long_is_cut_before_its_ending() -> None:
    for letter in ("x", "å", "😀"):
        name = safe_name(f"{letter * 900}.pdf")
        assert name.endswith(f"{letter}.pdf")
        assert len(name) <= 150
        assert len(name.encode()) <= 230


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("faktura.exe", b"MZ"),
        ("faktura.pdf.exe", PDF),
        ("faktura.exe.pdf", PDF),
        ("faktura.pdf .js", b"alert()"),
        ("faktura\u202efdp.exe", b"MZ"),
        ("faktura.pdf", b"MZ\x90\x00"),
        ("faktura", b"\x7fELF\x02"),
        ("faktura.txt", b"#!/bin/sh\n"),
        ("Plan.pdf.lnk", b"L\x00\x00\x00\x01\x14\x02\x00"),
        ("bog.desktop", b"[Desktop Entry]"),
    ],
)
def test_what_runs_by_itself_is_no_annex_whatever_it_is_called(name: str, first: bytes) -> None:
    with pytest.raises(Invalid, match="er et program eller en genvej"):
        taken_in(name, first)


def test_an_office_file_with_macros_is_no_annex() -> None:
    with pytest.raises(Invalid, match="har makroer"):
        taken_in("budget.xlsm", ZIP)


@pytest.mark.parametrize(
    ("name", "first"), [("plan.pdf", ZIP), ("billede.png", PDF), ("brev.docx", OLE), ("x.odt", ZIP)]
)
def test_a_file_that_is_not_what_its_ending_says_is_refused(name: str, first: bytes) -> None:
    with pytest.raises(Invalid, match="er ikke det, endelsen siger"):
        taken_in(name, first)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f"])
def test_a_name_that_is_turned_around_is_refused(mark: str) -> None:
    with pytest.raises(Invalid, match="har skjulte tegn i navnet"):
        taken_in(f"referat{mark}xcod.pdf", PDF)


def test_what_is_unknown_is_taken_in_and_only_saved() -> None:
    assert taken_in("måling.xyz", b"?") == ("måling.xyz", UNKNOWN)
    assert not may_open("måling.xyz", b"?")


@pytest.mark.parametrize(
    ("name", "first", "opens"),
    [
        ("plan.pdf", PDF, True),
        ("PLAN.PDF", PDF, True),
        ("billede.jpg", b"\xff\xd8\xff\xe0", True),
        ("brev.docx", ZIP, True),
        ("noter.txt", b"hej", True),
        ("plan.pdf", ZIP, False),
        ("plan.pdf", b"", False),
        ("noter.txt", b"#!/bin/sh", False),
        ("plan.exe.pdf/../x.pdf", PDF, False),
        ("regn\u202efdp.pdf", PDF, False),
        ("gammel.doc", OLE, False),
        ("tal.csv", b"=cmd|", False),
        ("side.html", b"<script>", False),
        ("arkiv.zip", ZIP, False),
        ("faktura.exe", b"MZ", False),
        ("plan", PDF, False),
    ],
)
def test_only_a_known_type_with_the_right_first_bytes_is_opened(name: str, first: bytes, opens: bool) -> None:
    assert may_open(name, first) is opens


def test_an_annex_of_a_closed_item_and_a_closed_annex_are_in_no_public_sheet(building: Building) -> None:
    meeting = building.meeting("annual", "2014-11-20")
    is_open, closed = (building.add(AgendaItem, meeting_id=meeting, title="Punkt", closed=one) for one in (False, True))
    kinds = ((is_open, False), (is_open, True), (closed, False))
    ids = [building.add(Annex, agenda_item_id=item, title="Bilag", closed=one) for item, one in kinds]
    rows = [building.network.get(Annex, row_id) for row_id in ids]
    assert [annexes.is_closed(building.network, row) for row in rows] == [False, True, True]
    assert [public.is_shown(building.network, row) for row in rows] == [True, False, False]


@pytest.mark.parametrize(
    "link", ["/home/mette/plan.pdf", "C:\\plan.pdf", "file:///etc/passwd", "javascript:x", "https:// x"]
)
def test_a_path_is_no_link_and_is_never_printed(link: str) -> None:
    with pytest.raises(Invalid, match="Læg filen ind som bilag"):
        Annex("a", agenda_item_id="i", title="Plan", link=link).check()
    assert annexes.told(Annex("a", agenda_item_id="i", title="Plan", link=link)) == "Plan"


def test_an_annex_belongs_to_one_thing_and_its_file_is_described_whole() -> None:
    file = {"file_name": "a.pdf", "sha256": "a" * 64, "size": 9}
    Annex("a", plan_id="p", title="Plan", **file).check()
    for wrong in ({}, {"plan_id": "p", "meeting_id": "m"}):
        with pytest.raises(Invalid, match="præcis én ting"):
            Annex("a", title="Plan", **wrong).check()
    for half in ({"sha256": ""}, {"sha256": "x"}, {"size": None}, {"size": 0}, {"size": 51 << 20}, {"file_name": ""}):
        with pytest.raises(Invalid, match="Læg filen ind igen"):
            Annex("a", plan_id="p", title="Plan", **{**file, **half}).check()
