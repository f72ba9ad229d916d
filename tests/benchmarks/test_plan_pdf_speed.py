"""A tagged plan and a tagged book beside bare reportlab that sets the same words untagged.

Bare reportlab knows a book's contents and its number of pages only after a second pass over the layout.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cache
from html import escape
from typing import Any

import pytest
from reportlab import rl_config
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
)
from reportlab.platypus.tableofcontents import TableOfContents

from cbnet_desktop.documents.papers import book, plan
from cbnet_desktop.documents.pdf import style
from cbnet_desktop.documents.pdf.flowables import Heading, Text
from cbnet_desktop.documents.pdf.reportlab_pictures import Drawing
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tables import GAP, PADDING, Row, Table
from cbnet_desktop.domain.papers.book import BookText
from cbnet_desktop.domain.plan.plan_content import PlanContent
from tests.benchmarks.measuring import Figure, report, timed
from tests.documents import paper_samples, samples

PLAN_ROUNDS, PLAN_LIMIT = 11, 1.3
BOOK_ROUNDS, BOOK_LIMIT = 3, 3.5 / 5.5


class Untagged:
    """Stands in for the tagging where our drawings are drawn by bare reportlab."""

    def artifact(self) -> AbstractContextManager[None]:
        return nullcontext()


class BareCanvas(Canvas):
    tagging = Untagged()


@pytest.fixture(autouse=True)
def binary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bare reportlab would spend its time on writing packed streams as ASCII."""
    monkeypatch.setattr(rl_config, "useA85", 0)


@pytest.mark.parametrize(("sample", "goals"), [(samples.second_version, 14), (samples.long, 300)])
def test_a_tagged_plan_takes_at_most_1_3_times_bare_reportlab(
    sample: Callable[[], PlanContent], goals: int, capsys: pytest.CaptureFixture[str]
) -> None:
    content = sample()
    words = _words(plan.story(content))
    our, bare = _compared(lambda: plan.render(content), lambda: _bare(words), PLAN_ROUNDS)
    report(
        capsys,
        Figure(f"plan as tagged PDF, {goals} goals", our, PLAN_LIMIT, "bare reportlab, the same words untagged", bare),
    )
    assert min(our) / min(bare) <= PLAN_LIMIT


def test_a_book_of_200_pages_takes_at_most_two_thirds_of_bare_reportlab(capsys: pytest.CaptureFixture[str]) -> None:
    pages = _pages(_book_of_ours())
    words = _words(_book())
    our, bare = _compared(_book_of_ours, lambda: _bare_book(words), BOOK_ROUNDS)
    beside = "bare reportlab in two passes, the same words untagged"
    report(capsys, Figure(f"book of all years as tagged PDF, {pages} pages", our, BOOK_LIMIT, beside, bare))
    assert pages >= 190
    assert abs(_pages(_bare_book(words)) - pages) <= pages / 5
    assert min(our) / min(bare) <= BOOK_LIMIT


def _compared(ours: Callable[[], bytes], bare: Callable[[], bytes], rounds: int) -> tuple[list[float], list[float]]:
    ours()
    bare()
    # In turns: what else the machine does only ever adds, now to one and now to the other.
    taken = [(timed(ours), timed(bare)) for _ in range(rounds)]
    return [our for our, _ in taken], [their for _, their in taken]


def _pages(pdf: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf))


@cache
def _content() -> BookText:
    """A network of 32 years: a plan, members, decisions and budget in each."""
    book_of_one = paper_samples.book_ordinary()
    year = replace(book_of_one.years[0], meetings=book_of_one.years[0].meetings * 3)
    return replace(book_of_one, years=tuple(replace(year, year=at) for at in range(2000, 2032)))


def _book() -> Story:
    return book.story(_content())


def _book_of_ours() -> bytes:
    return book.render(_content())


