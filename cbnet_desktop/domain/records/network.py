"""The network in memory: the immutable records of all tables, with the look-ups that the rules need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cbnet_desktop.domain.records import TABLES, Charter, NetworkProfile
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Missing
from cbnet_desktop.domain.records.fields import Record

R = TypeVar("R", bound=Record)
Rows = Mapping[str, Record]


@dataclass(frozen=True, slots=True)
class Network:
    """All records by table and id."""

    tables: Mapping[str, Rows]
    #: The ids of signed versions made on a computer that nobody in the network knows (yet).
    from_strangers: frozenset[str] = frozenset()
    #: Cache of live(), by table: the rules call it some three hundred times for each edit.
    _live: dict[str, list[Record]] = field(default_factory=dict, init=False, repr=False, compare=False)
    #: Cache of where(), by table and field: the texts of acts are compared with their rows at each check.
    _by_value: dict[str, dict[str, dict[Any, list[Record]]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def empty(cls) -> Network:
        """A network without a row."""
        return cls({table: {} for table in TABLES})

    def rows(self, kind: type[R]) -> Iterator[R]:
        """Every row of a table, the archived too."""
        return iter(self.tables[kind.TABLE].values())  # type: ignore[arg-type]  # a table holds its own kind only

    def live(self, kind: type[R]) -> list[R]:
        """The rows of a table that are not archived."""
        found = self._live.get(kind.TABLE)
        if found is None:
            found = [row for row in self.rows(kind) if not getattr(row, "archived", False)]
            self._live[kind.TABLE] = found
        return found[:]  # type: ignore[return-value]  # a table holds its own kind only

    def where(self, kind: type[R], name: str, value: object) -> list[R]:
        """The rows of live() whose field of this name has a value, in their order."""
        fields = self._by_value.setdefault(kind.TABLE, {})
        if name not in fields:
            found: defaultdict[Any, list[Record]] = defaultdict(list)
            for row in self.live(kind):
                found[getattr(row, name)].append(row)
            fields[name] = dict(found)
        return fields[name].get(value, [])[:]  # type: ignore[return-value]  # a table holds its own kind only

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

    def with_tables(self, tables: Mapping[str, Rows], from_strangers: frozenset[str] | None = None) -> Network:
        """A copy of the network with some tables replaced."""
        strangers = self.from_strangers if from_strangers is None else from_strangers
        changed = Network({**self.tables, **tables}, strangers)
        changed._live.update((table, rows) for table, rows in self._live.items() if table not in tables)
        changed._by_value.update((table, fields) for table, fields in self._by_value.items() if table not in tables)
        return changed

    def with_changes(self, changes: Iterable[Change]) -> Network:
        """The network after the changes, unchecked; raises Missing for a row that is not there."""
        touched: dict[str, dict[str, Record]] = {}
        for change in changes:
            rows = touched.get(change.table)
            if rows is None:
                rows = touched[change.table] = dict(self.tables[change.table])
            if change.after is None:
                rows.pop(change.row_id, None)
            else:
                rows[change.row_id] = merged(TABLES[change.table], rows.get(change.row_id), change)
        return self.with_tables(touched)


def merged(kind: type[Record], row: Record | None, change: Change) -> Record:
    """The record with the change applied, a new one where there was none; raises Missing."""
    fields: dict[str, Any] = dict(change.after or {})
    if row is None:
        if change.before is not None:
            raise Missing("Rækken findes ikke mere. Hent listen igen.", table=kind.TABLE, row_id=change.row_id)
        return kind(change.row_id, **fields)
    return row.replaced(fields)
