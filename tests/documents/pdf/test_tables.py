"""Tables over pages: the head again, no head alone, no row too tall, sums beside their numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.documents.pdf.pages import Edition, write
from cbnet_desktop.documents.pdf.story import Line, Story
from cbnet_desktop.documents.pdf.tables import Column, column_widths
from tests.documents import samples
from tests.documents.reading import Piece, everything, pages, pieces

EDITION = Edition("Netværket", "Prøve", "Version 1", False, "2015-01-01T00:00:00Z", "0" * 64)
COLUMNS = (Column("Nøgle", 1), Column("Tekst", 3), Column("Beløb", 1, is_number=True))


def test_the_head_is_set_again_on_every_page_of_the_table() -> None:
    found = pages(plan.render(samples.long()))
    with_goals = [page for page in found if re.search(r"\b1\.\d+ ", page) and "Niveau" in page]
    assert len(with_goals) > 20
    assert all("Nr. Mål Indikator Ansvarlig Frist Status" in page for page in with_goals)


def test_every_goal_stands_on_one_page_where_it_fits() -> None:
    found = everything(plan.render(samples.long()))
    assert sorted(int(number) for number in re.findall(r"\b1\.(\d+) [A-ZÅ]", found)) == list(range(1, 301))
    assert "forts." not in found


@pytest.mark.parametrize("lines_above", range(30, 50))
def test_no_heading_and_no_head_is_left_alone_at_the_foot_of_a_page(lines_above: int) -> None:
    story = Story()
    for _ in range(lines_above):
        story.paragraph("Fyld")
    story.heading("Overskrift")
    story.heading("Underoverskrift", 2)
    story.paragraph("Indledning", leads=True)
    story.table(COLUMNS, [["række 1", "tekst", "1"], ["række 2", "tekst", "2"]])
    (page,) = [page for page in pages(write(story, EDITION)) if "Overskrift" in page]
    assert "Overskrift Underoverskrift Indledning Nøgle Tekst Beløb række 1" in page


@pytest.mark.parametrize("rows", range(1, 70, 3))
def test_a_sum_never_stands_without_a_number_above_it(rows: int) -> None:
    story = Story()
    story.table(COLUMNS, [[f"række {index}", "", "1"] for index in range(rows)], [["I alt", "", str(rows)]])
    (page,) = [page for page in pages(write(story, EDITION)) if "I alt" in page]
    assert f"række {rows - 1}" in page


def test_a_small_table_with_a_sum_is_not_parted() -> None:
    story = Story()
    for _ in range(28):
        story.paragraph("Fyld")
    story.table(COLUMNS, [[f"række {index}", "", "1"] for index in range(8)], [["I alt", "", "8"]])
    found = pages(write(story, EDITION))
    assert "række 0" in found[-1]
    assert "I alt" in found[-1]


def test_the_last_row_is_not_left_alone_on_a_page() -> None:
    counts = []
    for rows in range(20, 60):
        story = Story()
        story.table(COLUMNS, [[f"række {index}", "tekst", "1"] for index in range(rows)])
        counts.append(pages(write(story, EDITION))[-1].count("række"))
    assert min(counts) == 2


def test_a_row_taller_than_a_page_goes_on_under_its_head_with_its_name() -> None:
    story = Story()
    story.table(COLUMNS, [["1.1", "ord " * 4_000, "1"], ["1.2", "næste", "2"]])
    found = pages(write(story, EDITION))
    assert len(found) > 2
    assert all("Nøgle Tekst Beløb 1.1 forts. ord" in page for page in found[1:])
    assert sum(page.count("ord") for page in found) == 4_000
    assert "1.2 næste 2" in found[-1]


def test_a_tall_row_begins_on_the_page_that_has_room_for_some_of_it() -> None:
    story = Story()
    for _ in range(20):
        story.paragraph("Fyld")
    story.table(COLUMNS, [["1.1", "ord " * 1_500, "1"]])
    assert "ord" in pages(write(story, EDITION))[0]


def test_numbers_stand_under_each_other() -> None:
    found = [piece for piece in pieces(plan.render(samples.ordinary())) if "kr." not in piece.text]
    for texts in (("500.000", "640.000", "2.905.000"), ("25,5", "15,0", "22,3"), ("76.000", "137.500", "125.000")):
        rights = [{round(piece.right) for piece in found if piece.text.strip() == text} for text in texts]
        assert max(map(max, rights)) - min(map(min, rights)) <= 1, texts


def test_a_row_of_exactly_a_page_before_a_sum_is_printed() -> None:
    for lines in range(45, 60):
        story = Story()
        story.table(COLUMNS, [["1.1", "ord\n" * lines, "1"]], [["I alt", "", "1"]])
        assert everything(write(story, EDITION)).count("ord") == lines


def test_words_of_one_row_stand_on_one_line() -> None:
    found = list(pieces(plan.render(samples.draft())))
    rows = (("4.2", "Modelprogrammet for", "26.04.2015"), ("Vejle", "420.000"), ("Ubesat", "Roskilde"))
    for row in rows:
        baselines = [_baselines(found, word) for word in row]
        assert set.intersection(*baselines), row


def test_the_largest_amount_is_not_broken() -> None:
    found = samples.budget()
    largest = replace(found.shares[0], earmarked_ore=10**14, joint_ore=10**14, share_bp=10_000)
    content = replace(samples.ordinary(), budget=replace(found, shares=(largest, *found.shares[1:])))
    assert "Gentofte 1.000.000.000.000 100,0 1.000.000.000.000 12.11.2014" in everything(plan.render(content))


def test_a_number_column_takes_what_its_longest_number_needs_from_the_text() -> None:
    columns = (Column("Tekst", 3), Column("Tal", 1, is_number=True))
    assert column_widths(columns, [500.0, 10.0], 409.0) == [300.0, 100.0]
    assert column_widths(columns, [500.0, 150.0], 409.0) == [250.0, 150.0]
    assert sum(column_widths(columns, [0.0, 9_000.0], 409.0)) == pytest.approx(400.0)


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        Story().table(COLUMNS, [])


def test_a_cell_may_be_empty_or_hold_several_lines() -> None:
    story = Story()
    story.table(COLUMNS, [[[Line("navn", "cell_strong"), Line("note", "cell_note")], "", [Line("")]]])
    assert "navn note" in everything(write(story, EDITION))


def _baselines(found: list[Piece], word: str) -> set[tuple[int, int]]:
    """The page and the row of the page's grid of points that a word's capitals and figures stand on."""
    return {
        (piece.page, round(piece.bottom + shift))
        for piece in found
        if piece.text.strip() == word
        for shift in (-1, 0, 1)
    }
