"""A meeting's papers from the console."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from tests.cli.console import Cbnet
from tests.documents.reading import everything


@pytest.fixture
def meeting(cbnet: Cbnet, file: Path) -> str:
    added = cbnet("add", file, "meetings", "kind=other", "title=Temadag", "held_on=5.3.2014")
    row_id = added.out.strip()
    for position, title, closed in (("1", "Økonomi", "nej"), ("2", "Valg af vært", "ja")):
        item = cbnet("add", file, "agenda_items", f"meeting_id={row_id}", f"title={title}", f"position={position}",
                     f"closed={closed}", "outcome=Drøftet.")  # fmt: skip
        assert item.code == 0, item.err
    return row_id


@pytest.mark.usefixtures("meeting")
def test_a_public_copy_is_named_by_its_date_and_leaves_closed_items_out(
    cbnet: Cbnet, file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "offentlig.pdf"
    assert cbnet("minutes", file, "--meeting", "05.03.2014", "--public", "-o", target).code == 0
    text = everything(target.read_bytes())
    assert "Økonomi" in text
    assert "Valg af vært" not in text
    assert "Pkt. 2 er lukket og udeladt" in text


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize("paper", ["agenda", "minutes"])
def test_the_public_word_file_leaves_closed_items_out(cbnet: Cbnet, file: Path, tmp_path: Path, paper: str) -> None:
    target = tmp_path / "offentlig.docx"
    assert cbnet(paper, file, "--meeting", "05.03.2014", "--public", "-o", target).code == 0
    text = Document(io.BytesIO(target.read_bytes())).element.body.xpath("string(.)")
    assert "Økonomi" in text
    assert "Valg af vært" not in text
    assert "Pkt. 2 er lukket og udeladt" in text


def test_an_unknown_and_an_ambiguous_meeting_are_refused(
    cbnet: Cbnet, file: Path, meeting: str, tmp_path: Path
) -> None:
    target = tmp_path / "m.pdf"
    ran = cbnet("minutes", file, "--meeting", "1.1.2014", "-o", target)
    assert (ran.code, "intet møde" in ran.err) == (1, True)
    cbnet("add", file, "meetings", "kind=other", "held_on=5.3.2014")
    ran = cbnet("minutes", file, "--meeting", "5.3.2014", "-o", target)
    assert (ran.code, meeting in ran.err) == (1, True)
    assert not target.exists()


def test_a_consultation_letter_needs_proposals(cbnet: Cbnet, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "høring.pdf"
    ran = cbnet("consultation", file, "--year", "2015", "-o", target)
    assert (ran.code, "ingen forslag" in ran.err) == (1, True)
    assert cbnet("add", file, "focus_areas", "year=2015", "title=Læsekultur").code == 0
    assert cbnet("consultation", file, "--year", "2015", "-o", target).code == 0
    assert "Svarskema: indsatsområder 2015" in everything(target.read_bytes())
