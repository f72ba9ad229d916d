"""Agreements and what follows from them: clauses, tasks, partnerships, own programmes (M5, M10, M11)."""

from __future__ import annotations

from cbnet_desktop.domain.records.fields import Record, choice, day, flag, line, long_text, reference
from cbnet_desktop.domain.records.people import check_period
from cbnet_desktop.domain.words.choices import (
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
    """A framework agreement (M5), a partnership (M10) or a programme of the agency's own (M11)."""

    TABLE = "agreements"
    NOUN, PLURAL = "aftale", "aftaler"
    TITLE = ("title",)

    kind: str = choice("Art", AgreementKind, AGREEMENT_KINDS, AgreementKind.FRAMEWORK)
    title: str = line("Aftale", required=True)
    purpose: str = long_text("Formål")
    level: str = choice("Niveau", Level, LEVELS, Level.NATIONAL)
    starts_on: str | None = day("Fra")
    ends_on: str | None = day("Til og med")
    signed_on: str | None = day("Indgået den", happened=True)
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

    TABLE = "agreement_parties"
    NOUN, PLURAL = "aftalepart", "aftaleparter"
    UNIQUE = ("agreement_id", "organisation_id")

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    organisation_id: str | None = reference("Part", "organisations", required=True)
    role: str = line("Rolle")
    archived: bool = flag("Arkiveret")


class Extension(Record):
    """A later last day of an agreement, agreed by its parties (M5, M10)."""

    TABLE = "extensions"
    NOUN, PLURAL = "forlængelse", "forlængelser"

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    ends_on: str | None = day("Forlænget til og med", required=True)
    agreed_on: str | None = day("Aftalt den", happened=True)
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")


class AgreementClause(Record):
    """A clause or initiative that a framework agreement formulates (M5)."""

    TABLE = "agreement_clauses"
    NOUN, PLURAL = "aftalepunkt", "aftalepunkter"
    ARTICLE = "et"
    TITLE = ("title", "number")

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    kind: str = choice("Art", ClauseKind, CLAUSE_KINDS, ClauseKind.CLAUSE)
    number: str = line("Nr.")
    title: str = line("Aftalepunkt", required=True)
    text: str = long_text("Ordlyd")
    changed_on: str | None = day("Senest ændret", happened=True)
    archived: bool = flag("Arkiveret")


class AgreementTask(Record):
    """A task that an agreement gives to a central library or region, and who is responsible (M10)."""

    TABLE = "agreement_tasks"
    NOUN, PLURAL = "opgave under aftale", "opgaver under aftaler"
    TITLE = ("text",)
    SHEET_KEYS = (("agreement_id", "organisation_id", "text"),)

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    organisation_id: str | None = reference("Ansvarlig", "organisations")
    level: str = choice("Niveau", Level, LEVELS, Level.REGIONAL)
    text: str = long_text("Opgave")
    deadline: str | None = day("Frist")
    done_on: str | None = day("Udført den", happened=True)
    archived: bool = flag("Arkiveret")


class CommitteeMember(Record):
    """A member of an agreement's contact committee (M10)."""

    TABLE = "committee_members"
    NOUN, PLURAL = "medlem af kontaktudvalg", "medlemmer af kontaktudvalg"
    ARTICLE = "et"
    UNIQUE = ("agreement_id", "person_id")

    agreement_id: str | None = reference("Aftale", "agreements", required=True)
    person_id: str | None = reference("Person", "people", required=True)
    role: str = line("Rolle")
    archived: bool = flag("Arkiveret")


class Task(Record):
    """A task of the network's portfolio, which must match the framework agreements (M4, M5)."""

    TABLE = "tasks"
    NOUN, PLURAL = "opgave", "opgaver"
    TITLE = ("title",)

    title: str = line("Opgave", required=True)
    description: str = long_text("Beskrivelse")
    part: str = choice("Del", Part, PARTS, Part.CENTRAL)
    level: str = choice("Niveau", Level, LEVELS, Level.NATIONAL)
    owner_organisation_id: str | None = reference("Ansvarlig organisation", "organisations")
    owner_person_id: str | None = reference("Ansvarlig person", "people")
    starts_on: str | None = day("Fra")
    ends_on: str | None = day("Til og med")
    reviewed_on: str | None = day("Gennemgået den", happened=True)
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when a period ends before it begins."""
        Record.check(self)
        check_period(self.starts_on, self.ends_on)


class TaskClause(Record):
    """A link from a task to the clause of a framework agreement that it serves (M5)."""

    TABLE = "task_clauses"
    NOUN, PLURAL = "aftalepunkt for opgave", "aftalepunkter for opgaver"
    ARTICLE = "et"
    UNIQUE = ("task_id", "clause_id")

    task_id: str | None = reference("Opgave", "tasks", required=True)
    clause_id: str | None = reference("Aftalepunkt", "agreement_clauses", required=True)
    archived: bool = flag("Arkiveret")
