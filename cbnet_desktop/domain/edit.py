"""The network after an edit, or the reason why the edit is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cbnet_desktop.domain.changes import Change, Value, Values
from cbnet_desktop.domain.errors import Conflict, Frozen, Invalid, Missing, UserError
from cbnet_desktop.domain.fields import Field, Record, quoted
from cbnet_desktop.domain.network import Network, merged
from cbnet_desktop.domain.records import TABLES, Erasure, PlanVersion

#: Tables that no ordinary edit may touch, and why.
FROZEN_TABLES = {
    PlanVersion.TABLE: "En godkendt version kan ikke ændres. Godkend en ny version med en begrundelse.",
    Erasure.TABLE: "En sletning skrives kun af programmets egen sletning af kontaktoplysninger.",
}


def normalised(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes with stored forms of all values; raises Missing for unknown names, Frozen for signed versions."""
    return tuple(
        Change(change.table, change.row_id, _normalised_side(change, "before"), _normalised_side(change, "after"))
        for change in changes
    )


def record_kind(table: str) -> type[Record]:
    """The record class of a table; raises Missing with the names that exist."""
    if table not in TABLES:
        raise Missing(f"Der er ingen tabel {quoted(table)}. Tabellerne er: {', '.join(TABLES)}.", table=table)
    return TABLES[table]


def field_of(table: str, name: str) -> Field:
    """The field of a table; raises Missing with the names that exist."""
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
    """The network after the changes, each checked alone and against the rows it refers to.

    Raises Conflict, Missing or Invalid.
    """
    touched: dict[str, dict[str, Record]] = {}
    changes = tuple(changes)
    for change in changes:
        rows = touched.setdefault(change.table, dict(network.tables[change.table]))
        _require_before(rows.get(change.row_id), change, network)
        if change.after is None:
            del rows[change.row_id]
            continue
        record = merged(TABLES[change.table], rows.get(change.row_id), change)
        _check(record, change)
        rows[change.row_id] = record
    after = network.with_tables(touched)
    for change in changes:
        _require_references(after, change)
    return after


def _check(record: Record, change: Change) -> None:
    try:
        record.check()
    except Invalid as refusal:
        raise _placed(refusal, change) from None


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
        if held != seen:
            raise Conflict(
                f"{fields[name].label} er ændret af en anden i mellemtiden og er nu "
                f"{_shown(network, fields[name], held)}. Læs det igennem, og ret igen, hvis det stadig skal ændres.",
                table=change.table,
                row_id=change.row_id,
                field=name,
            )


def _shown(network: Network, field: Field, value: Value) -> str:
    if value is None or value == "":
        return "tomt"
    if field.refers_to:
        row = network.row(field.refers_to, str(value))
        value = getattr(row, "name", value)
    return quoted(field.choices.get(str(value), value))


def _require_references(network: Network, change: Change) -> None:
    if change.after is None:
        _require_unused(network, change)
        return
    fields = TABLES[change.table].fields()
    row = network.row(change.table, change.row_id)
    for name in change.after if row is not None else ():
        target = getattr(row, name)
        if fields[name].refers_to and target and network.row(fields[name].refers_to, target) is None:
            raise Invalid(
                f"{fields[name].label}: der findes ingen række {quoted(target)} i {fields[name].refers_to}.",
                table=change.table,
                row_id=change.row_id,
                field=name,
            )


def _require_unused(network: Network, change: Change) -> None:
    if network.row(change.table, change.row_id) is not None:
        return
    for kind in TABLES.values():
        names = [name for name, field in kind.fields().items() if field.refers_to == change.table]
        for row in network.rows(kind) if names else ():
            if any(getattr(row, name) == change.row_id for name in names):
                raise Invalid(
                    f"Rækken kan ikke fjernes, for den bruges af en {kind.NOUN}. Arkivér den i stedet.",
                    table=change.table,
                    row_id=change.row_id,
                )


def _placed(refusal: UserError, change: Change) -> UserError:
    return type(refusal)(refusal.message, table=change.table, row_id=change.row_id, field=refusal.field)
