"""The self-test, also of built programs: the secretary's main tasks in a temporary folder, without a screen."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import Meeting, Person, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.system import qt_libraries
from cbnet_desktop.system.failures import report

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from cbnet_desktop.store import Store
    from cbnet_desktop.ui.editing.session import Session
    from cbnet_desktop.ui.window.main_window import MainWindow

Say = Callable[[str], None]
PHONE = "12 34 56 78"
SIGNER, PASSPHRASE = "Selvtest", "selvtest"


class Deviation(Exception):
    """A check of the self-test failed; str() is a Danish sentence."""


def run_self_test(say: Say) -> int:
    """Prints one Danish line per step; returns 0, or 1 at the first failure. Raises UserError without Qt."""
    with tempfile.TemporaryDirectory(prefix="cbnet-", ignore_cleanup_errors=True) as folder:
        os.environ.update(CBNET_HOME=str(Path(folder, "hjem")), CBNET_USER="Selvtest")
        # A window without a screen is told of what it cannot do; here that is nobody's trouble.
        os.environ.update(QT_QPA_PLATFORM="offscreen", QT_LOGGING_RULES="*.warning=false")
        if obstacle := qt_libraries.obstacle():
            raise UserError(obstacle)
        test = SelfTest(Path(folder))
        try:
            return run_steps(test.steps(), say)
        finally:
            test.close()


def run_steps(steps: Iterator[tuple[str, Callable[[], None]]], say: Say) -> int:
    """Runs the steps until one fails, also in a slot, from which Qt does not propagate exceptions."""
    step = "Begynd"
    with _Slots() as slots:
        try:
            for step, act in steps:
                act()
                slots.raise_first()
                say(f"{step}: i orden")
        except Exception as error:
            say(f"{step}: mislykkedes. {error}")
            say(report(error))
            return 1
    say("Selvtesten er gennemført.")
    return 0


class _Slots:
    """Collects the exceptions that reach sys.excepthook."""

    def __init__(self) -> None:
        self._errors: list[BaseException] = []

    def __enter__(self) -> _Slots:
        self._hook = sys.excepthook
        sys.excepthook = lambda _kind, error, _trace: self._errors.append(error)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        sys.excepthook = self._hook

    def raise_first(self) -> None:
        """Raises the first exception, if any."""
        if self._errors:
            raise self._errors[0]


class SelfTest:
    """The steps, each of which builds on the one before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "eksempel æøå.cbnet"
        self._app: QApplication
        self._window: MainWindow | None = None
        self._person = ""
        self._phone = ""
        self._version: PlanVersion
        self._refusals: list[UserError] = []

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """The name and function of each step, in order."""
        yield "Lav eksempelnetværket", self._make_example
        yield "Åbn det i vinduet", self._open
        yield "Vis alle faner", self._show_tabs
        yield "Ret et telefonnummer", self._edit
        yield "Fortryd rettelsen", self._undo
        yield "Gentag rettelsen", self._redo
        yield "Godkend en handlingsplan", self._sign_off
        yield "Eksportér planen som PDF", self._export
        yield "Vis planens sider, og kontrollér dokumentet", self._look
        yield "Skriv under på planen, og kontrollér underskriften", lambda: _sign(self._folder)
        yield "Gør klar til at udskrive planen", lambda: _prepare_to_print(self._folder, self._shown)
        yield "Skriv en liste og en kalender", lambda: _list_and_calendar(self._folder, self._session)
        yield "Efterprøv filen mod historikken", self._verify
        yield "Luk, og læs filen som en kollega", self._read_as_colleague

    def close(self) -> None:
        """Closes the window and its file, if they are still open."""
        if self._window:
            self._window.close()
            self._window = None

    @property
    def _shown(self) -> MainWindow:
        if self._window is None:
            raise Deviation("Der er ikke noget vindue.")
        return self._window

    @property
    def _session(self) -> Session:
        return self._shown.session

    def _make_example(self) -> None:
        from cbnet_desktop.documents.papers.plan import render
        from cbnet_desktop.store.example import build

        build(self._file, home=self._folder / "maker", user="Selvtest", render=render).close()

    def _open(self) -> None:
        from cbnet_desktop.system import paths
        from cbnet_desktop.ui.editing.session import Session
        from cbnet_desktop.ui.widgets import theme
        from cbnet_desktop.ui.window.files import Files
        from cbnet_desktop.ui.window.main_window import MainWindow
        from cbnet_desktop.ui.window.start import make_application

        self._app = make_application()
        if not theme.has_letters(self._app.font()):
            raise Deviation("Vinduet har ingen skrift, som dansk kan læses i.")
        self._window = MainWindow(Session(self._opened(paths.home())), Files(MainWindow))
        self._window.show()
        self._session.refused.connect(self._refusals.append)
        person = next(person for person in self._session.network.live(Person) if person.phone)
        self._person, self._phone = person.id, person.phone

    def _show_tabs(self) -> None:
        for place in range(self._shown.tabs.count()):
            self._shown.show_tab(place)
            self._app.processEvents()
            if self._shown.grab().isNull():
                raise Deviation("En fane blev ikke tegnet.")

    def _edit(self) -> None:
        change = Change(Person.TABLE, self._person, {"phone": self._phone}, {"phone": PHONE})
        self._session.execute("Telefonnummer rettet", [change])
        self._require_phone(PHONE)

    def _undo(self) -> None:
        self._session.undo()
        self._require_phone(self._phone)

    def _redo(self) -> None:
        self._session.redo()
        self._require_phone(PHONE)

    def _sign_off(self) -> None:
        """A new version of the newest plan that was signed, whose open goals get an owner and a deadline."""
        network = self._session.network
        year = max(version.year for version in network.rows(PlanVersion))
        number = plan.next_number(network, year)
        found = plan.of_year(network, year)
        changes = [
            goal.edited({"owner_person_id": self._person, "deadline": f"{year}-12-01"})
            for goal in (plan.goals(network, found) if found else ())
            if plan.lacks(goal)
        ]
        self._session.set_year(year)
        self._session.execute("Selvtestens plan", changes)
        version = self._session.sign_off("Programmet virker på denne computer.")
        self._raise_refusal()
        if version is None or version.number != number:
            raise Deviation(f"Planen blev ikke godkendt som version {number}.")
        self._version = version

    def _export(self) -> None:
        store = self._session.store
        target = self._folder / "handlingsplan.pdf"
        target.write_bytes(store.log.version_pdf(self._version.id))
        pdf = target.read_bytes()
        if not pdf.startswith(b"%PDF-") or b"%%EOF" not in pdf[-32:]:
            raise Deviation("Filen er ikke en hel PDF.")
        if hashlib.sha256(store.log.version_document(self._version.id)).hexdigest() != self._version.sha256:
            raise Deviation("Den godkendte plan passer ikke med sit fingeraftryk.")

    def _look(self) -> None:
        pdf = (self._folder / "handlingsplan.pdf").read_bytes()
        if _is_blank(pdf):
            raise Deviation("Planens første side er tom.")
        from cbnet_desktop.ui.paper.verdict_dialog import judged

        session = self._session
        _, verdict = judged(self._folder / "handlingsplan.pdf", None, session.store.log, session.network)
        if not verdict.is_sound:
            raise Deviation(verdict.said()[0].sentence)

    def _verify(self) -> None:
        self._session.store.exchange()
        if found := self._session.store.log.verify():
            raise Deviation(found[0].message)

    def _read_as_colleague(self) -> None:
        self.close()
        store = self._opened(self._folder / "kollega")
        try:
            person, version = store.read().get(Person, self._person), store.read().get(PlanVersion, self._version.id)
        finally:
            store.close()
        if (person.phone, version.sha256) != (PHONE, self._version.sha256):
            raise Deviation("Rettelsen eller den godkendte plan nåede ikke frem til filen.")

    def _opened(self, home: Path) -> Store:
        from cbnet_desktop.store import open_store

        return open_store(self._file, home=home, user="Selvtest")

    def _require_phone(self, phone: str) -> None:
        self._raise_refusal()
        self._app.processEvents()
        found = self._session.network.get(Person, self._person).phone
        if found != phone:
            raise Deviation(f"Telefonnummeret er »{found}« og skulle være »{phone}«.")

    def _raise_refusal(self) -> None:
        if self._refusals:
            raise self._refusals[0]


