"""Draws the pictures of the manual over the example network: python -m tests.docs.manual_pictures [FOLDER].

Without a screen, in Lato, light, and on the example's own day: the same bytes each time.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QWidget

from tests.docs.window_picture import SETTLED_MS, dressed, png

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "manual"
WIDTH, HEIGHT = 1024, 600
COLOURS = 48
#: What stays the same for so long is drawn.
SHOWN_MS = 120
TABS = {
    "overview": "Overblik",
    "roster": "Netværk",
    "focus": "Indsatsområder",
    "budget": "Budgetandele",
    "meetings": "Møder",
    "plan": "Handlingsplan",
}


def main(folder: str = str(FOLDER)) -> None:
    """Writes every picture as a PNG file."""
    with tempfile.TemporaryDirectory(prefix="cbnet-") as home:
        os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR="1", TZ="Europe/Copenhagen")
        os.environ.update(CBNET_HOME=home, CBNET_USER="Sekretæren")
        _draw_all(lambda name, widget: _write(Path(folder) / f"{name}.png", _still(widget)))


def _still(widget: QWidget) -> bytes:
    """The widget as PNG once it no longer changes."""
    from PySide6.QtTest import QTest

    now, last = b"", None
    while now != last:
        last = now
        QTest.qWait(SHOWN_MS)
        now = png(widget.grab())
    return now


def _write(path: Path, pixels: bytes) -> None:
    with Image.open(io.BytesIO(pixels)) as drawn:
        drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _draw_all(keep: Callable[[str, QWidget], None]) -> None:
    from PySide6.QtTest import QTest

    from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
    from cbnet_desktop.ui.plan.sign_off_dialog import SignOffDialog
    from cbnet_desktop.ui.window.files import Files
    from cbnet_desktop.ui.window.first_page import FirstPage
    from cbnet_desktop.ui.window.main_window import MainWindow
    from cbnet_desktop.ui.window.new_network_dialog import NewNetworkDialog
    from cbnet_desktop.ui.window.tabs import TABS as ALL

    app = dressed()
    app.setCursorFlashTime(0)
    files = Files(MainWindow)

    def keep_shown(name: str, widget: QWidget) -> None:
        widget.show()
        keep(name, widget)
        widget.close()

    keep_shown("first", FirstPage(files))
    new = NewNetworkDialog(Path("F:/"))
    new.first_year.setText("2026")
    new.path.setText("F:/Kompetencenetværket/netværk.cbnet")
    keep_shown("new", new)
    files.open_example()
    window = files.window
    assert isinstance(window, MainWindow)
    window.statusBar().hide()
    window.resize(WIDTH, HEIGHT)
    QTest.qWait(SETTLED_MS)
    for name, tab in TABS.items():
        window.show_tab([title for title, _ in ALL].index(tab))
        keep(name, window)
    keep_shown("sign_off", SignOffDialog(window.session, window))
    window.show_tab([title for title, _ in ALL].index("Møder"))
    (page,) = window.page.findChildren(MeetingsPage)
    page.writing.turn(is_on=True)
    keep("minutes", window)
    window.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
