"""Every table's record: frozen, with Danish labels, checked on write and never on read."""

from __future__ import annotations

from collections.abc import Mapping

from cbnet_desktop.domain.fields import Record
from cbnet_desktop.domain.records.people import (
    Appointment,
    Charter,
    Erasure,
    NetworkProfile,
    Organisation,
    Person,
    Seat,
)
from cbnet_desktop.domain.records.plans import Allocation, BudgetShare, Goal, Plan, PlanVersion
from cbnet_desktop.domain.records.work import AgendaItem, Attendance, ConsultationAnswer, FocusArea, FocusSet, Meeting

__all__ = [
    "RECORDS",
    "TABLES",
    "AgendaItem",
    "Allocation",
    "Appointment",
    "Attendance",
    "BudgetShare",
    "Charter",
    "ConsultationAnswer",
    "Erasure",
    "FocusArea",
    "FocusSet",
    "Goal",
    "Meeting",
    "NetworkProfile",
    "Organisation",
    "Person",
    "Plan",
    "PlanVersion",
    "Seat",
]

RECORDS: tuple[type[Record], ...] = (
    NetworkProfile,
    Charter,
    Organisation,
    Seat,
    Person,
    Appointment,
    Erasure,
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
