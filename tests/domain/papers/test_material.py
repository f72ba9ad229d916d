"""The material of a meeting: what goes along with the agenda, under which name, and what a public copy leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import pytest

from cbnet_desktop.domain.papers import material
from cbnet_desktop.domain.papers.material import LEFT_OUT, Material
from cbnet_desktop.domain.records import AgendaItem, Annex, Meeting
from cbnet_desktop.domain.records.errors import Invalid
from tests.building import Building

PDF, OTHER = b"%PDF-1.7\nbudget", b"%PDF-1.7\nandet"
FILES = {sha256(data).hexdigest(): data for data in (PDF, OTHER)}


@pytest.fixture
def building() -> Building:
    return Building.new()


@pytest.fixture
def meeting_id(building: Building) -> str:
    """A meeting with an open item, a closed one, and annexes of both and of its own."""
    row_id = building.add(Meeting, kind="other", title="Temadag", held_on="2015-03-05", minute_taker="Hanne Vang")
    open_item, closed_item = (
        building.add(AgendaItem, meeting_id=row_id, position=position, title=title, closed=closed)
        for position, title, closed in ((1, "Økonomi", False), (2, "Personsag", True))
    )
    attach(building, PDF, agenda_item_id=open_item, position=1, title="Budget", file_name="Budget.pdf")
    attach(building, OTHER, agenda_item_id=open_item, position=2, title="Lønninger", file_name="Løn.pdf", closed=True)
    building.add(Annex, agenda_item_id=open_item, position=3, title="Statistik", link="https://example.org/tal")
    attach(building, OTHER, agenda_item_id=closed_item, position=1, title="Klage", file_name="Klage.pdf")
    attach(building, PDF, meeting_id=row_id, position=1, title="Kørsel", file_name="kort.pdf")
    return row_id


def attach(building: Building, data: bytes, **values: object) -> str:
    return building.add(Annex, **values, size=len(data), sha256=sha256(data).hexdigest())


def made(building: Building, meeting_id: str, *, is_public: bool = False) -> tuple[Material, list[str]]:
    """The material, and the names of the annexes that were read for it."""
    asked: list[str] = []

    def read(annexes: Sequence[Annex]) -> Mapping[str, bytes]:
        asked.extend(annex.file_name for annex in annexes)
        return FILES

    network = building.network
    return material.material(network, network.get(Meeting, meeting_id), read, is_public=is_public), asked


def test_each_file_goes_along_under_its_number_and_links_are_listed(building: Building, meeting_id: str) -> None:
    paper = made(building, meeting_id)[0].paper
    assert [(text.number, text.title, text.file_name, text.remark) for text in paper.enclosed] == [
        ("1.1", "Budget", "Bilag 1.1 Budget.pdf", ""),
        ("1.2", "Lønninger", "Bilag 1.2 Løn.pdf", ""),
        ("1.3", "Statistik", "", "https://example.org/tal"),
        ("2.1", "Klage", "Bilag 2.1 Klage.pdf", ""),
        ("", "Kørsel", "Bilag kort.pdf", ""),
    ]
    assert paper.front.title == "Temadag: mødemateriale"
    assert paper.signatories == (("Referent", "Hanne Vang"),)


def test_a_public_copy_neither_names_nor_reads_what_is_confidential(building: Building, meeting_id: str) -> None:
    public, asked = made(building, meeting_id, is_public=True)
    assert [(text.number, text.title) for text in public.paper.enclosed] == [
        ("1.1", "Budget"),
        ("1.2", LEFT_OUT),
        ("1.3", "Statistik"),
        ("2.1", LEFT_OUT),
        ("", "Kørsel"),
    ]
    assert asked == ["Budget.pdf", "kort.pdf"]
    for word in ("Løn", "Klage", "Personsag", sha256(OTHER).hexdigest()):
        assert word not in repr(public.paper)
    assert public.paper.signatories == ()
    assert material.warnings(public) == []


def test_the_agenda_that_was_sent_keeps_the_annexes_it_was_sent_with(building: Building, meeting_id: str) -> None:
    building.set(Meeting, meeting_id, called_on="2015-02-20", state="called")
    (item,) = (row for row in building.network.rows(AgendaItem) if row.title == "Økonomi")
    building.set(Meeting, meeting_id, state="held")
    attach(building, OTHER, agenda_item_id=item.id, position=4, title="Kom bagefter", file_name="Nyt.pdf")
    assert "Kom bagefter" not in repr(made(building, meeting_id)[0].paper)


def test_two_files_of_one_name_are_told_apart(building: Building, meeting_id: str) -> None:
    attach(building, OTHER, meeting_id=meeting_id, position=2, title="Igen", file_name="KORT.pdf")
    names = [text.file_name for text in made(building, meeting_id)[0].paper.enclosed]
    assert names[-2:] == ["Bilag kort.pdf", "Bilag KORT (2).pdf"]


def test_a_file_that_was_erased_is_said_to_be(building: Building, meeting_id: str) -> None:
    network = building.network
    gone = material.material(network, network.get(Meeting, meeting_id), lambda _: {})
    assert {text.remark for text in gone.paper.enclosed} == {"Filen er slettet", "https://example.org/tal"}


def test_a_row_whose_bytes_are_a_program_stops_the_paper_with_one_sentence(building: Building, meeting_id: str) -> None:
    network = building.network
    key = sha256(PDF).hexdigest()
    with pytest.raises(Invalid, match="er et program eller en genvej"):
        material.material(network, network.get(Meeting, meeting_id), lambda _: {**FILES, key: b"MZ\x90"})


def test_a_warning_tells_of_a_size_that_is_much_to_mail_and_of_nobody_to_sign(
    building: Building, meeting_id: str
) -> None:
    building.set(Meeting, meeting_id, minute_taker="")
    large = made(building, meeting_id)[0]._replace(files={"a": bytes(16_000_000)})
    size, nobody = material.warnings(large)
    assert size == "Bilagene fylder 16 MB. Mange mailsystemer tager ikke så meget."
    assert nobody.startswith("Sæt mødeleder eller referent på mødet")
