"""Lists on paper: upright or sideways, over many pages, with hostile texts, always PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

import pytest

from cbnet_desktop.documents.papers import listing
from cbnet_desktop.documents.pdf import style
from cbnet_desktop.domain.papers.listing import ListColumn, ListText
from tests.documents.conformity import broken_rules
from tests.documents.paper_samples import ENDLESS, NASTY, PROSE, TALLER_THAN_A_PAGE, front, hostile_front
from tests.documents.reading import opened, pages, pieces


def pdf(columns: int, rows: int, *, text: str = "Læseklubber", is_hostile: bool = False) -> bytes:
    titles = tuple(ListColumn(f"Kolonne {place}") for place in range(columns))
    head = hostile_front("Tilbud") if is_hostile else front("Tilbud")
    made, _ = listing.ready(ListText(head, titles, ((text,) * columns,) * rows, False), "liste.pdf").make(None)
    return made


def shape(made: bytes) -> tuple[float, float]:
    with opened(made) as document:
        return document[0].get_size()


@pytest.mark.parametrize(("columns", "is_sideways"), [(3, False), (12, True)])
def test_a_list_with_many_columns_is_printed_sideways(columns: int, is_sideways: bool) -> None:
    width, height = shape(pdf(columns, 5))
    assert (width > height) == is_sideways


@pytest.mark.parametrize("columns", [1, 6, 12, 30])
@pytest.mark.parametrize("rows", [0, 1, 200])
def test_every_list_is_archivable_and_accessible(columns: int, rows: int) -> None:
    assert broken_rules(pdf(columns, rows)) == []


@pytest.mark.parametrize("text", [NASTY, ENDLESS, PROSE, TALLER_THAN_A_PAGE], ids=["nasty", "endless", "prose", "tall"])
def test_hostile_texts_stay_on_the_page(text: str) -> None:
    made = pdf(7, 8, text=text, is_hostile=True)
    width, height = shape(made)
    assert broken_rules(made) == []
    for piece in pieces(made):
        assert style.OUTER_MARGIN - 1 <= piece.left < piece.right <= width - style.OUTER_MARGIN + 1, piece
        assert 0 < piece.bottom < piece.top < height, piece


def test_the_titles_stand_on_every_page_of_a_sideways_list() -> None:
    made = pages(pdf(12, 120))
    assert len(made) > 3
    assert all("Kolonne 0" in page and f"Side {number} af {len(made)}" in page for number, page in enumerate(made, 1))


def test_no_word_is_broken_where_there_is_room_for_it() -> None:
    found = ListText(
        front("Tilbud"),
        tuple(ListColumn(title) for title in ("Dato", "Udbyder", "Link", "Indsatsområde", "Hvad", "Emne")),
        (
            (
                "10.02.2015",
                "Gentofte",
                f"https://example.org/{'x' * 200}",
                "Demokrati " * 30,
                "a b " * 90,
                "Kildekritik",
            ),
        ),
        has_contacts=False,
    )
    made, _ = listing.ready(found, "liste.pdf").make(None)
    texts = {piece.text.strip() for piece in pieces(made)}
    assert {"10.02.2015", "Gentofte", "Kildekritik"} <= texts
