"""The year's focus areas: consultation, decision, involvement, dissemination and assessment (M8, M9, M13)."""

from __future__ import annotations

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record, choice, count, day, flag, line, long_text, reference, year
from cbnet_desktop.domain.words.choices import (
    INVOLVEMENT_STATES,
    LEVELS,
    PARTS,
    STANCES,
    InvolvementState,
    Level,
    Part,
    Stance,
)


class FocusSet(Record):
    """A year's set of joint focus areas on its way from proposal over consultation to decision (M13)."""

    TABLE = "focus_sets"
    NOUN, PLURAL = "årets indsatsområder", "sæt indsatsområder"
    ARTICLE = ""
    TITLE = ("year",)
    TITLE_IS_MADE = True
    UNIQUE = ("year",)

    year: int = year("År")
    consulted_on: str | None = day("Sendt i høring", happened=True)
    deadline: str | None = day("Høringsfrist")
    revised_on: str | None = day("Høringsbrev revideret", happened=True)
    set_on: str | None = day("Fastsat den", happened=True)
    set_by_id: str | None = reference("Fastsat af", "people")
    letter: str = long_text("Høringsbrevets tekst")
    note: str = long_text("Bemærkning")

    def check(self) -> None:
        """Raises Invalid when the deadline is before the start of the consultation."""
        Record.check(self)
        if self.consulted_on and self.deadline and self.deadline < self.consulted_on:
            raise Invalid("Høringsfristen ligger før den dag, høringen blev sendt ud. Ret en af dem.", field="deadline")


class ConsultationAnswer(Record):
    """A central library's answer to the year's consultation (M13)."""

    TABLE = "consultation_answers"
    NOUN, PLURAL = "høringssvar", "høringssvar"
    ARTICLE = "et"
    UNIQUE = ("focus_set_id", "organisation_id")

    focus_set_id: str | None = reference("Høring", "focus_sets", required=True)
    organisation_id: str | None = reference("Centralbibliotek", "organisations", required=True)
    answered_on: str | None = day("Besvaret", happened=True)
    answered_by: str = line("Besvaret af")
    stance: str | None = choice("Holdning", Stance, STANCES)
    answer: str = long_text("Svar")
    archived: bool = flag("Arkiveret")


class FocusArea(Record):
    """A joint focus area of a year (M4, M13)."""

    TABLE = "focus_areas"
    NOUN, PLURAL = "indsatsområde", "indsatsområder"
    ARTICLE = "et"
    TITLE = ("title",)

    year: int = year("År")
    title: str = line("Indsatsområde", required=True)
    part: str = choice("Del", Part, PARTS, Part.CENTRAL)
    level: str = choice("Niveau", Level, LEVELS, Level.NATIONAL)
    position: int | None = count("Nr.")
    description: str = long_text("Beskrivelse")
    proposed_by_id: str | None = reference("Foreslået af", "organisations")
    continues_id: str | None = reference("Fortsætter", "focus_areas")
    archived: bool = flag("Arkiveret")


class AreaAnswer(Record):
    """A library's answer on one focus area, beside or instead of its stance on all of them (M13)."""

    TABLE = "area_answers"
    NOUN, PLURAL = "svar om indsatsområde", "svar om indsatsområder"
    ARTICLE = "et"
    UNIQUE = ("consultation_answer_id", "focus_area_id")

    consultation_answer_id: str | None = reference("Høringssvar", "consultation_answers", required=True)
    focus_area_id: str | None = reference("Indsatsområde", "focus_areas", required=True)
    stance: str | None = choice("Holdning", Stance, STANCES)
    remark: str = long_text("Bemærkninger")
    archived: bool = flag("Arkiveret")


class Involvement(Record):
    """An agreement on what one or several central libraries undertake in a focus area (M8)."""

    TABLE = "involvements"
    NOUN, PLURAL = "inddragelsesaftale", "inddragelsesaftaler"
    SHEET_KEYS = (("focus_area_id", "content"),)

    focus_area_id: str | None = reference("Indsatsområde", "focus_areas", required=True)
    content: str = long_text("Indhold")
    state: str = choice("Tilstand", InvolvementState, INVOLVEMENT_STATES, InvolvementState.DRAFT)
    agreed_on: str | None = day("Aftalt den", happened=True)
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")


class InvolvedLibrary(Record):
    """A central library named in an involvement agreement, with its consent (M8)."""

    TABLE = "involved_libraries"
    NOUN, PLURAL = "inddraget centralbibliotek", "inddragede centralbiblioteker"
    ARTICLE = "et"
    UNIQUE = ("involvement_id", "organisation_id")

    involvement_id: str | None = reference("Inddragelsesaftale", "involvements", required=True)
    organisation_id: str | None = reference("Centralbibliotek", "organisations", required=True)
    consented_on: str | None = day("Samtykke den", happened=True)
    consented_by_id: str | None = reference("Samtykke af", "people")
    archived: bool = flag("Arkiveret")


class Dissemination(Record):
    """An activity that carries a focus area out regionally or locally (M9)."""

    TABLE = "disseminations"
    NOUN, PLURAL = "formidlingsaktivitet", "formidlingsaktiviteter"
    SHEET_KEYS = (("focus_area_id", "organisation_id", "activity"),)

    focus_area_id: str | None = reference("Indsatsområde", "focus_areas", required=True)
    level: str = choice("Niveau", Level, LEVELS, Level.REGIONAL)
    organisation_id: str | None = reference("Centralbibliotek", "organisations")
    region: str = line("Region")
    held_on: str | None = day("Dato")
    activity: str = long_text("Aktivitet")
    audience: str = line("Målgruppe")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid for the national level: M9 is about the regional and local levels."""
        Record.check(self)
        _check_near(self.level)


class Assessment(Record):
    """A library's or region's assessment of a focus area (M9)."""

    TABLE = "assessments"
    NOUN, PLURAL = "vurdering", "vurderinger"
    SHEET_KEYS = (("focus_area_id", "organisation_id", "region"),)

    focus_area_id: str | None = reference("Indsatsområde", "focus_areas", required=True)
    level: str = choice("Niveau", Level, LEVELS, Level.REGIONAL)
    organisation_id: str | None = reference("Centralbibliotek", "organisations")
    region: str = line("Region")
    assessed_on: str | None = day("Vurderet den", happened=True)
    text: str = long_text("Vurdering")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid for the national level: M9 is about the regional and local levels."""
        Record.check(self)
        _check_near(self.level)


def _check_near(level: str) -> None:
    if level == Level.NATIONAL:
        raise Invalid("Formidling og vurdering sker regionalt eller lokalt. Vælg et af de to niveauer.", field="level")
