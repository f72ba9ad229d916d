"""What is typed can be seen: every input of every dialog and form is wide enough for its longest value."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import cbnet_desktop.ui
from cbnet_desktop.domain.dispatches import proposals
from cbnet_desktop.domain.edits.returned_answers import Returned
from cbnet_desktop.domain.focus import asked
from cbnet_desktop.domain.papers import answer_form
from cbnet_desktop.domain.papers.answer_form import REMARK, STANCE
from cbnet_desktop.domain.records import AgendaItem, Annex, Dispatch, Meeting, Organisation, Person, Seat
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words.choices import Act, MeetingState
from cbnet_desktop.ui.annexes.erase_annex_dialog import EraseAnnexDialog
from cbnet_desktop.ui.annexes.old_papers_dialog import OldPapersDialog
from cbnet_desktop.ui.budget.distribute_dialog import DistributeDialog
from cbnet_desktop.ui.dispatches.dispatch_dialog import DispatchDialog
from cbnet_desktop.ui.dispatches.dispatches_dialog import DispatchesDialog
from cbnet_desktop.ui.dispatches.reminders_dialog import RemindersDialog
from cbnet_desktop.ui.dispatches.sent_dialog import SentDialog
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.exchange import about_file_dialog, backups_dialog, check_dialog, conflicts_dialog
from cbnet_desktop.ui.focus import returned_dialogs
from cbnet_desktop.ui.focus.focus_dialogs import SendDialog, SetDialog
from cbnet_desktop.ui.focus.returned_dialogs import AnswerFile, ReturnedDialog, TypedDialog
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.form.agreed_buttons import ReopenDialog
from cbnet_desktop.ui.form.erasing_dialog import ErasingDialog
from cbnet_desktop.ui.form.record_form import RecordForm
from cbnet_desktop.ui.manual.manual_window import ManualWindow
from cbnet_desktop.ui.meetings.call_dialog import CallDialog
from cbnet_desktop.ui.meetings.follow_up_dialog import FollowUpDialog
from cbnet_desktop.ui.meetings.new_meeting_dialog import NewMeetingDialog
from cbnet_desktop.ui.overview.new_year_dialog import NewYearDialog
from cbnet_desktop.ui.page.choice_tab import ChoiceTab
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.paper.signature_dialog import SignatureDialog
from cbnet_desktop.ui.paper.verdict_dialog import VerdictDialog
from cbnet_desktop.ui.plan.sign_off_dialog import SignOffDialog
from cbnet_desktop.ui.roster.closing_dialog import ClosingDialog
from cbnet_desktop.ui.roster.erase_dialog import EraseDialog
from cbnet_desktop.ui.roster.person_text_dialog import PersonTextDialog
from cbnet_desktop.ui.roster.rename_dialog import RenameDialog
from cbnet_desktop.ui.roster.replace_dialog import ReplaceDialog
from cbnet_desktop.ui.sheets.import_dialog import ImportDialog
from cbnet_desktop.ui.table.archived_rows import ArchivedRowsDialog
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.widgets.fitted_dialog import FittedDialog
from cbnet_desktop.ui.widgets.inputs import LONGEST, ChoiceInput, LineInput
from cbnet_desktop.ui.window import dialogs
from cbnet_desktop.ui.window.about_dialog import AboutDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.new_network_dialog import NewNetworkDialog
from tests.ui.waiting import PATIENCE_MS

#: So much of a name or a title is seen at least.
SOME_WORDS = "Centralbib"


def first(session: Session, kind: type) -> Any:
    return next(iter(session.network.live(kind)))


def answered(session: Session, path: Path) -> AnswerFile:
    """A form that says something of everything, at length."""
    key = asked.key(session.network, session.year, answer_form.libraries(session.network, session.year)[0].id)
    said = {
        f"{name}-{number}": "remarks" if name == STANCE else "Ord " * 900
        for name in (STANCE, REMARK)
        for number in (1, 2)
    }
    return AnswerFile(path, b"", Returned(key, said))


def proposed(session: Session) -> proposals.Proposal:
    """The notice of a meeting of the example that is planned."""
    planned = next(row for row in session.network.live(Meeting) if row.state == MeetingState.PLANNED)
    return proposals.notice(session.network, planned, "Kom til møde.", "Birger")


#: How each dialog is opened over the example network.
DIALOGS: dict[type[QDialog], Callable[[MainWindow, Path], QDialog]] = {
    AboutDialog: lambda w, _: AboutDialog(w),
    about_file_dialog.AboutFileDialog: lambda w, _: about_file_dialog.AboutFileDialog(w.session, w),
    ArchivedRowsDialog: lambda w, _: ArchivedRowsDialog(w.session, w),
    backups_dialog.BackupsDialog: lambda w, _: backups_dialog.BackupsDialog(w.session, w),
    BusyDialog: lambda w, _: BusyDialog("Fletter", "Det kan tage et øjeblik.", w),
    ClosingDialog: lambda w, _: ClosingDialog(w.session, roster.every_central_library(w.session.network)[0], w),
    CallDialog: lambda w, _: CallDialog(w.session, first(w.session, Meeting), w),
    check_dialog.CheckDialog: lambda w, _: check_dialog.CheckDialog(w.session, w),
    conflicts_dialog.ConflictsDialog: lambda w, _: conflicts_dialog.ConflictsDialog(w.session, w),
    DispatchDialog: lambda w, _: DispatchDialog(w.session, proposed(w.session), w),
    DispatchesDialog: lambda w, _: DispatchesDialog(w.session, None, w),
    DistributeDialog: lambda w, _: DistributeDialog(w.session, w),
    EraseAnnexDialog: lambda w, _: EraseAnnexDialog(w.session, Annex("a", title="Deltagerliste", file_name="x.pdf"), w),
    EraseDialog: lambda w, _: EraseDialog(w.session, first(w.session, Person), w),
    dialogs.ErrorReport: lambda w, _: dialogs.ErrorReport("CBnet 1", w),
    FollowUpDialog: lambda w, _: FollowUpDialog(w.session, first(w.session, AgendaItem), w),
    ImportDialog: lambda w, path: ImportDialog(w.page.pane, path, w),
    ManualWindow: lambda w, _: ManualWindow(w),
    NewMeetingDialog: lambda w, _: NewMeetingDialog(w.session, "annual", w),
    NewNetworkDialog: lambda w, path: NewNetworkDialog(path.parent, w),
    NewYearDialog: lambda w, _: NewYearDialog(w.session, w),
    OldPapersDialog: lambda w, _: OldPapersDialog(w.session, w),
    PersonTextDialog: lambda w, _: PersonTextDialog(w.session, first(w.session, Person), w),
    PreviewWindow: lambda w, _: PreviewWindow(w, "Prøve", "prøve.pdf", b"%PDF-1.7"),
    RemindersDialog: lambda w, _: RemindersDialog(w.session, w),
    RenameDialog: lambda w, _: RenameDialog(w.session, first(w.session, Organisation), w),
    ReturnedDialog: lambda w, path: returned_dialogs.dialog_for(w.session, answered(w.session, path), w),
    TypedDialog: lambda w, path: TypedDialog(w.session, AnswerFile(path, b"", None), w),
    ReopenDialog: lambda w, _: ReopenDialog(w.session, Act.APPROVED, first(w.session, Meeting), w),
    ReplaceDialog: lambda w, _: ReplaceDialog(w.session, first(w.session, Seat), "2015-01-01", w),
    SendDialog: lambda w, _: SendDialog(w.session, w),
    SentDialog: lambda w, _: SentDialog(w.session, Dispatch("x", subject="Høring · CBnet 7F3A-21"), w),
    SetDialog: lambda w, _: SetDialog(w.session, w),
    dialogs.SettingsDialog: lambda w, _: dialogs.SettingsDialog(w),
    dialogs.NameDialog: lambda w, _: dialogs.NameDialog(w),
    SignatureDialog: lambda w, _: SignatureDialog(w),
    SignOffDialog: lambda w, _: SignOffDialog(w.session, w),
    VerdictDialog: lambda w, _: VerdictDialog(w.session, w),
}


@pytest.fixture(params=[1, 2], ids=["100 %", "200 %"])
def lettered(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    """The system's font as it is, and at 200 %."""
    usual = qapp.font()
    scaled = qapp.font()
    scaled.setPointSizeF(usual.pointSizeF() * request.param)
    qapp.setFont(scaled)
    yield request.param
    qapp.setFont(usual)


