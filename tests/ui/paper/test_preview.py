from __future__ import annotations

import io
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSizeF, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMainWindow, QToolButton
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.documents.pdf.drawing import Tile
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.system.failures import FAILURES
from cbnet_desktop.ui.paper import pdf_printing, preview
from cbnet_desktop.ui.paper.page_layout import PageLayout, tiles
from cbnet_desktop.ui.paper.page_view import Fit
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from tests.documents.reading import opened, page_count
from tests.ui.waiting import PATIENCE_MS

ROOT = Path(__file__).resolve().parents[3]
CTRL = Qt.KeyboardModifier.ControlModifier
A4 = QSizeF(595.276, 841.89)
Make = Callable[..., PreviewWindow]


def pages_of(count: int, words: str = "Indsatsområde") -> bytes:
    """A PDF whose pages each say their number and the words, and have a field as a signature has."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(A4.width(), A4.height()), invariant=1)
    for number in range(1, count + 1):
        canvas.setFont("Helvetica", 30)
        canvas.drawString(72, 700, f"Side nummer {number}")
        canvas.drawString(72, 600, words)
        if number == 1:
            canvas.acroForm.textfield(name="navn", value="Felt", x=72, y=300, width=200, height=40, fillColor=None)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


@pytest.fixture(scope="module")
def five() -> bytes:
    return pages_of(5)


@pytest.fixture
def make(qapp: QApplication, qtbot: QtBot) -> Iterator[Make]:  # noqa: ARG001 - fonts and colours
    made: list[PreviewWindow] = []

    def open_window(pdf: bytes, **named: object) -> PreviewWindow:
        shown = PreviewWindow(None, "Prøve", "prøve.pdf", pdf, **named)
        made.append(shown)
        shown.print_asked.connect(lambda: pdf_printing.ask_and_print(shown))
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        shown.resize(900, 700)
        shown.show()
        qtbot.waitExposed(shown)
        return shown

    yield open_window
    for shown in made:
        shown.close()
        shown.deleteLater()


@pytest.fixture
def shown(make: Make, five: bytes, qtbot: QtBot) -> PreviewWindow:
    """Five pages, the first one drawn."""
    window = make(five)
    qtbot.waitUntil(lambda: bool(window.view.tiles_kept), timeout=PATIENCE_MS)
    return window


def drawn_by_pdfium(pdf: bytes, page: int, scale: float, *, has_forms: bool = True) -> QImage:
    with opened(pdf) as document:
        if has_forms:
            document.init_forms()
        drawn = document[page].render(scale=scale, may_draw_forms=has_forms, draw_annots=has_forms, prefer_bgrx=True)
        return QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32).copy()


def difference(first: QImage, second: QImage) -> float:
    """The mean difference of two pictures' grey, 0 to 255, at the size of the first."""
    second = second.scaled(
        first.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    one, other = (image.convertToFormat(QImage.Format.Format_Grayscale8) for image in (first, second))
    rows = range(0, one.height(), 3)
    pairs = (
        zip(bytes(one.constScanLine(y))[: one.width()], bytes(other.constScanLine(y))[: one.width()], strict=True)
        for y in rows
    )
    return sum(abs(a - b) for row in pairs for a, b in row) / (len(rows) * one.width())


# What is shown


def test_the_page_shown_is_the_pdf_drawn_by_pdfium_with_its_fields(shown: PreviewWindow, five: bytes) -> None:
    tile, image = next(iter(shown.view.tiles_kept.items()))
    expected = drawn_by_pdfium(five, 0, tile.scale)
    assert difference(image, expected) < 1
    bare = drawn_by_pdfium(five, 0, tile.scale, has_forms=False)
    assert difference(image, bare) > 0.05, "the field is drawn"


def test_only_what_is_seen_and_comes_next_is_drawn(make: Make, qtbot: QtBot) -> None:
    window = make(pages_of(200))
    qtbot.waitUntil(lambda: len(window.view.tiles_kept) >= 2, timeout=PATIENCE_MS)
    qtbot.wait(100)
    assert {tile.page for tile in window.view.tiles_kept} <= {0, 1, 2}
    assert window.thumbnails.drawn_pages < set(range(20))
    window.view.go_to(150)
    qtbot.waitUntil(lambda: any(tile.page == 150 for tile in window.view.tiles_kept), timeout=PATIENCE_MS)
    assert len({tile.page for tile in window.view.tiles_kept}) <= 6


def test_a_file_that_is_no_pdf_is_told_in_a_sentence(make: Make, qtbot: QtBot) -> None:
    for broken in (b"", b"%PDF-1.7", b"hej" * 1000, pages_of(1)[:700]):
        window = make(broken)
        qtbot.waitUntil(lambda window=window: bool(window.strip.text), timeout=PATIENCE_MS)
        assert window.strip.text == "PDF-filen kan ikke vises. Den er beskadiget eller beskyttet med en adgangskode."


def test_notes_are_shown_with_the_pages(make: Make, five: bytes) -> None:
    assert make(five, notes=["Tegnet »☃« findes ikke."]).strip.text == "Tegnet »☃« findes ikke."


def test_closing_ends_the_thread(shown: PreviewWindow) -> None:
    shown.close()
    assert not any(thread.name == "pdf" and thread.is_alive() for thread in threading.enumerate())


# Going about


def test_keys_go_from_page_to_page(shown: PreviewWindow, qtbot: QtBot) -> None:
    assert shown.bar.page.text() == "1"
    qtbot.keyClick(shown.view, Qt.Key.Key_End)
    assert shown.bar.page.text() == "5"
    assert shown.thumbnails.currentRow() == 4
    qtbot.keyClick(shown.view, Qt.Key.Key_Home)
    qtbot.keyClick(shown, Qt.Key.Key_0, CTRL)
    assert shown.view.zoom is Fit.PAGE
    qtbot.keyClick(shown.view, Qt.Key.Key_PageDown)
    assert shown.bar.page.text() == "2"


def test_a_page_number_is_typed_and_a_thumbnail_chosen(shown: PreviewWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_G, CTRL)
    assert shown.bar.page.hasFocus()
    qtbot.keyClicks(shown.bar.page, "4")
    qtbot.keyClick(shown.bar.page, Qt.Key.Key_Return)
    assert shown.view.page == 3
    assert shown.view.hasFocus()
    shown.thumbnails.setCurrentRow(1)
    assert shown.view.page == 1


def test_a_page_number_that_does_not_exist_goes_nowhere(shown: PreviewWindow, qtbot: QtBot) -> None:
    for typed in ("0", "77", ""):
        shown.bar.page.setText(typed)
        qtbot.keyClick(shown.bar.page, Qt.Key.Key_Return)
        assert shown.view.page == 0
    shown.bar.page.clear()
    qtbot.keyClicks(shown.bar.page, "x-")
    assert shown.bar.page.text() == ""


def test_zoom_goes_by_key_wheel_list_and_typing(shown: PreviewWindow, qtbot: QtBot) -> None:
    shown.view.zoom_to(1.0)
    qtbot.keyClick(shown, Qt.Key.Key_Plus, CTRL)
    assert round(shown.view.factor, 2) == 1.1
    qtbot.keyClick(shown, Qt.Key.Key_Minus, CTRL)
    qtbot.keyClick(shown, Qt.Key.Key_Minus, CTRL)
    assert round(shown.view.factor, 2) == 0.9
    turn_wheel(shown, 120)
    assert round(shown.view.factor, 2) == 0.99
    choose(shown, "200 %")
    assert round(shown.view.factor, 2) == 2.0
    choose(shown, "Hele siden")
    assert shown.view.zoom is Fit.PAGE
    type_zoom(shown, qtbot, "135")
    assert shown.bar.zoom.currentText() == "135 %"


@pytest.mark.parametrize(("typed", "becomes"), [("5", "50 %"), ("9999", "400 %"), ("stor", "100 %"), ("", "100 %")])
def test_a_zoom_stays_between_50_and_400_percent(shown: PreviewWindow, qtbot: QtBot, typed: str, becomes: str) -> None:
    shown.view.zoom_to(1.0)
    type_zoom(shown, qtbot, typed)
    assert shown.bar.zoom.currentText() == becomes


def choose(shown: PreviewWindow, text: str) -> None:
    row = shown.bar.zoom.findText(text)
    shown.bar.zoom.setCurrentIndex(row)
    shown.bar.zoom.activated.emit(row)


def type_zoom(shown: PreviewWindow, qtbot: QtBot, text: str) -> None:
    line = shown.bar.zoom.lineEdit()
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def turn_wheel(shown: PreviewWindow, delta: int) -> None:
    here = QPointF(100, 100)
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(here, here, QPoint(), QPoint(0, delta), none, CTRL, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(shown.view.viewport(), event)


def test_zooming_keeps_the_place_that_is_read(shown: PreviewWindow) -> None:
    shown.view.go_to(2)
    for zoom in (2.0, 4.0, Fit.PAGE, 0.5, Fit.WIDTH):
        shown.view.zoom_to(zoom)
        assert shown.view.page == 2


def test_a_large_zoom_draws_pieces_of_the_page(shown: PreviewWindow, qtbot: QtBot) -> None:
    shown.view.zoom_to(4.0)
    qtbot.waitUntil(
        lambda: any(tile.top > 0 or tile.width < 2100 for tile in shown.view.tiles_kept), timeout=PATIENCE_MS
    )
    assert all(tile.width <= 2048 and tile.height <= 2048 for tile in shown.view.tiles_kept)


# Search


def test_search_marks_and_counts_and_goes_round(shown: PreviewWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_F, CTRL)
    assert shown.bar.search.hasFocus()
    qtbot.keyClicks(shown.bar.search, "indsats")
    qtbot.waitUntil(lambda: shown.bar.hits.text() == "1 af 5", timeout=PATIENCE_MS)
    qtbot.keyClick(shown.bar.search, Qt.Key.Key_Return)
    assert shown.bar.hits.text() == "2 af 5"
    assert shown.view.page == 1
    qtbot.keyClick(shown, Qt.Key.Key_F3)
    qtbot.keyClick(shown, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(shown, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(shown, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert shown.bar.hits.text() == "5 af 5"
    assert shown.view.page == 4


def test_a_mark_lies_on_the_words(shown: PreviewWindow, qtbot: QtBot) -> None:
    shown.bar.search.setText("nummer 3")
    qtbot.waitUntil(lambda: shown.bar.hits.text() == "1 af 1", timeout=PATIENCE_MS)
    hit = shown.search.hits[0]
    assert hit.page == 2
    line = hit.lines[0]
    assert 105 < line.top() < 842 - 700 < line.bottom() + 8
    assert 140 < line.left() < 160


def test_words_that_are_not_there_are_told(shown: PreviewWindow, qtbot: QtBot) -> None:
    shown.bar.search.setText("giraf")
    qtbot.waitUntil(lambda: shown.bar.hits.text() == "Ingen forekomster", timeout=PATIENCE_MS)
    shown.bar.search.clear()
    assert shown.bar.hits.text() == ""


def test_a_search_begins_at_the_page_that_is_read(shown: PreviewWindow, qtbot: QtBot) -> None:
    shown.view.go_to(3)
    shown.bar.search.setText("Indsats")
    qtbot.waitUntil(lambda: shown.bar.hits.text() == "4 af 5", timeout=PATIENCE_MS)


def test_escape_leaves_the_search_before_the_window(shown: PreviewWindow, qtbot: QtBot) -> None:
    shown.bar.search.setFocus()
    qtbot.keyClick(shown.bar.search, Qt.Key.Key_Escape)
    assert shown.isVisible()
    assert shown.view.hasFocus()
    qtbot.keyClick(shown.view, Qt.Key.Key_Escape)
    assert not shown.isVisible()


# Saving


def test_saving_writes_the_very_bytes(
    shown: PreviewWindow, five: bytes, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def ask(_parent: object, _title: str, name: str, _filter: str) -> tuple[str, str]:
        proposed.append(Path(name).name)
        return str(tmp_path / "gemt"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    qtbot.keyClick(shown, Qt.Key.Key_S, CTRL)
    assert proposed == ["prøve.pdf"]
    assert (tmp_path / "gemt.pdf").read_bytes() == five
    assert "gemt.pdf" in shown.strip.text


def test_what_cannot_be_written_is_told(shown: PreviewWindow, tmp_path: Path) -> None:
    (tmp_path / "netværk.cbnet").write_bytes(b"SQLite format 3")
    for name, words in (
        ("findes/ikke.pdf", "findes ikke"),
        ("netværk.cbnet", "der ender på .pdf"),
    ):
        shown.save(tmp_path / name)
        assert words in shown.strip.text
    assert (tmp_path / "netværk.cbnet").read_bytes() == b"SQLite format 3"
    assert [path.name for path in tmp_path.iterdir()] == ["netværk.cbnet"]


# Printing


def printed(shown: PreviewWindow, target: Path, qtbot: QtBot, pages: list[int]) -> None:
    """Prints to a file and waits for it."""
    printer = pdf_printing.make_printer("Prøve")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printing = pdf_printing.PdfPrinting(shown, printer, pages)
    with qtbot.waitSignal(printing.destroyed, timeout=20_000):
        printing.start()


def test_what_is_printed_looks_as_what_is_shown(
    shown: PreviewWindow, five: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    printed(shown, tmp_path / "papir.pdf", qtbot, [0, 3])
    assert shown.strip.text.endswith(": 2 sider.")
    paper = (tmp_path / "papir.pdf").read_bytes()
    assert page_count(paper) == 2
    for place, page in ((0, 0), (1, 3)):
        assert difference(drawn_by_pdfium(five, page, 1), drawn_by_pdfium(paper, place, 1)) < 2


def test_a_printer_that_refuses_is_told(shown: PreviewWindow, tmp_path: Path, qtbot: QtBot) -> None:
    printed(shown, tmp_path / "findes" / "ikke.pdf", qtbot, [0])
    assert shown.strip.text == pdf_printing.NOT_PRINTED


def test_a_print_can_be_cancelled(shown: PreviewWindow, tmp_path: Path, qtbot: QtBot) -> None:
    printer = pdf_printing.make_printer("Prøve")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papir.pdf"))
    printing = pdf_printing.PdfPrinting(shown, printer, range(5))
    with qtbot.waitSignal(printing.destroyed, timeout=20_000):
        printing.start()
        printing.progress.canceled.emit()
    assert printer.printerState() != QPrinter.PrinterState.Active
    target = tmp_path / "papir.pdf"
    assert not target.exists() or page_count(target.read_bytes()) < 5


def test_without_a_printer_saving_is_proposed(
    shown: PreviewWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_printing.QPrinterInfo, "availablePrinterNames", list)
    qtbot.keyClick(shown, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: shown.strip.text == pdf_printing.NO_PRINTER, timeout=PATIENCE_MS)


def test_the_pages_asked_for_are_printed() -> None:
    printer = pdf_printing.make_printer("Prøve")
    assert pdf_printing.chosen_pages(printer, 5, 2) == [0, 1, 2, 3, 4]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert pdf_printing.chosen_pages(printer, 5, 2) == [2]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 4)
    assert pdf_printing.chosen_pages(printer, 5, 2) == [1, 2, 3]
    printer.setFromTo(4, 9)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert pdf_printing.chosen_pages(printer, 5, 2) == [4, 3]


def test_the_print_dialog_opens_where_there_is_a_printer(
    shown: PreviewWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_printing.QPrinterInfo, "availablePrinterNames", lambda: ["Kontor"])
    qtbot.keyClick(shown, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: shown.findChild(QPrintDialog) is not None, timeout=PATIENCE_MS)
    dialog = shown.findChild(QPrintDialog)
    assert dialog.isVisible()
    dialog.reject()


# How it comes to be


@pytest.fixture
def over(qapp: QApplication, qtbot: QtBot) -> QMainWindow:  # noqa: ARG001 - windows need it
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    return window


def paper(title: str, render: Callable[[], bytes]) -> ReadyPaper:
    """A paper without notes."""
    return ReadyPaper(title, f"{title.lower()}.pdf", lambda _: (render(), ()))


def previews(over: QMainWindow) -> list[PreviewWindow]:
    return [window for window in over.findChildren(PreviewWindow) if window.isVisible()]


def test_a_preview_made_again_takes_the_place_of_the_first(over: QMainWindow, five: bytes, qtbot: QtBot) -> None:
    preview.show(over, paper("Roster", lambda: five))
    qtbot.waitUntil(lambda: len(previews(over)) == 1, timeout=PATIENCE_MS)
    first = previews(over)[0]
    newer = pages_of(2)
    preview.show(over, paper("Roster", lambda: newer))
    qtbot.waitUntil(lambda: previews(over) not in ([first], []), timeout=PATIENCE_MS)
    assert [window.pdf for window in previews(over)] == [newer]


def test_asking_twice_makes_it_once(over: QMainWindow, five: bytes, qtbot: QtBot) -> None:
    go, calls = threading.Event(), []

    def render() -> bytes:
        calls.append(1)
        go.wait(10)
        return five

    preview.show(over, paper("Roster", render))
    preview.show(over, paper("Roster", render))
    go.set()
    qtbot.waitUntil(lambda: bool(previews(over)), timeout=PATIENCE_MS)
    assert len(calls) == len(previews(over)) == 1


def test_what_takes_long_can_be_cancelled(over: QMainWindow, five: bytes, qtbot: QtBot) -> None:
    go = threading.Event()

    def render() -> bytes:
        go.wait(10)
        return five

    preview.show(over, paper("Bog", render))
    busy = over.findChildren(BusyDialog)[0]
    qtbot.waitUntil(busy.isVisible, timeout=PATIENCE_MS)
    qtbot.keyClick(busy, Qt.Key.Key_Escape)
    go.set()
    qtbot.wait(150)
    assert previews(over) == []
    assert not any(dialog.isVisible() for dialog in over.findChildren(BusyDialog))


def test_a_refusal_to_render_is_told_and_nothing_opens(over: QMainWindow, qtbot: QtBot) -> None:
    refused: list[str] = []

    def render() -> bytes:
        raise Invalid("Mødet har ingen dagsorden.")

    preview.show(over, paper("Dagsorden", render), refuse=lambda refusal: refused.append(refusal.message))
    qtbot.waitUntil(lambda: bool(refused), timeout=PATIENCE_MS)
    assert refused == ["Mødet har ingen dagsorden."]
    assert previews(over) == []


def test_a_fault_in_render_leaves_the_window_free(
    over: QMainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[BaseException] = []
    monkeypatch.setattr(FAILURES, "handle", faults.append)

    def render() -> bytes:
        raise KeyError("fault")

    preview.show(over, paper("Dagsorden", render))
    qtbot.waitUntil(lambda: bool(faults), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not over.findChildren(BusyDialog), timeout=PATIENCE_MS)


def test_a_window_that_is_closed_meanwhile_gets_no_preview(five: bytes, qtbot: QtBot) -> None:
    go = threading.Event()
    window = QMainWindow()

    def render() -> bytes:
        go.wait(10)
        return five

    preview.show(window, paper("Bog", render))
    window.deleteLater()
    qtbot.wait(50)
    go.set()
    qtbot.wait(100)
    assert not any(isinstance(other, PreviewWindow) for other in QApplication.topLevelWidgets())


def test_a_program_that_ends_while_pages_are_drawn_ends_cleanly(five: bytes, tmp_path: Path) -> None:
    (tmp_path / "fem.pdf").write_bytes(five)
    code = (
        "import pathlib, sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from cbnet_desktop.ui.paper.preview_window import PreviewWindow\n"
        "from cbnet_desktop.ui.window.start import make_application\n"
        "app = make_application()\n"
        "shown = PreviewWindow(None, 'Prøve', 'p.pdf', pathlib.Path(sys.argv[1]).read_bytes())\n"
        "shown.show()\n"
        "shown.reader.opened.connect(lambda _: (shown.view.zoom_to(4.0), shown.bar.search.setText('side')))\n"
        "shown.reader.drawn.connect(lambda *_: app.quit())\n"
        "app.exec()\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, tmp_path / "fem.pdf"], cwd=ROOT, timeout=60, check=False)
    assert ended.returncode == 0


def test_keys_of_the_window_below_are_not_taken_for_the_previews(
    over: QMainWindow, five: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: list[str] = []
    for key in ("Ctrl+F", "Ctrl+P"):
        action = QAction(over)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _=False, key=key: pressed.append(key))
        over.addAction(action)
    monkeypatch.setattr(pdf_printing.QPrinterInfo, "availablePrinterNames", list)
    preview.show(over, paper("Roster", lambda: five))
    qtbot.waitUntil(lambda: len(previews(over)) == 1, timeout=PATIENCE_MS)
    shown = previews(over)[0]
    qtbot.waitUntil(lambda: bool(shown.view.tiles_kept), timeout=PATIENCE_MS)
    qtbot.keyClick(shown, Qt.Key.Key_F, CTRL)
    assert shown.bar.search.hasFocus()
    qtbot.keyClick(shown, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: shown.strip.text == pdf_printing.NO_PRINTER, timeout=PATIENCE_MS)
    assert pressed == []


# Names and sizes


def test_every_control_has_a_name_and_the_page_is_read_aloud(shown: PreviewWindow, qtbot: QtBot) -> None:
    controls = [*shown.findChildren(QToolButton), shown.bar.page, shown.bar.zoom, shown.bar.search, shown.thumbnails]
    unnamed = [
        control
        for control in controls
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus and not control.accessibleName()
    ]
    assert [control.objectName() for control in unnamed if not isinstance(control.parent(), QLineEdit)] == []
    assert shown.view.accessibleName() == "Prøve, side 1 af 5"
    qtbot.waitUntil(lambda: "Side nummer 1" in shown.view.accessibleDescription(), timeout=PATIENCE_MS)
    assert shown.thumbnails.item(2).data(Qt.ItemDataRole.AccessibleTextRole) == "Side 3"


def test_a_sharp_screen_gets_twice_the_pixels() -> None:
    seen = QRect(0, 0, 595, 842)
    assert list(tiles(0, A4, 1.0, seen, 1.0)) == [Tile(0, 1.0, 0, 0, 595, 842)]
    assert list(tiles(0, A4, 2.0, seen, 2.0)) == [Tile(0, 2.0, 0, 0, 1191, 1684)]


def test_tiles_cover_what_is_seen_and_no_more() -> None:
    found = list(tiles(3, A4, 6.0, QRect(0, 0, 1000, 1000), 1.0))
    assert found == [Tile(3, 6.0, 0, 0, 2048, 2048)]
    found = list(tiles(3, A4, 6.0, QRect(2000, 4900, 1000, 100), 1.0))
    assert found == [Tile(3, 6.0, 0, 4096, 2048, 955), Tile(3, 6.0, 2048, 4096, 1524, 955)]


def test_pages_of_different_sizes_stand_under_each_other() -> None:
    layout = PageLayout([A4, QSizeF(841.89, 595.276)], 1.0, 1000)
    assert [rect.size().width() for rect in layout.rects] == [595, 842]
    assert layout.rects[1].top() == layout.rects[0].bottom() + 13
    assert list(layout.pages_in(QRect(0, 0, 10, 5))) == [0]
    assert list(layout.pages_in(QRect(0, 850, 10, 100))) == [0, 1]
    assert layout.page_at(10_000) == 1
