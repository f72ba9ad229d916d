"""Every table's record: frozen, with Danish labels, checked on write and never on read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from cbnet_desktop.domain.errors import Invalid
from cbnet_desktop.domain.fields import (
    Record,
    choice,
    count,
    day,
    flag,
    line,
    long_text,
    money,
    reference,
    share,
    time,
    year,
)
from cbnet_desktop.domain.terms import (
    ATTENDING,
    GOAL_STATUSES,
    ITEM_KINDS,
    LEVELS,
    MEETING_KINDS,
    MEETING_STATES,
    ORGANISATION_KINDS,
    PARTS,
    ROLES,
    SEAT_KINDS,
    TOPICS,
    Attending,
    GoalStatus,
    ItemKind,
    Level,
    MeetingKind,
    MeetingState,
    OrganisationKind,
    Part,
    Role,
    SeatKind,
    Topic,
)


@dataclass(frozen=True, slots=True)
class NetworkProfile(Record):
    """The network itself; one row whose id is the network's uuid."""

    TABLE: ClassVar[str] = "networks"
    NOUN: ClassVar[str] = "netværket"

    name: str = line("Navn", required=True)
    first_year: int = year("Første planår")
    today_is: str | None = day("Dags dato sat til")
    fictional: bool = flag("Opdigtede oplysninger")
    note: str = long_text("Bemærkning")


@dataclass(frozen=True, slots=True)
class Charter(Record):
    """The numbers of a version of the terms of reference, valid from a date (M1)."""

    TABLE: ClassVar[str] = "charters"
    NOUN: ClassVar[str] = "kommissorium"

    valid_from: str = day("Gælder fra", required=True)
    min_annual_meetings: int = count("Årsmøder mindst", default=1)
    max_planning_meetings: int = count("Planlægningsmøder op til", default=4)
    annual_counts_as_planning: bool = flag("Årsmødet tæller med som planlægningsmøde")
    substitutes_count: bool = flag("Suppleanter tæller som fremmødte", default=True)
    note: str = long_text("Bemærkning")

    @property
    def is_complete(self) -> bool:
        """Whether the row can be applied: a merge may bring one without its day or numbers."""
        return bool(self.valid_from) and None not in (self.min_annual_meetings, self.max_planning_meetings)


@dataclass(frozen=True, slots=True)
class Organisation(Record):
    """An agency, a library or another body the network deals with (M2)."""

    TABLE: ClassVar[str] = "organisations"
    NOUN: ClassVar[str] = "organisation"

    name: str = line("Navn", required=True)
    short_name: str = line("Kort navn")
    kind: str = choice("Art", OrganisationKind, ORGANISATION_KINDS, OrganisationKind.OTHER)
    municipality: str = line("Kommune")
    region: str = line("Region")
    archived: bool = flag("Arkiveret")


@dataclass(frozen=True, slots=True)
class Seat(Record):
    """A place in the network: one per central library area, one for KBE, one for the directors (M3)."""

    TABLE: ClassVar[str] = "seats"
    NOUN: ClassVar[str] = "plads"

    name: str = line("Plads", required=True)
    kind: str = choice("Art", SeatKind, SEAT_KINDS, SeatKind.AREA)
    organisation_id: str | None = reference("Udpeges af", "organisations")
    position: int | None = count("Rækkefølge")
    starts_on: str | None = day("Oprettet")
    ends_on: str | None = day("Nedlagt")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when a period ends before it begins."""
        Record.check(self)
        _check_period(self.starts_on, self.ends_on)


@dataclass(frozen=True, slots=True)
class Person(Record):
    """Somebody who sits in the network, stands in, takes minutes or visits (M12)."""

    TABLE: ClassVar[str] = "people"
    NOUN: ClassVar[str] = "person"

    name: str = line("Navn", required=True)
    title: str = line("Stilling")
    organisation_id: str | None = reference("Organisation", "organisations")
    phone: str = line("Telefon")
    email: str = line("E-mail")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when the e-mail address cannot be one."""
        Record.check(self)
        if self.email and (self.email.count("@") != 1 or " " in self.email or self.email.strip("@") != self.email):
            raise Invalid("E-mail skal have form som navn@bibliotek.dk, med ét snabel-a.", field="email")


