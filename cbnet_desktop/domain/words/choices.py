"""The closed word lists of the field, with the Danish words the user reads (domain glossary)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Part(StrEnum):
    """The two parts of the joint task (M4)."""

    CENTRAL = "central"
    AGENCY = "agency"


PARTS: Mapping[str, str] = {Part.CENTRAL: "Centralbiblioteksdel", Part.AGENCY: "Styrelsesdel"}
PART_ORDER: Mapping[str, int] = {part: place for place, part in enumerate(PARTS)}


class Level(StrEnum):
    """The three levels of M7."""

    NATIONAL = "national"
    REGIONAL = "regional"
    LOCAL = "local"


LEVELS: Mapping[str, str] = {Level.NATIONAL: "Nationalt", Level.REGIONAL: "Regionalt", Level.LOCAL: "Lokalt"}


class OrganisationKind(StrEnum):
    """The role of an organisation in the network (M2)."""

    AGENCY = "agency"
    CENTRAL_LIBRARY = "central_library"
    DIRECTORS = "directors"
    OTHER = "other"


ORGANISATION_KINDS: Mapping[str, str] = {
    OrganisationKind.AGENCY: "Styrelse",
    OrganisationKind.CENTRAL_LIBRARY: "Centralbibliotek",
    OrganisationKind.DIRECTORS: "Centralbibliotekscheferne",
    OrganisationKind.OTHER: "Anden",
}


class SeatKind(StrEnum):
    """The three kinds of seat (M3)."""

    AGENCY = "agency"
    AREA = "area"
    DIRECTORS = "directors"


SEAT_KINDS: Mapping[str, str] = {
    SeatKind.AGENCY: "Styrelsen",
    SeatKind.AREA: "Centralbiblioteksområde",
    SeatKind.DIRECTORS: "Centralbibliotekscheferne",
}


class Role(StrEnum):
    """How a person fills a seat."""

    REPRESENTATIVE = "representative"
    SUBSTITUTE = "substitute"


ROLES: Mapping[str, str] = {Role.REPRESENTATIVE: "Repræsentant", Role.SUBSTITUTE: "Suppleant"}


class MeetingKind(StrEnum):
    """The kinds of meeting of M14 and M19, and those that the network itself decides on (M18)."""

    ANNUAL = "annual"
    PLANNING = "planning"
    WORKING_GROUP = "working_group"
    OTHER = "other"


MEETING_KINDS: Mapping[str, str] = {
    MeetingKind.ANNUAL: "Årsmøde",
    MeetingKind.PLANNING: "Planlægnings- og koordineringsmøde",
    MeetingKind.WORKING_GROUP: "Arbejdsgruppe",
    MeetingKind.OTHER: "Andet møde",
}


class MeetingState(StrEnum):
    """The state of a meeting."""

    PLANNED = "planned"
    CALLED = "called"
    HELD = "held"
    APPROVED = "approved"
    CANCELLED = "cancelled"


MEETING_STATES: Mapping[str, str] = {
    MeetingState.PLANNED: "Planlagt",
    MeetingState.CALLED: "Indkaldt",
    MeetingState.HELD: "Afholdt",
    MeetingState.APPROVED: "Referat godkendt",
    MeetingState.CANCELLED: "Aflyst",
}


class Topic(StrEnum):
    """The three topics an annual meeting must discuss (M15)."""

    PAST_YEAR = "past_year"
    COMING_FOCUS = "coming_focus"
    OTHER_FUNCTIONS = "other_functions"


TOPICS: Mapping[str, str] = {
    Topic.PAST_YEAR: "Det foregående års arbejde",
    Topic.COMING_FOCUS: "De kommende indsatsområder",
    Topic.OTHER_FUNCTIONS: "Netværkets øvrige funktioner",
}


class ItemKind(StrEnum):
    """What an agenda item is for."""

    DISCUSSION = "discussion"
    INFORMATION = "information"
    DECISION = "decision"


ITEM_KINDS: Mapping[str, str] = {
    ItemKind.DISCUSSION: "Til drøftelse",
    ItemKind.INFORMATION: "Til orientering",
    ItemKind.DECISION: "Til beslutning",
}


class Attending(StrEnum):
    """Whether somebody took part in a meeting, or is invited to one that has not been held."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"
    INVITED = "invited"


ATTENDING: Mapping[str, str] = {
    Attending.PRESENT: "Til stede",
    Attending.APOLOGIES: "Afbud",
    Attending.ABSENT: "Fraværende",
    Attending.INVITED: "Indkaldt",
}


