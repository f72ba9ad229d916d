"""A meeting's papers: notice and agenda, minutes, and the sheet that those who took part sign."""

from __future__ import annotations

from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.domain.papers.meeting import Attendant, ItemText, MaterialText, MeetingPaper
from cbnet_desktop.domain.words import danish

SIGNING_HEIGHT = 44.0
NO_MINUTES = "Der er intet referat af punktet endnu."


def agenda(paper: MeetingPaper) -> bytes:
    """Notice and agenda as PDF; the same paper gives the same bytes."""
    return front.render(paper, _agenda)


def minutes(paper: MeetingPaper) -> bytes:
    """The minutes as PDF; the same paper gives the same bytes."""
    return front.render(paper, _minutes)


def signature_sheet(paper: MeetingPaper) -> bytes:
    """The signature sheet as PDF; the same paper gives the same bytes."""
    return front.render(paper, _signature_sheet)


def _agenda(paper: MeetingPaper) -> Story:
    story = Story()
    front.head(story, paper.front)
    story.facts(paper.facts)
    if paper.invitation.strip():
        story.prose(paper.invitation)
    story.heading("Dagsorden", 2)
    _overview(story, paper)
    _left_out(story, paper)
    for item in paper.items:
        if _has_case(item):
            _title(story, item)
            _case(story, item)
    _annexes(story, paper)
    return story


def _minutes(paper: MeetingPaper) -> Story:
    story = Story()
    front.head(story, paper.front)
    story.facts(paper.facts)
    _attendance(story, paper)
    for item in paper.items:
        _title(story, item)
        _case(story, item)
        _outcome(story, item)
    _left_out(story, paper)
    _follow_ups(story, paper)
    _annexes(story, paper)
    return story


def _signature_sheet(paper: MeetingPaper) -> Story:
    story = Story()
    front.head(story, paper.front)
    signing = [person for name, group in paper.attendants if name == "Til stede" for person in group]
    if signing:
        columns = [Column("Navn", 48), Column("Plads", 44), Column("Underskrift", 48), Column("Dato", 24)]
        story.form(columns, [_signing(person) for person in signing], SIGNING_HEIGHT)
    else:
        story.paragraph("Ingen er ført som til stede, og der er derfor ingen til at underskrive.")
    story.blanks([("Protokolfører:", 70), ("Dato:", 30)])
    return story


def _overview(story: Story, paper: MeetingPaper) -> None:
    if not paper.items:
        story.paragraph("Dagsordenen har endnu ingen punkter.")
        return
    columns = [Column("Pkt.", 11), Column("Kl.", 14), Column("Overskrift", 92), Column("Type", 30), Column("Tid", 17)]
    story.table(columns, [_overview_row(item) for item in paper.items])


def _overview_row(item: ItemText) -> list[Cell]:
    title = [Line(item.title)]
    if item.is_closed:
        title.append(Line("Lukket punkt", "cell_note"))
    return [[Line(item.number, "cell_strong")], item.begins or "–", title, item.kind, item.minutes or "–"]


def _has_case(item: ItemText) -> bool:
    texts = (item.presentation, item.recommendation)
    return any(text.strip() for text in texts) or bool(item.annexes or item.material)


def _title(story: Story, item: ItemText) -> None:
    story.heading(f"{item.number}. {item.title}" if item.number != "–" else item.title, 2)
    words = [item.kind, "lukket punkt" if item.is_closed else ""]
    story.paragraph(" · ".join(word for word in words if word), "note", leads=True)


def _case(story: Story, item: ItemText) -> None:
    if item.annexes:
        story.heading("Bilag", 3)
        story.facts([(f"Bilag {number}", text) for number, text in item.annexes])
    if item.presentation.strip():
        story.heading("Sagsfremstilling", 3)
        story.prose(item.presentation)
    if item.material:
        _material(story, item.material)
    if item.recommendation.strip():
        story.heading("Indstilling", 3)
        story.prose(item.recommendation)


def _material(story: Story, material: MaterialText) -> None:
    story.heading(material.heading, 3)
    if any(status for _, _, status in material.lines):
        columns = [Column("Nr.", 14), Column("Mål", 116), Column("Status", 34)]
        story.table(columns, [[number, text, status] for number, text, status in material.lines])
    elif material.lines:
        story.bullets([f"{number}. {text}" if number else text for number, text, _ in material.lines])


def _outcome(story: Story, item: ItemText) -> None:
    if item.outcome.strip():
        story.heading("Referat", 3)
        story.prose(item.outcome)
    if item.decision.strip():
        story.heading("Beslutning", 3)
        story.prose(item.decision)
    if not item.outcome.strip() and not item.decision.strip():
        story.paragraph(NO_MINUTES, "note")


def _attendance(story: Story, paper: MeetingPaper) -> None:
    story.heading("Deltagere", 2)
    if not paper.attendants:
        story.paragraph("Ingen er ført på deltagerlisten.")
        return
    columns = [Column("Navn", 58), Column("Plads", 62), Column("Fremmøde", 44)]
    story.table(columns, [_attendant(name, person) for name, group in paper.attendants for person in group])


def _attendant(status: str, person: Attendant) -> list[Cell]:
    name = [Line(person.name, "cell_strong")]
    if person.title:
        name.append(Line(person.title, "cell_note"))
    taking_part = [Line(status)]
    if person.note:
        taking_part.append(Line(person.note, "cell_note"))
    return [name, person.represents or "–", taking_part]


def _left_out(story: Story, paper: MeetingPaper) -> None:
    if not paper.left_out:
        return
    plural = len(paper.left_out) > 1
    numbers = danish.joined(list(paper.left_out))
    story.paragraph(
        f"Pkt. {numbers} er {'lukkede' if plural else 'lukket'} og udeladt af den offentlige udgave.", "note"
    )


def _follow_ups(story: Story, paper: MeetingPaper) -> None:
    if not paper.follow_ups:
        return
    story.heading("Opfølgning", 2)
    columns = [
        Column("Punkt", 16),
        Column("Opfølgning", 74),
        Column("Ansvarlig", 36),
        Column("Frist", 20),
        Column("Tilstand", 18),
    ]
    rows = [[row.item, row.text, row.owner or "–", row.deadline or "–", row.state] for row in paper.follow_ups]
    story.table(columns, rows)


def _annexes(story: Story, paper: MeetingPaper) -> None:
    found = [annex for item in paper.items for annex in item.annexes]
    if found:
        story.heading("Samlet bilagsliste", 2)
        story.facts([(f"Bilag {number}", text) for number, text in found])


def _signing(person: Attendant) -> list[Cell]:
    name = [Line(person.name, "cell_strong")]
    if person.title:
        name.append(Line(person.title, "cell_note"))
    return [name, person.represents or "–", "", ""]
