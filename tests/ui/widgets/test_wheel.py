"""The wheel over a closed list or a number chooses nothing, wherever one is made."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from cbnet_desktop import ui
from cbnet_desktop.ui.widgets.combo_boxes import ListInput, StillCombo
from tests.ui.showing import show

#: Qt's own inputs that a turn of the wheel changes.
TURNED = {"QComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit", "QSlider", "QDial"}


@pytest.mark.parametrize("kind", [StillCombo, ListInput])
def test_a_wheel_leaves_a_list_with_the_focus_as_it_is(kind: type[QComboBox], qtbot: QtBot) -> None:
    made = show(kind(), qtbot, 200, 40)
    made.addItems(["Et", "To", "Tre"])
    made.setFocus()
    turned = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(made, turned)
    assert (made.currentIndex(), turned.isAccepted()) == (0, False)


def test_no_part_of_the_window_makes_an_input_that_the_wheel_turns() -> None:
    calls = [
        f"{path.name}: {node.func.id}"
        for path in Path(ui.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TURNED
    ]
    assert calls == []
