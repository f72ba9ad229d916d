"""Dispatches as rows: drafted, sent and removed, and the act that one does by being sent (M13, M14)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cbnet_desktop.domain.agreed import subjects, texts
from cbnet_desktop.domain.focus import focus_steps
from cbnet_desktop.domain.meetings import meetings, notice
from cbnet_desktop.domain.records import TABLES, Annex, Dispatch, DispatchRecipient, FocusSet, Meeting, Person
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.dispatches import ABOUT
from cbnet_desktop.domain.records.errors import Frozen, Invalid
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.ordering import by_position
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Act, DispatchKind, MeetingState

#: The act that a dispatch of a kind does by being sent.
ACTS = {DispatchKind.NOTICE: Act.CALLED, DispatchKind.CONSULTATION: Act.CONSULTED}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whom a dispatch may go to; is_meant says whether it does unless the secretary decides otherwise."""

    person_id: str | None
    name: str
    seat: str
    address: str
    is_meant: bool = True


def of(network: Network, about: Record) -> list[Dispatch]:
    """The dispatches about a meeting, a year's focus areas, a plan or a person, newest first."""
    return newest_first(
        row for row in network.rows(Dispatch) if about.id in (getattr(row, name) for name in row.PARENTS)
    )


def unsent_reminders(network: Network, person: Person) -> list[Dispatch]:
    """The drafts of reminders to a person."""
    return [row for row in of(network, person) if not row.sent_on]


def newest_first(found: Iterable[Dispatch]) -> list[Dispatch]:
    """Dispatches by day, the drafts among them by the day on which they were written."""
    return sorted(found, key=lambda row: (row.sent_on or row.drafted_on or "", row.id), reverse=True)


def about(network: Network, dispatch: Dispatch) -> Record | None:
    """The meeting, year's focus areas, plan or person that a dispatch is about."""
    name = ABOUT[dispatch.kind]
    row_id = dispatch.values()[name]
    return network.row(dispatch.fields()[name].refers_to, str(row_id)) if row_id else None


def recipients(network: Network, dispatch: Dispatch) -> list[DispatchRecipient]:
    """The recipients of a dispatch, in Danish order of their names."""
    found = (row for row in network.rows(DispatchRecipient) if row.dispatch_id == dispatch.id)
    return sorted(found, key=lambda row: (danish.sort_key(row.name), row.id))


def told(network: Network, dispatch: Dispatch) -> str:
    """Where a dispatch stands, for example »sendt 12.11.2014 til 8, oplyst af Birger«."""
    to = f"til {danish.counted(len(recipients(network, dispatch)), 'modtager', 'modtagere')}"
    if not dispatch.sent_on:
        return f"kladde {danish.short_date(dispatch.drafted_on)} {to}"
    by = f", oplyst af {dispatch.sent_by}" if dispatch.sent_by else ""
    return f"sendt {danish.short_date(dispatch.sent_on)} {to}{by}"


def mark(dispatch_id: str) -> str:
    """What tells a dispatch from others in a subject line, where mail programs leave it alone."""
    return f"CBnet {dispatch_id[:4].upper()}-{dispatch_id[4:6].upper()}"


def said(network: Network, kind: str, row: Record) -> str:
    """The SHA-256 of what an act on a row would agree on now, without its day; empty for a kind that does no act.

    Empty fields are left out, so that it stays the same when a later version of the program has one more.
    """
    act = ACTS.get(DispatchKind(kind))
    if act is None:
        return ""
    rows = subjects.rows(network, act, row)
    for name in subjects.SUBJECTS[act].own:
        del rows[row.TABLE][row.id][name]
    filled = {
        table: {row_id: TABLES[table].said(values) for row_id, values in kept.items()} for table, kept in rows.items()
    }
    return hashlib.sha256(texts.canonical(filled).encode()).hexdigest()


def would_agree(network: Network, dispatch: Dispatch) -> subjects.Rows:
    """The rows of the text that a draft would agree on by being sent; none for a kind that does no act."""
    row, done = about(network, dispatch), ACTS.get(DispatchKind(dispatch.kind))
    return subjects.rows(network, done, row) if row and done else {}


def is_changed(network: Network, dispatch: Dispatch) -> bool:
    """Whether the act that a dispatch would do by being sent now would agree on something else than its paper says."""
    row = about(network, dispatch)
    if row is None or not dispatch.said_sha256:
        return False
    try:
        changes = act(network, dispatch.kind, row, dispatch.sent_on or dispatch.drafted_on or "")
    except Invalid:
        return True
    done = network.with_changes(changes)
    now = done.row(row.TABLE, row.id)
    return bool(changes) and now is not None and said(done, dispatch.kind, now) != dispatch.said_sha256