@dataclass(frozen=True, slots=True)
class Appointment(Record):
    """A person's time in a seat, as representative or substitute (M12)."""

    TABLE: ClassVar[str] = "appointments"
    NOUN: ClassVar[str] = "udpegning"

    seat_id: str | None = reference("Plads", "seats", required=True)
    person_id: str | None = reference("Person", "people", required=True)
    role: str = choice("Rolle", Role, ROLES, Role.REPRESENTATIVE)
    starts_on: str | None = day("Fra", required=True)
    ends_on: str | None = day("Til og med")
    letter_on: str | None = day("Udpegningsbrev")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when the term ends before it begins."""
        Record.check(self)
        _check_period(self.starts_on, self.ends_on)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class ConsultationAnswer(Record):
    """A central library's answer to the year's consultation (M13)."""

    TABLE: ClassVar[str] = "consultation_answers"
    NOUN: ClassVar[str] = "høringssvar"

    focus_set_id: str | None = reference("Høring", "focus_sets", required=True)
    organisation_id: str | None = reference("Centralbibliotek", "organisations", required=True)
    answered_on: str | None = day("Besvaret")
    answer: str = long_text("Svar")
    archived: bool = flag("Arkiveret")


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Plan(Record):
    """The action plan of a year, made from one annual meeting (M16)."""

    TABLE: ClassVar[str] = "plans"
    NOUN: ClassVar[str] = "handlingsplan"

    year: int = year("Planår")
    title: str = line("Titel")
    meeting_id: str | None = reference("Udarbejdet på baggrund af", "meetings")
    foreword: str = long_text("Forord")
    archived: bool = flag("Arkiveret")


@dataclass(frozen=True, slots=True)
class Goal(Record):
    """A concrete goal of a plan (M17)."""

    TABLE: ClassVar[str] = "goals"
    NOUN: ClassVar[str] = "mål"

    plan_id: str | None = reference("Handlingsplan", "plans", required=True)
    text: str = long_text("Mål")
    audience: str = line("For hvem")
    part: str = choice("Del", Part, PARTS, Part.CENTRAL)
    level: str = choice("Niveau", Level, LEVELS, Level.NATIONAL)
    focus_area_id: str | None = reference("Indsatsområde", "focus_areas")
    position: int | None = count("Nr.")
    owner_person_id: str | None = reference("Ansvarlig person", "people")
    owner_organisation_id: str | None = reference("Ansvarlig organisation", "organisations")
    indicator: str = line("Indikator")
    baseline: str = line("Udgangspunkt")
    target: str = line("Måltal")
    unit: str = line("Enhed")
    deadline: str | None = day("Frist")
    agenda_item_id: str | None = reference("Afledt af punkt", "agenda_items")
    status: str = choice("Status", GoalStatus, GOAL_STATUSES, GoalStatus.NOT_STARTED)
    status_on: str | None = day("Status pr.")
    result: str = long_text("Resultat og bemærkninger")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when the goal says nothing."""
        Record.check(self)
        if not self.text.strip():
            raise Invalid("Mål mangler. Skriv, hvad der skal være opnået.", field="text")


@dataclass(frozen=True, slots=True)
class PlanVersion(Record):
    """A signed-off, frozen version of a plan; its document and PDF stay on disk until asked for (M23)."""

    TABLE: ClassVar[str] = "plan_versions"
    NOUN: ClassVar[str] = "godkendt version"
    ON_DISK: ClassVar[tuple[str, ...]] = ("document", "heads", "pdf")

    plan_id: str | None = reference("Handlingsplan", "plans", required=True)
    number: int | None = count("Version")
    signed_at: str = line("Godkendt")
    signed_by: str = line("Godkendt af")
    reason: str = line("Begrundelse")
    sha256: str = line("SHA-256")
    heads_digest: str = line("Historikkens kontrolsum")


@dataclass(frozen=True, slots=True)
class BudgetShare(Record):
    """A library's share of its earmarked amount for joint competence development in a year (M20)."""

    TABLE: ClassVar[str] = "budget_shares"
    NOUN: ClassVar[str] = "budgetandel"

    year: int = year("År")
    organisation_id: str | None = reference("Centralbibliotek", "organisations", required=True)
    earmarked_ore: int | None = money("Afsat beløb")
    share_bp: int | None = share("Andel i procent")
    share_ore: int | None = money("Andel i kroner")
    library_agreed_on: str | None = day("Aftalt af biblioteket")
    agency_agreed_on: str | None = day("Aftalt af KBE")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    @property
    def joint_ore(self) -> int | None:
        """The joint amount in øre, rounded half up; None until it can be known."""
        if self.share_ore is not None:
            return self.share_ore
        if self.share_bp is None or self.earmarked_ore is None:
            return None
        return (self.earmarked_ore * self.share_bp + 5_000) // 10_000

    @property
    def is_agreed(self) -> bool:
        """Whether library and KBE have both agreed to a known amount."""
        return self.joint_ore is not None and self.library_agreed_on is not None and self.agency_agreed_on is not None

    def check(self) -> None:
        """Raises Invalid when the joint amount exceeds the earmarked one or is agreed before it is known (M20)."""
        Record.check(self)
        if self.share_bp is not None and self.share_ore is not None:
            raise Invalid("Andelen angives enten i procent eller i kroner, ikke begge dele.", field="share_ore")
        if self.share_ore is not None and self.share_ore > (self.earmarked_ore or 0):
            raise Invalid(
                "Andelen i kroner er større end det afsatte beløb. Ret andelen eller det afsatte beløb.",
                field="share_ore",
            )
        if self.joint_ore is None and (self.library_agreed_on or self.agency_agreed_on):
            raise Invalid(
                "Andelen kan først aftales, når både det afsatte beløb og andelen er udfyldt.",
                field="library_agreed_on" if self.library_agreed_on else "agency_agreed_on",
            )


@dataclass(frozen=True, slots=True)
class Allocation(Record):
    """Money of the joint pool set aside for a focus area or a goal (M21)."""

    TABLE: ClassVar[str] = "allocations"
    NOUN: ClassVar[str] = "bevilling"

    year: int = year("År")
    purpose: str = line("Formål")
    part: str = choice("Del", Part, PARTS, Part.CENTRAL)
    focus_area_id: str | None = reference("Indsatsområde", "focus_areas")
    goal_id: str | None = reference("Mål", "goals")
    amount_ore: int | None = money("Bevilget")
    spent_ore: int | None = money("Forbrugt")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")


RECORDS: tuple[type[Record], ...] = (
    NetworkProfile,
    Charter,
    Organisation,
    Seat,
    Person,
    Appointment,
    FocusSet,
    ConsultationAnswer,
    FocusArea,
    Meeting,
    AgendaItem,
    Attendance,
    Plan,
    Goal,
    PlanVersion,
    BudgetShare,
    Allocation,
)
TABLES: Mapping[str, type[Record]] = {record.TABLE: record for record in RECORDS}


def _check_period(starts_on: str | None, ends_on: str | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("Slutdatoen ligger før startdatoen. Ret en af dem.", field="ends_on")
