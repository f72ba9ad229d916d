"""The commands that write papers: one for each paper of the catalogue."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cbnet_desktop.documents.papers.catalogue import PAPERS
from cbnet_desktop.documents.papers.paper import OfLibrary, OfMeeting, OfPlan, Paper
from cbnet_desktop.store.example import build
from tests.cli.console import Cbnet, Laptop
from tests.documents.reading import everything, page_count

#: What the pages say of the example's year 2014 or of its annual meeting.
WORDS = {
    "plan": "Handlingsplan 2014",
    "agenda": "Dagsorden",
    "meeting-material": "mødemateriale",
    "minutes": "Referat",
    "signature-sheet": "Protokolfører",
    "consultation": "Svarskema: indsatsområder 2014",
    "answer-form": "Svarskema for Odense",
    "wheel": "Årshjul 2014",
    "roster": "Pr. 24. november 2014",
    "budget": "Budgetandele 2014",
    "offers": "Kompetencetilbud 2014",
    "agreements": "Aftaler og opgaver 2014",
    "checklist": "Kommissoriet i planår 2014",
    "follow-up": "Opfølgning på handlingsplan 2014",
    "comparison": "Målene i 2013 og 2014",
    "book": "Møder og beslutninger 2013",
}


@pytest.fixture
def example(laptop: Laptop, tmp_path: Path) -> Path:
    """The example network; what its signed plans look like is of no interest here."""
    path = tmp_path / "eksempel.cbnet"
    build(path, home=laptop.home, user=laptop.user, render=lambda _: b"%PDF-1.7").close()
    return path


def _text(path: Path) -> str:
    return everything(path.read_bytes())


def test_a_name_that_is_too_long_is_told_in_danish(cbnet: Cbnet, example: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    ran = cbnet("wheel", example, "--year", "2014", "-o", tmp_path / f"{'å' * 200}.pdf")
    assert ran.code == 1
    assert ran.sentence.startswith("Filnavnet »å")
    assert ran.sentence.endswith("er for langt. Vælg et kortere.")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_each_paper_is_written(cbnet: Cbnet, example: Path, tmp_path: Path, paper: Paper[Any]) -> None:
    target = tmp_path / "papir.pdf"
    asked = ("--meeting", "10.9.2014") if issubclass(paper.asks, OfMeeting) else ("--year", "2014")
    asked += ("--library", "Odense") if paper.asks is OfLibrary else ()
    draft = ("--draft",) if paper.asks is OfPlan else ()
    ran = cbnet(paper.name, example, *asked, *draft, "-o", target)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert WORDS.get(paper.name, "") in _text(target)
    assert page_count(target.read_bytes()) > 0


@pytest.mark.parametrize("name", ["plan", "agenda", "minutes", "consultation"])
def test_a_paper_is_written_for_word_where_its_name_says_so(
    cbnet: Cbnet, example: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "papir.DOCX"
    asked = ("--meeting", "10.9.2014") if name in ("agenda", "minutes") else ("--year", "2014")
    ran = cbnet(name, example, *asked, "-o", target)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert WORDS[name] in " ".join(found.text for found in Document(io.BytesIO(target.read_bytes())).paragraphs)


def test_the_word_file_of_a_signed_plan_says_what_was_signed(cbnet: Cbnet, example: Path, tmp_path: Path) -> None:
    target = tmp_path / "plan.docx"
    assert cbnet("plan", example, "--year", "2014", "-o", target).code == 0
    first, *rest = (found.text for found in Document(io.BytesIO(target.read_bytes())).paragraphs)
    assert first.startswith("Arbejdskopi i Word. Det godkendte er PDF-filen af version ")
    assert any(line.startswith("Indholdets SHA-256: ") for line in rest)
    refused = cbnet("answer-form", example, "--year", "2014", "--library", "Ribe", "-o", tmp_path / "skema.pdf")
    assert (refused.code, (tmp_path / "skema.pdf").exists()) == (1, False)
    assert refused.sentence.startswith("»Ribe« høres ikke om indsatsområderne for 2014. Centralbibliotekerne er: ")
    assert "Gentofte, Herning, Odense" in refused.sentence


def test_the_wheel_is_one_page(cbnet: Cbnet, example: Path, tmp_path: Path) -> None:
    target = tmp_path / "hjul.pdf"
    assert cbnet("wheel", example, "--year", "2014", "-o", target).code == 0
    assert page_count(target.read_bytes()) == 1


def test_the_roster_is_of_the_date_asked_for(cbnet: Cbnet, example: Path, tmp_path: Path) -> None:
    target = tmp_path / "liste.pdf"
    assert cbnet("roster", example, "--date", "1.3.2013", "-o", target).code == 0
    assert "Pr. 1. marts 2013" in _text(target)
    refused = cbnet("roster", example, "-o", target)
    assert (refused.code, refused.sentence) == (2, "Skriv enten --year eller --date. Se »cbnet roster --help«.")
    assert cbnet("roster", example, "--date", "1.13.2013", "-o", target).code == 2


def test_contact_details_come_only_with_internal(cbnet: Cbnet, example: Path, tmp_path: Path) -> None:
    public, internal = tmp_path / "offentlig.pdf", tmp_path / "intern.pdf"
    assert cbnet("roster", example, "--year", "2014", "-o", public).code == 0
    assert cbnet("roster", example, "--year", "2014", "--internal", "-o", internal).code == 0
    assert "@example.org" in _text(internal)
    assert "@example.org" not in _text(public)


def test_the_book_holds_plans_as_they_were_signed_off(cbnet: Cbnet, example: Path, tmp_path: Path) -> None:
    goal = next(row for row in cbnet("show", example, "goals", "--json").json if "litteraturformidlere" in row["text"])
    assert cbnet("set", example, "goals", goal["id"], "text=Rettet efter godkendelsen").code == 0
    target = tmp_path / "bog.pdf"
    assert cbnet("book", example, "-o", target).code == 0
    text = _text(target)
    assert "Rettet efter godkendelsen" not in text
    assert "Version 2, godkendt" in text
    assert "Planen er ikke godkendt" in text


def test_the_book_ends_with_the_year_asked_for(cbnet: Cbnet, example: Path, tmp_path: Path) -> None:
    target = tmp_path / "bog.pdf"
    assert cbnet("book", example, "--year", "2013", "-o", target).code == 0
    text = _text(target)
    assert "Budget 2013" in text
    assert "Budget 2014" not in text


@pytest.mark.parametrize("command", ["follow-up", "comparison"])
def test_a_year_without_a_plan_is_refused_and_nothing_is_written(
    cbnet: Cbnet, file: Path, tmp_path: Path, command: str
) -> None:
    target = tmp_path / "p.pdf"
    ran = cbnet(command, file, "--year", "2015", "-o", target)
    assert (ran.code, target.exists()) == (1, False)
    assert ran.sentence == "Der er ingen handlingsplan for 2015. Opret den først."


@pytest.mark.parametrize("command", ["wheel", "roster", "budget", "checklist", "book"])
def test_a_new_network_has_its_papers_too(cbnet: Cbnet, file: Path, tmp_path: Path, command: str) -> None:
    target = tmp_path / "p.pdf"
    assert cbnet(command, file, "--year", "2015", "-o", target).code == 0
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_character_the_font_lacks_is_told(
    cbnet: Cbnet, file: Path, tmp_path: Path, line: Callable[..., bytes], laptop: Laptop
) -> None:
    edit = line("Møde", ("meetings", "a" * 32, None, {"kind": "other", "held_on": "2015-03-01", "title": "Møde 漢"}))
    assert json.loads(laptop.run("apply", file, "-", stdin=edit).out)["ok"]
    ran = cbnet("wheel", file, "--year", "2015", "-o", tmp_path / "p.pdf")
    assert ran.code == 0
    assert "»漢« (U+6F22)" in ran.sentence
    assert "»Møde 漢«" in ran.sentence


@pytest.mark.parametrize(("command", "before"), [("roster", ()), ("minutes", ("--public",))])
def test_papers_of_the_past_say_the_seats_name_of_their_day(
    cbnet: Cbnet, example: Path, tmp_path: Path, command: str, before: tuple[str, ...]
) -> None:
    seat = next(row for row in cbnet("show", example, "seats", "--json").json if row["kind"] == "agency")
    meeting = next(
        row
        for row in cbnet("show", example, "meetings", "--json").json
        if (row["kind"], row["held_on"]) == ("annual", "2013-11-20")
    )
    which = ("--date", "2013-11-20") if command == "roster" else ("--meeting", meeting["id"])
    ran = cbnet("set", example, "seats", seat["id"], "name=Slots- og Kulturstyrelsen")
    assert "Til og med 23.11.2014 gælder det gamle" in ran.err
    target = tmp_path / "papir.pdf"
    assert cbnet(command, example, *before, *which, "-o", target).code == 0
    assert seat["name"] in _text(target)
    assert "Slots- og" not in _text(target)
