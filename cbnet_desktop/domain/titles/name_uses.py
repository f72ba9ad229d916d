"""Where the name of a person, a seat or an organisation is shown, for whoever is about to change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from cbnet_desktop.domain.records import (
    RECORDS,
    Attendance,
    CommitteeMember,
    Erasure,
    FormerName,
    FormerSeatName,
    Goal,
    GroupMember,
    InvolvedLibrary,
    Organisation,
    Person,
    Plan,
    PlanVersion,
    Seat,
)
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.fields import Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, parents
from cbnet_desktop.domain.words import danish

#: The fields that name a row everywhere, by its table.
NAMES = {kind.TABLE: kind.TITLE for kind in (Person, Seat, Organisation)}
#: Rows that are shown as part of another row.
PARTS = (Attendance, Goal, CommitteeMember, GroupMember, InvolvedLibrary)
#: Rows that only document the named row itself.
ACCOUNTS = (Erasure, FormerName, FormerSeatName)
FORMER = (FormerName.TABLE, FormerSeatName.TABLE)


def places(network: Network, table: str, row_ids: Collection[str]) -> str:
    """What shows these rows' names, for example »14 møder, 3 handlingsplaner og 1 udpegning«; empty for none."""
    counts = Counter(user for user, _ in sorted(_referring(network, table, row_ids)))
    return danish.joined([labels.counted(user, count) for user, count in counts.most_common()])


def renamed(network: Network, changes: Iterable[Change]) -> str:
    """Sentences on where the new names of an edit are shown; empty for none. network is the one after the edit."""
    edit = tuple(changes)
    made = [change for change in edit if _changed_name(change)]
    sentences = []
    for table in dict.fromkeys(change.table for change in made):
        rows = [change for change in made if change.table == table]
        row_ids = {change.row_id for change in rows}
        if where := places(network, table, row_ids):
            sentences.append(f"{_sentence(rows)} {where}.")
            signed = {(Plan.TABLE, version.plan_id) for version in network.rows(PlanVersion)}
            if signed & _referring(network, table, row_ids):
                sentences.append("Godkendte versioner beholder det gamle navn.")
    until = {str((change.after or {})["ends_on"]) for change in edit if change.table in FORMER and not change.before}
    if made and until:
        last = danish.short_date(max(until))
        sentences.append(f"Til og med {last} gælder det gamle; var det en skrivefejl, så arkivér det tidligere navn.")
    return " ".join(sentences)


def is_renamed(before: Mapping[str, Value], after: Mapping[str, Value], table: str) -> bool:
    """Whether new values of a row change its name."""
    return any(name in after and after[name] != before[name] for name in NAMES[table])


def is_of_the_past(network: Network, table: str, row_id: str, today: str, depth: int = 3) -> bool:
    """Whether something from before today (ISO) speaks of a row, itself or through rows without a date."""
    for user, user_id in _referring(network, table, {row_id}):
        row = network.row(user, user_id)
        begun = _first_day(network, row)
        if begun and begun < today:
            return True
        if not begun and depth and is_of_the_past(network, user, user_id, today, depth - 1):
            return True
    return False


def _first_day(network: Network, row: Record | None) -> str:
    """The first date of a row or of what it is a part of, the first day of a year; empty where there is none."""
    if row is None:
        return ""
    values = row.values()
    kinds = {name: field.kind for name, field in row.fields().items() if values[name]}
    days = [str(values[name]) for name, kind in kinds.items() if kind is Kind.DATE]
    days += [f"{values[name]}-01-01" for name, kind in kinds.items() if kind is Kind.YEAR]
    return min(days, default="") or _first_day(network, parents.parent(network, row))


def _changed_name(change: Change) -> str:
    """The name field that a change sets; empty for none."""
    before, after = change.before or {}, change.after or {}
    names = NAMES.get(change.table, ())
    return next((name for name in names if name in before and name in after and before[name] != after[name]), "")


def _sentence(rows: list[Change]) -> str:
    if len(rows) > 1:
        return f"{labels.counted(rows[0].table, len(rows))} har fået andet navn. Navnene står i"
    (change,) = rows
    name = _changed_name(change)
    old, new = (labels.short(str(side[name] or "")) for side in (change.before or {}, change.after or {}))
    return f"Navnet på {old or new} er rettet{f' til {new}' if old and new else ''}. Det står i"


def _referring(network: Network, table: str, row_ids: Collection[str]) -> set[tuple[str, str]]:
    """Table and id of every live row that refers to one of the rows; the parent instead of its part."""
    users = set()
    for kind in RECORDS:
        names = [name for name, field in kind.fields().items() if field.refers_to == table]
        if not names or kind in ACCOUNTS:
            continue
        for row in network.live(kind):
            if any(getattr(row, name) in row_ids for name in names):
                whole = parents.parent(network, row) if isinstance(row, PARTS) else row
                if whole is not None and not getattr(whole, "archived", False):
                    users.add((whole.TABLE, whole.id))
    return users
