"""Framework agreements, the task portfolio, partnerships and programmes on paper (M4, M5, M10, M11)."""

from __future__ import annotations

from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pictures.timeline import timeline_picture
from cbnet_desktop.domain.papers.agreements import (
    AgreementsText,
    AgreementText,
    DutyText,
    ServedClause,
    TaskText,
)
from cbnet_desktop.domain.words import danish

_NONE = "–"
_CLAUSES = (Column("Aftalepunkt", 70), Column("Art", 20), Column("Årets opgaver", 78))
_TASKS = (
    Column("Opgave", 62),
    Column("Ansvarlig", 38),
    Column("Periode", 36),
    Column("Aftalepunkter", 24),
    Column("Gennemgået", 22),
)
_DUTIES = (
    Column("Opgave", 66),
    Column("Ansvarlig", 32),
    Column("Niveau", 22),
    Column("Frist", 22),
    Column("Udført", 22),
)


def story(content: AgreementsText) -> Story:
    """The agreements' story and structure tree."""
    made = Story()
    front.head(made, content.front)
    if content.timeline.periods:
        made.heading("Perioder", 2)
        made.figure(timeline_picture(content.timeline))
    made.heading("Rammeaftaler", 2)
    if not content.frameworks:
        made.paragraph(f"Der er ingen rammeaftale, som gælder i {content.year}.")
    for row in content.frameworks:
        _head(made, row)
        made.table_or(_CLAUSES, [_clause(clause) for clause in row.clauses], "Ingen aftalepunkter endnu.")
    made.heading("Opgaveportefølje", 2)
    for part in content.parts:
        made.heading(part.part, 3)
        made.table_or(_TASKS, [_task(task) for task in part.tasks], "Ingen opgaver.")
    if content.mismatches:
        made.heading("Hvor opgaver og aftaler ikke passer sammen", 3)
        made.bullets(content.mismatches)
    made.heading("Partnerskaber og egne programmer", 2)
    if not content.partnered:
        made.paragraph(f"Der er ingen partnerskaber eller programmer i {content.year}.")
    for row in content.partnered:
        _partnered(made, row)
    return made


def _head(made: Story, row: AgreementText) -> None:
    made.heading(row.title, 3)
    made.facts((("Periode", f"{row.period} ({row.state.lower()})"), ("Parter", row.parties or _NONE)))
    if row.purpose.strip():
        made.prose(row.purpose)


def _clause(clause: ServedClause) -> list[Cell]:
    return [[Line(f"{clause.number} {clause.title}".strip(), "cell_strong")], clause.kind, clause.tasks or _NONE]


def _task(task: TaskText) -> list[Cell]:
    title = [Line(task.title, "cell_strong"), Line(task.level, "cell_note"), Line(task.remarks, "cell_note")]
    return [title, task.owner or _NONE, task.period, task.clauses or _NONE, task.reviewed or _NONE]


def _partnered(made: Story, row: AgreementText) -> None:
    _head(made, row)
    made.paragraph(f"{row.kind}. Kontaktudvalg: {danish.sentence(danish.joined(list(row.committee)) or 'intet')}")
    duties = [_duty(duty) for duty in row.duties]
    made.table_or(_DUTIES, duties, "Ingen opgaver for biblioteker eller regioner endnu.")


def _duty(duty: DutyText) -> list[Cell]:
    text = [Line(duty.text, "cell_strong")]
    return [text, duty.owner or _NONE, duty.level, duty.deadline or _NONE, duty.done or _NONE]
