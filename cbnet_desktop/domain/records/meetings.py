"""Meetings, their agendas, minutes and follow-ups, and how the network arranges them (M14, M15, M18, M19)."""

from __future__ import annotations

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record, choice, count, day, flag, line, long_text, reference, time
from cbnet_desktop.domain.records.people import check_hours, check_period
from cbnet_desktop.domain.words.choices import (
    ATTENDING,
    ITEM_KINDS,
    MEETING_KINDS,
    MEETING_STATES,
    TOPICS,
    Attending,
    ItemKind,
    MeetingKind,
    MeetingState,
    Topic,
)


class Meeting(Record):
    """A meeting of the network (M14, M18, M19)."""

    TABLE = "meetings"
    NOUN, PLURAL = "møde", "møder"
    ARTICLE = "et"
    TITLE = ("title",)
    TITLE_IS_MADE = True
    SHEET_KEYS = (("held_on", "kind"),)

    kind: str = choice("Mødetype", MeetingKind, MEETING_KINDS, MeetingKind.PLANNING)
    title: str = line("Titel")
    held_on: str | None = day("Dato", required=True)
    starts_at: str | None = time("Fra kl.")
    ends_at: str | None = time("Til kl.")
    ends_on: str | None = day("Slutter den")
    place: str = line("Sted")
    is_online: bool = flag("Online")
    link: str = line("Link")
    form_id: str | None = reference("Mødeform", "meeting_forms")
    group_id: str | None = reference("Arbejdsgruppe", "working_groups")
    state: str = choice("Tilstand", MeetingState, MEETING_STATES, MeetingState.PLANNED)
    chair_id: str | None = reference("Mødeleder", "people")
    minute_taker: str = line("Referent")
    called_on: str | None = day("Indkaldt den", happened=True)
    revised_on: str | None = day("Dagsorden revideret", happened=True)
    invitation: str = long_text("Indkaldelsens tekst")
    approved_on: str | None = day("Referat godkendt", happened=True)
    approved_at_id: str | None = reference("Referat godkendt på", "meetings")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    @property
    def last_day(self) -> str | None:
        """The day on which the meeting ends: its own, unless it goes on to another (ISO)."""
        return self.ends_on or self.held_on

    def check(self) -> None:
        """Raises Invalid when the meeting ends before it begins, or in the same minute."""
        Record.check(self)
        if self.ends_on and self.ends_on < (self.held_on or ""):
            raise Invalid("Mødet slutter før den dag, det begynder. Ret en af datoerne.", field="ends_on")
        if self.last_day == self.held_on:
            advice = "Ret et af dem, eller skriv »Slutter den«, hvis mødet slutter en anden dag."
            check_hours("Mødet", self.starts_at, self.ends_at, advice)


class AgendaItem(Record):
    """An item of a meeting's agenda, with its minutes and decision (M15)."""

    TABLE = "agenda_items"
    NOUN, PLURAL = "dagsordenspunkt", "dagsordenspunkter"
    ARTICLE = "et"
    TITLE = ("title",)

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
    minutes_of_id: str | None = reference("Godkender referatet af", "meetings")
    postponed_from_id: str | None = reference("Udsat fra", "agenda_items")
    closed: bool = flag("Lukket punkt")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when a meeting approves its own minutes, or an item is postponed from itself."""
        Record.check(self)
        if self.postponed_from_id == self.id:
            raise Invalid(
                "Et punkt kan ikke være udsat fra sig selv. Vælg et tidligere punkt.", field="postponed_from_id"
            )
        if self.minutes_of_id and self.minutes_of_id == self.meeting_id:
            raise Invalid("Et møde kan ikke godkende sit eget referat. Vælg et tidligere møde.", field="minutes_of_id")


class Attendance(Record):
    """One person's attendance at a meeting: invited, then present, apologies or absent (M14)."""

    TABLE = "attendances"
    NOUN, PLURAL = "deltager", "deltagere"
    UNIQUE = ("meeting_id", "person_id")

    meeting_id: str | None = reference("Møde", "meetings", required=True)
    person_id: str | None = reference("Person", "people", required=True)
    status: str = choice("Fremmøde", Attending, ATTENDING, Attending.PRESENT)
    substitute_for_id: str | None = reference("Suppleant for", "seats")
    is_guest: bool = flag("Gæst")
    from_item_id: str | None = reference("Fra punkt", "agenda_items")
    to_item_id: str | None = reference("Til og med punkt", "agenda_items")
    note: str = line("Bemærkning", is_internal=True)
    archived: bool = flag("Arkiveret")


