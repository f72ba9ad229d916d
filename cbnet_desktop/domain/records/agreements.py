"""Agreements and what follows from them: clauses, tasks, partnerships, own programmes (M5, M10, M11)."""

from __future__ import annotations

from typing import ClassVar

from cbnet_desktop.domain.fields import Record, choice, day, flag, line, long_text, reference
from cbnet_desktop.domain.records.people import check_period
from cbnet_desktop.domain.terms import (
    AGREEMENT_KINDS,
    CLAUSE_KINDS,
    LEVELS,
    PARTS,
    AgreementKind,
    ClauseKind,
    Level,
    Part,
)


class Agreement(Record):
    """A framework agreement (M5), a partnership (M10) or a programme of KBE's own (M11)."""

    TABLE: ClassVar[str] = "agreements"
    NOUN: ClassVar[str] = "aftale"

    kind: str = choice("Art", AgreementKind, AGREEMENT_KINDS, AgreementKind.FRAMEWORK)
    title: str = line("Aftale", required=True)
    purpose: str = long_text("Formål")
    level: str = choice("Niveau", Level, LEVELS, Level.NATIONAL)
    starts_on: str | None = day("Fra")
    ends_on: str | None = day("Til og med")
    signed_on: str | None = day("Indgået den")
    signed_by: str = line("Underskrevet af")
    link: str = line("Link")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when a period ends before it begins."""
        Record.check(self)
        check_period(self.starts_on, self.ends_on)


class AgreementParty(Record):
    """A party of an agreement: a library, the agency or a partner outside (M5, M10)."""

    TABLE: ClassVar[str] = "agreement_parties"
    NOUN: ClassVar[str] = "aftalepart"

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    organisation_id: str | None = reference("Part", "organisations", required=True)
    role: str = line("Rolle")
    archived: bool = flag("Arkiveret")


class Extension(Record):
    """A later last day that the parties agreed on (M5, M10)."""

    TABLE: ClassVar[str] = "extensions"
    NOUN: ClassVar[str] = "forlængelse"

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    ends_on: str | None = day("Forlænget til og med", required=True)
    agreed_on: str | None = day("Aftalt den")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")


class AgreementClause(Record):
    """A clause or initiative that a framework agreement formulates (M5)."""

    TABLE: ClassVar[str] = "agreement_clauses"
    NOUN: ClassVar[str] = "aftalepunkt"

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    kind: str = choice("Art", ClauseKind, CLAUSE_KINDS, ClauseKind.CLAUSE)
    number: str = line("Nr.")
    title: str = line("Aftalepunkt", required=True)
    text: str = long_text("Ordlyd")
    changed_on: str | None = day("Senest ændret")
    archived: bool = flag("Arkiveret")


class AgreementTask(Record):
    """What an agreement asks of a central library or region, and who carries it there (M10)."""

    TABLE: ClassVar[str] = "agreement_tasks"
    NOUN: ClassVar[str] = "opgave under aftale"

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    organisation_id: str | None = reference("Ansvarlig", "organisations")
    level: str = choice("Niveau", Level, LEVELS, Level.REGIONAL)
    text: str = long_text("Opgave")
    deadline: str | None = day("Frist")
    done_on: str | None = day("Udført den")
    archived: bool = flag("Arkiveret")


class CommitteeMember(Record):
    """A member of an agreement's contact committee (M10)."""

    TABLE: ClassVar[str] = "committee_members"
    NOUN: ClassVar[str] = "medlem af kontaktudvalg"

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    person_id: str | None = reference("Person", "people", required=True)
    role: str = line("Rolle")
    archived: bool = flag("Arkiveret")


class Task(Record):
    """A task of the network's portfolio, fitted to the framework agreements (M4, M5)."""

    TABLE: ClassVar[str] = "tasks"
    NOUN: ClassVar[str] = "opgave"

    title: str = line("Opgave", required=True)
    description: str = long_text("Beskrivelse")
    part: str = choice("Del", Part, PARTS, Part.CENTRAL)
    level: str = choice("Niveau", Level, LEVELS, Level.NATIONAL)
    owner_organisation_id: str | None = reference("Ansvarlig organisation", "organisations")
    owner_person_id: str | None = reference("Ansvarlig person", "people")
    starts_on: str | None = day("Fra")
    ends_on: str | None = day("Til og med")
    reviewed_on: str | None = day("Gennemgået den")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when a period ends before it begins."""
        Record.check(self)
        check_period(self.starts_on, self.ends_on)


class TaskClause(Record):
    """That a task serves a clause of a framework agreement (M5)."""

    TABLE: ClassVar[str] = "task_clauses"
    NOUN: ClassVar[str] = "aftalepunkt for opgave"

    task_id: str | None = reference("Opgave", "tasks", required=True)
    clause_id: str | None = reference("Aftalepunkt", "agreement_clauses", required=True)
    archived: bool = flag("Arkiveret")
