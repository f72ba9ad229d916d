"""The record of every table: immutable, with Danish labels, validated on write and never on read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from cbnet_desktop.domain.records.agreed import AgreedText, Reopening
from cbnet_desktop.domain.records.agreements import (
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementTask,
    CommitteeMember,
    Extension,
    Task,
    TaskClause,
)
from cbnet_desktop.domain.records.annexes import Annex
from cbnet_desktop.domain.records.dispatches import Dispatch, DispatchRecipient
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.focus import (
    AreaAnswer,
    Assessment,
    ConsultationAnswer,
    Dissemination,
    FocusArea,
    FocusSet,
    InvolvedLibrary,
    Involvement,
)
from cbnet_desktop.domain.records.meetings import (
    AgendaItem,
    Attendance,
    FollowUp,
    FormItem,
    GroupMember,
    Meeting,
    MeetingForm,
    WorkingGroup,
)
from cbnet_desktop.domain.records.offers import (
    Experience,
    Offer,
)
from cbnet_desktop.domain.records.people import (
    Appointment,
    Charter,
    Erasure,
    FormerName,
    FormerSeatName,
    NetworkProfile,
    Organisation,
    Person,
    Seat,
)
from cbnet_desktop.domain.records.plans import (
    Allocation,
    BudgetShare,
    Goal,
    GoalReport,
    Plan,
    PlanVersion,
)
from cbnet_desktop.domain.records.wording import KnownWord

__all__ = [
    "RECORDS",
    "SUBJECTS",
    "TABLES",
    "AgendaItem",
    "AgreedText",
    "Agreement",
    "AgreementClause",
    "AgreementParty",
    "AgreementTask",
    "Allocation",
    "Annex",
    "Appointment",
    "AreaAnswer",
    "Assessment",
    "Attendance",
    "BudgetShare",
    "Charter",
    "CommitteeMember",
    "ConsultationAnswer",
    "Dispatch",
    "DispatchRecipient",
    "Dissemination",
    "Erasure",
    "Experience",
    "Extension",
    "FocusArea",
    "FocusSet",
    "FollowUp",
    "FormItem",
    "FormerName",
    "FormerSeatName",
    "Goal",
    "GoalReport",
    "GroupMember",
    "InvolvedLibrary",
    "Involvement",
    "KnownWord",
    "Meeting",
    "MeetingForm",
    "NetworkProfile",
    "Offer",
    "Organisation",
    "Person",
    "Plan",
    "PlanVersion",
    "Reopening",
    "Seat",
    "Subject",
    "Task",
    "TaskClause",
    "WorkingGroup",
]


class Subject(Enum):
    """The subjects of the tables, in the order of the tabs."""

    ROSTER = auto()
    FOCUS = auto()
    MEETINGS = auto()
    PLAN = auto()
    BUDGET = auto()
    AGREEMENTS = auto()
    OFFERS = auto()


SUBJECTS: Mapping[Subject, tuple[type[Record], ...]] = {
    Subject.ROSTER: (
        NetworkProfile,
        Charter,
        Organisation,
        FormerName,
        Seat,
        FormerSeatName,
        Person,
        Appointment,
        Erasure,
        KnownWord,
    ),
    Subject.FOCUS: (
        FocusSet,
        ConsultationAnswer,
        FocusArea,
        AreaAnswer,
        Involvement,
        InvolvedLibrary,
        Dissemination,
        Assessment,
    ),
    Subject.MEETINGS: (
        MeetingForm,
        FormItem,
        WorkingGroup,
        GroupMember,
        Meeting,
        AgendaItem,
        Annex,
        Attendance,
        FollowUp,
        AgreedText,
        Reopening,
        Dispatch,
        DispatchRecipient,
    ),
    Subject.PLAN: (Plan, Goal, GoalReport, PlanVersion),
    Subject.BUDGET: (BudgetShare, Allocation),
    Subject.AGREEMENTS: (
        Agreement,
        AgreementParty,
        Extension,
        AgreementClause,
        AgreementTask,
        CommitteeMember,
        Task,
        TaskClause,
    ),
    Subject.OFFERS: (Offer, Experience),
}
RECORDS: tuple[type[Record], ...] = tuple(kind for kinds in SUBJECTS.values() for kind in kinds)
TABLES: Mapping[str, type[Record]] = {record.TABLE: record for record in RECORDS}
