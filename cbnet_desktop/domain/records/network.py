"""The network in memory: the immutable records of all tables, with the look-ups that the rules need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cbnet_desktop.domain.records import TABLES, Charter, NetworkProfile
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.fields import Record

R = TypeVar("R", bound=Record)
Rows = Mapping[str, Record]
#: What rows are kept by: a field, or the years of the days from one to another.
By = str | tuple[str, str]
#: The most changed rows of a table that are renewed one by one.
MANY = 20


@dataclass(frozen=True, slots=True)
class Network:
    """All records by table and id."""

    tables: Mapping[str, Rows]
    #: The ids of signed versions made on a computer that nobody in the network knows (yet).
    from_strangers: frozenset[str] = frozenset()
    #: Cache of live(), by table: the rules call it some three hundred times for each edit.
    _live: dict[str, list[Record]] = field(default_factory=dict, init=False, repr=False, compare=False)
    #: Cache of where() and in_year(), by table and field: no rule looks at the rows of all years for those of one.
    _by_value: dict[str, dict[By, dict[Any, list[Record]]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    #: Of which rows a table is a changed copy, and the ids that may differ: what is kept of a table renews these alone.
    _trail: dict[str, tuple[Rows, frozenset[str]]] = field(default_factory=dict, init=False, repr=False, compare=False)
    #: What recall.recalled() remembers, shared by the networks that come of each other.
    memory: dict[Any, tuple[Any, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def empty(cls) -> Network:
        """A network without a row."""
        return cls({table: {} for table in TABLES})

    def rows(self, kind: type[R]) -> Iterator[R]:
        """Every row of a table, the archived too."""
        return iter(self.tables[kind.TABLE].values())  # type: ignore[arg-type]  # a table holds its own kind only

    def live(self, kind: type[R]) -> list[R]:
        """The rows of a table that are not archived."""
        return self.live_list(kind)[:]  # type: ignore[return-value]  # a table holds its own kind only

    def where(self, kind: type[R], name: str, value: object) -> list[R]:
        """The rows of live() whose field of this name has a value, in their order."""
        return (self.bucket(kind, name, value) or [])[:]  # type: ignore[return-value]  # likewise

    def in_year(self, kind: type[R], name: str, year: int, until: str = "") -> list[R]:
        """The rows of live() whose date of this name, or the days from it until another one, lie in a year."""
        return (self.bucket(kind, (name, until or name), f"{year:04}") or [])[:]  # type: ignore[return-value]  # likewise

    def live_list(self, kind: type[Record]) -> list[Record]:
        """The list that live() copies: the same one until a row of the table changes."""
        found = self._live.get(kind.TABLE)
        if found is None:
            found = [row for row in self.rows(kind) if not getattr(row, "archived", False)]
            self._live[kind.TABLE] = found
        return found

    def bucket(self, kind: type[Record], by: By, value: object) -> list[Record] | None:
        """The list that where() and in_year() copy, None for none: the same until one of its rows changes."""
        fields = self._by_value.setdefault(kind.TABLE, {})
        if by not in fields:
            found: defaultdict[Any, list[Record]] = defaultdict(list)
            for row in self.live_list(kind):
                for key in _keys(row, by):
                    found[key].append(row)
            fields[by] = dict(found)
        return fields[by].get(value)

    def find(self, kind: type[R], row_id: str | None) -> R | None:
        """The row with this id, archived or not."""
        return self.tables[kind.TABLE].get(row_id) if row_id else None  # type: ignore[return-value]  # a table holds its own kind only

    def get(self, kind: type[R], row_id: str | None) -> R:
        """The row with this id; raises Missing."""
        row = self.find(kind, row_id)
        if row is None:
            raise Missing(f"Der findes ikke en række »{row_id}« i {kind.TABLE}.", table=kind.TABLE)
        return row

    def row(self, table: str, row_id: str) -> Record | None:
        """The row in the table of this name, or None."""
        return self.tables[table].get(row_id)

    def is_from_stranger(self, row: Record) -> bool:
        """Whether a row is a version that was signed on a computer which nobody known knows, so that it counts not yet.

        Its number stays taken (M23).
        """
        return row.id in self.from_strangers

    @property
    def profile(self) -> NetworkProfile:
        """The network's own row; raises Missing in an empty network."""
        for profile in self.rows(NetworkProfile):
            return profile
        raise Missing("Filen beskriver ikke noget netværk.")

    def today(self, clock: str) -> str:
        """The profile's fixed »Dags dato«, where one is set, else the day of the clock."""
        return next((profile.today_is for profile in self.rows(NetworkProfile)), None) or clock

    def day_of(self, local_day: str) -> str:
        """The date of an edit made on a local day: no later than the profile's fixed »Dags dato«, where one is set."""
        return min(local_day, self.today(local_day))

    def charter_on(self, day: str) -> Charter:
        """The numbers of the terms of reference valid on a day; the original text's where none are recorded (M1)."""
        valid = [charter for charter in self.rows(Charter) if charter.is_complete and charter.valid_from <= day]
        return max(valid, key=lambda charter: (charter.valid_from, charter.id), default=Charter("", valid_from=day))

    def with_tables(
        self,
        tables: Mapping[str, Rows],
        from_strangers: frozenset[str] | None = None,
        changed: Mapping[str, Collection[str]] | None = None,
    ) -> Network:
        """A copy with some tables replaced; changed holds, where they are known, the ids of changed rows in order."""
        strangers = self.from_strangers if from_strangers is None else from_strangers
        after = Network({**self.tables, **tables}, strangers)
        object.__setattr__(after, "memory", self.memory)
        for table, rows in self._live.items():
            if table not in tables:
                after._live[table] = rows
        for table, fields in self._by_value.items():
            if table not in tables:
                after._by_value[table] = fields
        for table, ids in (changed or {}).items():
            after._trail[table] = self.tables[table], frozenset(ids)
            self._hand_on(after, table, ids)
        return after

    def changed_ids(self, table: str, earlier: Rows) -> Collection[str] | None:
        """The ids of the rows that may differ from an earlier state of a table; None where each may."""
        if self.tables[table] is earlier:
            return ()
        base, ids = self._trail.get(table, (None, frozenset[str]()))
        return ids if base is earlier else None

    def _hand_on(self, after: Network, table: str, ids: Collection[str]) -> None:
        """Gives what is kept of a table to the network after a change, with the changed rows renewed."""
        before, rows = self.tables[table], after.tables[table]
        changes = [(_if_live(before.get(row_id)), _if_live(rows.get(row_id)), row_id in before) for row_id in ids]
        if len(ids) > MANY or len(ids) > len(set(ids)) or any(was and new and not old for old, new, was in changes):
            return  # a row that comes back has its place among the others
        if table in self._live:
            after._live[table] = _renewed(self._live[table], changes)
        after._by_value[table] = kept = {}
        for by, buckets in self._by_value.get(table, {}).items():
            if all(old is None or new is None or _keys(old, by) == _keys(new, by) for old, new, _ in changes):
                kept[by] = dict(buckets)
                for old, new, was in changes:
                    for key in _keys(row, by) if (row := old or new) else ():
                        kept[by][key] = _renewed(kept[by].get(key, []), [(old, new, was)])

    def with_changes(self, changes: Iterable[Change]) -> Network:
        """The network after the changes, unchecked; raises Missing for a row that is not there."""
        touched: dict[str, dict[str, Record]] = {}
        ids: dict[str, list[str]] = {}
        for change in changes:
            rows = touched.get(change.table)
            if rows is None:
                rows = touched[change.table] = dict(self.tables[change.table])
            ids.setdefault(change.table, []).append(change.row_id)
            if change.after is None:
                rows.pop(change.row_id, None)
            else:
                rows[change.row_id] = merged(TABLES[change.table], rows.get(change.row_id), change)
        return self.with_tables(touched, changed=ids)


