"""Signing off over a share that is slow, out of reach, or where somebody else is at work."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.records import Goal, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Exchanger, open_store
from cbnet_desktop.store.example import build
from cbnet_desktop.system import paths
from cbnet_desktop.ui.editing import background, exchange_thread
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.plan.sign_off_dialog import SignOffDialog
from tests.ui.sharing import take_away

SLOW = 1.0


@pytest.fixture
def shared(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:  # noqa: ARG001 - signals
    """The example with its exchanging thread, 2014 changed since it was signed."""
    paper = ModuleType("cbnet_desktop.documents.papers.plan")
    paper.render = lambda content: b"%PDF-1.7 " + content.sha256.encode()
    paper.warnings = lambda _: []
    monkeypatch.setitem(sys.modules, "cbnet_desktop.documents.papers.plan", paper)
    monkeypatch.setattr(exchange_thread, "EVERY_SECONDS", 60.0)
    folder = tmp_path / "fælles"
    folder.mkdir()
    store = build(folder / "eksempel.cbnet", home=paths.home(), user="Prøve", render=lambda _: b"%PDF-1.7")
    session = Session(store)
    session.set_year(2014)
    goals = goals_of(session)
    owner = next(goal.owner_person_id for goal in goals if goal.owner_person_id)
    unowned = [goal for goal in goals if not goal.owner_person_id]
    changes = [Change("goals", goal.id, {"owner_person_id": None}, {"owner_person_id": owner}) for goal in unowned]
    session.write([*changes, Change("goals", goals[0].id, {"unit": goals[0].unit}, {"unit": "stykker"})])
    yield session
    session.close()


def goals_of(session: Session) -> list[Goal]:
    return plan.goals(session.network, plan.of_year(session.network, 2014))


def versions_of(session: Session) -> list[PlanVersion]:
    return plan.versions(session.network, 2014)


@pytest.fixture
def dialog(shared: Session, qtbot: QtBot) -> SignOffDialog:
    qtbot.waitSignal(shared.exchanged, timeout=5000)
    qtbot.waitUntil(lambda: shared.store.waiting == 0, timeout=5000)
    made = SignOffDialog(shared)
    qtbot.addWidget(made)
    made.open()
    made.answers["reason"].input.setText("Enheden er rettet")
    return made


def slow_down(monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = Exchanger.exchange

    def slowly(exchanger: Exchanger) -> object:
        time.sleep(SLOW)
        return exchange(exchanger)

    monkeypatch.setattr(Exchanger, "exchange", slowly)


def test_the_window_does_not_wait_for_a_slow_share(
    dialog: SignOffDialog, shared: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_down(monkeypatch)
    count = len(versions_of(shared))
    began = time.monotonic()
    dialog.acceptor.click()
    assert time.monotonic() - began < SLOW / 2
    assert dialog.strip.text == "Henter andres ændringer, før planen fryses …"
    assert not dialog.acceptor.isEnabled()
    assert not dialog.answers["reason"].isEnabled()
    qtbot.waitUntil(lambda: dialog.signed is not None, timeout=10_000)
    assert not dialog.isVisible()
    assert len(versions_of(shared)) == count + 1
    assert versions_of(shared)[-1].reason == "Enheden er rettet"


def test_closing_the_dialog_while_it_waits_signs_nothing(
    dialog: SignOffDialog, shared: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_down(monkeypatch)
    count = len(versions_of(shared))
    dialog.acceptor.click()
    dialog.reject()
    with qtbot.waitSignal(shared.exchanged, timeout=10_000):
        pass
    qtbot.wait(50)
    assert len(versions_of(shared)) == count


def test_a_plan_that_somebody_changed_meanwhile_is_not_signed_unseen(
    dialog: SignOffDialog, shared: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    goal, count = goals_of(shared)[0], len(versions_of(shared))
    bo = open_store(shared.store.path, home=tmp_path / "bo", user="Bo")
    bo.apply("Mål", [Change("goals", goal.id, {"text": goal.text}, {"text": "Et andet mål"})])
    bo.exchange()
    bo.close()
    dialog.acceptor.click()
    qtbot.waitUntil(lambda: dialog.strip.text.startswith("En anden har ændret planen"), timeout=10_000)
    assert dialog.isVisible()
    assert not dialog.acceptor.isEnabled()
    assert len(versions_of(shared)) == count


def test_what_somebody_changed_elsewhere_does_not_stop_the_signing(
    dialog: SignOffDialog, shared: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    bo = open_store(shared.store.path, home=tmp_path / "bo", user="Bo")
    bo.apply("Person", [Change("people", "c" * 32, None, {"name": "Uden for planen"})])
    bo.exchange()
    bo.close()
    dialog.acceptor.click()
    qtbot.waitUntil(lambda: dialog.signed is not None, timeout=10_000)
    assert shared.network.row("people", "c" * 32) is not None


def test_a_share_out_of_reach_does_not_stop_the_signing(dialog: SignOffDialog, shared: Session, qtbot: QtBot) -> None:
    bring_back = take_away(shared.store)
    dialog.acceptor.click()
    qtbot.waitUntil(lambda: dialog.signed is not None, timeout=10_000)
    assert shared.sharing.problem
    bring_back()


def while_it_is_set_up(call: Callable[[], object]) -> list[int]:
    """Lets something happen while the pages are made; the threads that made them."""
    threads: list[int] = []

    def render(_: PlanContent) -> bytes:
        threads.append(threading.get_ident())
        call()
        return b"%PDF-1.7"

    vars(sys.modules["cbnet_desktop.documents.papers.plan"])["render"] = render
    return threads


def test_the_pages_are_set_up_off_the_windows_thread(dialog: SignOffDialog, qtbot: QtBot) -> None:
    threads = while_it_is_set_up(lambda: None)
    dialog.acceptor.click()
    qtbot.waitUntil(lambda: dialog.signed is not None, timeout=10_000)
    assert threads
    assert threading.get_ident() not in threads


def test_what_is_written_while_the_pages_are_set_up_is_not_signed_unseen(
    dialog: SignOffDialog, shared: Session, qtbot: QtBot
) -> None:
    count, goal = len(versions_of(shared)), goals_of(shared)[0]

    def edit() -> None:
        with background.own(shared.store) as store:
            store.apply("Mål", [Change("goals", goal.id, {"text": goal.text}, {"text": "Et andet mål"})])

    while_it_is_set_up(edit)
    dialog.acceptor.click()
    qtbot.waitUntil(lambda: dialog.strip.text.startswith("En anden har ændret planen"), timeout=10_000)
    assert not dialog.acceptor.isEnabled()
    assert len(versions_of(shared)) == count


def test_closing_the_dialog_while_the_pages_are_set_up_signs_nothing(
    dialog: SignOffDialog, shared: Session, qtbot: QtBot
) -> None:
    count, begun, closed = len(versions_of(shared)), threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        closed.wait(10)

    others = set(background._running)
    while_it_is_set_up(wait)
    dialog.acceptor.click()
    qtbot.waitUntil(begun.is_set, timeout=10_000)
    dialog.reject()
    closed.set()
    qtbot.waitUntil(lambda: background._running <= others, timeout=10_000)
    shared.look()
    assert len(versions_of(shared)) == count