@pytest.fixture
def sized(lettered: int, window: MainWindow) -> MainWindow:  # noqa: ARG001 - the font comes before the window
    """The window in these letters."""
    return window


def too_narrow(holder: QWidget) -> list[str]:
    """What cannot be seen in the inputs that are shown, in words."""
    QApplication.processEvents()
    found = []
    for line in holder.findChildren(QLineEdit):
        if line.isVisible() and (room := inner_width(line)) < (needed := widest(line)):
            found.append(f"{name(line)}: {room} pixels for {needed}")
    for combo in holder.findChildren(QComboBox):
        if combo.isVisible() and not combo.isEditable() and combo.count():
            option = QStyleOptionComboBox()
            combo.initStyleOption(option)
            part = QStyle.SubControl.SC_ComboBoxEditField
            room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo).width()
            if room < combo.fontMetrics().horizontalAdvance(SOME_WORDS):
                found.append(f"{name(combo)}: {room} pixels")
    return found


def inner_width(line: QLineEdit) -> int:
    """Where letters are drawn: without frame, margins and the button of the calendar."""
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line).width()
    return room - sum(button.width() + 4 for button in line.findChildren(QToolButton) if button.isVisible())


def widest(line: QLineEdit) -> int:
    """The width of the longest value that the line may hold; of some words where any text may stand."""
    combo, texts = line.parentWidget(), [SOME_WORDS]
    if isinstance(line, LineInput):
        texts = [LONGEST[line.field.kind]] if line.field.kind in LONGEST else texts
    elif isinstance(combo, ChoiceInput):
        in_form = isinstance(combo.window(), MainWindow)  # the list shows what a narrow form cannot
        texts = texts if in_form else list(combo.field.choices.values())
    elif isinstance(combo, QComboBox):
        texts = texts if not combo.count() else [max((combo.itemText(at) for at in range(combo.count())), key=len)[:10]]
    elif line.accessibleName() == "Sidetal":
        texts = ["0000"]
    return max(line.fontMetrics().horizontalAdvance(text) for text in texts)


