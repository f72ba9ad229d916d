"""PDFs that others wrote are read and drawn in a process apart, within bounds; what nobody waits for is ended."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents.papers import catalogue
from cbnet_desktop.documents.papers.paper import OfPlan
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.paper import pdf_drawing, signing
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.paper.signature_dialog import SignatureDialog
from cbnet_desktop.ui.paper.verdict_dialog import VerdictDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.documents import signed
from tests.documents.authority import NOW, PASSPHRASE
from tests.documents.signed import AUTHORITY
from tests.documents.signing.test_foreign_pdfs import fields_that_name_the_next_twice, with_objects

WAIT = 20_000
LEVELS = 30

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the processes that were started")


def drawing_that_never_ends() -> bytes:
    """A page whose drawing draws the next one twice, thirty levels deep."""
    root = "<< /Type /Catalog /Pages 2 0 R >>"
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    box = "[0 0 595 842]"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    form = f"/Type /XObject /Subtype /Form /BBox {box}"
    forms = [
        f"<< {form} /Resources << /XObject << /X {number + 1} 0 R >> >> /Length 11 >>\nstream\n/X Do /X Do\nendstream"
        for number in range(5, 5 + LEVELS)
    ]
    last = f"<< {form} /Length 14 >>\nstream\n0 0 1 1 re f  \nendstream"
    return with_objects(root, pages, page, "<< /Length 5 >>\nstream\n/X Do\nendstream", *forms, last)


def children() -> set[str]:
    """The processes that this one started and that still run."""
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end while it is asked
            found.update((task / "children").read_text(encoding="ascii").split())
    return found


def preview(qtbot: QtBot, pdf: bytes) -> PreviewWindow:
    """The preview of a foreign PDF."""
    window = PreviewWindow(None, "Fremmed", "fremmed.pdf", pdf, is_foreign=True)
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_foreign_document_is_drawn_read_and_searched(qtbot: QtBot) -> None:
    window = preview(qtbot, signed.small())
    qtbot.waitUntil(lambda: bool(window.view.tiles_kept), timeout=WAIT)
    assert window.view.accessibleName() == f"Fremmed, side 1 af {len(window.reader.sizes)}"
    qtbot.waitUntil(lambda: "Handlingsplan" in window.view.accessibleDescription(), timeout=WAIT)
    window.bar.search.setText("handlingsplan")
    qtbot.waitUntil(lambda: bool(window.search.hits), timeout=WAIT)
    window.close()


@linux
def test_it_is_drawn_in_a_process_of_its_own_that_ends_with_the_window(qtbot: QtBot) -> None:
    before = children()
    window = preview(qtbot, signed.small())
    qtbot.waitUntil(lambda: bool(window.view.tiles_kept), timeout=WAIT)
    assert len(children() - before) == 1
    window.close()
    assert children() - before == set()


def test_a_drawing_that_never_ends_is_given_up_in_a_sentence_and_the_window_goes_on(qtbot: QtBot) -> None:
    window = preview(qtbot, drawing_that_never_ends())
    qtbot.waitUntil(lambda: pdf_drawing.TOO_HARD in window.strip.text, timeout=WAIT)
    window.close()


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7\n" + b"0" * 1000, fields_that_name_the_next_twice()])
def test_what_cannot_be_shown_is_told(junk: bytes, qtbot: QtBot) -> None:
    window = preview(qtbot, junk)
    qtbot.waitUntil(lambda: window.strip.text.startswith("PDF-filen kan ikke vises"), timeout=WAIT)
    window.close()


@pytest.mark.parametrize("box", ["[0 0 1e30 1e30]", "[0 0 0 0]", "[0 0 -5 99999999]", "[9 9 9 9]"])
def test_a_page_of_an_impossible_size_is_drawn_in_a_possible_one(box: str) -> None:
    root, pages = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    pdf = with_objects(root, pages, f"<< /Type /Page /Parent 2 0 R /MediaBox {box} >>")
    drawing = pdf_drawing.Drawing(pdf, is_foreign=True)
    (size,) = drawing.sizes()
    drawing.close()
    assert 3 <= size.width() <= 14_400
    assert 3 <= size.height() <= 14_400


def test_a_signed_version_is_foreign_and_a_draft_is_not(session: Session) -> None:
    today = session.today
    version = PlanVersion("v", number=1)
    assert catalogue.PLAN.of(OfPlan(Network.empty(), today, 2014, version, b"%PDF")).is_foreign
    assert not catalogue.PLAN.of(OfPlan(Network.empty(), today, 2014)).is_foreign


# Nobody waits any more


@linux
def test_a_check_that_nobody_waits_for_is_ended(
    main: MainWindow, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "vild.pdf"
    path.write_bytes(fields_that_name_the_next_twice())
    before = children()
    dialog: VerdictDialog = signing.verify(main, session)
    dialog.show_document(path)
    qtbot.waitUntil(lambda: children() - before != set(), timeout=WAIT)
    begun = time.monotonic()
    dialog.reject()
    qtbot.waitUntil(lambda: children() - before == set(), timeout=WAIT)
    assert time.monotonic() - begun < 2, "ended, not run out"


@linux
def test_a_signature_that_is_cancelled_is_not_written(main: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "mette.p12").write_bytes(AUTHORITY.p12("Mette Holm", ends=NOW.replace(year=2090)))
    (tmp_path / "plan.pdf").write_bytes(signed.small(0))
    dialog: SignatureDialog = signing.sign(main)
    dialog.show_document(tmp_path / "plan.pdf")
    qtbot.waitUntil(lambda: dialog.field.count() > 0, timeout=WAIT)
    dialog.certificate.show_path(tmp_path / "mette.p12")
    dialog.field.setCurrentIndex(dialog.field.findData(2))
    dialog.passphrase.setText(PASSPHRASE)
    before = children()
    dialog.attempt()
    qtbot.waitUntil(lambda: children() - before != set(), timeout=WAIT)
    dialog.reject()
    qtbot.waitUntil(lambda: children() - before == set(), timeout=WAIT)
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["plan.pdf"]
    assert (tmp_path / "plan.pdf").read_bytes() == signed.small(0)
