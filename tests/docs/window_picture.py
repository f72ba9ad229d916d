"""Draws the window over the example network, for the README: python -m tests.docs.window_picture [FILE [TAB]].

Without a screen, in Lato and with a home folder of its own, so that it looks the same on every computer.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

import fontpkg_lato
from PIL import Image
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "window.png"
WIDTH, HEIGHT = 1280, 720
COLOURS = 64
#: Until the rules are asked, the first exchange is made and everything has its size.
SETTLED_MS = 1_000


def main(path: str = str(PICTURE), tab: str = "Overblik") -> None:
    """Writes the picture of a tab as a PNG file."""
    with tempfile.TemporaryDirectory(prefix="cbnet-") as folder:
        os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR="1")
        os.environ.update(CBNET_HOME=folder, CBNET_USER="Sekretæren")
        pixels = _drawn(tab)
    with Image.open(io.BytesIO(pixels)) as drawn:
        drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _drawn(tab: str) -> bytes:
    """The window as PNG."""
    from cbnet_desktop.ui.window.files import Files
    from cbnet_desktop.ui.window.main_window import MainWindow
    from cbnet_desktop.ui.window.tabs import TABS

    dressed()
    files = Files(MainWindow)
    files.open_example()
    window = files.window
    assert isinstance(window, MainWindow)
    window.resize(WIDTH, HEIGHT)
    window.show_tab([title for title, _ in TABS].index(tab))
    QTest.qWait(SETTLED_MS)
    pixels = png(window.grab())
    window.close()
    return pixels


def dressed() -> QApplication:
    """The application as it is drawn: light, in Lato."""
    from cbnet_desktop.ui.window.start import make_application

    app = make_application()
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Light)
    for face in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(fontpkg_lato.ROOT / "files" / f"Lato-{face}.ttf"))
    app.setFont(QFont("Lato", 10))
    return app


def png(pixmap: QPixmap) -> bytes:
    """A picture as PNG."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())


if __name__ == "__main__":
    main(*sys.argv[1:])
