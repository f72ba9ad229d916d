"""The terms of reference on paper: each clause's wording, state and reasons (M1)."""

from __future__ import annotations

from collections.abc import Sequence

from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pictures.charts import clause_state_picture
from cbnet_desktop.domain.charter.findings import STATES, State
from cbnet_desktop.domain.papers.checklist import ChecklistText, ClauseText

_CLAUSES = (Column("Punkt", 13), Column("Kommissoriets ord", 64), Column("Tilstand", 22), Column("Begrundelse", 64))
_LOOKS = {STATES[State.OPEN]: "cell_strong", STATES[State.BROKEN]: "cell_strong", STATES[State.NOT_DUE]: "cell_quiet"}


def story(content: ChecklistText) -> Story:
    """The checklist's story and structure tree."""
    made = Story()
    front.head(made, content.front)
    made.paragraph(content.summary, leads=bool(content.clauses))
    if content.clauses:
        made.figure(clause_state_picture(content.counts))
        made.heading("Punkterne", 2)
        made.table(_CLAUSES, [_clause(clause) for clause in content.clauses])
    return made


def _clause(clause: ClauseText) -> list[Cell]:
    return [
        [Line(clause.id, "cell_strong")],
        [Line(clause.title, "cell_strong"), Line(f"»{clause.quote}«", "cell_quiet")],
        [Line(clause.state, _LOOKS.get(clause.state, "cell"))],
        _reasons(clause.reasons),
    ]


def _reasons(reasons: Sequence[str]) -> list[Line]:
    if len(reasons) > 1:
        return [Line(f"– {reason}") for reason in reasons]
    return [Line(reason) for reason in reasons] or [Line("–", "cell_quiet")]
