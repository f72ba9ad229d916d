"""The libraries' competence offers and experience (M6, M7)."""

from __future__ import annotations

from cbnet_desktop.domain.records.fields import Record, choice, count, day, flag, line, long_text, reference, time
from cbnet_desktop.domain.records.people import check_hours, check_period
from cbnet_desktop.domain.words.choices import LEVELS, OFFER_KINDS, OFFER_STATES, Level, OfferKind, OfferState


class Offer(Record):
    """A competence offer on centralbibliotek.dk (M6)."""

    TABLE = "offers"
    NOUN, PLURAL = "tilbud", "tilbud"
    ARTICLE = "et"
    TITLE = ("title",)
    SHEET_KEYS = (("link",), ("title", "host_id", "starts_on"))
    DATED_BY = "starts_on"

    title: str = line("Tilbud", required=True, synonyms=("Titel", "Navn", "Kursus", "Arrangement", "Overskrift"))
    topic: str = line("Emne")
    kind: str = choice("Art", OfferKind, OFFER_KINDS, OfferKind.COURSE)
    host_id: str | None = reference(
        "Udbyder",
        "organisations",
        synonyms=("Bibliotek", "Centralbibliotek", "CB", "Arrangør", "Vært", "Udbydende bibliotek"),
    )
    starts_on: str | None = day("Dato")
    ends_on: str | None = day("Til og med")
    starts_at: str | None = time("Fra kl.")
    ends_at: str | None = time("Til kl.")
    place: str = line("Sted")
    level: str = choice("Niveau", Level, LEVELS, Level.REGIONAL)
    focus_area_id: str | None = reference("Indsatsområde", "focus_areas")
    seats: int | None = count("Pladser", synonyms=("Antal pladser", "Deltagere", "Maks. antal"))
    link: str = line("Link")
    state: str = choice("Tilstand", OfferState, OFFER_STATES, OfferState.PLANNED)
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when the offer ends before it begins, or in the same minute."""
        Record.check(self)
        check_period(self.starts_on, self.ends_on)
        if self.ends_on in (None, self.starts_on):
            check_hours("Tilbuddet", self.starts_at, self.ends_at)


class Experience(Record):
    """Something that was tried and may inspire others (M7)."""

    TABLE = "experiences"
    NOUN, PLURAL = "erfaring", "erfaringer"
    TITLE = ("title",)
    SHEET_KEYS = (("title", "organisation_id"),)
    DATED_BY = "tried_on"

    title: str = line("Erfaring", required=True, synonyms=("Titel", "Overskrift"))
    level: str = choice("Niveau", Level, LEVELS, Level.LOCAL)
    organisation_id: str | None = reference("Hvor", "organisations")
    person_id: str | None = reference("Af hvem", "people")
    tried_on: str | None = day("Hvornår", happened=True)
    focus_area_id: str | None = reference("Indsatsområde", "focus_areas")
    text: str = long_text("Hvad blev prøvet")
    link: str = line("Link")
    archived: bool = flag("Arkiveret")
