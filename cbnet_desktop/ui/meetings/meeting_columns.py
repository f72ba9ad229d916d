"""The columns and rows of the table of meetings (M14, M16, M19)."""

from __future__ import annotations

from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import AgendaItem, Meeting
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MEETING_STATES, MeetingKind, MeetingState
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import Column, TableSpec, column

STATE_ICONS = {
    MeetingState.PLANNED: "calendar",
    MeetingState.CALLED: "apologies",
    MeetingState.HELD: "kept",
    MeetingState.APPROVED: "signed",
    MeetingState.CANCELLED: "close",
}
#: States after which a meeting is over.
OVER = (MeetingState.HELD, MeetingState.APPROVED, MeetingState.CANCELLED)


def spec() -> TableSpec:
    """The table of the year's meetings."""
    return TableSpec(
        Meeting,
        (
            column(Meeting, "held_on", width=10),
            Column(
                "Uge",
                text=_week,
                sort_by=lambda _, row: getattr(row, "held_on", None),
                width=6,
                elsewhere="Ugen følger af datoen.",
            ),
            column(Meeting, "starts_at", title="Kl.", width=5),
            column(Meeting, "kind", width=33),
            column(Meeting, "title", width=18),
            column(Meeting, "place", width=21),
            column(Meeting, "state", width=19, icon=_state_icon),
        ),
        rows=shown,
        blank=lambda session: {"held_on": f"{session.year}-01-15"},
        title="Møder",
        empty_text="Her står årets møder med dagsorden, fremmøde og referat, og det årsmøde, som årets plan bygger på.",
        first_action="Nyt møde …",
    )


def shown(session: Session) -> list[Meeting]:
    """The meetings of the calendar year and, before them, the source meeting of its plan (M16)."""
    network, year = session.network, session.year
    source = _source(network, year)
    of_year = meetings.of_year(network, year)
    return of_year if source is None or source in of_year else [source, *of_year]


def _source(network: Network, year: int) -> Meeting | None:
    """The annual meeting that the year's plan builds on, or would build on (M16)."""
    found = plan.of_year(network, year)
    return (plan.source_meeting(network, found) if found else None) or plan.offered_meeting(network, year)


def details(network: Network, year: int) -> str:
    """The details of the counter: its year, and the year's annual meeting (M14)."""
    annual = meetings.annual_of(network, year)
    if not annual:
        source = _source(network, year)
        built = f"; planen bygger på det {danish.short_date(source.held_on)}" if source else ""
        return f"i {year}. Intet årsmøde i {year} endnu{built}."
    words = [f"{danish.short_date(row.held_on)} ({MEETING_STATES[row.state].lower()})" for row in annual]
    return f"i {year}. Årsmøde {danish.joined(words)}."


def meeting_of(session: Session, table: str, row_id: str) -> Meeting | None:
    """The meeting of a row; without a row, the annual meeting whose agenda lacks a topic (M15)."""
    network = session.network
    if row_id:
        row = network.row(table, row_id)
        item = network.find(AgendaItem, getattr(row, "agenda_item_id", None))
        meeting_id = row_id if table == Meeting.TABLE else getattr(item or row, "meeting_id", None)
        return network.find(Meeting, meeting_id)
    if table != AgendaItem.TABLE:
        return None
    annual = [row for row in shown(session) if row.kind == MeetingKind.ANNUAL]
    return next((row for row in annual if meetings.lacking_topics(network, row)), None)


def _week(_: Network, row: Record) -> str:
    held_on = getattr(row, "held_on", None)
    return f"uge {danish.week(held_on)}" if held_on else ""


def _state_icon(_: Network, row: Record) -> str:
    state = getattr(row, "state", "")
    return STATE_ICONS[MeetingState(state)] if state in MEETING_STATES else ""
