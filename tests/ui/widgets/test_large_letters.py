"""Letters of twice the size: no page makes the window wider than the laptop, and no form is cut off at its side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from cbnet_desktop.ui.form.record_form import RecordForm
from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.window.main_window import MainWindow


@pytest.fixture
def large(qapp: QApplication) -> Iterator[None]:
    """The system's font at 200 %."""
    usual = qapp.font()
    doubled = qapp.font()
    doubled.setPointSizeF(usual.pointSizeF() * 2)
    qapp.setFont(doubled)
    yield
    qapp.setFont(usual)


@pytest.fixture
def enlarged(large: None, window: MainWindow) -> MainWindow:  # noqa: ARG001 - the font comes before the window
    """The window with large letters."""
    return window


def test_large_letters_neither_widen_the_window_nor_cut_a_form_off(enlarged: MainWindow) -> None:
    shown = 0
    for place in range(enlarged.tabs.count()):
        enlarged.show_tab(place)
        page = enlarged.page
        for view in page.choices.buttons() if isinstance(page, ChoiceTab) else [None]:
            if view:
                view.click()
            QApplication.processEvents()
            where = f"{enlarged.tabs.tabText(place)} {view.text() if view else ''}"
            assert enlarged.minimumSizeHint().width() <= 1366, where
            for form in enlarged.findChildren(RecordForm):
                if form.isVisible():
                    shown += 1
                    assert form.widget().width() <= form.viewport().width(), where
    assert shown > 15
