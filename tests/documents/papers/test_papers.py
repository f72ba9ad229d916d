"""The papers of a year on paper: what each says, how it breaks over pages, and that nothing is lost or overflows."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from cbnet_desktop.documents.papers import book
from cbnet_desktop.documents.pdf import front, pages, style
from cbnet_desktop.domain.plan.plan_content import WheelEvent
from tests.documents import kinds, paper_samples, samples
from tests.documents.reading import Piece, everything, fonts, outline, pieces
from tests.documents.reading import pages as pages_of
from tests.documents.tags import Element, read

#: The plan has tests of its own.
PAPERS = tuple(kind for kind in kinds.KINDS if kind != "plan")
OF_A_YEAR = ("roster", "budget", "offers", "agreements", "checklist", "wheel", "follow-up", "comparison", "book")


@cache
def tree(kind: str, size: str) -> Element:
    """The structure tree of a paper, cached."""
    return read(kinds.pdf(kind, size)).root


# Every paper


@pytest.mark.parametrize("size", kinds.SIZES)
@pytest.mark.parametrize("kind", PAPERS)
def test_every_page_says_which_of_how_many_it_is(kind: str, size: str) -> None:
    found = pages_of(kinds.pdf(kind, size))
    for number, page in enumerate(found, 1):
        assert re.findall(r"Side (\d+) af (\d+)", page) == [(str(number), str(len(found)))]


@pytest.mark.parametrize("kind", PAPERS)
def test_no_line_leaves_the_text_area_of_a_hostile_paper(kind: str) -> None:
    for piece in pieces(kinds.pdf(kind, "hostile")):
        left = style.SPINE_MARGIN if piece.page % 2 else style.OUTER_MARGIN
        assert left - 1 <= piece.left, piece
        assert piece.right <= left + style.TEXT_WIDTH + 1, piece
        assert piece.bottom >= 10, piece
        assert piece.top <= style.UPRIGHT.height - 10, piece


@pytest.mark.parametrize(
    ("kind", "size"), [*((kind, "ordinary") for kind in PAPERS), ("roster", "hostile"), ("wheel", "hostile")]
)
def test_no_two_lines_stand_over_each_other(kind: str, size: str) -> None:
    by_page: dict[int, list[Piece]] = {}
    for piece in pieces(kinds.pdf(kind, size)):
        by_page.setdefault(piece.page, []).append(piece)
    for found in by_page.values():
        assert [(one, other) for one, other in combinations(found, 2) if one.overlaps(other)] == []


@pytest.mark.parametrize("kind", PAPERS)
def test_what_users_typed_is_never_markup(kind: str) -> None:
    made = kinds.pdf(kind, "hostile")
    text = "".join(everything(made).split())
    assert "".join(samples.MARKUP.split()) in text
    assert "root:" not in text
    assert b"/URI" not in made


@pytest.mark.parametrize("size", kinds.SIZES)
@pytest.mark.parametrize("kind", PAPERS)
def test_all_text_is_set_in_embedded_lato(kind: str, size: str) -> None:
    found = fonts(kinds.pdf(kind, size))
    assert all(found.values())
    assert {name.partition("+")[2] or name for name in found} <= {"Lato-Regular", "Lato-Bold"}


@pytest.mark.parametrize("size", ["ordinary", "hostile"])
@pytest.mark.parametrize("kind", PAPERS)
def test_every_column_has_a_heading_in_words_and_every_row_one_of_its_own(kind: str, size: str) -> None:
    for table in tree(kind, size).find("Table"):
        (head,) = table.find("THead")
        assert all(cell.text and cell.scope == "Column" for cell in head.find("TH"))
        rows = [row for part in table.find("TBody", "TFoot") for row in part.find("TR")]
        assert {len(row.children) for row in rows} == {len(head.find("TH"))}
        assert all(row.children[0].scope == "Row" for row in rows)


@pytest.mark.parametrize("kind", PAPERS)
def test_every_figure_is_told_in_words_of_its_own_data(kind: str) -> None:
    for figure in tree(kind, "ordinary").find("Figure"):
        assert len(figure.alt) > 25
        assert re.search(r"\d", figure.alt)


@pytest.mark.parametrize("kind", OF_A_YEAR)
def test_each_character_that_the_font_lacks_is_named_in_a_warning(kind: str) -> None:
    name = kind.replace("-", "_")
    hostile = front.warnings(getattr(paper_samples, f"{name}_hostile")())
    codes = {found[1] for warning in hostile if (found := re.search(r"U\+([0-9A-F]+)", warning))}
    assert codes == {"1F600", "2713", "202E", "0007"}
    assert front.warnings(getattr(paper_samples, f"{name}_ordinary")()) == []


def test_another_content_is_another_file() -> None:
    content = paper_samples.roster_ordinary()
    assert kinds.render("roster", replace(content, summary="Noget andet.")) != kinds.pdf("roster", "ordinary")


# The budget


def test_a_budget_that_nobody_has_answered_has_no_empty_picture() -> None:
    found = paper_samples.budget_ordinary()
    unknown = tuple(
        replace(share, earmarked_ore=None, share_bp=None, joint_ore=None, is_agreed=False)
        for share in found.budget.shares
    )
    money = replace(found.budget, shares=unknown, allocations=(), pool_ore=0, earmarked_ore=0, is_provisional=True)
    pdf = kinds.render("budget", replace(found, budget=money))
    assert "Gentofte" in everything(pdf)
    assert "Der er endnu ingen midler i puljen." in everything(pdf)
    assert read(pdf).root.find("Figure") == []


def test_a_share_of_nearly_all_or_nothing_is_not_rounded_to_it() -> None:
    found = paper_samples.budget_ordinary()
    one, *_ = found.budget.shares
    most = replace(one, earmarked_ore=100_000_000, share_bp=10_000, joint_ore=99_999_900)
    least = replace(one, library="Vejle", earmarked_ore=100_000_000, share_bp=0, joint_ore=100)
    money = replace(found.budget, shares=(most, least), earmarked_ore=200_000_000, pool_ore=100_000_000)
    text = everything(kinds.render("budget", replace(found, budget=money)))
    assert ">99,99" in text
    assert "<0,01" in text
    assert "100,00" not in text


# The roster


def test_contact_details_stand_on_a_sheet_of_their_own() -> None:
    first, second = pages_of(kinds.pdf("roster", "ordinary"))
    assert "Ubesat i 55 dage, siden 01.10.2014" in first
    assert "example.org" not in first
    assert "navn0@example.org" in second
    assert "Intern udgave" in first


def test_the_public_roster_has_no_contacts_anywhere_in_the_file() -> None:
    content = paper_samples.roster_ordinary()
    made = kinds.render("roster", replace(content, is_internal=False, contacts=()))
    assert len(pages_of(made)) == 1
    assert "Kontaktoplysninger" not in everything(made)


# The wheel


@pytest.mark.parametrize("count", [1, 3, 12, 25, 40, 60, 99, 300])
@pytest.mark.parametrize("words", ["Møde", "Frist: et mål med mange ord, som ikke kan stå på en linje i en spalte"])
def test_the_wheel_is_one_page_whatever_the_year_holds(count: int, words: str) -> None:
    days = [(1 + index * 11 // count % 12, 1 + index * 7 % 28) for index in range(count)]
    events = tuple(
        WheelEvent(f"2015-{month:02}-{day:02}", f"{words} {month}", "meeting") for month, day in sorted(days)
    )
    (page,) = pages_of(kinds.render("wheel", replace(paper_samples.wheel_ordinary(), events=events)))
    assert "2015" in page


@pytest.mark.parametrize("count", [12, 60, 99])
def test_every_number_on_the_wheel_is_in_its_list_once(count: int) -> None:
    events = samples.crowded_wheel(count)
    (dates,) = read(kinds.render("wheel", replace(paper_samples.wheel_ordinary(), events=events))).root.find("L")
    numbers = [int(label.text) for label in dates.find("Lbl")]
    assert numbers == list(range(1, len({(event.on, event.kind) for event in events}) + 1))
    assert len(dates.find("LBody")) == len(numbers)


def test_sentences_of_one_day_are_parted_by_one_sign() -> None:
    events = tuple(WheelEvent("2015-05-05", f"Frist: {text}", "goal") for text in ("Et er gjort.", "To er gjort."))
    (dates,) = read(kinds.render("wheel", replace(paper_samples.wheel_ordinary(), events=events))).root.find("L")
    assert "5.5. Frist: Et er gjort; Frist: To er gjort" in dates.text
    assert "gjort.;" not in dates.text


# The budget


def test_what_is_left_of_each_grant_adds_up() -> None:
    text = everything(kinds.pdf("budget", "ordinary"))
    assert "Digital dannelse Centralbiblioteksdel 220.000 118.300,00 101.700,00" in text
    assert "Bevilget i alt 520.000 244.300,50 275.699,50" in text
    assert "Ikke bevilget 127.700" in text


# Offers and agreements


def test_an_empty_level_of_experience_is_printed_as_such() -> None:
    text = everything(kinds.pdf("offers", "ordinary"))
    assert "Nationalt Ingen erfaringer endnu. Regionalt" in text
    assert "Regioner: Region Nordjylland og Region Sjælland. Indsatsområder: Læselyst." in text


def test_it_is_said_when_no_region_is_without_offers_and_when_there_are_no_focus_areas() -> None:
    content = replace(paper_samples.offers_ordinary(), regions_without=(), areas_without=None)
    text = everything(kinds.render("offers", content))
    assert "Alle regioner har tilbud. Der er ingen indsatsområder." in text


def test_the_portfolio_is_printed_by_part_with_what_does_not_fit() -> None:
    text = everything(kinds.pdf("agreements", "ordinary"))
    assert text.index("Centralbiblioteksdel") < text.index("Behovsundersøgelse", text.index("Centralbiblioteksdel"))
    assert "Små virksomheder Regionalt Opgave uden aftalepunkt" in text


# The comparison


def test_a_goal_of_unchanged_words_is_said_to_be_so() -> None:
    text = everything(kinds.pdf("comparison", "ordinary"))
    assert "1.1 Uændret ordlyd" in text
    assert "Nye mål i 2015" in text
    assert "Mål fra 2014, der ikke er videreført" in text


# The book


def test_the_contents_lead_to_the_page_of_each_chapter() -> None:
    made = kinds.pdf("book", "ordinary")
    chapters = [(title, page) for level, title, page in outline(made) if level < 2]
    first = pages_of(made)[0]
    for title, page in chapters:
        assert f"{title} {page}" in first
    links = tree("book", "ordinary").find("TOCI")
    assert len(links) == len(chapters)


def test_contents_longer_than_a_page_go_on_and_list_every_chapter_once() -> None:
    made = kinds.pdf("book", "hostile")
    titles = [element.text for element in tree("book", "hostile").find("TOCI")]
    assert len(titles) == len(set(titles)) == 21 * 5
    found = pages_of(made)
    assert "Budget 2035" in found[2]
    assert f"Budget 2035 {len(found)}" in found[2]


def test_a_year_of_the_book_holds_plan_members_decisions_and_budget() -> None:
    headings = [title for _, title, _ in outline(kinds.pdf("book", "ordinary"))]
    year = headings[headings.index("2014") : headings.index("2015")]
    expected = ["2014", "Handlingsplan 2015", "Mål", "Medlemmer 2014", "Møder og beslutninger 2014", "Budget 2014"]
    assert [title for title in year if title in expected] == expected
    text = everything(kinds.pdf("book", "ordinary"))
    assert "Version 2, godkendt 01.07.2015 kl. 00.15 af Hanne Vang." in text
    assert "Planen er ikke godkendt; her står den, som den er nu." in text
    assert "Der er ingen handlingsplan for 2016." in text
    assert "Referat godkendt, et lukket punkt er udeladt." in text


def test_the_book_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    canvases = []
    whole = pages.PageCanvas.__init__

    def counted(self: Any, *arguments: Any, **options: Any) -> None:
        canvases.append(self)
        whole(self, *arguments, **options)

    monkeypatch.setattr(pages.PageCanvas, "__init__", counted)
    book.render(paper_samples.book_ordinary())
    assert len(canvases) == 1


def test_the_book_tells_how_far_it_is_from_nothing_to_all() -> None:
    told: list[float] = []
    book.render(paper_samples.book_ordinary(), told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == pytest.approx(1)
    assert len(told) > 20


@pytest.mark.parametrize("at", [0.1, 0.7])
def test_whoever_is_told_can_stop_the_book(at: float) -> None:
    class Stopped(Exception):
        pass

    told: list[float] = []

    def stop(share: float) -> None:
        told.append(share)
        if share >= at:
            raise Stopped

    with pytest.raises(Stopped):
        book.render(paper_samples.book_ordinary(), stop)
    assert told[-1] < at + 0.2
    assert book.render(paper_samples.book_ordinary()) == kinds.pdf("book", "ordinary")


def test_the_budget_names_the_agency_in_its_column_and_its_sentence() -> None:
    content = kinds.SAMPLES["budget"][1]()
    text = everything(kinds.render("budget", replace(content, budget=replace(content.budget, agency="SLKS"))))
    assert "Aftalt af SLKS" in text
    assert "KBE" not in text
