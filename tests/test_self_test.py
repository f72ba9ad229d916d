"""The program's test of itself tells success and failure apart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cbnet_desktop.self_test import Deviation, run_steps

ROOT = Path(__file__).resolve().parent.parent


def fail() -> None:
    raise Deviation("Det gik galt.")


def test_the_main_job_works_from_start_to_paper_without_a_screen() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    ended = subprocess.run(
        [sys.executable, "-m", "cbnet_desktop", "--self-test"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    *steps, last = ended.stdout.splitlines()
    assert (ended.returncode, last) == (0, "Selvtesten er gennemført.")
    assert len(steps) == 14
    assert all(step.endswith(": i orden") for step in steps)


def test_the_first_step_that_fails_is_named_and_none_follows() -> None:
    said: list[str] = []
    followed: list[str] = []
    steps = [("Begynd", lambda: None), ("Ret", fail), ("Fortryd", lambda: followed.append("Fortryd"))]
    assert run_steps(iter(steps), said.append) == 1
    assert said[:2] == ["Begynd: i orden", "Ret: mislykkedes. Det gik galt."]
    assert "Deviation" in said[2]
    assert followed == []


def test_an_error_in_a_slot_fails_the_step(qapp: QApplication) -> None:
    said: list[str] = []

    def act() -> None:
        QTimer.singleShot(0, fail)
        qapp.processEvents()

    hook = sys.excepthook
    assert run_steps(iter([("Vis", act)]), said.append) == 1
    assert said[0] == "Vis: mislykkedes. Det gik galt."
    assert sys.excepthook is hook
