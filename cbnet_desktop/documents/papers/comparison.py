"""Two years' goals on paper, side by side (M17, M22)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pictures.charts import goal_years_picture
from cbnet_desktop.domain.papers.comparison import ComparedGoal, ComparisonText, Continued
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, PARTS

_NONE = "–"


def story(content: ComparisonText) -> Story:
    """The comparison's story and structure tree."""
    made = Story()
    front.head(made, content.front)
    if content.is_first:
        made.paragraph(f"Der er ingen handlingsplan før {content.year} at sammenligne med.")
    _counts(made, content)
    _continued(made, content)
    _alone(made, f"Nye mål i {content.year}", content.new, "Ingen mål er nye.")
    if not content.is_first:
        title = f"Mål fra {content.before}, der ikke er videreført"
        _alone(made, title, content.ended, f"Alle mål fra {content.before} er videreført.")
    return made


def _counts(made: Story, content: ComparisonText) -> None:
    before = [*(pair.before for pair in content.continued), *content.ended]
    after = [*(pair.after for pair in content.continued), *content.new]
    if not before and not after:
        made.paragraph("Ingen af planerne har mål endnu.")
        return
    made.heading("De to år i tal", 2)
    columns = (
        Column("Antal mål", 60),
        Column(str(content.before), 20, is_number=True),
        Column(str(content.year), 20, is_number=True),
    )
    made.table(columns, _figures(before, after), [["Mål i alt", str(len(before)), str(len(after))]])
    years = [(content.before, before), (content.year, after)]
    made.figure(goal_years_picture([(str(year), [goal.status for goal in goals]) for year, goals in years if goals]))


def _figures(before: Sequence[ComparedGoal], after: Sequence[ComparedGoal]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for part in PARTS.values():
        rows.append([part, *(str(sum(goal.part == part for goal in goals)) for goals in (before, after))])
    old, new = (Counter(goal.status for goal in goals) for goals in (before, after))
    for status in GOAL_STATUSES.values():
        if old[status] or new[status]:
            rows.append([f"Status: {status.lower()}", str(old[status]), str(new[status])])
    return rows


def _continued(made: Story, content: ComparisonText) -> None:
    if content.is_first:
        return
    made.heading("Videreførte mål", 2)
    columns = (
        Column(f"Mål {content.before}", 62),
        Column(f"Status {content.before}", 26),
        Column(f"Mål {content.year}", 62),
        Column(f"Status {content.year}", 26),
    )
    pairs = [_pair(pair) for pair in content.continued]
    made.table_or(columns, pairs, f"Ingen mål fra {content.before} er videreført.")


def _pair(pair: Continued) -> list[Cell]:
    is_same = " ".join(pair.before.text.split()) == " ".join(pair.after.text.split())
    after = [Line(f"{pair.after.number} Uændret ordlyd" if is_same else f"{pair.after.number} {pair.after.text}")]
    return [
        [Line(f"{pair.before.number} {pair.before.text}"), *_notes(pair.before)],
        pair.before.status,
        [*after, *_notes(pair.after)],
        pair.after.status,
    ]


def _alone(made: Story, title: str, goals: Sequence[ComparedGoal], otherwise: str) -> None:
    made.heading(title, 2)
    columns = (
        Column("Nr.", 12),
        Column("Mål", 74),
        Column("Indsatsområde", 38),
        Column("Ansvarlig", 30),
        Column("Status", 24),
    )
    made.table_or(columns, [_goal(goal) for goal in goals], otherwise)


def _goal(goal: ComparedGoal) -> list[Cell]:
    return [
        [Line(goal.number, "cell_strong")],
        [Line(goal.text), *_notes(goal)],
        [Line(goal.focus_area or _NONE), Line(goal.part, "cell_note")],
        goal.owner or _NONE,
        goal.status,
    ]


def _notes(goal: ComparedGoal) -> list[Line]:
    return [Line(goal.measure, "cell_note"), Line(f"Resultat: {goal.result}" if goal.result else "", "cell_note")]
