"""The consultation letter with its answer form (M13)."""

from __future__ import annotations

from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.domain.papers.consultation import ConsultationPaper, ProposalText
from cbnet_desktop.domain.words import danish

_ANSWER_HEIGHT = 56.0
_REMARK_LINES = 2


def consultation(paper: ConsultationPaper) -> Story:
    """The letter and, on a page of its own, the answer form."""
    story = Story()
    front.head(story, paper.front)
    story.facts(
        [
            ("Sendt", paper.sent_on or "Ikke sendt endnu"),
            ("Svarfrist", paper.deadline or "Ikke fastsat"),
            ("Svar sendes til", paper.reply_to),
            ("Modtagere", danish.joined(list(paper.recipients)) or "Ingen centralbiblioteker endnu"),
        ]
    )
    if paper.letter.strip():
        story.prose(paper.letter)
    else:
        story.paragraph(
            f"Centralbibliotekerne høres hermed om de fælles indsatsområder for {paper.year}. "
            "Svar på skemaet bagest for hvert forslag."
        )
    story.heading("Forslag", 2)
    if paper.changes:
        story.heading("Ændret siden høringsbrevet blev sendt", 2)
        story.bullets(list(paper.changes))
    for proposal in paper.proposals:
        _proposal(story, proposal)
    _form(story, paper)
    return story


def _proposal(story: Story, proposal: ProposalText) -> None:
    story.heading(f"{proposal.number}. {proposal.title}", 3)
    words = [proposal.part, proposal.level]
    if proposal.proposed_by:
        words.append(f"foreslået af {proposal.proposed_by}")
    if proposal.continues:
        words.append(f"fortsætter {proposal.continues}")
    story.paragraph(" · ".join(words), "note", leads=bool(proposal.description.strip()))
    if proposal.description.strip():
        story.prose(proposal.description)


def _form(story: Story, paper: ConsultationPaper) -> None:
    story.new_page()
    story.heading(f"Svarskema: indsatsområder {paper.year}", 2)
    deadline = f"Svarfrist: {paper.deadline}. " if paper.deadline else ""
    story.paragraph(
        f"{deadline}Sæt ét kryds for hvert forslag, og skriv bemærkningerne til det i feltet. Er svaret det samme for "
        "alle forslag, er ét kryds nederst nok.",
        leads=True,
    )
    story.blanks([("Centralbibliotek:", 100)])
    stances = [Column(stance, 22) for stance in paper.stances]
    columns = [Column("Forslag", 50), *stances, Column("Bemærkninger", 48)]
    rows: list[list[Cell]] = [
        [[Line(f"{proposal.number}. {proposal.title}", "cell_strong")], *[""] * len(stances), ""]
        for proposal in paper.proposals
    ]
    rows.append([[Line("Alle forslag under ét", "cell_strong")], *[""] * len(stances), "Skriv svaret nedenfor."])
    story.form(columns, rows, _ANSWER_HEIGHT)
    story.blanks([("Svar som helhed:", 100)])
    for _ in range(_REMARK_LINES):
        story.blanks([("", 100)])
    story.blanks([("Underskrift:", 65), ("Dato:", 35)])
