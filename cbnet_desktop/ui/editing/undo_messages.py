"""The Danish sentences about undo and redo: how much of an edit was undone, what was skipped and who changed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cbnet_desktop.domain.edits import milestones
from cbnet_desktop.domain.edits.revertible import ROW, Left, Why, size
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.undo_stack import Moved, Step

#: The field that takes a row out of use.
ARCHIVED = "archived"
#: How many cells are named for each reason, and how many reasons.
NAMED, LOTS = 3, 3


@dataclass(frozen=True)
class Words:
    """The forms of a verb (»er fortrudt«, »fortryde«, »fortrydes«), the adverb after »ændret«, and a hint to repeat."""

    done: str
    to_do: str
    be_done: str
    back: str
    again: str


UNDO = Words("fortrudt", "fortryde", "fortrydes", "tilbage", "Fortryd igen, så fortrydes det, der kom før.")
REDO = Words("gentaget", "gentage", "gentages", "igen", "Gentag igen, så gentages det, der kom efter.")


def sentence(moved: Moved, network: Network, user: str, words: Words) -> str:
    """The message after undo or redo, for the user of this name; empty where nothing was skipped."""
    if moved.is_stopped and (found := milestones.of(network, moved.step.changes)):
        return f"Fortryd standser ved {found.done}. {found.instead}".rstrip()
    sentences = [_passed(moved, words)] if moved.passed and moved.edit else []
    if moved.left:
        sentences += [_counted(moved, words), *_lots(moved.left, network, user, words), _value_now(moved.left, network)]
        if moved.edit is None and moved.has_next:
            sentences.append(words.again)
    elif moved.passed:
        sentences.append(f"I stedet er {quoted(moved.step.label)} {words.done}.")
    elif moved.step.is_rest or moved.step.refused_cells is not None:
        sentences.append(f"{'Resten af ' if moved.step.is_rest else ''}{quoted(moved.step.label)} er nu {words.done}.")
    return " ".join(part for part in sentences if part)


def _passed(moved: Moved, words: Words) -> str:
    names = danish.joined([quoted(step.label) for step in moved.passed])
    text = f"{names} kan stadig ikke {words.be_done}."
    return f"{text} I stedet gjaldt det {quoted(moved.step.label)}." if moved.left else text


def _counted(moved: Moved, words: Words) -> str:
    """How much was undone, for example »7 af 8 celler er fortrudt.«."""
    total = sum(map(size, moved.step.changes))
    count = total - sum(one.count for one in moved.left)
    if count:
        return f"{danish.number(count)} af {danish.number(total)} {_unit(moved.step)} er {words.done}."
    is_done = all(one.why is Why.DONE for one in moved.left)
    return f"Der var intet at {words.to_do}." if is_done else f"Intet er {words.done}."


def _unit(step: Step) -> str:
    """The noun for the parts of an edit: cells, rows of one table, or changes."""
    kinds = {_is_whole(change) for change in step.changes}
    tables = {change.table for change in step.changes}
    if kinds == {False}:
        return "celler"
    if kinds == {True}:
        return TABLES[tables.pop()].PLURAL if len(tables) == 1 else "rækker"
    return "ændringer"


def _is_whole(change: Change) -> bool:
    """Whether the change adds, removes or archives a whole row."""
    return change.before is None or change.after is None or [*change.after] == [ARCHIVED]


def _lots(left: Iterable[Left], network: Network, user: str, words: Words) -> list[str]:
    """A sentence for each reason why cells were skipped, the most common first.

    For example »Telefon for Mette Holm og 12 andre er ændret af Bo og blev ikke rørt.«.
    """
    found: dict[str, list[str]] = {}
    in_order = list(left)[::-1]
    for one in sorted(in_order, key=lambda one: one.why in (Why.USED, Why.RULE)):
        found.setdefault(_reason(one, network, user, words), []).append(_subject(one, network))
    lots = sorted(found.items(), key=lambda lot: -len(lot[1]))
    sentences = [danish.sentence(f"{_named(subjects)} {reason}") for reason, subjects in lots[:LOTS]]
    others = sum(len(subjects) for _, subjects in lots[LOTS:])
    noun = "anden" if others == 1 else "andre"
    return [*sentences, f"{danish.number(others)} {noun} blev heller ikke rørt."] if others else sentences


def _named(subjects: list[str]) -> str:
    if len(subjects) <= NAMED + 1:
        return danish.joined(subjects)
    return danish.joined([*subjects[:NAMED], f"{danish.number(len(subjects) - NAMED)} andre"])


def _subject(one: Left, network: Network) -> str:
    """The cell that was skipped, for example »Telefon for Mette Holm«, or only its row where that is meant."""
    table, fields = one.change.table, list(one.change.after or ())
    field = one.cell[2] if one.why is not Why.RULE else fields[0] if len(fields) == 1 else ""
    row = _row(network, one.change)
    if one.why in (Why.USED, Why.GONE) or field in ("", ROW, ARCHIVED):
        return row
    return f"{TABLES[table].fields()[field].label} for {row}"


def _row(network: Network, change: Change) -> str:
    kind = TABLES[change.table]
    record = network.row(change.table, change.row_id)
    if record is None:
        record = kind(change.row_id, **{**kind("").values(), **(change.before or {}), **(change.after or {})})
    title = labels.row_title(network, record)
    return quoted(title) if labels.is_phrase(kind) else title


def _reason(one: Left, network: Network, user: str, words: Words) -> str:
    """Why it was skipped, as the end of a sentence."""
    if one.why is Why.RULE:
        return f"blev ikke rørt: {one.message}"
    by = "dig selv" if one.by == user else one.by or "en anden"
    if one.why is Why.USED:
        return f"bruges af {by} ({TABLES[one.cell[0]].PLURAL}) og blev stående"
    if one.why is Why.GONE:
        return f"er fjernet af {by}"
    what = _what_happened(one, network, words)
    if one.why is Why.DONE:
        return f"er allerede {what} af {by}"
    is_row_kept = one.change.after is None
    return f"er {what} af {by}{', så rækken blev stående' if is_row_kept else ' og blev ikke rørt'}"


def _what_happened(one: Left, network: Network, words: Words) -> str:
    table, row_id, field = one.cell
    if field == ARCHIVED:
        return "arkiveret" if getattr(network.row(table, row_id), ARCHIVED, False) else "hentet frem"
    if one.why is not Why.DONE:
        return "ændret"
    if one.change.after is None:
        return "fjernet"
    return "tilføjet igen" if one.change.before is None else f"ændret {words.back}"


def _value_now(left: tuple[Left, ...], network: Network) -> str:
    """The current value of the only cell that was skipped; empty for several, whose values the tables show."""
    if len(left) != 1 or left[0].why is not Why.CHANGED or left[0].cell[2] == ARCHIVED:
        return ""
    table, row_id, field = left[0].cell
    value = getattr(network.row(table, row_id), field, None)
    return f"Der står nu {labels.quoted_value(TABLES[table].fields()[field], value, network)}."
