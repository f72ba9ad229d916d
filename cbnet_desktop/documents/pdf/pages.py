"""Lays out the pages in one pass: running head and foot, page numbers with the total, the watermark of a draft."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from cbnet_desktop.documents.pdf import style, text
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tagged_file import Attachment, Metadata, archived
from cbnet_desktop.documents.pdf.tagged_tree import write_tree
from cbnet_desktop.documents.pdf.tagging import Tagging

LANGUAGE = "da-DK"
DRAFT_MARK = "UDKAST"
_PROGRAM = "CBnet"


@dataclass(frozen=True, slots=True)
class Edition:
    """The texts of the pages' head and foot and of the PDF's metadata; at is a UTC instant in ISO format."""

    author: str
    title: str
    state: str
    is_draft: bool
    at: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Instant:
    """A UTC instant in the form that reportlab writes as dates of the PDF."""

    YMDhms: tuple[int, ...]
    dhh: int = 0
    dmm: int = 0


class PageCanvas(Canvas):
    """A canvas with deferred drawing for what depends on the number of pages, so that one pass is enough."""

    def __init__(self, *arguments: Any, story: Story, edition: Edition, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.tagging = Tagging(self)
        self.tagging.form_key = story.form_key
        self.page_of: dict[str, int] = {}
        self._root = story.root
        self._reopened: int | None = None
        self._later: list[tuple[int, Callable[[], None]]] = []
        # Even with invariant=1 both would otherwise depend on SOURCE_DATE_EPOCH.
        self._doc._timeStamp = _Instant(_instant(edition).timetuple()[:6])
        self._doc._ID = f"\n[<{edition.fingerprint[:32]}><{edition.fingerprint[:32]}>]\n".encode()

    @property
    def page_count(self) -> int:
        """The number of finished pages."""
        return len(self._doc.Pages.pages)

    @property
    def page_index(self) -> int:
        """The index of the page that is drawn on, from 0."""
        return self.getPageNumber() - 1 if self._reopened is None else self._reopened

    def later(self, draw: Callable[[], None]) -> None:
        """Defers drawing on the current page until all pages are laid out."""
        self._later.append((self.getPageNumber(), draw))

    def save(self) -> None:
        """Runs the deferred drawing, then writes the file."""
        for number, draw in self._later:
            page = self._doc.Pages.pages[number - 1]
            self._reopened = number - 1
            self._annotationrefs = page.Annots
            self.saveState()
            draw()
            self.restoreState()
            page.stream += "\n".join(self._code) + "\n"
            self._code.clear()
        write_tree(self._root, self.tagging, self._doc)
        super().save()


def write(
    story: Story,
    edition: Edition,
    attachments: Sequence[Attachment] = (),
    progress: Callable[[float], None] | None = None,
) -> bytes:
    """The PDF of a story, PDF/A-3a and PDF/UA-1: the same story and edition give the same bytes.

    progress is called at each page with the share that is laid out, from 0 to 1, and cancels by raising.
    """
    metadata = _metadata(edition)
    return archived(_set(story, edition, metadata, progress), metadata, attachments)


def _set(story: Story, edition: Edition, metadata: Metadata, progress: Callable[[float], None] | None) -> bytes:
    written = io.BytesIO()
    template = BaseDocTemplate(
        written,
        pagesize=(story.sheet.width, story.sheet.height),
        pageTemplates=[_Template(edition, story.sheet)],
        title=metadata.title,
        author=metadata.author,
        subject=metadata.subject,
        creator=_PROGRAM,
        producer=_PROGRAM,
        keywords="",
        lang=LANGUAGE,
        displayDocTitle=1,
        invariant=1,
        pageCompression=0,
        initialFontName=style.REGULAR,
    )
    canvas = partial(PageCanvas, story=story, edition=edition)
    if progress:
        count = len(story.flowables)
        template.setProgressCallBack(
            lambda kind, done: progress(min(done / count, 1.0)) if kind == "PROGRESS" else None
        )
    template.build(list(story.flowables), canvasmaker=canvas)
    return written.getvalue()


def _metadata(edition: Edition) -> Metadata:
    return Metadata(
        title=_line(f"{edition.title} – {edition.author}"),
        author=_line(edition.author),
        subject=_line(edition.state),
        language=LANGUAGE,
        program=_PROGRAM,
        at=_instant(edition),
    )


def _line(words: str) -> str:
    return " ".join(text.printable(words).split())


def _instant(edition: Edition) -> datetime:
    return datetime.fromisoformat(edition.at).astimezone(UTC)


class _Template(PageTemplate):
    """The page template for duplex printing: frame, head and foot are mirrored on every other page."""

    def __init__(self, edition: Edition, sheet: style.Sheet) -> None:
        frame = Frame(0, style.BOTTOM_MARGIN, sheet.text_width, sheet.text_height, 0, 0, 0, 0)
        super().__init__(id="sheet", frames=[frame])
        self._edition = edition
        self._sheet = sheet

    def beforeDrawPage(self, canvas: PageCanvas, _: BaseDocTemplate) -> None:  # noqa: N802 - reportlab's name
        """Sets the margins of a left or right page and draws its head and foot."""
        is_right = canvas.getPageNumber() % 2 == 1
        left = style.SPINE_MARGIN if is_right else style.OUTER_MARGIN
        self.frames[0].x1 = left
        _draw_head_and_foot(canvas, self._edition, self._sheet, left, is_right=is_right)


def _draw_head_and_foot(
    canvas: PageCanvas, edition: Edition, sheet: style.Sheet, left: float, *, is_right: bool
) -> None:
    canvas.saveState()
    if edition.is_draft:
        with canvas.tagging.artifact("Watermark"):
            _watermark(canvas, sheet)
    right, head = left + sheet.text_width, sheet.height - style.HEAD_ROOM
    starting, ending = partial(_starting, canvas, left), partial(_ending, canvas, right)
    inner, outer = (starting, ending) if is_right else (ending, starting)
    page = canvas.getPageNumber()
    if page > 1:
        with canvas.tagging.artifact("Header"):
            half = sheet.text_width / 2 - 8
            inner(head, text.fitted(edition.author, style.REGULAR, 8, half))
            outer(head, text.fitted(edition.title, style.REGULAR, 8, half))
            _rule(canvas, left, right, head - 5)
    with canvas.tagging.artifact("Footer"):
        inner(style.FOOT_BASELINE, text.fitted(edition.state, style.REGULAR, 8, sheet.text_width - 80))
        _rule(canvas, left, right, style.FOOT_BASELINE + 12)
    canvas.restoreState()

    def number() -> None:
        with canvas.tagging.artifact("Footer"):
            outer(style.FOOT_BASELINE, f"Side {page} af {canvas.page_count}")

    canvas.later(number)


def _starting(canvas: PageCanvas, left: float, y: float, line: str) -> None:
    _quiet(canvas)
    canvas.drawString(left, y, line)


def _ending(canvas: PageCanvas, right: float, y: float, line: str) -> None:
    _quiet(canvas)
    canvas.drawRightString(right, y, line)


def _quiet(canvas: PageCanvas) -> None:
    canvas.setFont(style.REGULAR, 8)
    canvas.setFillColor(style.colour("muted"))


def _rule(canvas: PageCanvas, left: float, right: float, y: float) -> None:
    canvas.setStrokeColor(style.colour("hairline"))
    canvas.setLineWidth(style.HAIRLINE)
    canvas.line(left, y, right, y)


def _watermark(canvas: PageCanvas, sheet: style.Sheet) -> None:
    canvas.saveState()
    canvas.translate(sheet.width / 2, sheet.height / 2)
    canvas.rotate(54)
    canvas.setFont(style.BOLD, 132)
    canvas.setFillColor(style.colour("watermark"))
    canvas.drawCentredString(0, -46, DRAFT_MARK)
    canvas.restoreState()
