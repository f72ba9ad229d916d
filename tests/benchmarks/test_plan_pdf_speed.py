"""A plan as PDF beside bare reportlab that sets the same words: what our own tables, pages and structure tree cost."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, LongTable, PageBreak, Paragraph, SimpleDocTemplate

from cbnet_desktop.documents import plan, style
from cbnet_desktop.documents.flowables import Text
from cbnet_desktop.documents.reportlab_pictures import Drawing
from cbnet_desktop.documents.tables import GAP, PADDING, Row, Table
from cbnet_desktop.domain.plan_content import PlanContent
from tests.documents import samples

ROUNDS = 7
LIMIT = 1.3


@pytest.mark.parametrize("sample", [samples.ordinary, samples.long])
def test_a_plan_takes_at_most_1_3_times_bare_reportlab(
    sample: Callable[[], PlanContent], capsys: pytest.CaptureFixture[str]
) -> None:
    content = sample()
    words = _words(content)
    plan.render(content)
    _bare(words)
    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: plan.render(content)))
        bare.append(_seconds(lambda: _bare(words)))
    ratio = median(ours) / median(bare)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{sample.__name__} plan as PDF: {median(ours) * 1000:.0f} ms, bare reportlab "
            f"{median(bare) * 1000:.0f} ms, {ratio:.2f} times",
            end="",
        )
    assert ratio <= LIMIT


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _words(content: PlanContent) -> list[Any]:
    """The story's own markup and styles, so that both set the same words in the same type and widths."""
    found: list[Any] = []
    for flowable in plan.story(content).flowables:
        if isinstance(flowable, Text):
            found.append((flowable.text, flowable.style))
        elif isinstance(flowable, Table):
            rows = [_markup(row) for row in (flowable.head, *flowable.rows)]
            found.append((rows, [width + GAP for width in flowable.widths]))
        elif isinstance(flowable, Drawing | PageBreak):
            found.append(flowable)
    return found


def _markup(row: Row) -> list[list[tuple[str, ParagraphStyle]]]:
    return [[(piece.text, piece.style) for piece in cell] for cell in row.cells]


def _bare(words: list[Any]) -> bytes:
    """Plain reportlab: SimpleDocTemplate, Paragraph and LongTable, without page numbers, watermark or outline."""
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        leftMargin=style.SPINE_MARGIN - 6,
        rightMargin=style.OUTER_MARGIN - 6,
        topMargin=style.TOP_MARGIN - 6,
        bottomMargin=style.BOTTOM_MARGIN - 6,
        initialFontName=style.REGULAR,
        pageCompression=0,
    )
    document.build([_flowable(item) for item in words])
    return written.getvalue()


def _flowable(item: Any) -> Flowable:
    if isinstance(item, Drawing):
        return Drawing(item.picture)
    if not isinstance(item, tuple):
        return PageBreak()
    words, look = item
    if isinstance(words, str):
        return Paragraph(words, look)
    rows = [[[Paragraph(text, of_cell) for text, of_cell in cell] for cell in row] for row in words]
    rules = [
        ("FONT", (0, 0), (-1, -1), style.REGULAR, 9),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), GAP),
        ("TOPPADDING", (0, 0), (-1, -1), PADDING),
        ("BOTTOMPADDING", (0, 0), (-1, -1), PADDING),
        ("LINEBELOW", (0, 0), (-1, -1), style.HAIRLINE, style.colour("hairline")),
    ]
    return LongTable(rows, colWidths=look, repeatRows=1, style=rules)