def name(widget: QWidget) -> str:
    return widget.accessibleName() or widget.parentWidget().accessibleName() or type(widget.parentWidget()).__name__


def test_every_dialog_is_measured() -> None:
    for module in pkgutil.walk_packages(cbnet_desktop.ui.__path__, "cbnet_desktop.ui."):
        importlib.import_module(module.name)
    bases = (QDialog, FittedDialog, ActionDialog, ErasingDialog, returned_dialogs.EvidenceDialog)
    made = {kind for base in bases for kind in base.__subclasses__()} - set(bases)
    own = {kind for kind in made if kind.__module__.startswith("cbnet_desktop.")}
    missing = sorted(kind.__name__ for kind in own - set(DIALOGS))
    assert not missing, f"say in DIALOGS how to open {', '.join(missing)}"


def test_what_is_typed_into_a_dialog_can_be_seen(sized: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    sheet = tmp_path / "ark.csv"
    sheet.write_text("Mål;Indikator\nEt mål;Et tal\n", encoding="utf-8")
    sized.show_tab(5)
    narrow = []
    for kind, opened in DIALOGS.items():
        dialog = opened(sized, sheet)
        qtbot.addWidget(dialog)
        dialog.show()
        if isinstance(dialog, ImportDialog):
            qtbot.waitUntil(lambda shown=dialog: shown.preview is not None, timeout=PATIENCE_MS)
        narrow += [f"{kind.__name__}, {words}" for words in too_narrow(dialog)]
        dialog.close()
    assert not narrow, "; ".join(narrow)


def test_what_is_typed_into_a_form_can_be_seen(sized: MainWindow) -> None:
    narrow, measured = set(), set()
    for place in range(sized.tabs.count()):
        sized.show_tab(place)
        page = sized.page
        for view in page.choices.buttons() if isinstance(page, ChoiceTab) else [None]:
            if view:
                view.click()
            QApplication.processEvents()
            for form in sized.findChildren(RecordForm):
                if form.isVisible():
                    narrow |= {f"{sized.tabs.tabText(place)}, {words}" for words in too_narrow(form)}
                    measured |= {line.field.kind for line in form.findChildren(LineInput) if line.isVisible()}
    assert not narrow, "; ".join(narrow)
    assert measured >= {Kind.DATE, Kind.TIME, Kind.MONEY, Kind.COUNT}