def _words(story: Story) -> list[Any]:
    """The story's own words and styles, so that both set the same words in the same type and widths."""
    found: list[Any] = []
    for flowable in story.flowables:
        if isinstance(flowable, Text):
            level = flowable.level if isinstance(flowable, Heading) else 0
            found.append((_markup(flowable), flowable.style, flowable.bulletText, level))
        elif isinstance(flowable, Table):
            rows = [_row_markup(row) for row in (flowable.head, *flowable.rows)]
            found.append((rows, [width + GAP for width in flowable.widths]))
        elif isinstance(flowable, Drawing | PageBreak):
            found.append(flowable)
    return found


def _markup(text: Text) -> str:
    return escape(text.plain, quote=False).replace("\n", "<br/>")


def _row_markup(row: Row) -> list[list[tuple[str, ParagraphStyle]]]:
    return [[(_markup(piece), piece.style) for piece in cell] for cell in row.cells]


def _bare(words: list[Any]) -> bytes:
    """Plain reportlab: SimpleDocTemplate, Paragraph and LongTable, without page numbers, watermark or outline."""
    written = io.BytesIO()
    session = SimpleDocTemplate(written, **_margins(6))
    session.build([_flowable(item) for item in words], canvasmaker=BareCanvas)
    return written.getvalue()


def _bare_book(words: list[Any]) -> bytes:
    """Plain reportlab with contents and »Side x af y«, which it does by setting everything twice."""
    written = io.BytesIO()
    session = _Book(written, **_margins(0))
    contents = TableOfContents()
    contents.levelStyles = [style.styles()["body"], style.styles()["bullet"]]
    session.multiBuild([contents, *map(_flowable, words)], canvasmaker=BareCanvas)
    return written.getvalue()


class _Book(BaseDocTemplate):
    """Notes headings for the contents, and at the end of a pass how many pages there are."""

    def __init__(self, target: io.BytesIO, **options: Any) -> None:
        super().__init__(target, **options)
        frame = Frame(self.leftMargin, self.bottomMargin, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=self._number))
        self._count = 0

    def _number(self, canvas: Canvas, _: object) -> None:
        self._count = max(self._count, canvas.getPageNumber())
        canvas.setFont(style.REGULAR, 8)
        canvas.drawString(style.SPINE_MARGIN, style.FOOT_BASELINE, f"Side {canvas.getPageNumber()} af {self._count}")

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        if level := getattr(flowable, "level", 0):
            key = f"h{self.seq.nextf('heading')}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level - 1)
            if level < 3:
                self.notify("TOCEntry", (level - 1, flowable.getPlainText(), self.page, key))


def _margins(padding: float) -> dict[str, Any]:
    return {
        "leftMargin": style.SPINE_MARGIN - padding,
        "rightMargin": style.OUTER_MARGIN - padding,
        "topMargin": style.TOP_MARGIN - padding,
        "bottomMargin": style.BOTTOM_MARGIN - padding,
        "initialFontName": style.REGULAR,
        "pageCompression": 1,
    }


def _flowable(item: Any) -> Flowable:
    if isinstance(item, Drawing):
        return Drawing(item.picture)
    if not isinstance(item, tuple):
        return PageBreak()
    if len(item) == 4:
        words, look, bullet, level = item
        made = Paragraph(words, look, bulletText=bullet)
        made.level = level
        return made
    return _long_table(*item)


def _long_table(rows: list[Any], widths: list[float]) -> LongTable:
    cells = [[[Paragraph(text, look) for text, look in cell] for cell in row] for row in rows]
    rules = [
        ("FONT", (0, 0), (-1, -1), style.REGULAR, 9),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), GAP),
        ("TOPPADDING", (0, 0), (-1, -1), PADDING),
        ("BOTTOMPADDING", (0, 0), (-1, -1), PADDING),
        ("LINEBELOW", (0, 0), (-1, -1), style.HAIRLINE, style.colour("hairline")),
    ]
    return LongTable(cells, colWidths=widths, repeatRows=1, style=rules)
