"""A PDF read by its tags says what its story says, in the same order, and nothing on a page is untagged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

import pytest

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.documents.pdf.contents import Contents
from cbnet_desktop.documents.pdf.flowables import Blanks, Text
from cbnet_desktop.documents.pdf.pages import write
from cbnet_desktop.documents.pdf.reportlab_pictures import Drawing
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tables import Column, Table
from cbnet_desktop.domain.plan.plan_content import GoalText, PlanContent
from cbnet_desktop.domain.words import danish
from tests.documents import kinds, samples, tags
from tests.documents.conformity import EDITION
from tests.documents.reading import outline
from tests.documents.tags import Element, Tagged

PLANS = [samples.nearly_empty, samples.second_version, samples.long, samples.hostile]
DOCUMENTS = [(kind, size) for kind in kinds.KINDS for size in kinds.SIZES]
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
FURNITURE = ("Side ", "UDKAST")


@cache
def read_plan(sample: Callable[[], PlanContent]) -> Tagged:
    return tags.read(plan.render(sample()))


@cache
def read(kind: str, size: str) -> Tagged:
    return tags.read(kinds.pdf(kind, size))


@pytest.mark.parametrize("sample", PLANS)
def test_the_plan_read_by_its_tags_is_its_story_word_for_word(sample: Callable[[], PlanContent]) -> None:
    story = plan.story(sample())
    found = [element for element in _outside_contents(read_plan(sample).root) if element.words or element.alt]
    assert [(element.tag, _line(element.alt or element.words)) for element in found] == list(_told(story))


@pytest.mark.parametrize("sample", [samples.second_version, samples.long])
def test_every_goal_stands_under_the_headings_of_its_columns(sample: Callable[[], PlanContent]) -> None:
    rows = [
        row
        for table in read_plan(sample).root.find("Table")
        if "Ansvarlig" in (head := _head(table))
        for row in _rows(table, head)
    ]
    goals = [goal for part in sample().parts for group in part.groups for goal in group.goals]
    assert [row["Nr."] for row in rows] == [goal.number for goal in goals]
    for row, goal in zip(rows, goals, strict=True):
        _check_row(row, goal)


def test_every_budget_share_stands_under_its_headings() -> None:
    (table,) = [found for found in read_plan(samples.second_version).root.find("Table") if "Andel, %" in _head(found)]
    rows = list(_rows(table, _head(table)))
    shares = samples.second_version().budget.shares
    assert [row["Centralbibliotek"] for row in rows] == [*(share.library for share in shares), "I alt"]
    for row, share in zip(rows, shares, strict=False):
        assert row["Afsat, kr."] == danish.amount(share.earmarked_ore)
        assert row["Aftalt af KBE"] == danish.short_date(share.agency_agreed_on)


def test_a_table_over_many_pages_is_one_table_whose_head_is_read_once() -> None:
    story = Story()
    story.table((Column("Nøgle", 1), Column("Tekst", 3)), [[f"nr. {row}", "ord"] for row in range(200)])
    found = tags.read(write(story, EDITION))
    (table,) = found.root.find("Table")
    assert len(table.find("THead")) == len(table.find("THead")[0].find("TR")) == 1
    assert table.text.count("Nøgle") == 1
    assert [row.find("TH")[0].text for row in table.find("TBody")[0].children] == [f"nr. {row}" for row in range(200)]
    pages = {piece.page for piece in found.painted}
    again = [piece.page for piece in found.painted if piece.mark == "Artifact" and piece.words == "Nøgle"]
    assert again == sorted(pages)[1:]
    assert len(again) >= 5


def test_a_row_over_two_pages_is_one_row_and_its_name_is_not_read_twice() -> None:
    story = Story()
    words = " ".join(f"ord{index}" for index in range(2_000))
    story.table((Column("Nøgle", 1), Column("Tekst", 3)), [["1.1", words], ["1.2", "næste"]])
    found = tags.read(write(story, EDITION))
    first, _ = found.root.find("TBody")[0].children
    assert first.children[0].text == "1.1"
    assert first.children[1].text == words
    assert len(set(first.children[1].pages)) > 2
    assert "forts." not in found.root.text


@pytest.mark.parametrize(("kind", "size"), DOCUMENTS)
def test_whatever_is_painted_is_content_or_an_artifact(kind: str, size: str) -> None:
    for piece in read(kind, size).painted:
        assert piece.mark, piece
        assert (piece.mark == "Artifact") == (piece.mcid < 0), piece


@pytest.mark.parametrize(("kind", "size"), DOCUMENTS)
def test_the_way_back_from_every_piece_leads_to_the_element_that_claims_it(kind: str, size: str) -> None:
    found = read(kind, size)
    assert found.named == found.claimed
    assert {(piece.page, piece.mcid) for piece in found.painted if piece.mcid >= 0} <= set(found.claimed)


@pytest.mark.parametrize(("kind", "size"), DOCUMENTS)
def test_headings_skip_no_level_and_are_the_bookmarks(kind: str, size: str) -> None:
    headings = read(kind, size).root.find(*HEADINGS)
    levels = [int(heading.tag[1]) for heading in headings]
    assert levels[:1] in ([], [1])
    assert all(level <= before + 1 for before, level in pairwise(levels))
    entries = outline(kinds.pdf(kind, size))
    assert [level + 1 for level, _, _ in entries] == levels
    for (_, title, page), heading in zip(entries, headings, strict=True):
        assert heading.text.startswith(_line(title).rstrip())
        assert heading.pages[0] == page


@pytest.mark.parametrize(("kind", "size"), DOCUMENTS)
def test_every_row_of_a_table_has_a_cell_under_each_heading(kind: str, size: str) -> None:
    for table in read(kind, size).root.find("Table"):
        head = _head(table)
        for row in table.find("TR")[1:]:
            assert len(row.children) == len(head)
            assert (row.children[0].tag, row.children[0].scope) == ("TH", "Row")
            assert {cell.tag for cell in row.children[1:]} <= {"TD"}


@pytest.mark.parametrize(("kind", "size"), DOCUMENTS)
def test_no_element_is_empty_but_a_cell(kind: str, size: str) -> None:
    for element in read(kind, size).root.walk():
        assert element.children or element.pages or element.annotations or element.tag in ("TD", "TH"), element


def test_page_numbers_rules_and_watermark_are_not_read() -> None:
    found = read_plan(samples.hostile)
    assert not re.search(r"Side \d+ af \d+", found.root.text)
    assert [element.tag for element in found.root.walk() if "UDKAST" in element.words] == ["P"]
    furniture = [piece for piece in found.painted if piece.words.startswith(FURNITURE) and piece.mark == "Artifact"]
    assert len(furniture) == 2 * max(piece.page for piece in found.painted)


def test_the_contents_are_links_that_say_where_they_lead() -> None:
    made = plan.render(samples.second_version())
    links = tags.read(made).root.find("Link")
    entries = [entry for entry in outline(made) if entry[0] < 2]
    assert [link.text for link in links] == [f"{title} {page}" for _, title, page in entries]
    assert [link.annotations for link in links] == [[f"{title}, side {page}"] for _, title, page in entries]


def test_contents_that_a_short_document_goes_without_leave_nothing_behind() -> None:
    assert not read_plan(samples.nearly_empty).root.find("TOC", "TOCI", "Link")


def test_words_of_two_lines_are_parted_by_a_real_space_and_a_split_word_by_none() -> None:
    story = Story()
    endless = "x" * 500
    story.paragraph("et to tre " * 100 + endless + "\nny linje\n\n" + endless)
    (paragraph,) = tags.read(write(story, EDITION)).root.find("P")
    assert paragraph.words == "et to tre " * 100 + endless + " ny linje " + endless


def test_a_heading_that_would_skip_a_level_is_set_one_below_the_one_before_and_an_empty_one_is_left_out() -> None:
    story = Story()
    for level in (3, 3, 1, 3, 2):
        story.heading("Overskrift", level)
        story.heading(" \u200b", 1)
        story.paragraph("Tekst")
    made = write(story, EDITION)
    assert len(outline(made)) == 5
    assert [heading.tag for heading in tags.read(made).root.find(*HEADINGS)] == ["H1", "H2", "H1", "H2", "H2"]


def _told(story: Story) -> Iterator[tuple[str, str]]:
    """What the story says piece by piece, with the tag that each piece shall have; contents are left out."""
    for flowable in story.flowables:
        if isinstance(flowable, Text):
            yield from _text(flowable)
        elif isinstance(flowable, Table):
            for row in (flowable.head, *flowable.rows):
                for cell in row.cells:
                    for piece in cell:
                        yield from _text(piece)
        elif isinstance(flowable, Drawing):
            assert flowable.node
            yield flowable.node.tag, _line(flowable.picture.alt)
        elif isinstance(flowable, Blanks):
            yield flowable.node.tag, _line("".join(words for words, _ in flowable.blanks))
        else:
            assert not getattr(flowable, "node", None) or isinstance(flowable, Contents)


def _text(text: Text) -> Iterator[tuple[str, str]]:
    assert text.node
    if text.bulletText:
        assert text.node.label
        yield text.node.label.tag, text.bulletText
    if text.plain.strip():
        yield text.node.tag, _line(text.node.alt or text.plain)


def _outside_contents(element: Element) -> Iterator[Element]:
    if element.tag != "TOC":
        yield element
        for child in element.children:
            yield from _outside_contents(child)


def _head(table: Element) -> list[str]:
    (head,) = table.find("THead")
    assert {cell.scope for cell in head.find("TH")} == {"Column"}
    return [cell.text for cell in head.find("TH")]


def _rows(table: Element, head: list[str]) -> Iterator[dict[str, str]]:
    for row in table.find("TR")[1:]:
        yield dict(zip(head, (cell.text for cell in row.children), strict=True))


def _check_row(row: dict[str, str], goal: GoalText) -> None:
    assert row["Mål"].startswith(_line(goal.text))
    assert f"Niveau: {goal.level.lower()}" in row["Mål"]
    assert row["Indikator"].startswith(goal.indicator)
    assert row["Ansvarlig"] == goal.owner
    assert row["Frist"] == danish.short_date(goal.deadline)
    assert row["Status"] == goal.status


def _line(words: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())
