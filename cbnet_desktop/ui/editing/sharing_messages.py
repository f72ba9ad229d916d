"""The Danish sentences about sharing: when edits were shared, what others changed, and conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.marks import ROW, Mark

if TYPE_CHECKING:
    from cbnet_desktop.store import Exchanged
    from cbnet_desktop.store.log.conflicts import CellConflict, Version
    from cbnet_desktop.store.log.receipts import Receipt

#: Maximum length of a value in a tooltip, in characters.
SHOWN = 200


def clock(at: str) -> str:
    """A UTC time as »kl. 13.58« today, else with day and year as needed; an invalid time unchanged."""
    try:
        moment = danish.local_time(at)
    except ValueError:
        return at
    today = datetime.now(danish.TIME_ZONE).date()
    if moment.date() == today:
        return f"kl. {moment:%H.%M}"
    return f"{moment:%d.%m.%Y kl. %H.%M}" if moment.year != today.year else f"{moment:%d.%m. kl. %H.%M}"


def counted_edits(count: int) -> str:
    """A number of edits, for example »3 ændringer«."""
    return danish.counted(count, "ændring", "ændringer")


def waiting(edits: int, last_shared: str, *, is_apart: bool) -> str:
    """The edits not shared yet (»3 ændringer venter, sidst delt kl. 13.58«), or that sharing fails; else empty."""
    if edits:
        since = f", sidst delt {clock(last_shared)}" if last_shared else ""
        return f"{counted_edits(edits)} venter{since}"
    if is_apart:
        return f"Ikke delt siden {clock(last_shared)}" if last_shared else "Deles ikke lige nu"
    return ""


def delivered(waiting: int, receipts: Sequence[Receipt]) -> str:
    """Where one's own edits are, and which colleagues' computers said that they have them all."""
    if waiting:
        return f"{counted_edits(waiting).capitalize()} er ikke lagt i mappen endnu."
    have = [
        f"{danish.genitive(receipt.author)} computer har dem til {clock(receipt.at)}."
        for receipt in receipts
        if receipt.has_all
    ]
    return " ".join(["Alle dine ændringer ligger i mappen.", *have])


def shared(done: Exchanged) -> str:
    """The result of an exchange that the user asked for."""
    return f"Delt {clock(done.at)}. {brought(done) if done.pulled else 'Der var intet nyt fra andre.'}"


def brought(done: Exchanged) -> str:
    """The edits that an exchange brought, for example »Hentet: 3 ændringer fra Bo.«."""
    return f"Hentet: {danish.sentence(f'{counted_edits(done.pulled)}{_from(done)}')}"


def merged(done: Exchanged) -> str:
    """The edits that merging a copy brought, for example »Flettet: 14 ændringer fra Bo og Carla.«."""
    if not done.pulled:
        return "Kopien indeholder intet nyt."
    return f"Flettet: {danish.sentence(f'{counted_edits(done.pulled)}{_from(done)}')}"


def _from(done: Exchanged) -> str:
    return f" fra {danish.joined(list(done.authors))}" if done.authors else ""


def field_of(table: str, name: str) -> Field | None:
    """A field by table and name, None where it is unknown."""
    return TABLES[table].fields().get(name) if table in TABLES else None


def noun(table: str) -> str:
    """The noun for a row of a table."""
    return TABLES[table].NOUN.capitalize() if table in TABLES else table


def shown(field: Field | None, stored: Value, network: Network) -> str:
    """A value of the log as Danish text, in full."""
    from cbnet_desktop.domain.titles import history_text

    return history_text.shown(field, stored, network)


def value(field: Field | None, stored: Value, network: Network) -> str:
    """A value in quotes and shortened, or »tomt«."""
    text = " ".join(shown(field, stored, network).split())
    return quoted(text, SHOWN) if text else "tomt"


def changed(mark: Mark, table: str, field: str, network: Network, *, is_named: bool = False) -> str:
    """Who changed a field, when and from what; is_named begins with the field's label."""
    if field == ROW:
        return f"Tilføjet af {mark.by} {clock(mark.at)}"
    found = field_of(table, field)
    text = f"ændret af {mark.by} {clock(mark.at)}: før {value(found, mark.before, network)}"
    return f"{found.label} {text}" if is_named and found else text[0].upper() + text[1:]


def at_odds(conflict: CellConflict, network: Network) -> str:
    """A conflict with its values, authors and times, and the menu where it is resolved."""
    versions = [_version(conflict, one, network) for one in conflict.versions]
    return f"Konflikt: {danish.joined(versions)}. Vælg under Rediger ▸ Konflikter (F7)."


def others(conflict: CellConflict, network: Network) -> str:
    """The values of a conflict that are not in the cell."""
    versions = [_version(conflict, one, network) for one in conflict.versions if one is not conflict.shown]
    return f"Konflikt med {danish.joined(versions)}."


def _version(conflict: CellConflict, version: Version, network: Network) -> str:
    shown = value(field_of(conflict.table, conflict.field), version.value, network)
    return f"{shown} ({version.by} {clock(version.at)})"
