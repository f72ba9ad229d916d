"""Dispatches: what went out of the network by mail, to whom, and when (M13, M14, M16)."""

from __future__ import annotations

from collections.abc import Mapping

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record, choice, day, flag, line, long_text, reference
from cbnet_desktop.domain.words.choices import DISPATCH_KINDS, DispatchKind

#: The field with what a dispatch of each kind is about.
ABOUT: Mapping[str, str] = {
    DispatchKind.NOTICE: "meeting_id",
    DispatchKind.CONSULTATION: "focus_set_id",
    DispatchKind.MINUTES: "meeting_id",
    DispatchKind.PLAN: "plan_id",
    DispatchKind.REMINDER: "person_id",
}


class Dispatch(Record):
    """A mail of the network: a draft until somebody says that it was sent, then fixed. Its files are annexes of it."""

    TABLE = "dispatches"
    NOUN, PLURAL = "forsendelse", "forsendelser"
    TITLE = ("subject",)
    PARENTS = ("meeting_id", "focus_set_id", "plan_id", "person_id")

    kind: str = choice("Forsendelse", DispatchKind, DISPATCH_KINDS, DispatchKind.NOTICE)
    meeting_id: str | None = reference("Møde", "meetings")
    focus_set_id: str | None = reference("Indsatsområder", "focus_sets")
    plan_id: str | None = reference("Handlingsplan", "plans")
    person_id: str | None = reference("Rykker til", "people")
    is_public: bool = flag("Offentlig udgave")
    subject: str = line("Emne", required=True)
    text: str = long_text("Tekst", is_contact=True)
    drafted_on: str | None = day("Kladde skrevet", required=True, happened=True)
    drafted_by: str = line("Skrevet af")
    sent_on: str | None = day("Sendt den", happened=True)
    sent_by: str = line("Sendt, oplyst af")
    said_sha256: str = line("SHA-256 af det udsendte indhold", is_internal=True)
    draft_sha256: str = line("SHA-256 af kladden", is_internal=True)

    def check(self) -> None:
        """Raises Invalid where it is not about exactly what its kind asks for, or was sent before it was written."""
        Record.check(self)
        about = ABOUT[self.kind]
        if [name for name in self.PARENTS if getattr(self, name)] != [about]:
            kind, label = DISPATCH_KINDS[self.kind], self.fields()[about].label
            raise Invalid(f"En forsendelse af typen »{kind}« hører til »{label}«. Udfyld det felt alene.", field=about)
        if self.sent_on and self.drafted_on and self.sent_on < self.drafted_on:
            raise Invalid("Forsendelsen kan ikke være sendt, før kladden blev skrevet. Ret datoen.", field="sent_on")


class DispatchRecipient(Record):
    """Whom a dispatch goes to, with name and seat as they were; the address is contact data."""

    TABLE = "dispatch_recipients"
    NOUN, PLURAL = "modtager", "modtagere"
    TITLE = ("name",)

    dispatch_id: str | None = reference("Forsendelse", "dispatches", required=True)
    person_id: str | None = reference("Person", "people")
    name: str = line("Navn", required=True)
    seat: str = line("Plads")
    address: str = line("Adresse", is_contact=True)
