"""A meeting's papers: notice and agenda, minutes, and the signature sheet."""

from __future__ import annotations

from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.domain.papers.front import Front
from cbnet_desktop.domain.papers.meeting import Attendant, ItemText, MaterialText, MeetingPaper
from cbnet_desktop.domain.words import danish

SIGNING_HEIGHT = 44.0
NO_MINUTES = "Der er intet referat af punktet endnu."


def agenda(paper: MeetingPaper) -> Story:
    """The notice and the agenda with its cases and annexes."""
    story = cases(paper, paper.front)
    _annexes(story, paper)
    return story


def cases(paper: MeetingPaper, head: Front) -> Story:
    """The notice, the agenda and its cases under a head, without the list of annexes."""
    story = Story()
    front.head(story, head)
    story.facts(paper.facts)
    if paper.invitation.strip():
        story.prose(paper.invitation)
    if paper.changes:
        story.heading("Ændret siden udsendelsen", 2)
        story.bullets(list(paper.changes))
    story.heading("Dagsorden", 2)
    columns = [Column("Pkt.", 11), Column("Kl.", 14), Column("Overskrift", 92), Column("Type", 30), Column("Tid", 17)]
    story.table_or(columns, [_overview_row(item) for item in paper.items], "Dagsordenen har endnu ingen punkter.")
    _left_out(story, paper)
    for item in paper.items:
        if _has_case(item):
            _title(story, item)
            _case(story, item)
    return story


def minutes(paper: MeetingPaper) -> Story:
    """The minutes with attendance, decisions, follow-ups and annexes."""
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


def signature_sheet(paper: MeetingPaper) -> Story:
    """A line to sign for each attendant and the minute-taker."""
    story = Story()
    front.head(story, paper.front)
    signing = [person for name, group in paper.attendants if name == "Til stede" for person in group]
    if signing:
        columns = [Column("Navn", 48), Column("Plads", 44), Column("Underskrift", 48), Column("Dato", 24)]
        story.form(columns, [[*_name_and_seat(person), "", ""] for person in signing], SIGNING_HEIGHT)
    else:
        story.paragraph("Ingen er ført som til stede, og der er derfor ingen til at underskrive.")
    story.blanks([("Protokolfører:", 70), ("Dato:", 30)])
    return story


def _overview_row(item: ItemText) -> list[Cell]:
    title = [Line(item.title), Line("Lukket punkt" if item.is_closed else "", "cell_note")]
    return [[Line(item.number, "cell_strong")], item.begins or "–", title, item.kind, item.minutes or "–"]


def _has_case(item: ItemText) -> bool:
    texts = (item.presentation, item.recommendation)
    return any(text.strip() for text in texts) or bool(item.annexes or item.material)


def _title(story: Story, item: ItemText) -> None:
    story.heading(f"{item.number}. {item.title}" if item.number != "–" else item.title, 2)
    words = filter(None, (item.kind, "lukket punkt" if item.is_closed else ""))
    story.paragraph(" · ".join(words), "note", leads=True)


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
    columns = [Column("Navn", 58), Column("Plads", 62), Column("Fremmøde", 44)]
    rows = [
        [*_name_and_seat(person), [Line(status), Line(person.note, "cell_note")]]
        for status, group in paper.attendants
        for person in group
    ]
    story.table_or(columns, rows, "Ingen er ført på deltagerlisten.")


def _name_and_seat(person: Attendant) -> list[Cell]:
    return [[Line(person.name, "cell_strong"), Line(person.title, "cell_note")], person.represents or "–"]


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
