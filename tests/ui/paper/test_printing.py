"""What lp is asked for, and how pages are drawn where there is no lp."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from cbnet_desktop.documents.pdf.drawing import Tile
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.ui.paper import cups, pdf_printing
from cbnet_desktop.ui.paper.pdf_drawing import Drawing, pixels
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from tests.ui.waiting import PATIENCE_MS

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="lp is asked on Linux only")


@pytest.fixture
def printer(qapp: QApplication) -> QPrinter:  # noqa: ARG001 - painting needs it
    return pdf_printing.make_printer("Prøve")


def with_cups(printer: QPrinter, monkeypatch: pytest.MonkeyPatch, **asked: str) -> QPrinter:
    """As if Qt's dialog had asked for options of CUPS, which an engine without CUPS does not keep."""
    monkeypatch.setattr(cups, "options", lambda _: {name.replace("_", "-"): value for name, value in asked.items()})
    return printer


def value_of(command: list[str], option: str) -> str:
    return command[command.index(option) + 1]


def test_lp_is_asked_for_what_was_chosen(printer: QPrinter, monkeypatch: pytest.MonkeyPatch) -> None:
    with_cups(printer, monkeypatch, page_ranges="1-3", page_set="odd", job_billing='min "konto" -o sides=one-sided')
    printer.setCopyCount(3)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    command = cups.command(printer, "-o job-sheets=standard\n" + "å" * 300, [6, 4, 3, 2], 9)
    assert value_of(command, "-n") == "3"
    assert value_of(command, "-P") == "3-5,7"
    assert value_of(command, "-t").startswith("-o job-sheets=standardåå")
    assert len(value_of(command, "-t").encode()) <= 255
    options = [word for before, word in pairwise(command) if before == "-o"]
    assert {"media=A4", "outputorder=reverse", "collate=true"} < set(options)
    assert 'job-billing=min\\ \\"konto\\"\\ -o\\ sides=one-sided' in options
    assert not any(option.startswith("page-") for option in options)
    assert "-P" not in cups.command(printer, "Alt", list(range(9)), 9)


def test_odd_pages_are_those_with_odd_numbers(printer: QPrinter, monkeypatch: pytest.MonkeyPatch) -> None:
    with_cups(printer, monkeypatch, page_set="odd")
    assert pdf_printing.chosen_pages(printer, 6, 0) == [0, 2, 4]
    with_cups(printer, monkeypatch, page_ranges="2,4-5")
    assert pdf_printing.chosen_pages(printer, 6, 0) == [1, 3, 4]
    with_cups(printer, monkeypatch, page_ranges="8-9")
    assert pdf_printing.chosen_pages(printer, 6, 0) == []
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("2-5"))
    with_cups(printer, monkeypatch, page_set="even")  # what Qt's dialog makes of odd where the range begins at 2
    assert pdf_printing.chosen_pages(printer, 6, 0) == [2, 4]


def test_the_child_has_the_libraries_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/cbnet/_internal")
    assert cups.environment()["LD_LIBRARY_PATH"] == "/opt/cbnet/_internal"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "LD_LIBRARY_PATH" not in cups.environment()
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    assert cups.environment()["LD_LIBRARY_PATH"] == "/usr/local/lib"


@linux_only
@pytest.mark.parametrize(
    ("does", "is_said"),
    [
        ("cat > given.pdf", None),
        ("exec sleep 60", "svarede ikke inden 1 sekunder"),
        ('echo "lp: Destination is not accepting jobs." >&2; exit 1', "tager ikke imod udskrifter lige nu"),
        ('echo "lp: Error - The printer or class does not exist." >&2; exit 1', "findes ikke længere"),
        ("exit 3", "tog ikke imod dokumentet"),
    ],
)
def test_what_lp_answers_is_told(
    does: str, is_said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = tmp_path / "lp"
    stand_in.write_text(f"#!/bin/sh\n{does}\n")
    stand_in.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    monkeypatch.setattr(cups, "LP_LIMIT_S", 1)
    monkeypatch.chdir(tmp_path)
    sending = cups.Sending("Kontor", ["lp"], b"%PDF" * 100_000)
    if is_said is None:
        sending.run()
        assert (tmp_path / "given.pdf").read_bytes() == b"%PDF" * 100_000
    else:
        with pytest.raises(Invalid, match=is_said):
            sending.run()


@pytest.fixture
def wide(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[PreviewWindow]:  # noqa: ARG001 - painting needs it
    """One page as wide as A4 is high, with a frame at its edge."""
    target = tmp_path / "bred.pdf"
    canvas = Canvas(str(target), pagesize=(841.89, 595.276), invariant=1)
    canvas.rect(10, 10, 821.89, 575.276, stroke=0, fill=1)
    canvas.save()
    window = PreviewWindow(None, "Bred", "bred.pdf", target.read_bytes())
    window.show()
    qtbot.waitUntil(lambda: bool(window.reader.sizes), timeout=PATIENCE_MS)
    yield window
    window.close()


def test_a_wide_page_is_turned_and_whole_and_copies_are_drawn_where_the_printer_makes_none(
    wide: PreviewWindow, qtbot: QtBot, tmp_path: Path, printer: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papir.pdf"))
    printer.setCopyCount(2)
    monkeypatch.setattr(QPrinter, "supportsMultipleCopies", lambda _: False)
    printing = pdf_printing.PdfPrinting(wide, printer, [0])
    with qtbot.waitSignal(printing.destroyed, timeout=20_000):
        printing.start()
    paper = Drawing((tmp_path / "papir.pdf").read_bytes(), is_foreign=False)
    sizes = paper.sizes()
    assert [size.toSize() for size in sizes] == [QSize(595, 842)] * 2
    drawn = paper.draw(Tile(0, 0.5, 0, 0, *pixels(sizes[0], 0.5)))
    paper.close()
    blacks = [drawn.pixelColor(x, y).lightness() < 60 for x, y in ((8, 8), (289, 8), (8, 412), (289, 412))]
    whites = [drawn.pixelColor(x, y).lightness() > 240 for x, y in ((2, 2), (295, 2), (2, 418), (295, 418))]
    assert all(blacks + whites)
