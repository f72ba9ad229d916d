"""The plan's goals by part and focus area (M4, M17)."""

from __future__ import annotations

from collections.abc import Iterable

from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pictures.charts import goal_status_picture
from cbnet_desktop.domain.plan.plan_content import GoalGroup, GoalText, PartText, PlanContent
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, GoalStatus

COLUMNS = (
    Column("Nr.", 12),
    Column("Mål", 60),
    Column("Indikator", 36),
    Column("Ansvarlig", 28),
    Column("Frist", 19),
    Column("Status", 19),
)
_MISSING = "Mangler"


def goals(story: Story, content: PlanContent) -> None:
    """All goals in tables, with a chart of their status once work has begun."""
    story.heading("Mål")
    found = [goal for part in content.parts for goal in _of_part(part)]
    if not found:
        story.paragraph("Planen har endnu ingen mål.")
        return
    story.paragraph(_summary(content.parts, len(found)), leads=True)
    statuses = [goal.status for goal in found]
    if set(statuses) != {GOAL_STATUSES[GoalStatus.NOT_STARTED]}:
        story.figure(goal_status_picture(statuses), leads=True)
    numbers = {area.title: area.number for area in content.focus_areas}
    for part in content.parts:
        story.heading(part.part, 2)
        if not _of_part(part):
            story.paragraph(f"Planen har ingen mål i {_definite(part)}.")
        for group in part.groups:
            _group(story, group, numbers.get(group.focus_area, ""))


def _group(story: Story, group: GoalGroup, number: str) -> None:
    if not group.goals:
        return
    title = group.focus_area or "Mål uden for indsatsområderne"
    story.heading(f"{number}. {title}" if number else title, 3)
    story.table(COLUMNS, [_row(goal) for goal in group.goals])


def _row(goal: GoalText) -> list[Cell]:
    return [
        [Line(goal.number, "cell_strong")],
        [Line(goal.text), *_notes(goal)],
        [Line(goal.indicator or "–"), Line(_measure(goal), "cell_note")],
        [Line(goal.owner) if goal.owner else Line(_MISSING, "cell_quiet")],
        [Line(danish.short_date(goal.deadline)) if goal.deadline else Line(_MISSING, "cell_quiet")],
        goal.status,
    ]


def _notes(goal: GoalText) -> list[Line]:
    notes = (
        ("For", goal.audience),
        ("Niveau", goal.level.lower()),
        ("Afledt af", goal.derived_from),
        ("Resultat", goal.result),
    )
    return [Line(f"{name}: {text}", "cell_note") for name, text in notes if text]


def _measure(goal: GoalText) -> str:
    if goal.baseline and goal.target:
        start, _, unit = goal.baseline.partition(" ")
        is_same_unit = goal.target.partition(" ")[2] == unit
        return f"{start if is_same_unit else goal.baseline} → {goal.target}"
    if goal.target:
        return f"Måltal: {goal.target}"
    return f"Udgangspunkt: {goal.baseline}" if goal.baseline else ""


def _of_part(part: PartText) -> list[GoalText]:
    return [goal for group in part.groups for goal in group.goals]


def _definite(part: PartText) -> str:
    return f"{part.part.lower()}en"


def _summary(parts: Iterable[PartText], total: int) -> str:
    shares = danish.joined([f"{danish.neuter(len(_of_part(part)))} i {_definite(part)}" for part in parts])
    return f"Planen har {danish.neuter(total)} mål: {shares}."
