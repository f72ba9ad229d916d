"""A year's competence offers on paper, and the log of experience (M6, M7)."""

from __future__ import annotations

from collections.abc import Sequence

from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.domain.papers.offers import ExperienceText, OffersText, OfferText
from cbnet_desktop.domain.words import danish

_NONE = "–"
_OFFERS = (
    Column("Tilbud", 58),
    Column("Hvornår", 38),
    Column("Udbyder", 26),
    Column("Niveau", 22),
    Column("Tilstand", 28),
)
_OVERLAPS = (Column("Overlap", 28), Column("Det ene", 70), Column("Det andet", 70))
_EXPERIENCE = (Column("Erfaring", 44), Column("Hvor og af hvem", 44), Column("Hvornår", 22), Column("Prøvet", 58))


def story(content: OffersText) -> Story:
    """The offers' story and structure tree."""
    made = Story()
    front.head(made, content.front)
    made.heading("Tilbud", 2)
    made.table_or(_OFFERS, [_offer(row) for row in content.offers], f"Der er ingen tilbud i {content.year} endnu.")
    made.heading("Overlap", 2)
    overlaps: list[list[Cell]] = [
        [[Line(row.reason, "cell_strong")], row.first, row.second] for row in content.overlaps
    ]
    made.table_or(_OVERLAPS, overlaps, "Ingen tilbud deler emne eller tid.")
    made.heading("Uden tilbud", 2)
    for name, rows in (("Regioner", content.regions_without), ("Indsatsområder", content.areas_without)):
        made.paragraph(_without(name, rows))
    made.heading("Erfaringer og inspiration", 2)
    for level in content.experience:
        made.heading(level.level, 3)
        made.table_or(_EXPERIENCE, [_tried(row) for row in level.rows], "Ingen erfaringer endnu.")
    return made


def _without(name: str, rows: Sequence[str] | None) -> str:
    if rows is None:
        return f"Der er ingen {name.lower()}."
    return danish.sentence(f"{name}: {danish.joined(list(rows))}" if rows else f"Alle {name.lower()} har tilbud")


def _offer(row: OfferText) -> list[Cell]:
    notes = ", ".join(part for part in (row.kind, row.topic, row.seats and f"{row.seats} pladser") if part)
    title = [Line(row.title, "cell_strong"), Line(notes, "cell_note"), Line(row.area, "cell_note")]
    return [title, row.when, row.host or _NONE, row.level, row.state]


def _tried(row: ExperienceText) -> list[Cell]:
    return [[Line(row.title, "cell_strong")], row.where or _NONE, row.when or _NONE, row.text or _NONE]
