"""The plan's annual wheel with its list of events, and its signature page."""

from __future__ import annotations

from cbnet_desktop.documents.papers.plan_front import VACANT
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pdf.tagging import SignatureField
from cbnet_desktop.documents.pictures.wheel import KINDS, Mark, marks, wheel_picture
from cbnet_desktop.domain.plan.plan_content import ClauseState, Member, PlanContent
from cbnet_desktop.domain.words import danish

SIGNING_HEIGHT = 44.0
_EVENTS = (Column("Nr.", 9), Column("Dato", 20), Column("Uge", 9), Column("Begivenhed", 111), Column("Slags", 22))
_TERMS = (Column("Punkt", 12), Column("Emne", 45), Column("Tilstand", 25), Column("Bemærkninger", 89))


def annual_wheel(story: Story, content: PlanContent) -> None:
    """The year's dates as a wheel, and a table of the numbers on it (M22)."""
    story.heading(f"Årshjul {content.year}")
    found = marks(content.wheel, content.year)
    if not found:
        story.paragraph(f"Der er endnu ingen datoer i årshjulet for {content.year}.")
        return
    story.figure(wheel_picture(content.wheel, content.year))
    story.table(_EVENTS, [row for mark in found for row in _events(mark)])


def terms(story: Story, content: PlanContent) -> None:
    """In a signed-off plan: how each clause of the terms of reference stood on the day of sign-off (M1)."""
    signed = content.sign_off
    if not signed or not signed.terms:
        return
    story.new_page()
    story.heading("Kommissoriet på dagen for godkendelsen")
    day = danish.long_date(danish.local_time(signed.at).date().isoformat())
    story.paragraph(f"Sådan stod kommissoriets punkter den {day}, da planen blev godkendt.", leads=True)
    story.table(_TERMS, [_clause(clause) for clause in signed.terms])


def signatures(story: Story, content: PlanContent) -> None:
    """A line for each member and the minute-taker; in a signed-off plan with fields for digital signatures."""
    story.new_page()
    story.heading("Underskrifter")
    signed = content.sign_off
    version = f"version {signed.number}" if signed else "udkast"
    story.paragraph(f"{content.title}, {version}.", leads=True)
    if content.members:
        columns = [Column("Navn", 48), Column("Plads", 44), Column("Underskrift", 48), Column("Dato", 24)]
        lines = [_line(member, number, is_final=bool(signed)) for number, member in enumerate(content.members, 1)]
        story.form(columns, lines, SIGNING_HEIGHT)
    else:
        story.paragraph("Netværket har endnu ingen pladser, og der er derfor ingen medlemmer til at underskrive.")
    story.blanks([("Protokolfører:", 70), ("Dato:", 30)])


def _clause(clause: ClauseState) -> list[Cell]:
    findings = [Line(f"– {text}" if len(clause.findings) > 1 else text) for text in clause.findings]
    return [[Line(clause.id, "cell_strong")], clause.title, clause.state, findings]


def _events(mark: Mark) -> list[list[Cell]]:
    return [
        [
            [Line(str(mark.number) if index == 0 else "", "cell_strong")],
            danish.short_date(event.on),
            str(danish.week(event.on)),
            event.text,
            [Line(KINDS.get(event.kind, event.kind), "cell_quiet")],
        ]
        for index, event in enumerate(mark.events)
    ]


def _line(member: Member, number: int, *, is_final: bool) -> list[Cell]:
    name = [
        Line(member.name or VACANT, "cell_strong" if member.name else "cell_quiet"),
        Line(member.title, "cell_note"),
    ]
    seat = [Line(member.seat), Line(member.organisation if member.organisation != member.seat else "", "cell_note")]
    signature: Cell = ""
    if is_final and member.name:
        signature = SignatureField(f"underskrift-{number}", f"Underskrift: {member.name}, {member.seat}")
    return [name, seat, signature, ""]
