"""The structure tree that grows with the story: what a tagged PDF will be made from."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.documents.pdf.flowables import Heading, Text
from cbnet_desktop.documents.pdf.pages import Edition, write
from cbnet_desktop.documents.pdf.reportlab_pictures import Drawing
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.structure import Node
from cbnet_desktop.documents.pdf.tables import Table
from cbnet_desktop.domain.plan.plan_content import PlanContent
from tests.documents import samples
from tests.documents.reading import everything, pages

SAMPLES = [samples.nearly_empty, samples.ordinary, samples.second_version, samples.hostile]
#: Standard structure types of PDF 1.7 that the story uses, with the parents each may have.
PARENTS = {
    "P": {"Document", "TH", "TD"},
    "H1": {"Document"},
    "H2": {"Document"},
    "H3": {"Document"},
    "L": {"Document"},
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
    "Table": {"Document"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TR": {"THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "Figure": {"Document"},
    "TOC": {"Document"},
    "Form": {"TD"},
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_element_is_a_standard_one_in_its_place(sample: Callable[[], PlanContent]) -> None:
    root = plan.story(sample()).root
    assert root.tag == "Document"
    for parent in root.walk():
        for child in parent.children:
            assert parent.tag in PARENTS[child.tag], (parent.tag, child.tag)


@pytest.mark.parametrize("sample", SAMPLES)
def test_headings_skip_no_level(sample: Callable[[], PlanContent]) -> None:
    levels = [int(node.tag[1]) for node in plan.story(sample()).root.walk() if node.tag in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


def test_every_figure_is_told_in_words() -> None:
    figures = [node for node in plan.story(samples.second_version()).root.walk() if node.tag == "Figure"]
    assert len(figures) == 3
    assert all(len(node.alt) > 30 for node in figures)


def test_every_header_cell_has_a_scope_and_every_row_a_header() -> None:
    for table in [node for node in plan.story(samples.ordinary()).root.walk() if node.tag == "Table"]:
        (head,) = [node for node in table.children if node.tag == "THead"]
        assert {cell.scope for cell in head.walk() if cell.tag == "TH"} == {"Column"}
        rows = [row for part in table.children if part is not head for row in part.children]
        assert all(row.children[0].tag == "TH" and row.children[0].scope == "Row" for row in rows)
        assert {len(row.children) for row in [*rows, *head.children]} == {len(rows[0].children)}


@pytest.mark.parametrize("sample", SAMPLES)
def test_everything_in_the_story_belongs_to_an_element_of_its_tree(sample: Callable[[], PlanContent]) -> None:
    story = plan.story(sample())
    known = set(map(id, story.root.walk()))
    for flowable in story.flowables:
        if isinstance(flowable, Text | Drawing | Table):
            assert id(flowable.node) in known
        if isinstance(flowable, Table):
            cells = [piece for row in (flowable.head, *flowable.rows) for cell in row.cells for piece in cell]
            assert all(id(piece.node) in known for piece in cells)


def test_the_pieces_of_a_text_over_two_pages_belong_to_the_same_element() -> None:
    story = Story()
    story.heading("ord " * 2_000)
    (heading,) = story.headings
    heading.wrap(400, 600)
    first, rest = heading.split(400, 600)
    assert first.node is rest.node is heading.node
    assert isinstance(first, Heading)
    assert isinstance(rest, Heading)
    assert (first.key, rest.key) == (heading.key, "")


def test_a_list_item_over_two_pages_has_one_bullet() -> None:
    story = Story()
    story.bullets(["ord " * 2_000])
    edition = Edition("Netværket", "Prøve", "Version 1", False, "2015-01-01T00:00:00Z", "0" * 64)
    text = everything(write(story, edition))
    assert text.count("•") == 1
    assert text.count("ord") == 2_000


def test_dashes_and_blank_lines_of_a_long_text_become_lists_and_paragraphs() -> None:
    story = Story()
    story.prose("Først\nstadig først\n\n- et\n* to\nNy tekst\n\n\n – tre\n\n")
    assert _outline(story.root) == [
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "LI",
        "Lbl",
        "LBody",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
    ]
    edition = Edition("Netværket", "Prøve", "Version 1", False, "2015-01-01T00:00:00Z", "0" * 64)
    assert "Først stadig først • et • to Ny tekst • tre" in everything(write(story, edition))


def test_contents_of_a_document_with_very_many_headings_keep_to_the_first_level() -> None:
    story = Story()
    story.contents()
    story.new_page()
    for chapter in range(7):
        story.heading(f"Kapitel {chapter}")
        for section in range(4):
            story.heading(f"Afsnit {chapter}.{section}", 2)
            story.paragraph("ord " * 300)
    edition = Edition("Netværket", "Prøve", "Version 1", False, "2015-01-01T00:00:00Z", "0" * 64)
    first = pages(write(story, edition))[0]
    assert "Kapitel 6" in first
    assert "Afsnit" not in first


def _outline(node: Node) -> list[str]:
    return [found.tag for found in node.walk()][1:]