def _keys(row: Record, by: By) -> Sequence[Any]:
    """What the row is kept under: the value of a field, or each year between two dates."""
    if isinstance(by, str):
        return (getattr(row, by),)
    first = (getattr(row, by[0]) or "")[:4]
    last = (getattr(row, by[1]) or "")[:4] or first
    if first == last or not (first.isdecimal() and last.isdecimal()):
        return (first,)
    return [f"{year:04}" for year in range(int(first), int(last) + 1)]


def _if_live(row: Record | None) -> Record | None:
    return None if row is None or getattr(row, "archived", False) else row


def _renewed(rows: list[Record], changes: Iterable[tuple[Record | None, Record | None, bool]]) -> list[Record]:
    """The rows with the old one of each change replaced, removed, or the new one added last."""
    rows = rows[:]
    for old, new, _ in changes:
        if old is None:
            rows.extend([new] if new else [])
            continue
        place = next(at for at, row in enumerate(rows) if row is old)
        rows[place : place + 1] = [new] if new else []
    return rows


def merged(kind: type[Record], row: Record | None, change: Change) -> Record:
    """The record with the change applied, a new one where there was none; raises Missing."""
    fields: dict[str, Any] = dict(change.after or {})
    if row is None:
        if change.before is not None:
            raise Missing("Rækken findes ikke mere. Hent listen igen.", table=kind.TABLE, row_id=change.row_id)
        return kind(change.row_id, **fields)
    return row.replaced(fields)
