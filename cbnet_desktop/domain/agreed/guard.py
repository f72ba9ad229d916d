"""What an edit may do to what was agreed: refused, lapsing, reopening, taking back (M8, M13, M14, M20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cbnet_desktop.domain.agreed import sent, subjects, texts
from cbnet_desktop.domain.agreed.subjects import SUBJECTS, Rows
from cbnet_desktop.domain.records import (
    AgendaItem,
    AgreedText,
    Annex,
    Attendance,
    BudgetShare,
    FocusArea,
    FocusSet,
    FollowUp,
    InvolvedLibrary,
    Involvement,
    Meeting,
    Reopening,
)
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Frozen, Invalid, Lapses, UserError
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Act, InvolvementState, MeetingState

LOCKED = tuple(act for act, subject in SUBJECTS.items() if subject.is_locked)
_IS_DECIDED = "Genåbningen er en beslutning, der står fast, og kan"
#: What was done by the acts that can be reopened.
ACT_DONE = {Act.APPROVED: "godkendt", Act.SET: "fastsat"}
LAPSING = tuple(act for act, subject in SUBJECTS.items() if subject.lapses)
REVISED = (Act.CONSULTED, Act.CALLED)
#: The tables whose rows agreed texts are made of.
TABLES = frozenset(
    kind.TABLE
    for kind in (
        Meeting,
        AgendaItem,
        Annex,
        Attendance,
        FollowUp,
        FocusSet,
        FocusArea,
        Involvement,
        InvolvedLibrary,
        BudgetShare,
        Reopening,
    )
)


@dataclass(frozen=True, slots=True)
class Lapse:
    """A consent or an agreed share that an edit takes the ground from, as one Danish phrase."""

    act: Act
    row_id: str
    name: str


def touched(network: Network, after: Network, changes: Iterable[Change]) -> list[tuple[Act, Record]]:
    """The acts on rows that an edit touches, each with the row as it was before."""
    found: dict[tuple[Act, str], tuple[Act, Record]] = {}
    for change in changes:
        for side in (network, after):
            row = side.row(change.table, change.row_id)
            for subject in subjects.touched(side, row) if row else ():
                before = network.row(subject.TABLE, subject.id)
                for act, one in SUBJECTS.items():
                    if before and one.kind is type(before):
                        found[act, before.id] = act, before
    return list(found.values())


def locks(network: Network, after: Network, changes: Iterable[Change], *, settles: bool = False) -> list[Frozen]:
    """The refusals of an edit that changes what was sent, or approved or set without reopening it (M13, M14).

    The rows may always be made to say again what was agreed.
    """
    changes = tuple(changes)
    found = [
        *sent.locks(network, changes, settles=settles),
        *_false_reopenings(network, changes),
        *_false_returns(network, after, changes),
    ]
    reopened = {(change.after or {}).get("text_id") for change in changes if change.table == Reopening.TABLE}
    for act, row in touched(network, after, changes):
        if act not in LOCKED:
            continue
        held = texts.standing(network, act, row)
        if held is None or held.text is None or reopened & {text.id for text in texts.of(network, act, row)}:
            continue
        now = after.row(row.TABLE, row.id)
        new = subjects.rows(after, act, now) if now else {}
        old = subjects.rows(network, act, row)
        is_same = new == old or texts.are_alike(new, texts.rows_of(held.text))
        if not is_same and not _is_completed(act, row, old, new):
            found.append(Frozen(_locked(network, held.text, row), table=row.TABLE, row_id=row.id))
    return found


def _is_completed(act: Act, row: Record, old: Rows, new: Rows) -> bool:
    """Whether the edit only fills in an empty field of the act itself, such as who set the focus areas."""
    filled = {name: None for name in SUBJECTS[act].own if old[row.TABLE][row.id][name] is None}
    completed = {
        **new,
        row.TABLE: {**new.get(row.TABLE, {}), row.id: {**new.get(row.TABLE, {}).get(row.id, {}), **filled}},
    }
    return completed == old


def _false_reopenings(network: Network, changes: Iterable[Change]) -> Iterator[Frozen]:
    """The refusals of a reopening that would be rewritten, of something that is not locked, or that is reopened."""
    reopened = {row.text_id for row in network.rows(Reopening)}
    for change in changes:
        if change.table != Reopening.TABLE or change.after is None:
            continue
        before, field = change.before, "text_id"
        text = network.find(AgreedText, str(change.after.get("text_id")))
        if before is not None and (edited := [name for name in change.after if change.after[name] != before.get(name)]):
            message, field = (
                f"{_IS_DECIDED} ikke rettes. Genåbn igen med en ny begrundelse, når det atter er låst.",
                edited[0],
            )
        elif text is not None and text.act not in LOCKED:
            message = "Kun godkendte referater og fastsatte indsatsområder kan genåbnes. Ret rækken direkte."
        elif before is None and text is not None and text.id in reopened:
            message = "Det er allerede genåbnet og kan rettes."
        else:
            continue
        yield Frozen(message, table=change.table, row_id=change.row_id, field=field)


def _false_returns(network: Network, after: Network, changes: Iterable[Change]) -> Iterator[Frozen]:
    """The refusals of taking a reopening away but by undoing it whole, to rows that say again what was agreed."""
    edited = {change.row_id for change in changes if change.after is not None}
    gone = [change for change in changes if change.table == Reopening.TABLE and change.after is None]
    reopened = {change.row_id: network.find(AgreedText, str((change.before or {}).get("text_id"))) for change in gone}
    back = [texts.rows_of(text) for text in reopened.values() if text]
    for row_id, text in reopened.items():
        row = texts.subject_of(after, text) if text else None
        if text is None or row is None:
            continue
        if row.id not in edited:
            yield Frozen(f"{_IS_DECIDED} ikke fjernes.", table=Reopening.TABLE, row_id=row_id)
            continue
        now = subjects.rows(after, Act(text.act), row)
        if any(texts.are_alike(now, one) for one in back):
            continue
        # Whoever tells it says of which meeting or year.
        what, again = ("Referatet", "Godkend det") if isinstance(row, Meeting) else ("Indsatsområderne", "Fastsæt dem")
        message = f"{what} er ændret, siden der blev genåbnet. {again} på ny."
        yield Frozen(message, table=Reopening.TABLE, row_id=row_id)
        yield Frozen(message, table=row.TABLE, row_id=row.id)


def require(network: Network, after: Network, changes: Iterable[Change], *, settles: bool = False) -> None:
    """Raises Frozen for an edit of what is locked; settles says that it decides between concurrent edits."""
    for refusal in locks(network, after, changes, settles=settles):
        raise refusal


def require_consent(network: Network, changes: Iterable[Change]) -> None:
    """Raises Lapses for an edit, as the user made it, by which agreements would lapse."""
    for refusal in lapsing_of(network, changes):
        raise refusal


def obstacles(network: Network, after: Network, changes: Iterable[Change]) -> list[UserError]:
    """The refusals of an edit that may let nothing lapse."""
    changes = tuple(changes)
    return [*locks(network, after, changes), *lapsing_of(network, changes)]


def lapsing_of(network: Network, changes: Iterable[Change]) -> list[Lapses]:
    """The refusal that names all consents and agreed shares that an edit would let lapse."""
    found = lapses(network, changes)
    if not found:
        return []
    names = danish.joined([one.name for one in found])
    row = network.get(SUBJECTS[found[0].act].kind, found[0].row_id)
    return [Lapses(f"Rettelsen ændrer det, der blev aftalt: {names} bortfalder.", table=row.TABLE, row_id=row.id)]


def _locked(network: Network, text: AgreedText, row: Record) -> str:
    on = danish.short_date(text.agreed_on)
    if isinstance(row, Meeting):
        return (
            f"Referatet af {titles.meeting_title(row)} er godkendt {on} og kan ikke rettes. "
            "Genåbn referatet med en begrundelse, hvis det skal rettes."
        )
    title = labels.row_title(network, row)
    return f"{title} er fastsat {on} og kan ikke rettes. Genåbn fastsættelsen med en begrundelse, hvis de skal rettes."


def reopen_first(network: Network, row: Meeting | FocusSet) -> str:
    """A sentence to follow advice to edit a row, where it is locked and has to be reopened first; else empty."""
    act, said = (
        (Act.APPROVED, " Referatet er låst; genåbn det først.")
        if isinstance(row, Meeting)
        else (Act.SET, " Fastsættelsen er låst; genåbn den først.")
    )
    held = texts.standing(network, act, row)
    return said if held and held.text else ""


def lapses(network: Network, changes: Iterable[Change]) -> list[Lapse]:
    """The consents and agreed shares whose text an edit changes (M8, M20)."""
    changes = tuple(changes)
    after = network.with_changes(changes)
    found: list[Lapse] = []
    for act, row in touched(network, after, changes):
        now = after.row(row.TABLE, row.id)
        if act not in LAPSING or now is None or not subjects.is_done(act, row) or _is_archived(row):
            continue
        if not subjects.is_done(act, now) or _sets(changes, act, row):
            continue
        new = subjects.rows(after, act, now)
        held = texts.standing(network, act, row)
        is_known = held is not None and held.text is not None and texts.are_alike(new, texts.rows_of(held.text))
        if new != subjects.rows(network, act, row) and not is_known:
            found.append(Lapse(act, row.id, _name(network, act, row)))
    return found


def _is_archived(row: Record) -> bool:
    return bool(row.values().get("archived"))


def _sets(changes: Iterable[Change], act: Act, row: Record) -> bool:
    """Whether an edit sets fields of the act itself, and so does it anew."""
    own = set(SUBJECTS[act].own)
    return any(change.row_id == row.id and own & (change.after or {}).keys() for change in changes)


def _name(network: Network, act: Act, row: Record) -> str:
    on = danish.short_date(subjects.day(act, row))
    if isinstance(row, InvolvedLibrary):
        involvement = network.find(Involvement, row.involvement_id)
        area = network.find(FocusArea, involvement.focus_area_id) if involvement else None
        to = f" til {quoted(area.title)}" if area else ""
        return f"samtykket fra {titles.organisation_name(network, row.organisation_id)} {on}{to}"
    assert isinstance(row, BudgetShare)
    library = titles.name_in(network, row.organisation_id, row.year)
    who = library if act is Act.LIBRARY_AGREED else agency.name_in(network, row.year)
    return f"aftalen om andelen for {library} i {row.year} ({who} {on})"


def lapsing(network: Network, found: Iterable[Lapse]) -> Iterator[Change]:
    """The changes by which consents and agreed shares lapse; an involvement without all consents is a draft again."""
    drafts: dict[str, Involvement] = {}
    fields: dict[str, tuple[Record, list[str]]] = {}
    for one in found:
        row = network.get(SUBJECTS[one.act].kind, one.row_id)
        fields.setdefault(row.id, (row, []))[1].extend(SUBJECTS[one.act].own)
        involvement = network.find(Involvement, row.involvement_id) if isinstance(row, InvolvedLibrary) else None
        if involvement and involvement.state == InvolvementState.AGREED:
            drafts[involvement.id] = involvement
    for row, names in fields.values():
        yield row.edited({name: None for name in names if row.values()[name] is not None})
    for involvement in drafts.values():
        yield involvement.edited({"state": str(InvolvementState.DRAFT), "agreed_on": None})


def reopened(network: Network, act: Act, row: Record, reason: str, today: str) -> tuple[Change, ...]:
    """The changes that reopen approved minutes or the set focus areas, with a reason on record.

    Raises Invalid where nothing is locked or the reason is missing.
    """
    found = list(texts.of(network, act, row))
    if not found:
        what = "Referatet er ikke godkendt" if act is Act.APPROVED else "Indsatsområderne er ikke fastsat"
        raise Invalid(f"{what}, så der er intet at genåbne.", table=row.TABLE, row_id=row.id)
    if not reason.strip():
        raise Invalid("Begrundelsen mangler. Skriv, hvorfor det skal genåbnes.", field="reason")
    return (
        *(Reopening.added({"text_id": text.id, "reopened_on": today, "reason": reason}) for text in found),
        row.edited(_undone(row, today)),
    )


def _undone(row: Record, today: str) -> dict[str, Value]:
    """A meeting is held again; one that a merge approved before its day is called or planned again."""
    if isinstance(row, Meeting):
        ahead = MeetingState.CALLED if row.called_on else MeetingState.PLANNED
        state = ahead if (row.held_on or "") > today else MeetingState.HELD
        return {"state": str(state), "approved_on": None, "approved_at_id": None}
    return {"set_on": None, "set_by_id": None}


def last_reopening(network: Network, act: Act, row: Record) -> Reopening | None:
    """The last reopening of an act on a row."""
    own = {text.id for text in network.rows(AgreedText) if text.subject_id == row.id and text.act == act}
    found = [one for one in network.rows(Reopening) if one.text_id in own]
    return max(found, key=lambda one: (one.reopened_on or "", one.id), default=None)


def reopened_words(network: Network, act: Act, row: Record) -> str:
    """When an act was done and last reopened, and why, as a Danish phrase; empty where it never was."""
    last = last_reopening(network, act, row)
    text = network.find(AgreedText, last.text_id) if last else None
    if last is None or text is None:
        return ""
    done = f"{ACT_DONE[act]} {danish.short_date(text.agreed_on)}"
    return f"{done} og genåbnet {danish.short_date(last.reopened_on)}: {last.reason}"


def reopening(network: Network, changes: Iterable[Change]) -> Iterator[Change]:
    """What a reopening brings with it where the edit holds the reopening alone."""
    changes = tuple(changes)
    edited = {change.row_id for change in changes if change.before is not None}
    added = [change.after or {} for change in changes if change.table == Reopening.TABLE and change.before is None]
    for values in added:
        text = network.find(AgreedText, str(values.get("text_id")))
        row = texts.subject_of(network, text) if text and text.act in LOCKED else None
        if text and row and row.id not in edited and text in texts.of(network, Act(text.act), row):
            yield row.edited(_undone(row, str(values.get("reopened_on"))))


def taken_back(network: Network, text: AgreedText) -> tuple[Change, ...]:
    """The changes that make the rows say again what was agreed; rows added since are archived."""
    row = texts.subject_of(network, text)
    before, now = texts.rows_of(text), subjects.rows(network, Act(text.act), row) if row else {}
    made: list[Change] = []
    for table, kept in before.items():
        for row_id, values in kept.items():
            held = network.row(table, row_id)
            wanted = {"archived": False, **values} if held and "archived" in held.fields() else values
            if held is None:
                made.append(Change(table, row_id, None, wanted))
            elif changed := {name: value for name, value in wanted.items() if held.values()[name] != value}:
                made.append(held.edited(changed))
    for table, held_rows in now.items():
        for row_id in held_rows.keys() - before.get(table, {}).keys():
            made.append(network.tables[table][row_id].edited({"archived": True}))
    return tuple(made)


def revised(network: Network, changes: Iterable[Change], today: str) -> Iterator[Change]:
    """The date of revision of letters and agendas that were sent and now say something else (M13, M14).

    It is cleared when they are sent again or say again what was sent; after the meeting it stays.
    """
    changes = tuple(changes)
    after = network.with_changes(changes)
    sent_again = {(act, row.id) for act, row in done_now(network, after, changes)}
    for act, row in touched(network, after, changes):
        now, held = after.row(row.TABLE, row.id), texts.standing(network, act, row)
        if act not in REVISED or not isinstance(now, (Meeting, FocusSet)) or held is None or held.text is None:
            continue
        new = subjects.rows(after, act, now)
        is_over = isinstance(now, Meeting) and now.state in (MeetingState.HELD, MeetingState.APPROVED)
        is_sent = subjects.is_done(act, now)
        is_same = not is_sent or texts.are_alike(new, texts.rows_of(held.text)) or (act, row.id) in sent_again
        wanted = None if is_same else today
        if new != subjects.rows(network, act, row) and not is_over and now.revised_on != wanted:
            yield now.edited({"revised_on": wanted})


def done_now(network: Network, after: Network, changes: Iterable[Change]) -> Iterator[tuple[Act, Record]]:
    """The acts that an edit does, or does again, with the row after it."""
    changes = tuple(changes)
    seen: set[tuple[Act, str]] = set()
    for change in changes:
        now, before = after.row(change.table, change.row_id), network.row(change.table, change.row_id)
        for act, subject in SUBJECTS.items():
            if now is None or subject.kind is not type(now) or (act, now.id) in seen:
                continue
            is_new = before is None or not subjects.is_done(act, before)
            if subjects.day(act, now) and (is_new or _sets(changes, act, now)):
                seen.add((act, now.id))
                yield act, now
