"""Kept texts: writing one, finding the one that stands, and what has changed since it was agreed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from cbnet_desktop.domain.agreed.subjects import SUBJECTS, Rows, day, is_done, rows
from cbnet_desktop.domain.records import TABLES, AgreedText, Reopening
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import ACTS, Act
from cbnet_desktop.domain.words.plain_data import rebuilt

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Standing:
    """An act that was done and not taken back: its kept text, and whether the rows still say the same.

    text is None where a merge brought the act without one.
    """

    text: AgreedText | None
    is_unchanged: bool


def canonical(value: Any) -> str:
    """Canonical JSON (RFC 8785): for ASCII keys and integers it means sorted keys and no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def kept(network: Network, act: Act, row: Record, paper: Mapping[str, Any]) -> Change:
    """The change that keeps the text of an act as it is now; paper is what the paper of the act says.

    "after" names the texts that were reopened before, so that the same content can be agreed again on the same day.
    """
    agreed_on = day(act, row)
    content = canonical(
        {
            "act": act,
            "subject": row.id,
            "on": agreed_on,
            "after": sorted(text.id for text in _all(network, act, row) if text.id in _reopened(network)),
            "rows": rows(network, act, row),
            "paper": paper,
        }
    )
    values = {"act": str(act), "subject_id": row.id, "agreed_on": agreed_on, "content": content}
    return Change(AgreedText.TABLE, AgreedText.name_of(values), None, values)


def standing(network: Network, act: Act, row: Record) -> Standing | None:
    """The act's standing on a row; None where it was not done. Depends on the rows alone, not on their order.

    Where two people did it separately, the text that says what the rows say stands, else the last by id. What is locked
    stands until it is reopened, whatever a merge did to its row.
    """
    texts = list(of(network, act, row))
    if not texts:
        return Standing(None, is_unchanged=False) if is_done(act, row) else None
    now = rows(network, act, row)
    same = [text for text in texts if are_alike(rows_of(text), now)]
    return Standing(max(same or texts, key=lambda text: text.id), is_unchanged=bool(same))


def holds(network: Network, act: Act, row: Record) -> bool:
    """Whether an act was done and the rows still say what was agreed."""
    found = standing(network, act, row)
    return found is not None and found.is_unchanged


def of(network: Network, act: Act, row: Record) -> Iterator[AgreedText]:
    """The texts of an act that were not reopened; of an act that is not locked, those of the day that the row names."""
    if SUBJECTS[act].is_locked:
        reopened = _reopened(network)
        yield from (text for text in _all(network, act, row) if text.id not in reopened)
    elif agreed_on := day(act, row):
        yield from (text for text in _all(network, act, row) if text.agreed_on == agreed_on)


def _all(network: Network, act: Act, row: Record) -> Iterator[AgreedText]:
    for text in network.where(AgreedText, "subject_id", row.id):
        if text.act == act and _parsed(text):
            yield text


def _reopened(network: Network) -> set[str | None]:
    return {one.text_id for one in network.rows(Reopening)}


def rows_of(text: AgreedText) -> Rows:
    """The rows that a text was made of, as they were."""
    return (_parsed(text) or _NOTHING).rows


def are_alike(one: Rows, other: Rows) -> bool:
    """Whether the rows of two texts say the same.

    A field that only one of them has counts as empty in the other, which an older program wrote.
    """
    return all(_are_alike(table, one.get(table, {}), other.get(table, {})) for table in {*one, *other})


def _are_alike(table: str, one: Mapping[str, Mapping[str, Value]], other: Mapping[str, Mapping[str, Value]]) -> bool:
    if one == other:
        return True
    empty = {name: field.default for name, field in TABLES[table].fields().items()}
    return one.keys() == other.keys() and all({**empty, **one[key]} == {**empty, **other[key]} for key in one)


def paper_of(kind: type[T], text: AgreedText, edition: str = "") -> T | None:
    """What the paper of the act said, or one edition of it; None where it is no such paper."""
    paper = (_parsed(text) or _NOTHING).paper
    try:
        return cast(T, rebuilt(kind, paper[edition] if edition else paper))
    except (KeyError, TypeError, ValueError):
        return None