def _list_and_calendar(folder: Path, session: Session) -> None:
    """Writes a list as spreadsheets, reads it back, and renders the calendar."""
    from cbnet_desktop.documents.papers import calendar
    from cbnet_desktop.domain.papers.calendar import content
    from cbnet_desktop.domain.sheets import context, layout, tables, verdicts
    from cbnet_desktop.sheets import reading, writing

    network, year = session.network, session.year
    for name in ("personer.xlsx", "personer.csv"):
        sheet = tables.of_table(network, Person, network.live(Person))
        (folder / name).write_bytes(writing.content(sheet, name))
        grid, found = layout.best(Person, reading.grids(folder / name))
        result = verdicts.preview(network, Person, grid, found, context.of_year(network, Person, year))
        if result.count(verdicts.Outcome.UNCHANGED) != len(sheet.rows):
            raise Deviation(f"{name} kom ikke uændret tilbage: {verdicts.summary(result)}.")
    held_in = int(max(row.held_on or "" for row in network.live(Meeting))[:4])
    if b"BEGIN:VEVENT" not in calendar.render(content(network, held_in, {})):
        raise Deviation("Kalenderen har ingen møder.")


def _sign(folder: Path) -> None:
    """Signs the plan with a certificate of its own, and verifies the signature."""
    from cbnet_desktop.documents.signing import certificates, own_certificate, signatures, verification

    at = datetime.now(UTC)
    certificate = certificates.load(own_certificate.made(SIGNER, PASSPHRASE, at), PASSPHRASE, at)
    found = verification.verify(signatures.sign((folder / "handlingsplan.pdf").read_bytes(), certificate, 1, at))
    if not found.is_intact or found.signatures[0].signer != SIGNER:
        raise Deviation("Underskriften på planen kan ikke kontrolleres.")


def _prepare_to_print(folder: Path, window: MainWindow) -> None:
    from cbnet_desktop.ui.paper.pdf_printing import PrintDialog, make_printer
    from cbnet_desktop.ui.paper.preview_window import PreviewWindow

    pdf = (folder / "handlingsplan.pdf").read_bytes()
    shown = PreviewWindow(window, "Handlingsplan", "handlingsplan.pdf", pdf, is_foreign=True)
    PrintDialog(make_printer(shown.title), shown).close()
    shown.close()


def _is_blank(pdf: bytes) -> bool:
    """Whether the preview would show nothing on the first page."""
    from cbnet_desktop.documents.pdf.drawing import Tile
    from cbnet_desktop.ui.paper.pdf_drawing import Drawing, pixels

    document = Drawing(pdf, is_foreign=True)  # as a plan that was signed off
    try:
        width, height = pixels(document.sizes()[0], 0.5)
        drawn = document.draw(Tile(0, 0.5, 0, 0, width, height))
    finally:
        document.close()
    return len({drawn.pixel(x, y) for y in range(0, height, 2) for x in range(0, width, 2)}) < 2
