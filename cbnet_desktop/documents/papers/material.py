"""A meeting's material: the agenda as a paper, with the files of its annexes attached (ISO 19005-3, 6.8)."""

from __future__ import annotations

from cbnet_desktop.documents.papers import meeting
from cbnet_desktop.documents.papers.meeting import SIGNING_HEIGHT
from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.documents.pdf.tagged_file import Attachment
from cbnet_desktop.documents.pdf.tagging import SignatureField
from cbnet_desktop.documents.word.parts import Telling
from cbnet_desktop.documents.word.telling import told
from cbnet_desktop.domain.papers import material
from cbnet_desktop.domain.papers.material import EnclosedText, Material, MaterialPaper
from cbnet_desktop.domain.words import danish

_WHERE = "Filerne er vedhæftet mødematerialet som PDF. PDF-læseren viser dem i listen over vedhæftede filer."


def render(made: Material, progress: front.Progress = front.nobody) -> bytes:
    """The material as PDF; the files are attached as they are. Same content, same bytes."""
    files = [
        Attachment(text.file_name, text.media_type, _described(text), made.files[text.sha256], is_data=False)
        for text in made.paper.enclosed
        if text.file_name
    ]
    return front.render(made.paper, _story, progress, files)


def telling(made: Material) -> Telling:
    """The material for Word, without the files."""
    return told(lambda: _story(made.paper), front.edition(made.paper))


def warnings(made: Material) -> list[str]:
    """What to know of it: characters that the font lacks, and a size that is much to mail."""
    return [*front.warnings(made.paper), *material.warnings(made)]


def _story(paper: MaterialPaper) -> Story:
    story = meeting.cases(paper.agenda, paper.front)
    story.heading("Samlet bilagsliste", 2)
    if any(text.file_name for text in paper.enclosed):
        story.paragraph(_WHERE, "note", leads=True)
    columns = [Column("Bilag", 16), Column("Titel", 64), Column("Vedhæftet fil", 66), Column("Størrelse", 20, True)]
    story.table_or(columns, [_row(text) for text in paper.enclosed], "Mødet har ingen bilag.")
    if paper.signatories:
        story.heading("Underskrift", 2)
        columns = [Column("Navn", 70), Column("Underskrift", 70), Column("Dato", 24)]
        story.form(columns, [_line(*each, number) for number, each in enumerate(paper.signatories, 1)], SIGNING_HEIGHT)
    return story


def _line(role: str, name: str, number: int) -> list[Cell]:
    signature = SignatureField(f"underskrift-{number}", f"Underskrift: {name}, {role.lower()}")
    return [[Line(name, "cell_strong"), Line(role, "cell_note")], signature, ""]


def _row(text: EnclosedText) -> list[Cell]:
    size = f"{danish.number(-(-text.size // 1000))} kB" if text.size else "–"
    return [[Line(text.number or "–", "cell_strong")], text.title, text.file_name or text.remark or "–", size]


def _described(text: EnclosedText) -> str:
    return f"Bilag {text.number}: {text.title}" if text.number else text.title
