"""Applying an edit to the network, or refusing it with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cbnet_desktop.domain.records import TABLES, AgreedText, Erasure, PlanVersion
from cbnet_desktop.domain.records.changes import Change, Value, Values
from cbnet_desktop.domain.records.errors import Conflict, Frozen, InUse, Invalid, Missing, UserError
from cbnet_desktop.domain.records.fields import Field, Record, quoted
from cbnet_desktop.domain.records.network import Network, merged
from cbnet_desktop.domain.titles import labels

#: Tables that no ordinary edit may touch, and why.
FROZEN_TABLES = {
    PlanVersion.TABLE: "En godkendt version kan ikke ændres. Godkend en ny version med en begrundelse.",
    AgreedText.TABLE: "Det, der blev aftalt, kan ikke ændres. Programmet skriver det selv, når noget aftales.",
    Erasure.TABLE: "En sletning skrives kun af programmets egen sletning af kontaktoplysninger.",
}


def normalised(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes with all values in stored form; raises Missing for unknown names, Frozen for signed versions."""
    return tuple(
        Change(change.table, change.row_id, _normalised_side(change, "before"), _normalised_side(change, "after"))
        for change in changes
    )


def record_kind(table: str) -> type[Record]:
    """The record class of a table; raises Missing, listing the names that exist."""
    if table not in TABLES:
        raise Missing(f"Der er ingen tabel {quoted(table)}. Tabellerne er: {', '.join(TABLES)}.", table=table)
    return TABLES[table]


def field_of(table: str, name: str) -> Field:
    """The field of a table; raises Missing, listing the names that exist."""
    fields = record_kind(table).fields()
    if name not in fields:
        raise Missing(f"Tabellen {table} har intet felt {quoted(name)}. Felterne er: {', '.join(fields)}.", table=table)
    return fields[name]


def _normalised_side(change: Change, side: str) -> Values | None:
    if change.table in FROZEN_TABLES:
        raise Frozen(FROZEN_TABLES[change.table])
    values: Mapping[str, Value] | None = getattr(change, side)
    record_kind(change.table)
    if values is None:
        return None
    try:
        return {name: field_of(change.table, name).normalised(value) for name, value in values.items()}
    except Invalid as refusal:
        raise _placed(refusal, change) from None


def applied(network: Network, changes: Iterable[Change]) -> Network:
    """The network after the changes, each validated alone and against the rows that it refers to.

    Raises Conflict, Missing or Invalid.
    """
    after, refusals = tried(network, changes)
    if refusals:
        raise refusals[0]
    return after


def tried(network: Network, changes: Iterable[Change]) -> tuple[Network, list[UserError]]:
    """The network after the changes that can be applied, and the errors of the others, in order."""
    touched: dict[str, dict[str, Record]] = {}
    refusals: list[UserError] = []
    changes = tuple(changes)
    for change in changes:
        rows = touched.get(change.table)
        if rows is None:
            rows = touched[change.table] = dict(network.tables[change.table])
        try:
            _make(rows, change, network)
        except UserError as refusal:
            refusals.append(refusal)
    ids = {table: [change.row_id for change in changes if change.table == table] for table in touched}
    after = network.with_tables(touched, changed=ids)
    return after, refusals + _dangling(after, changes)


def _make(rows: dict[str, Record], change: Change, network: Network) -> None:
    _require_before(rows.get(change.row_id), change, network)
    if change.after is None:
        del rows[change.row_id]
        return
    record = merged(TABLES[change.table], rows.get(change.row_id), change)
    try:
        record.check()
    except Invalid as refusal:
        raise _placed(refusal, change) from None
    rows[change.row_id] = record


def _require_before(row: Record | None, change: Change, network: Network) -> None:
    if change.before is None:
        if row is not None:
            raise Conflict("Rækken findes allerede.", table=change.table, row_id=change.row_id)
        return
    if row is None:
        raise Missing(f"Rækken findes ikke (mere) i {change.table}.", table=change.table, row_id=change.row_id)
    fields = row.fields()
    if blind := [name for name in change.after or () if name not in change.before]:
        raise Invalid(
            f"Feltet {blind[0]} rettes uden at sige, hvad der stod før. Skriv den gamle værdi i before.",
            table=change.table,
            row_id=change.row_id,
            field=blind[0],
        )
    for name, seen in change.before.items():
        held = getattr(row, name)
        if held != seen and fields[name].normalised(held) != seen:
            raise Conflict(
                f"{fields[name].label} er ændret af en anden i mellemtiden og er nu "
                f"{labels.quoted_value(fields[name], held, network)}. "
                "Læs det igennem, og ret igen, hvis det stadig skal ændres.",
                table=change.table,
                row_id=change.row_id,
                field=name,
            )


def _dangling(after: Network, changes: Iterable[Change]) -> list[UserError]:
    """Errors for references to missing rows, and for removed rows that others still refer to."""
    removed: dict[str, set[str]] = {}
    refusals: list[UserError] = []
    for change in changes:
        row = after.row(change.table, change.row_id)
        if change.after is None and row is None:
            removed.setdefault(change.table, set()).add(change.row_id)
        elif change.after is not None and row is not None:
            refusals.extend(_lost_references(after, row, change.after))
    return refusals + _used(after, removed)


def _lost_references(network: Network, row: Record, names: Iterable[str]) -> Iterator[Invalid]:
    fields = row.fields()
    for name in names:
        field, target = fields[name], getattr(row, name)
        if field.refers_to and target and network.row(field.refers_to, target) is None:
            yield Invalid(
                f"{field.label}: der findes ingen række {quoted(target)} i {field.refers_to}.",
                table=row.TABLE,
                row_id=row.id,
                field=name,
            )


def _used(network: Network, removed: Mapping[str, set[str]]) -> list[UserError]:
    """One error for each removed row that others refer to, found in one pass over the tables that may."""
    found: dict[tuple[str, str], UserError] = {}
    for kind in TABLES.values() if removed else ():
        names = [name for name, field in kind.fields().items() if field.refers_to in removed]
        for row in network.rows(kind) if names else ():
            for name in names:
                target = kind.fields()[name].refers_to, getattr(row, name)
                if target[1] in removed[target[0]] and target not in found:
                    found[target] = _in_use(target, row, name)
    return list(found.values())


def _in_use(target: tuple[str, str], row: Record, field: str) -> InUse:
    advice = ", som ligger fast." if row.FROZEN else ". Arkivér den i stedet."
    refusal = InUse(
        f"Rækken kan ikke fjernes, for den bruges af {f'{row.ARTICLE} {row.NOUN}'.strip()}{advice}",
        table=target[0],
        row_id=target[1],
    )
    refusal.user = (row.TABLE, row.id, field)
    return refusal


def _placed(refusal: UserError, change: Change) -> UserError:
    return type(refusal)(refusal.message, table=change.table, row_id=change.row_id, field=refusal.field)
