"""The year's focus areas and the network's meetings (M13, M14, M15, M18, M19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cbnet_desktop.domain.errors import Invalid
from cbnet_desktop.domain.fields import Record, choice, count, day, flag, line, long_text, reference, time, year
from cbnet_desktop.domain.terms import (
    ATTENDING,
    ITEM_KINDS,
    LEVELS,
    MEETING_KINDS,
    MEETING_STATES,
    PARTS,
    TOPICS,
    Attending,
    ItemKind,
    Level,
    MeetingKind,
    MeetingState,
    Part,
    Topic,
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FocusSet(Record):
    """A year's set of joint focus areas on its way from proposal over consultation to decision (M13)."""

    TABLE: ClassVar[str] = "focus_sets"
    NOUN: ClassVar[str] = "årets indsatsområder"

    year: int = year("År")
    consulted_on: str | None = day("Sendt i høring")
    deadline: str | None = day("Høringsfrist")
    set_on: str | None = day("Fastsat den")
    set_by_id: str | None = reference("Fastsat af", "people")
    note: str = long_text("Bemærkning")

    def check(self) -> None:
        """Raises Invalid when the deadline lies before the consultation began."""
        Record.check(self)
        if self.consulted_on and self.deadline and self.deadline < self.consulted_on:
            raise Invalid("Høringsfristen ligger før den dag, høringen blev sendt ud. Ret en af dem.", field="deadline")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ConsultationAnswer(Record):
    """A central library's answer to the year's consultation (M13)."""

    TABLE: ClassVar[str] = "consultation_answers"
    NOUN: ClassVar[str] = "høringssvar"

    focus_set_id: str | None = reference("Høring", "focus_sets", required=True)
    organisation_id: str | None = reference("Centralbibliotek", "organisations", required=True)
    answered_on: str | None = day("Besvaret")
    answer: str = long_text("Svar")
    archived: bool = flag("Arkiveret")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FocusArea(Record):
    """A joint focus area of a year (M4, M13)."""

    TABLE: ClassVar[str] = "focus_areas"
    NOUN: ClassVar[str] = "indsatsområde"

    year: int = year("År")
    title: str = line("Indsatsområde", required=True)
    part: str = choice("Del", Part, PARTS, Part.CENTRAL)
    level: str = choice("Niveau", Level, LEVELS, Level.NATIONAL)
    position: int | None = count("Nr.")
    description: str = long_text("Beskrivelse")
    archived: bool = flag("Arkiveret")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Meeting(Record):
    """A meeting of the network (M14, M18, M19)."""

    TABLE: ClassVar[str] = "meetings"
    NOUN: ClassVar[str] = "møde"

    kind: str = choice("Mødetype", MeetingKind, MEETING_KINDS, MeetingKind.PLANNING)
    title: str = line("Titel")
    held_on: str | None = day("Dato", required=True)
    starts_at: str | None = time("Fra kl.")
    ends_at: str | None = time("Til kl.")
    place: str = line("Sted")
    state: str = choice("Tilstand", MeetingState, MEETING_STATES, MeetingState.PLANNED)
    chair_id: str | None = reference("Mødeleder", "people")
    minute_taker: str = line("Referent")
    approved_on: str | None = day("Referat godkendt")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when the meeting ends before it begins."""
        Record.check(self)
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise Invalid("Mødet slutter før det begynder. Ret et af klokkeslættene.", field="ends_at")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AgendaItem(Record):
    """An item of a meeting's agenda, with its minutes and decision (M15)."""

    TABLE: ClassVar[str] = "agenda_items"
    NOUN: ClassVar[str] = "dagsordenspunkt"

    meeting_id: str | None = reference("Møde", "meetings", required=True)
    position: int | None = count("Pkt.")
    title: str = line("Overskrift", required=True)
    kind: str = choice("Type", ItemKind, ITEM_KINDS, ItemKind.DISCUSSION)
    topic: str | None = choice("Fast emne", Topic, TOPICS)
    presentation: str = long_text("Sagsfremstilling")
    recommendation: str = long_text("Indstilling")
    outcome: str = long_text("Referat")
    decision: str = long_text("Beslutning")
    minutes_allotted: int | None = count("Minutter")
    closed: bool = flag("Lukket punkt")
    archived: bool = flag("Arkiveret")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Attendance(Record):
    """One person's part in a meeting: present, apologies or absent (M14)."""

    TABLE: ClassVar[str] = "attendances"
    NOUN: ClassVar[str] = "deltager"

    meeting_id: str | None = reference("Møde", "meetings", required=True)
    person_id: str | None = reference("Person", "people", required=True)
    status: str = choice("Fremmøde", Attending, ATTENDING, Attending.PRESENT)
    substitute_for_id: str | None = reference("Suppleant for", "seats")
    note: str = line("Bemærkning")
    archived: bool = flag("Arkiveret")
