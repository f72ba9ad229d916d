"""A mail to be: recipients, subject, text and what goes with it; the draft is recorded and opened, not sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QFileDialog, QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from cbnet_desktop.documents.mail import drafting
from cbnet_desktop.documents.mail.drafting import Draft
from cbnet_desktop.domain.dispatches import proposals
from cbnet_desktop.domain.dispatches.proposals import Proposal
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import Annex, Dispatch, Meeting
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import DispatchKind
from cbnet_desktop.system import held
from cbnet_desktop.ui.dispatches.sent_dialog import SentDialog
from cbnet_desktop.ui.editing import background, mail_folder
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog, open_dialog
from cbnet_desktop.ui.widgets.busy_dialog import BusyDialog
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.inputs import LongTextInput
from cbnet_desktop.ui.widgets.tick_list import TickList
from cbnet_desktop.ui.widgets.tick_menu import Tick

FIELDS = Dispatch.fields()
LINES = 8
#: What the paper of each kind is called in the list of what goes along.
PAPERS = {
    DispatchKind.NOTICE: "Indkaldelse og dagsorden (PDF), møde.ics",
    DispatchKind.MINUTES: "Referat (PDF)",
    DispatchKind.CONSULTATION: "Høringsbrev og svarskemaer (PDF)",
    DispatchKind.PLAN: "Handlingsplan (PDF)",
}
TITLES = {
    DispatchKind.NOTICE: "Indkald pr. mail",
    DispatchKind.MINUTES: "Send referat",
    DispatchKind.CONSULTATION: "Send i høring pr. mail",
    DispatchKind.PLAN: "Send planen",
    DispatchKind.REMINDER: "Skriv rykker",
}


class DispatchDialog(ActionDialog):
    """Proposes what the domain proposes. Once the draft is open or its files are saved it asks whether it is sent."""

    drafted = Signal(str)
    """The id of the dispatch that was recorded."""

    def __init__(self, session: Session, proposal: Proposal, parent: QWidget | None = None) -> None:
        super().__init__(session, TITLES[proposal.kind], "Åbn kladde i &mailprogrammet", parent)
        self.about = proposal.about
        self.hand_over: Callable[[QUrl], object] = QDesktopServices.openUrl
        self._proposal = proposal
        self._to = {one.person_id for one in proposal.meant}
        self._with = {one.id for one in proposal.annexes}
        self.setMinimumWidth(characters(self, 120))
        self.subject = self.ask(FIELDS["subject"], proposal.subject, caption="&Emne")
        text = LongTextInput(FIELDS["text"], self)
        text.set_lines(LINES, LINES)
        self.text = self.ask(FIELDS["text"], proposal.text, made=text, caption="&Tekst")
        self.public = QCheckBox("&Offentlig udgave uden lukkede punkter og bilag", self)
        self.public.setVisible(isinstance(proposal.about, Meeting))
        self.to = TickList("Modtagere", self._recipient_ticks, self)
        self.files = TickList("Vedhæftes", self._file_ticks, self)
        self.public.toggled.connect(lambda _: self.files.renew())
        lists = QHBoxLayout()
        for ticks, chosen in ((self.to, self._to), (self.files, self._with)):
            ticks.ticked.connect(lambda row_id, is_on, one=ticks, ids=chosen: _note(one, ids, row_id, is_on=is_on))
            ticks.list.setMinimumHeight(self.fontMetrics().height() * 11)
            lists.addWidget(ticks, 1)
        self.files.setVisible(proposal.kind in PAPERS)
        self.column.insertLayout(1, lists, 20)
        self.column.insertWidget(2, self.public)
        self.copy_button = self._add_button("&Kopiér adresser", self.copy_addresses)
        self.save_button = self._add_button("&Gem bilagene i en mappe …", self.ask_for_folder)
        self.save_button.setVisible(proposal.kind in PAPERS)
        self._allow(not session.is_read_only)
        self.to.setFocus()

    def attempt(self) -> None:
        """Records the draft and opens it in the mail program."""
        self._draft(None)

    def ask_for_folder(self) -> None:
        """Asks for a folder, records the draft and saves its files there, for a mail written by hand."""
        folder = QFileDialog.getExistingDirectory(self, "Gem bilagene i en mappe", str(Path.home()))
        if folder:
            self.save_into(Path(folder))

    def save_into(self, folder: Path) -> None:
        """Records the draft and saves its files."""
        self._draft(folder)

    def copy_addresses(self) -> None:
        """Puts the addresses on the clipboard, parted as mail programs take them."""
        try:
            to = proposals.addressed(self._chosen().meant)
        except UserError as refusal:
            self.show_refusal(refusal)
            return
        QGuiApplication.clipboard().setText("; ".join(one.address for one in to))
        self.strip.show_note(f"{danish.counted(len(to), 'adresse', 'adresser')} kopieret. Sæt ind i mailens Til-felt.")

    def _add_button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        self.findChildren(QDialogButtonBox)[0].addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(pressed)
        return button

    def _recipient_ticks(self) -> Iterator[Tick]:
        for one in self._proposal.recipients:
            address = one.address or "ingen e-mailadresse"
            yield Tick(one.person_id or "", f"{one.name}, {one.seat} · {address}", one.person_id in self._to)

    def _file_ticks(self) -> Iterator[Tick]:
        kind, about, network = self._proposal.kind, self._proposal.about, self.session.network
        if kind not in PAPERS:
            return
        yield Tick("", PAPERS[kind], is_ticked=False)
        for annex in proposals.files(network, kind, about, is_public=self.public.isChecked()):
            closed = " · lukket" if annexes.is_closed(network, annex) else ""
            words = f"{annexes.number(network, annex)} {annexes.told(annex)}{closed}".strip()
            yield Tick(annex.id, words, annex.id in self._with)

    def _chosen(self) -> Proposal:
        """What the dialog says; raises Invalid."""
        proposal = self._proposal
        return replace(
            proposal,
            subject=str(self.subject.value()),
            text=str(self.text.value() or ""),
            recipients=tuple(replace(one, is_meant=one.person_id in self._to) for one in proposal.recipients),
            annexes=tuple(self._ticked_annexes()),
        )

    def _ticked_annexes(self) -> Iterator[Annex]:
        kind, about = self._proposal.kind, self._proposal.about
        for annex in proposals.files(self.session.network, kind, about, is_public=self.public.isChecked()):
            if annex.id in self._with:
                yield annex

    def _draft(self, folder: Path | None) -> None:
        """Makes the draft in another thread, records it in this one, then opens the mail or saves the files."""
        self.strip.show_error("")
        session, is_public = self.session, self.public.isChecked()
        try:
            proposal = self._chosen()
            proposals.addressed(proposal.meant)
        except UserError as refusal:
            self.show_refusal(refusal)
            return
        network, today, by = session.network, session.today, session.store.user
        busy = BusyDialog(self.windowTitle(), "Kladden skrives …", self, can_cancel=True)
        self._allow(False)

        def made() -> tuple[Draft, Path]:
            with background.own(session.store) as own:
                draft = drafting.drafted(
                    network, proposal, own.annexes, own.log, today=today, by=by, is_public=is_public
                )
            return draft, mail_folder.written(draft.file_name, draft.mail)

        def done(found: tuple[Draft, Path]) -> None:
            if self._is_awaited(busy):
                self._record(*found, folder)
            else:
                _let_go(session, *found)

        def refused(refusal: UserError) -> None:
            if self._is_awaited(busy):
                self.show_refusal(refusal)

        busy.rejected.connect(lambda: self._allow(True))
        background.run(made, done, refused)

    def _is_awaited(self, busy: BusyDialog) -> bool:
        if not isValid(self) or not isValid(busy) or busy.is_cancelled:
            return False
        busy.finish()
        return True

    def _allow(self, is_ready: bool) -> None:
        """Whether the draft can be made: not while one is, nor where nothing may be written."""
        for button in (self.acceptor, self.save_button):
            button.setEnabled(is_ready)

    def _record(self, draft: Draft, mail: Path, folder: Path | None) -> None:
        try:
            self.session.write(draft.changes, f"Kladde skrevet: {self._proposal.subject}")
        except UserError as refusal:
            _let_go(self.session, draft, mail)
            self.show_refusal(refusal)
            return
        warnings = list(draft.warnings)
        if folder is None:
            warnings += self._opened(mail)
        else:
            warnings += self._saved(draft.dispatch_id, folder)
        parent = self.parentWidget()
        self.accept()
        self.drafted.emit(draft.dispatch_id)
        dispatch = self.session.network.get(Dispatch, draft.dispatch_id)
        open_dialog(SentDialog(self.session, dispatch, parent, notes=warnings))

    def _opened(self, mail: Path) -> Iterator[str]:
        """Opens the mail, and says where no program takes it."""
        if self.hand_over(QUrl.fromLocalFile(str(mail))) is False:
            yield (
                "Intet program på computeren åbner kladder (.eml). Skriv mailen i dit mailprogram; Dokumenter ▸ "
                "Forsendelser gemmer filerne til den i en mappe."
            )

    def _saved(self, dispatch_id: str, folder: Path) -> Iterator[str]:
        """Saves the files of the draft, and says what could not be saved."""
        network = self.session.network
        for file in annexes.of(network, network.get(Dispatch, dispatch_id)):
            try:
                self.session.store.annexes.save(file, folder)
            except UserError as refusal:
                yield refusal.message


def offer_mail(dialog: ActionDialog, proposal: Callable[[], Proposal]) -> QPushButton:
    """Gives a dialog that does an act a first button which writes a mail instead; sending it then does the act."""
    button = QPushButton("Skriv &mail …", dialog)

    def write() -> None:
        try:
            made = DispatchDialog(dialog.session, proposal(), dialog.parentWidget())
        except UserError as refusal:
            dialog.show_refusal(refusal)
            return
        dialog.hide()
        made.drafted.connect(lambda _: dialog.accept())
        made.rejected.connect(dialog.open)
        open_dialog(made)

    dialog.findChildren(QDialogButtonBox)[0].addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
    button.clicked.connect(write)
    button.setEnabled(not dialog.session.is_read_only)
    button.setDefault(True)
    return button


def _let_go(session: Session, draft: Draft, mail: Path) -> None:
    """Leaves nothing of a draft that was cancelled or refused."""
    with suppress(OSError):  # it goes with the folder of drafts then
        held.remove(mail)
    if not session.is_closed:
        session.store.annexes.let_go(str((change.after or {}).get("sha256", "")) for change in draft.changes)


def _note(ticks: TickList, ids: set[str | None], row_id: str, *, is_on: bool) -> None:
    (ids.add if is_on else ids.discard)(row_id)
    ticks.renew()
