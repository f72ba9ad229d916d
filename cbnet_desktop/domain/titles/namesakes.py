"""What tells rows of the same title apart, where somebody has to choose or compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cbnet_desktop.domain.records import TABLES, Person
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, parents
from cbnet_desktop.domain.words.folding import plain


def apart(network: Network, rows: Iterable[Record]) -> dict[str, str]:
    """The titles of rows by id; a shared one with what is its own, for example »Hanne Holm (Odense)«."""
    titles = {row.id: (row, labels.row_title(network, row)) for row in rows}
    groups: dict[str, list[str]] = {}
    for row_id, (_, title) in titles.items():
        groups.setdefault(plain(title), []).append(row_id)
    found = {row_id: title for row_id, (_, title) in titles.items()}
    for ids in groups.values():
        if len(ids) > 1:
            own = _distinct([_details(network, titles[row_id][0]) for row_id in sorted(ids)])
            found |= {row_id: f"{found[row_id]} ({detail})" for row_id, detail in zip(sorted(ids), own, strict=True)}
    return found


def shown(field: Field, value: Value, network: Network) -> str:
    """A stored value as the user reads it; a reference by a title that no other row has."""
    if field.kind is Kind.REFERENCE and value and network.row(field.refers_to, str(value)):
        return apart(network, network.rows(TABLES[field.refers_to]))[str(value)]
    return labels.show(field, value, network)


def _distinct(details: Sequence[Sequence[str]]) -> list[str]:
    """A different text for each row: its first detail, else all of them, else its number."""
    for texts in ([each[0] if each else "" for each in details], [", ".join(each) for each in details]):
        if len(set(map(plain, texts))) == len(texts) and all(texts):
            return texts
    return [", ".join([*each, f"nr. {number}"]) for number, each in enumerate(details, 1)]


def _details(network: Network, row: Record) -> list[str]:
    if isinstance(row, Person):
        texts = [labels.organisation_name(network, row.organisation_id), row.title, row.email, row.phone]
    else:
        above, year = parents.parent(network, row), parents.year_of(network, row)
        texts = [labels.row_title(network, above) if above else "", str(year or "")]
    return [text for text in texts if text]