class GoalStatus(StrEnum):
    """The status words of the sector's own goal reports (M17)."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


GOAL_STATUSES: Mapping[str, str] = {
    GoalStatus.NOT_STARTED: "Ikke påbegyndt",
    GoalStatus.UNDER_WAY: "I gang",
    GoalStatus.MET: "Indfriet",
    GoalStatus.PARTLY_MET: "Delvist indfriet",
    GoalStatus.NOT_MET: "Ikke indfriet",
}
#: Goals with these statuses have been assessed and need no more work.
SETTLED = frozenset({str(GoalStatus.MET), str(GoalStatus.PARTLY_MET), str(GoalStatus.NOT_MET)})


class FocusState(StrEnum):
    """The state of a year's set of focus areas (M13)."""

    PROPOSED = "proposed"
    CONSULTATION = "consultation"
    SET = "set"


FOCUS_STATES: Mapping[str, str] = {
    FocusState.PROPOSED: "Forslag",
    FocusState.CONSULTATION: "I høring",
    FocusState.SET: "Fastsat",
}


class Stance(StrEnum):
    """What a library answers in the consultation (M13)."""

    SUPPORTS = "supports"
    REMARKS = "remarks"
    OPPOSES = "opposes"


STANCES: Mapping[str, str] = {
    Stance.SUPPORTS: "Støtter",
    Stance.REMARKS: "Støtter med bemærkninger",
    Stance.OPPOSES: "Støtter ikke",
}


class InvolvementState(StrEnum):
    """The state of an agreement on involvement in a focus area (M8)."""

    DRAFT = "draft"
    AGREED = "agreed"


INVOLVEMENT_STATES: Mapping[str, str] = {InvolvementState.DRAFT: "Udkast", InvolvementState.AGREED: "Aftalt"}


class Act(StrEnum):
    """What is done with a text that is kept as it was then."""

    CONSULTED = "consulted"
    SET = "set"
    CONSENTED = "consented"
    CALLED = "called"
    APPROVED = "approved"
    LIBRARY_AGREED = "library_agreed"
    AGENCY_AGREED = "agency_agreed"


ACTS: Mapping[str, str] = {
    Act.CONSULTED: "Sendt i høring",
    Act.SET: "Fastsat",
    Act.CONSENTED: "Samtykke givet",
    Act.CALLED: "Dagsorden udsendt",
    Act.APPROVED: "Referat godkendt",
    Act.LIBRARY_AGREED: "Andel aftalt af biblioteket",
    Act.AGENCY_AGREED: "Andel aftalt af styrelsen",
}


class DispatchKind(StrEnum):
    """What the network sends by mail."""

    NOTICE = "notice"
    CONSULTATION = "consultation"
    MINUTES = "minutes"
    PLAN = "plan"
    REMINDER = "reminder"


DISPATCH_KINDS: Mapping[str, str] = {
    DispatchKind.NOTICE: "Indkaldelse",
    DispatchKind.CONSULTATION: "Høring",
    DispatchKind.MINUTES: "Referat",
    DispatchKind.PLAN: "Handlingsplan",
    DispatchKind.REMINDER: "Rykker",
}


class AgreementKind(StrEnum):
    """Framework agreements (M5), partnerships (M10) and the agency's own programmes (M11)."""

    FRAMEWORK = "framework"
    PARTNERSHIP = "partnership"
    OWN_PROGRAMME = "own_programme"


AGREEMENT_KINDS: Mapping[str, str] = {
    AgreementKind.FRAMEWORK: "Rammeaftale",
    AgreementKind.PARTNERSHIP: "Partnerskab",
    AgreementKind.OWN_PROGRAMME: "Eget program",
}


class ClauseKind(StrEnum):
    """What a framework agreement formulates (M5)."""

    CLAUSE = "clause"
    INITIATIVE = "initiative"


CLAUSE_KINDS: Mapping[str, str] = {ClauseKind.CLAUSE: "Aftalepunkt", ClauseKind.INITIATIVE: "Initiativ"}


class OfferKind(StrEnum):
    """The forms of a competence offer (M6)."""

    COURSE = "course"
    THEME_DAY = "theme_day"
    WEBINAR = "webinar"
    OTHER = "other"


OFFER_KINDS: Mapping[str, str] = {
    OfferKind.COURSE: "Kursus",
    OfferKind.THEME_DAY: "Temadag",
    OfferKind.WEBINAR: "Webinar",
    OfferKind.OTHER: "Andet",
}


class OfferState(StrEnum):
    """The state of a competence offer (M6)."""

    PLANNED = "planned"
    OPEN = "open"
    FULL = "full"
    HELD = "held"
    CANCELLED = "cancelled"


OFFER_STATES: Mapping[str, str] = {
    OfferState.PLANNED: "Planlagt",
    OfferState.OPEN: "Åbent for tilmelding",
    OfferState.FULL: "Fuldt optaget",
    OfferState.HELD: "Afholdt",
    OfferState.CANCELLED: "Aflyst",
}