class FollowUp(Record):
    """Something to do after a meeting; it is on every following agenda until it is done."""

    TABLE = "follow_ups"
    NOUN, PLURAL = "opfølgning", "opfølgninger"
    TITLE = ("text",)
    SHEET_KEYS = (("meeting_id", "text"),)

    meeting_id: str | None = reference("Møde", "meetings", required=True)
    agenda_item_id: str | None = reference("Dagsordenspunkt", "agenda_items")
    text: str = long_text("Opfølgning")
    owner_person_id: str | None = reference("Ansvarlig person", "people")
    owner_organisation_id: str | None = reference("Ansvarlig organisation", "organisations")
    deadline: str | None = day("Frist")
    done_on: str | None = day("Udført den", happened=True)
    result: str = long_text("Resultat")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when the text is blank."""
        Record.check(self)
        if not self.text.strip():
            raise Invalid("Opfølgning mangler. Skriv, hvad der skal gøres.", field="text")


class MeetingForm(Record):
    """A form of meeting that the network has decided on, with an agenda of its own (M18)."""

    TABLE = "meeting_forms"
    NOUN, PLURAL = "mødeform", "mødeformer"
    TITLE = ("name",)

    name: str = line("Mødeform", required=True)
    kind: str = choice("Mødetype", MeetingKind, MEETING_KINDS, MeetingKind.OTHER)
    is_online: bool = flag("Online")
    starts_at: str | None = time("Fra kl.")
    ends_at: str | None = time("Til kl.")
    decided_item_id: str | None = reference("Besluttet under punkt", "agenda_items")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when meetings of the form would end before they begin, or in the same minute."""
        Record.check(self)
        check_hours("Mødet", self.starts_at, self.ends_at)


class FormItem(Record):
    """An agenda item that every meeting of a form begins with (M18)."""

    TABLE = "form_items"
    NOUN, PLURAL = "fast punkt", "faste punkter"
    ARTICLE = "et"
    TITLE = ("title",)

    form_id: str | None = reference("Mødeform", "meeting_forms", required=True)
    position: int | None = count("Pkt.")
    title: str = line("Overskrift", required=True)
    kind: str = choice("Type", ItemKind, ITEM_KINDS, ItemKind.DISCUSSION)
    minutes_allotted: int | None = count("Minutter")
    presentation: str = long_text("Sagsfremstilling")
    archived: bool = flag("Arkiveret")


class WorkingGroup(Record):
    """A group that the network has set up for a task of its own (M18)."""

    TABLE = "working_groups"
    NOUN, PLURAL = "arbejdsgruppe", "arbejdsgrupper"
    TITLE = ("name",)

    name: str = line("Arbejdsgruppe", required=True)
    purpose: str = long_text("Opgave")
    starts_on: str | None = day("Nedsat")
    ends_on: str | None = day("Afsluttet")
    decided_item_id: str | None = reference("Besluttet under punkt", "agenda_items")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when a period ends before it begins."""
        Record.check(self)
        check_period(self.starts_on, self.ends_on)


class GroupMember(Record):
    """A member of a working group, perhaps its lead (M18)."""

    TABLE = "group_members"
    NOUN, PLURAL = "medlem af arbejdsgruppe", "medlemmer af arbejdsgrupper"
    ARTICLE = "et"

    group_id: str | None = reference("Arbejdsgruppe", "working_groups", required=True)
    person_id: str | None = reference("Person", "people", required=True)
    is_lead: bool = flag("Tovholder")
    starts_on: str | None = day("Fra")
    ends_on: str | None = day("Til og med")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when a period ends before it begins."""
        Record.check(self)
        check_period(self.starts_on, self.ends_on)