def changed_words(network: Network, dispatch: Dispatch) -> str:
    """What does not follow from sending a dispatch whose paper says something else than what stands; else empty."""
    if not is_changed(network, dispatch):
        return ""
    lacks = {
        DispatchKind.NOTICE: "Dagsordenen er ændret, siden kladden blev skrevet, så mødet er ikke sat til indkaldt.",
        DispatchKind.CONSULTATION: "Høringen er ændret, siden kladden blev skrevet, så den er ikke begyndt.",
    }
    return f"{lacks[DispatchKind(dispatch.kind)]} Skriv en ny kladde, og send den."


def drafted(dispatch_id: str, values: dict[str, Value], to: Iterable[Recipient]) -> tuple[Change, ...]:
    """The changes that record a draft and whom it is to."""
    rows = (
        {
            "dispatch_id": dispatch_id,
            "person_id": one.person_id,
            "name": one.name,
            "seat": one.seat,
            "address": one.address,
        }
        for one in to
    )
    return Change(Dispatch.TABLE, dispatch_id, None, values), *map(DispatchRecipient.added, rows)


def sent(dispatch: Dispatch, on: str, by: str) -> Change:
    """The change that says that a draft was sent, on somebody's word; raises Frozen where it was said before."""
    if dispatch.sent_on:
        raise Frozen(f"Forsendelsen er allerede markeret som sendt {danish.short_date(dispatch.sent_on)}.")
    return dispatch.edited({"sent_on": on, "sent_by": by})


def removed(network: Network, dispatch: Dispatch) -> tuple[Change, ...]:
    """The changes that remove a draft with its recipients and files."""
    return tuple(Change(row.TABLE, row.id, row.values(), None) for row in (*parts(network, dispatch), dispatch))


def parts(network: Network, dispatch: Dispatch) -> list[Record]:
    """The files and recipients of a dispatch."""
    files = (row for row in network.rows(Annex) if row.dispatch_id == dispatch.id)
    return [*sorted(files, key=by_position), *recipients(network, dispatch)]


def act(network: Network, kind: str, row: Record, on: str) -> tuple[Change, ...]:
    """The changes of the act that is done by sending: the meeting is called, the consultation begun.

    None where it is over: the meeting has been held or is cancelled, or the focus areas are set.
    """
    if kind == DispatchKind.NOTICE and isinstance(row, Meeting):
        is_over = row.state in meetings.HELD or row.state == MeetingState.CANCELLED
        return () if is_over else notice.called(network, row, on, row.invitation)
    if kind == DispatchKind.CONSULTATION and isinstance(row, FocusSet):
        # A letter that was revised is sent again in the same consultation, whose answers stand.
        return () if row.set_on else focus_steps.send(network, row.year, row.consulted_on or on, row.deadline)
    return ()


def acts(network: Network, edit: Iterable[Change]) -> Iterator[Change]:
    """The acts that an edit does by saying that dispatches were sent, each where what was sent is still what stands."""
    edit = tuple(edit)
    after = network.with_changes(edit)
    for dispatch in _now_sent(network, after, edit):
        row = about(after, dispatch)
        if row and not is_changed(after, dispatch):
            yield from act(after, dispatch.kind, row, dispatch.sent_on or "")


def fixed(network: Network, after: Network, edit: Iterable[Change]) -> Iterator[Record]:
    """The recipients and files of what an edit says was sent: they stand, though somebody removes the draft unaware."""
    for dispatch in _now_sent(network, after, edit):
        yield from parts(after, dispatch)


def _now_sent(network: Network, after: Network, edit: Iterable[Change]) -> Iterator[Dispatch]:
    for change in edit:
        dispatch = after.find(Dispatch, change.row_id) if change.table == Dispatch.TABLE else None
        before = network.find(Dispatch, change.row_id)
        if dispatch and dispatch.sent_on and not (before and before.sent_on):
            yield dispatch


def title(network: Network, kind: str, row: Record) -> str:
    """The subject line that is proposed, without its mark."""
    name = titles.row_title(network, row)
    words = {
        DispatchKind.NOTICE: f"Indkaldelse: {name}",
        DispatchKind.CONSULTATION: f"Høring: {name}",
        DispatchKind.MINUTES: f"Referat: {name}",
        DispatchKind.PLAN: name,
        DispatchKind.REMINDER: "Påmindelse",
    }
    return words[DispatchKind(kind)]
