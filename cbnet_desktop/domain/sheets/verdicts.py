"""The preview of an import: what it would do with each line, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.charter import hard_rules, past_days
from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.edits.consequences import with_consequences
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Frozen, UserError
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network, merged
from cbnet_desktop.domain.sheets import doubts, habits
from cbnet_desktop.domain.sheets import layout as layouts
from cbnet_desktop.domain.sheets.context import Context
from cbnet_desktop.domain.sheets.drafts import Draft, Reader, is_same, shown
from cbnet_desktop.domain.sheets.layout import ID, Grid, Layout
from cbnet_desktop.domain.sheets.matching import Matcher
from cbnet_desktop.domain.sheets.titles import Titles
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish, dates

#: The most rounds of checking the rules after refusing lines; then the sheet is refused as a whole.
_MOST_ROUNDS = 25

Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What the import does with a line."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


OUTCOMES: Mapping[str, str] = {
    Outcome.NEW: "Ny",
    Outcome.CHANGED: "Ændres",
    Outcome.UNCHANGED: "Uændret",
    Outcome.REFUSED: "Afvist",
    Outcome.DUPLICATE: "Gentaget",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's old and new value as text; before is empty in a new row."""

    field: str
    label: str
    before: str
    after: str

    @property
    def description(self) -> str:
        """The change as text, for example »Telefon: 38 → 39«, or »Telefon: 39« in a new row."""
        return f"{self.label}: {self.before} → {self.after}" if self.before else f"{self.label}: {self.after}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one line with its number in the spreadsheet, and a sentence where it is not imported."""

    number: int
    outcome: Outcome
    title: str
    sentence: str = ""
    fields: tuple[FieldChange, ...] = ()
    change: Change | None = None

    @property
    def description(self) -> str:
        """The changed fields, or else the sentence."""
        if self.fields:
            return "; ".join(one.description for one in self.fields)
        return self.sentence


