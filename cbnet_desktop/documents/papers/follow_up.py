"""The follow-up sheet on paper: each goal with its status, and room for notes at the meeting (M17)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pictures.charts import goal_status_picture
from cbnet_desktop.domain.papers.follow_up import FollowedGoal, FollowUpText
from cbnet_desktop.domain.words import danish

OUTSIDE = "Mål uden for indsatsområderne"
_GOALS = (
    Column("Nr.", 12),
    Column("Mål", 56),
    Column("Ansvarlig", 28),
    Column("Frist", 24),
    Column("Status", 27),
    Column("Noter fra mødet", 46),
)
_WRITING_HEIGHT = 62.0


def story(content: FollowUpText) -> Story:
    """The sheet's story and structure tree."""
    made = Story()
    front.head(made, content.front)
    goals = [goal for chapter in content.chapters for goal in chapter.goals]
    if goals:
        made.paragraph(_summary(goals, content.overdue), leads=True)
        made.figure(goal_status_picture([goal.status for goal in goals]))
        made.blanks([("Gennemgået på mødet:", 60), ("Dato:", 40)])
    else:
        made.paragraph("Planen har endnu ingen mål.")
    for part, chapters in groupby(content.chapters, lambda chapter: chapter.part):
        made.heading(part, 2)
        for chapter in chapters:
            made.heading(chapter.focus_area or OUTSIDE, 3)
            made.table(_GOALS, [_goal(goal) for goal in chapter.goals], row_height=_WRITING_HEIGHT)
    return made


def _summary(goals: Sequence[FollowedGoal], overdue: int) -> str:
    found = f"Planen har {danish.number(len(goals))} mål."
    return f"{found} Fristen er overskredet for {danish.number(overdue)} af dem." if overdue else found


def _goal(goal: FollowedGoal) -> list[Cell]:
    result = Line(f"Resultat: {goal.result}" if goal.result else "", "cell_note")
    comment = Line(f"Senest meldt: {goal.comment}" if goal.comment else "", "cell_note")
    deadline = [Line(danish.short_date(goal.deadline) or "Mangler", "cell" if goal.deadline else "cell_quiet")]
    if goal.is_overdue:
        deadline.append(Line("Overskredet", "cell_strong"))
    since = f"pr. {danish.short_date(goal.status_on)}" if goal.status_on else ""
    return [
        [Line(goal.number, "cell_strong")],
        [Line(goal.text), Line(goal.measure, "cell_note"), result, comment],
        [Line(goal.owner or "Mangler", "cell" if goal.owner else "cell_quiet")],
        deadline,
        [Line(goal.status), Line(since, "cell_note")],
        "",
    ]
