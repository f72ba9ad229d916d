"""The preview's first page beside bare PDFium that opens the same bytes and draws the same page."""

from __future__ import annotations

import os
import time
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable

import pypdfium2
import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.ui.paper import preview
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from tests.benchmarks.measuring import Figure, report
from tests.documents import samples

ROUNDS = 5
#: Of which a window with toolbar and thumbnails takes the most.
LIMIT = 6
LIMIT_S = 0.3


def test_the_first_page_is_there_within_0_3_seconds(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    over = QMainWindow()
    qtbot.addWidget(over)
    over.show()
    content = samples.ordinary()
    pdf = plan.render(content)
    shown = [_shown(over, lambda: pdf, qtbot) for _ in range(ROUNDS)]
    with_typesetting = [_shown(over, lambda: plan.render(content), qtbot) for _ in range(ROUNDS)]
    bare = [_bare(pdf, shown[0][1]) for _ in range(ROUNDS)]
    ours, whole = [seconds for seconds, _ in shown], [seconds for seconds, _ in with_typesetting]
    what, beside = "preview of a plan, from asking to its first page", "bare PDFium, open and draw the same page"
    report(capsys, Figure(what, ours, LIMIT, beside, bare))
    report(capsys, Figure(f"{what}, typesetting included", whole, LIMIT_S))
    assert median(ours) / median(bare) <= LIMIT
    assert median(whole) <= LIMIT_S


def _shown(over: QMainWindow, render: Callable[[], bytes], qtbot: QtBot) -> tuple[float, float]:
    """Seconds from asking to the first page, and its scale."""
    start = time.perf_counter()
    preview.show(over, ReadyPaper("Plan", "plan.pdf", lambda _: (render(), ())))
    found: list[PreviewWindow] = []

    def is_there() -> bool:
        found[:] = [window for window in over.findChildren(PreviewWindow) if window.isVisible()]
        return bool(found and found[0].view.tiles_kept)

    while not is_there():
        qtbot.wait(1)
    seconds = time.perf_counter() - start
    scale = next(iter(found[0].view.tiles_kept)).scale
    found[0].close()
    qtbot.wait(20)
    return seconds, scale


def _bare(pdf: bytes, scale: float) -> float:
    start = time.perf_counter()
    session = pypdfium2.PdfDocument(pdf)
    session.init_forms()
    session[0].render(scale=scale, may_draw_forms=True)
    seconds = time.perf_counter() - start
    session.close()
    return seconds
