"""The manual as a paper: contents, headings, numbered steps, and pictures with alternative texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cbnet_desktop.documents.manual import reading
from cbnet_desktop.documents.manual.reading import Block, Kind, Look, Section
from cbnet_desktop.documents.papers.paper import Progress, ReadyPaper
from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.domain.papers.front import Front
from cbnet_desktop.domain.words import danish

FILE_NAME = "cbnet-manual.pdf"
#: The arrow between a menu and its entry is not in the papers' font.
_ON_PAPER = ("▸", "›")
_KEYS = (Column("Tast", 56), Column("Virkning", 108))


@dataclass(frozen=True, slots=True)
class ManualText:
    """What the paper says; it is the same for every network."""

    front: Front
    sections: tuple[Section, ...]


def content(version: str, released: str) -> ManualText:
    """The manual of a version, dated by the day (ISO) on which that was released."""
    found = reading.manual()
    subject = f"Udgave {version}"
    head = Front("CBnet", False, found.title, subject, f"{subject}, {danish.long_date(released)}", released)
    return ManualText(head, reading.manual(_ON_PAPER).sections)


def render(text: ManualText, progress: front.Progress = front.nobody) -> bytes:
    """The manual as PDF, the same bytes for the same version."""
    return front.render(text, story, progress)


def ready(version: str, released: str) -> ReadyPaper:
    """The manual as a paper to preview, save and print."""

    def make(progress: Progress | None) -> tuple[bytes, Sequence[str]]:
        text = content(version, released)
        return render(text, progress or front.nobody), front.warnings(text)

    return ReadyPaper("Manual til CBnet", FILE_NAME, make)


def story(text: ManualText) -> Story:
    """The pages."""
    made = Story()
    first, *others = text.sections
    made.space(64)
    made.paragraph(text.front.network, "network")
    made.title(text.front.title)
    made.paragraph(text.front.state, "state")
    made.space(22)
    made.contents(is_full=True)
    made.new_page()
    made.heading("Om manualen")
    _blocks(made, first.blocks)
    for section in others:
        made.heading(section.title)
        _blocks(made, section.blocks)
    return made


def _blocks(made: Story, blocks: Sequence[Block]) -> None:
    for kind, run in groupby(blocks, lambda block: block.kind):
        texts = list(run)
        if kind in (Kind.STEP, Kind.POINT):
            made.bullets([_printed(block) for block in texts], are_steps=kind is Kind.STEP)
        elif kind is Kind.ROW:
            made.table(_KEYS, [([Line(block.pieces[0].text, "cell_strong")], block.pieces[1].text) for block in texts])
        else:
            for block in texts:
                _block(made, block)


def _block(made: Story, block: Block) -> None:
    if block.kind is Kind.PICTURE:
        made.photograph(reading.picture(block.file).read_bytes(), block.text)
    else:
        made.paragraph(_printed(block))


def _printed(block: Block) -> str:
    """The words; a name in the window stands in quotation marks, since a paragraph has one face."""
    return "".join(f"»{piece.text}«" if piece.look is Look.NAME else piece.text for piece in block.pieces)