@dataclass(frozen=True, slots=True)
class Preview:
    """The verdicts on all lines; notes on what was left out; refusal is why nothing can be written."""

    kind: type[Record]
    layout: Layout
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()
    refusal: str = ""
    made_first: tuple[Change, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """The edit that imports every line that is not refused."""
        own = tuple(verdict.change for verdict in self.verdicts if verdict.change)
        return (*self.made_first, *own) if own and not self.refusal else ()

    def count(self, *outcomes: Outcome) -> int:
        """The number of lines with these outcomes."""
        counts = Counter(verdict.outcome for verdict in self.verdicts)
        return sum(counts[outcome] for outcome in outcomes)


def preview(
    network: Network,
    kind: type[Record],
    grid: Grid,
    layout: Layout,
    context: Context,
    *,
    clears: bool = False,
    today: str = dates.LAST_DAY,
    progress: Progress = lambda _done, _of: None,
) -> Preview:
    """The verdict on each line; with clears, an empty cell empties its field. progress may raise to cancel.

    Days of what has happened are refused after today.

    Raises Frozen for a table that cannot be edited, Invalid for a sheet without any column of the table.
    """
    if kind.TABLE in edit.FROZEN_TABLES:
        raise Frozen(edit.FROZEN_TABLES[kind.TABLE])
    layouts.require_mapped(layout, kind)
    lines = list(layouts.lines(layout, grid, kind))
    known = habits.of(kind, layout, lines)
    reader = Reader(network, kind, layout, context.values, known, today=today, clears=clears)
    drafts = []
    for place, line in enumerate(lines):
        progress(place, 2 * len(lines))
        drafts.append(reader.draft(line))
    judge = _Judge(network, kind, layout, context, drafts)
    verdicts = []
    for place, draft in enumerate(drafts, len(drafts)):
        progress(place, 2 * len(lines))
        verdicts.append(judge.verdict(draft))
    made_first = context.changes if _needs(verdicts, context.changes) else ()
    verdicts, refusal = _against_rules(network, verdicts, made_first, today)
    progress(2 * len(lines), 2 * len(lines))
    notes = (*layouts.left_out(layout, grid, kind), *known.notes, *doubts.told(kind, layout, grid, lines, context.year))
    return Preview(kind, layout, tuple(verdicts), notes, refusal, made_first)


class _Judge:
    """Judges the drafts in order; each existing row is matched by one line only."""

    def __init__(
        self, network: Network, kind: type[Record], layout: Layout, context: Context, drafts: list[Draft]
    ) -> None:
        self._network = network
        self._after_context = network.with_changes(context.changes)
        self._kind = kind
        self._fields = kind.fields()
        columns = [heading.field for heading in layout.mapped if heading.field != ID]
        unmapped = self._fields.keys() - set(columns)
        self._context = {name: value for name, value in context.values.items() if name in unmapped}
        self._matcher = Matcher(network, kind, drafts, columns, self._context)
        self._titles = Titles(network)
        self._lines_by_row: dict[str, int] = {}
        self._lines_by_identity: dict[object, int] = {}

    def verdict(self, draft: Draft) -> Verdict:
        """The verdict on the next line."""
        number, title = draft.line.number, self._title(draft)
        if draft.problems:
            return Verdict(number, Outcome.REFUSED, title, draft.problems[0])
        rows = self._matcher.rows(draft)
        if len(rows) > 1:
            names = "; ".join(self._titles.text(row.TABLE, row.id) for row in rows[:4])
            sentence = f"Passer på {len(rows)} rækker: {names}. Tag en kolonne med, der skiller dem ad."
            return Verdict(number, Outcome.REFUSED, title, sentence)
        identity = self._matcher.identity(draft)
        earlier = self._lines_by_row.get(rows[0].id) if rows else self._lines_by_identity.get(identity)
        if earlier is not None and self._is_edited_copy(draft, identity):
            return self.verdict(replace(draft, row_id=""))
        if earlier is not None:
            return Verdict(number, Outcome.DUPLICATE, title, f"Det samme som linje {earlier}, og kun den tages med.")
        if identity is not None:
            self._lines_by_identity.setdefault(identity, number)
        if rows:
            self._lines_by_row[rows[0].id] = number
        return self._changed(draft, rows[0]) if rows else self._new(draft)

    def _is_edited_copy(self, draft: Draft, identity: object) -> bool:
        """Whether the line was copied in the spreadsheet with its id and then changed into another row."""
        return bool(draft.row_id) and identity is not None and identity not in self._lines_by_identity

    def _new(self, draft: Draft) -> Verdict:
        change = self._kind.added({**self._context, **draft.values})
        try:
            record = merged(self._kind, None, change)
            record.check()
        except UserError as refusal:
            return Verdict(draft.line.number, Outcome.REFUSED, self._title(draft), refusal.message)
        title = labels.row_title(self._after_context, record)
        network, fields = self._after_context, self._fields
        changes = tuple(
            FieldChange(name, fields[name].label, "", shown(fields[name], draft.values[name], network))
            for name in fields
            if draft.values.get(name) not in (None, "")
        )
        return Verdict(draft.line.number, Outcome.NEW, title, fields=changes, change=change)

    def _changed(self, draft: Draft, row: Record) -> Verdict:
        number, title = draft.line.number, labels.row_title(self._network, row)
        after = {
            name: value
            for name, value in draft.values.items()
            if not is_same(self._fields[name], getattr(row, name), value)
        }
        if not after:
            return Verdict(number, Outcome.UNCHANGED, title)
        change = row.edited(after)
        try:
            whole = self._with_consequences(change)
            merged(self._kind, row, whole).check()
        except UserError as refusal:
            return Verdict(number, Outcome.REFUSED, title, refusal.message)
        return Verdict(number, Outcome.CHANGED, title, fields=self._field_changes(row, whole), change=change)

    def _with_consequences(self, change: Change) -> Change:
        own = [one for one in with_consequences(self._network, (change,)) if one.row_id == change.row_id]
        before = {name: value for one in own for name, value in (one.before or {}).items()}
        after = {name: value for one in own for name, value in (one.after or {}).items()}
        return Change(change.table, change.row_id, before, after)

    def _field_changes(self, row: Record, change: Change) -> tuple[FieldChange, ...]:
        network, fields = self._network, self._fields
        return tuple(
            FieldChange(
                name,
                fields[name].label,
                shown(fields[name], getattr(row, name), network),
                shown(fields[name], value, network),
            )
            for name, value in (change.after or {}).items()
        )

    def _title(self, draft: Draft) -> str:
        """The title of the line's row, as far as the line has the values."""
        row = self._network.row(self._kind.TABLE, draft.row_id) if draft.row_id else None
        record = row or self._kind("", **{**self._context, **draft.values})
        return labels.row_title(self._after_context, record)


def _needs(verdicts: Iterable[Verdict], changes: Iterable[Change]) -> bool:
    """Whether a new row refers to a row that the changes add."""
    made = {change.row_id for change in changes}
    return any(
        made & {value for value in (verdict.change.after or {}).values() if isinstance(value, str)}
        for verdict in verdicts
        if verdict.change and made
    )


def _against_rules(
    network: Network, verdicts: list[Verdict], made_first: tuple[Change, ...], today: str
) -> tuple[list[Verdict], str]:
    """The verdicts with lines refused that break a hard rule; the message where no single line is to blame."""
    for _ in range(_MOST_ROUNDS):
        changes = (*made_first, *(verdict.change for verdict in verdicts if verdict.change))
        broken = _broken(network, changes, today)
        if not broken:
            return verdicts, ""
        if not any(verdict.change and verdict.change.row_id in broken for verdict in verdicts):
            break
        verdicts = [_refused(verdict, broken) for verdict in verdicts]
    return verdicts, next(iter(broken.values()))


def _broken(network: Network, changes: tuple[Change, ...], today: str) -> dict[str, str]:
    """The messages of refused rows, by row id."""
    locked = {
        change.row_id: refusal.message
        for change in changes
        if change.table in guard.TABLES
        for refusal in guard.locks(network, network.with_changes([change]), [change])
    }
    if locked:
        return locked
    try:
        whole = with_consequences(network, edit.normalised(changes), lambda: today)
        after = edit.applied(network, whole)
    except UserError as refusal:
        return {refusal.row_id: refusal.message}
    problems = (
        *past_days.refused(after, whole, lambda: today),
        *hard_rules.newly_broken(network, after, {change.table for change in whole}),
    )
    broken: dict[str, str] = {}
    for problem in problems:
        broken.setdefault(problem.row_id, problem.message)
    return broken


def _refused(verdict: Verdict, broken: Mapping[str, str]) -> Verdict:
    if verdict.change is None or verdict.change.row_id not in broken:
        return verdict
    sentence = broken[verdict.change.row_id]
    return replace(verdict, outcome=Outcome.REFUSED, sentence=sentence, fields=(), change=None)


def summary(result: Preview) -> str:
    """The outcomes in numbers, for example »12 nye, 3 ændres, 40 uændrede, 1 afvist«."""
    words = {
        Outcome.NEW: ("ny", "nye"),
        Outcome.CHANGED: ("ændres", "ændres"),
        Outcome.UNCHANGED: ("uændret", "uændrede"),
        Outcome.REFUSED: ("afvist", "afviste"),
        Outcome.DUPLICATE: ("gentaget", "gentagne"),
    }
    counts = [(result.count(outcome), word) for outcome, word in words.items()]
    fields = [f"{danish.number(count)} {word[count != 1]}" for count, word in counts if count]
    return ", ".join(fields) or "ingen rækker"


def label(result: Preview, source: str) -> str:
    """The label of the edit, for example »12 personer importeret fra tilbud.xlsx«."""
    count = result.count(Outcome.NEW, Outcome.CHANGED)
    return f"{danish.counted(count, result.kind.NOUN, result.kind.PLURAL)} importeret fra {source}"