class _Content(NamedTuple):
    rows: Rows
    paper: dict[str, Any]


_NOTHING = _Content({}, {})


@lru_cache(maxsize=512)
def _parsed(text: AgreedText) -> _Content | None:
    """The content of a text; None where it is not what the program writes about that row."""
    try:
        found = json.loads(text.content)
        said = (found["act"], found["subject"], found["on"])
        rows, paper = found["rows"], found["paper"]
        is_sound = said == (text.act, text.subject_id, text.agreed_on) and isinstance(paper, dict)
        rows = _known(rows)
        for table, kept in rows.items():
            for values in kept.values():
                is_sound = is_sound and _is_stored(TABLES[table], values)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, Invalid):
        return None
    return _Content(rows, paper) if is_sound else None


def _known(rows: Rows) -> Rows:
    """The rows without the tables, fields and choices that only a newer program knows."""
    return {
        table: {
            row_id: {name: value for name, value in values.items() if _is_known(TABLES[table], name, value)}
            for row_id, values in kept.items()
        }
        for table, kept in rows.items()
        if table in TABLES
    }


def _is_known(kind: type[Record], name: str, value: Value) -> bool:
    field = kind.fields().get(name)
    return field is not None and (not field.choices or not isinstance(value, str) or value in field.choices)


def _is_stored(kind: type[Record], values: Mapping[str, Value]) -> bool:
    """Whether a row can hold these values just so; raises Invalid for a wrong value."""
    for name, value in values.items():
        field = kind.fields()[name]
        if field.normalised(value) != value:
            return False
        if value not in (None, ""):
            field.check(value)
    return True


def subject_of(network: Network, text: AgreedText) -> Record | None:
    """The row that an act was done on."""
    return network.find(SUBJECTS[Act(text.act)].kind, text.subject_id)


def differences(network: Network, text: AgreedText) -> list[str]:
    """What was added, removed and changed since a text was agreed, in Danish sentences."""
    row = subject_of(network, text)
    now = rows(network, Act(text.act), row) if row else {}
    before = rows_of(text)
    found: list[str] = []
    for table in sorted({*before, *now}, key=list(TABLES).index):
        found.extend(_of_table(network, table, before.get(table, {}), now.get(table, {}), text.subject_id))
    return found


def _of_table(network: Network, table: str, old: Any, new: Any, subject_id: str) -> Iterator[str]:
    kind = TABLES[table]
    for row_id, values in sorted(new.items()):
        was = old.get(row_id)
        fields = kind.fields()
        changed = [name for name in values if was is None or was.get(name, fields[name].default) != values[name]]
        name = quoted(labels.row_title(network, network.tables[table][row_id]))
        if was is None:
            yield f"{kind.NOUN.capitalize()} tilføjet: {name}."
        elif changed and row_id == subject_id:
            yield from (_field(network, kind, field, was.get(field), values[field]) for field in changed)
        elif changed:
            yield f"{kind.NOUN.capitalize()} {name}: {_lowered(labels.named_fields(kind, changed))} ændret."
    for row_id, was in sorted(old.items()):
        if row_id not in new:
            yield f"{kind.NOUN.capitalize()} udgået: {quoted(labels.row_title(network, kind(row_id, **was)))}."


def _field(network: Network, kind: type[Record], name: str, old: Any, new: Any) -> str:
    field = kind.fields()[name]
    return (
        f"{field.label}: fra {labels.quoted_value(field, old, network)} til {labels.quoted_value(field, new, network)}."
    )


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def named(network: Network, text: AgreedText) -> str:
    """What was agreed and when, for example »Årsmøde 20.11.2013: referat godkendt 04.12.2013«."""
    row = subject_of(network, text)
    title = labels.row_title(network, row) if row else text.subject_id
    return f"{title}: {ACTS[text.act].lower()} {danish.short_date(text.agreed_on)}"
