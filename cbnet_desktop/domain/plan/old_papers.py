"""Papers of years before the program: annexes of the meeting or plan of their day, which is made where it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cbnet_desktop.domain.meetings import annex_titles, annexes, meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import Meeting, Plan
from cbnet_desktop.domain.records.changes import Change, Values
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import FIRST_YEAR, LAST_YEAR, Record, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MeetingKind, MeetingState

#: What a meeting is called that is made for a paper whose title has the word.
_NAMES = {
    "årsmøde": "Årsmøde",
    "planlægning": "Planlægnings- og koordineringsmøde",
    "koordinering": "Planlægnings- og koordineringsmøde",
    "arbejdsgruppe": "Arbejdsgruppemøde",
}
_OF_MEETINGS = re.compile(r"referat|dagsorden|indkaldelse|bilag|møde")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class OldPaper:
    """A paper: its title, its day (ISO), and whether it belongs to a plan and not to a meeting."""

    title: str
    dated_on: str | None
    is_plan: bool

    @property
    def year(self) -> int | None:
        """The plan year: the one that the title names, else that of the day."""
        found = _YEAR.findall(self.title) or ([self.dated_on[:4]] if self.dated_on else [])
        year = int(found[0]) if found else None
        return year if year and FIRST_YEAR <= year <= LAST_YEAR else None


def suggested(file_name: str) -> OldPaper:
    """What the name of a file says of the paper."""
    said = annex_titles.said_by(file_name)
    folded = danish.folded(said.title)
    return OldPaper(said.title, said.dated_on, "handlingsplan" in folded and not _OF_MEETINGS.search(folded))


def place_told(network: Network, paper: OldPaper) -> str:
    """What the paper will belong to; empty where that cannot be told yet."""
    if owner := _owner(network, paper):
        return labels.row_title(network, owner)
    if paper.is_plan:
        return f"Handlingsplan {paper.year} (oprettes)" if paper.year else ""
    return f"{_name(paper)} {danish.short_date(paper.dated_on)} (oprettes)" if paper.dated_on else ""


def check(paper: OldPaper) -> None:
    """Raises Invalid, naming the field, for a paper that cannot be given a place."""
    if not paper.title.strip():
        raise Invalid("Skriv en titel.", field="title")
    if paper.is_plan and not paper.year:
        raise Invalid(f"Skriv årstallet i titlen, eller datoen, for {quoted(paper.title)}.", field="dated_on")
    if not paper.is_plan and not paper.dated_on:
        raise Invalid(f"Skriv mødets dato for {quoted(paper.title)}.", field="dated_on")


def added(network: Network, papers: Iterable[tuple[OldPaper, Values]]) -> list[Change]:
    """The changes that add annexes with these fields, and the meetings and plans that lack; raises Invalid."""
    owners: dict[Record, list[Values]] = {}
    made: dict[tuple[str, object], Change] = {}
    new: dict[str, Record] = {}
    for paper, values in papers:
        check(paper)
        owner = _owner(network, paper)
        if owner is None:
            key = ("plan", paper.year) if paper.is_plan else ("meeting", paper.dated_on)
            change = made.setdefault(key, _new(paper))
            kind: type[Record] = Plan if paper.is_plan else Meeting
            owner = new.setdefault(change.row_id, kind(change.row_id, **(change.after or {})))
        owners.setdefault(owner, []).append({**values, "title": paper.title, "dated_on": paper.dated_on})
    changes = [change for owner, rows in owners.items() for change in annexes.added(network, owner, *rows)]
    return [*made.values(), *changes]


def label(changes: Sequence[Change]) -> str:
    """The edit's label in the history."""
    count = sum(change.table == "annexes" for change in changes)
    return f"{danish.counted(count, 'ældre papir', 'ældre papirer')} lagt ind"


def _owner(network: Network, paper: OldPaper) -> Record | None:
    if paper.is_plan:
        return plan.of_year(network, paper.year) if paper.year else None
    if not paper.dated_on:
        return None
    found = meetings.of_year(network, int(paper.dated_on[:4]))
    return next((row for row in found if row.held_on == paper.dated_on), None)


def _new(paper: OldPaper) -> Change:
    if paper.is_plan:
        return Plan.added({"year": paper.year})
    # Of no kind of the terms of reference: they count only what the network itself has kept.
    values = {"kind": MeetingKind.OTHER, "title": _name(paper), "held_on": paper.dated_on, "state": MeetingState.HELD}
    return Meeting.added({name: str(value) for name, value in values.items()})


def _name(paper: OldPaper) -> str:
    folded = danish.folded(paper.title)
    return next((name for word, name in _NAMES.items() if danish.folded(word) in folded), "Møde")
