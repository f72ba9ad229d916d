"""A system without fonts, as a bare Linux, shows letters and no squares: the program brings its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><cachedir>{folder}</cachedir></fontconfig>
"""
#: Shows before and after the font is brought whether letters are read, and how many shapes eight letters have.
LOOK = """
import sys
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel
from cbnet_desktop.ui.widgets import theme

def shapes():
    drawn = set()
    for letter in "aeiosæøå":
        label = QLabel(letter)
        label.setFixedSize(20, 24)
        drawn.add(bytes(label.grab().toImage().constBits()))
    return len(drawn)

app = QApplication(["-", "-style", "Fusion"])
before = theme.has_letters(app.font()), shapes()
theme.bring_letters(app)
print(*before, theme.has_letters(app.font()), shapes(), app.font().family())
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux finds its fonts by fontconfig")


def without_fonts(folder: Path, *arguments: str) -> str:
    (folder / "nofonts.conf").write_text(NO_FONTS.format(folder=folder), encoding="utf-8")
    environment = {
        **os.environ, "FONTCONFIG_FILE": str(folder / "nofonts.conf"), "QT_QPA_PLATFORM": "offscreen"
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True,
    ).stdout  # fmt: skip


def test_squares_are_seen_and_become_letters(tmp_path: Path) -> None:
    could_read, squares, can_read, letters, family = without_fonts(tmp_path, "-c", LOOK).split()
    assert could_read == "False"
    assert int(squares) <= 4, "eight letters look alike but for the width of their squares"
    assert (can_read, letters, family) == ("True", "8", "Lato")


def test_the_self_test_reads_the_window_of_a_system_without_fonts(tmp_path: Path) -> None:
    assert without_fonts(tmp_path, "-m", "cbnet_desktop", "--self-test").endswith("Selvtesten er gennemført.\n")
