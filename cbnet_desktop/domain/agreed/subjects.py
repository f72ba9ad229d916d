"""The rows that an agreed text is made of, act by act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cbnet_desktop.domain.records import (
    AgendaItem,
    Annex,
    Attendance,
    BudgetShare,
    FocusArea,
    FocusSet,
    FollowUp,
    InvolvedLibrary,
    Involvement,
    Meeting,
)
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.choices import Act, MeetingState

#: Field values by name, by row id, by table.
Rows = dict[str, dict[str, dict[str, Value]]]
Part = tuple[Iterable[Record], tuple[str, ...]]


class Subject(NamedTuple):
    """What an act is about: the kind of row, the act's own fields (first its day), and the parts of the text.

    is_locked: the rows cannot be edited until the act is reopened; lapses: the act's own fields are cleared when they
    are; otherwise the rows are revised.
    """

    kind: type[Record]
    own: tuple[str, ...]
    parts: Callable[[Network, Any], Iterator[Part]]
    is_locked: bool = False
    lapses: bool = False

    @property
    def day(self) -> str:
        """The field with the act's day."""
        return self.own[0]


_AREA = ("title", "part", "level", "position", "description")
_MEETING = (
    "kind",
    "title",
    "held_on",
    "starts_at",
    "ends_at",
    "ends_on",
    "place",
    "is_online",
    "link",
    "group_id",
    "chair_id",
)
_ITEM = (
    "meeting_id",
    "position",
    "title",
    "kind",
    "topic",
    "presentation",
    "recommendation",
    "minutes_allotted",
    "minutes_of_id",
    "closed",
)
_ANNEX = ("agenda_item_id", "position", "title", "link", "file_name", "sha256", "closed")
_ATTENDANCE = (
    "meeting_id",
    "person_id",
    "status",
    "substitute_for_id",
    "is_guest",
    "from_item_id",
    "to_item_id",
)
#: A follow-up's outcome is reported later and is no part of the minutes.
_FOLLOW_UP = ("meeting_id", "agenda_item_id", "text", "owner_person_id", "owner_organisation_id", "deadline")
_SHARE = ("year", "organisation_id", "earmarked_ore", "share_bp", "share_ore", "archived")


def _areas(network: Network, year: int, *more: str) -> Part:
    return network.where(FocusArea, "year", year), ("year", *_AREA, *more)


def _letter(network: Network, row: FocusSet) -> Iterator[Part]:
    yield [row], ("year", "consulted_on", "deadline", "letter")
    yield _areas(network, row.year, "proposed_by_id", "continues_id")


def _set(network: Network, row: FocusSet) -> Iterator[Part]:
    yield [row], ("year", "consulted_on", "deadline", "set_on", "set_by_id")
    yield _areas(network, row.year, "continues_id")


def _consent(network: Network, row: InvolvedLibrary) -> Iterator[Part]:
    yield [row], ("involvement_id", "organisation_id", "consented_on", "consented_by_id", "archived")
    involvement = network.find(Involvement, row.involvement_id)
    if involvement:
        yield [involvement], ("focus_area_id", "content", "archived")
        area = network.find(FocusArea, involvement.focus_area_id)
        yield [area] if area else [], ("title", "archived")


def _agenda(network: Network, row: Meeting) -> Iterator[Part]:
    yield [row], (*_MEETING, "called_on", "invitation")
    yield from _items(network, row, _ITEM)


def _minutes(network: Network, row: Meeting) -> Iterator[Part]:
    yield [row], (*_MEETING, "minute_taker", "state", "approved_on", "approved_at_id", "archived")
    yield from _items(network, row, (*_ITEM, "outcome", "decision"))
    yield network.where(Attendance, "meeting_id", row.id), _ATTENDANCE
    yield network.where(FollowUp, "meeting_id", row.id), _FOLLOW_UP


def _items(network: Network, row: Meeting, fields: tuple[str, ...]) -> Iterator[Part]:
    items = network.where(AgendaItem, "meeting_id", row.id)
    yield items, fields
    yield [annex for item in items for annex in network.where(Annex, "agenda_item_id", item.id)], _ANNEX


def _share(day: str) -> Callable[[Network, BudgetShare], Iterator[Part]]:
    def parts(_: Network, row: BudgetShare) -> Iterator[Part]:
        yield [row], (*_SHARE, day)

    return parts


SUBJECTS: Mapping[Act, Subject] = {
    Act.CONSULTED: Subject(FocusSet, ("consulted_on",), _letter),
    Act.SET: Subject(FocusSet, ("set_on", "set_by_id"), _set, is_locked=True),
    Act.CONSENTED: Subject(InvolvedLibrary, ("consented_on", "consented_by_id"), _consent, lapses=True),
    Act.CALLED: Subject(Meeting, ("called_on",), _agenda),
    Act.APPROVED: Subject(Meeting, ("approved_on", "approved_at_id"), _minutes, is_locked=True),
    Act.LIBRARY_AGREED: Subject(BudgetShare, ("library_agreed_on",), _share("library_agreed_on"), lapses=True),
    Act.AGENCY_AGREED: Subject(BudgetShare, ("agency_agreed_on",), _share("agency_agreed_on"), lapses=True),
}


def rows(network: Network, act: Act, row: Record) -> Rows:
    """The agreed fields of the rows that an act's text is made of, as they are now."""
    found: Rows = {}
    for records, names in SUBJECTS[act].parts(network, row):
        for record in records:
            fields = {name: getattr(record, name) for name in names}
            found.setdefault(record.TABLE, {})[record.id] = fields
    return found


def is_done(act: Act, row: Record) -> bool:
    """Whether a row says that the act was done."""
    if isinstance(row, Meeting) and act is Act.APPROVED:
        return row.state == MeetingState.APPROVED
    return bool(row.values()[SUBJECTS[act].day])


def day(act: Act, row: Record) -> str:
    """The day (ISO) on which a row says that the act was done; empty where it does not."""
    return str(row.values()[SUBJECTS[act].day] or "") if is_done(act, row) else ""


def touched(network: Network, row: Record) -> Iterator[Record]:
    """The rows whose acts a row of any table is part of."""
    if isinstance(row, (Meeting, FocusSet, InvolvedLibrary, BudgetShare)):
        yield row
    elif isinstance(row, (AgendaItem, Attendance, FollowUp)):
        yield from _found(network, Meeting, row.meeting_id)
    elif isinstance(row, Annex):
        item = network.find(AgendaItem, row.agenda_item_id)
        yield from _found(network, Meeting, item.meeting_id if item else row.meeting_id)
    elif isinstance(row, Involvement):
        yield from (one for one in network.rows(InvolvedLibrary) if one.involvement_id == row.id)
    elif isinstance(row, FocusArea):
        yield from (one for one in network.rows(FocusSet) if one.year == row.year)
        involved = {one.id for one in network.rows(Involvement) if one.focus_area_id == row.id}
        yield from (one for one in network.rows(InvolvedLibrary) if one.involvement_id in involved)


def _found(network: Network, kind: type[Record], row_id: str | None) -> Iterator[Record]:
    row = network.find(kind, row_id)
    if row:
        yield row
