"""The joint focus areas of the plan year, their consultation and decision (M13)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from cbnet_desktop.documents.papers.catalogue import CONSULTATION
from cbnet_desktop.documents.papers.paper import ReadyPaper
from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.focus import focus, focus_steps
from cbnet_desktop.domain.records import Annex, AreaAnswer, ConsultationAnswer, FocusArea, FocusSet, Person
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import FOCUS_STATES, Act, FocusState
from cbnet_desktop.ui.annexes.annex_section import AnnexSection
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.focus import answer_files
from cbnet_desktop.ui.focus.answer_files import AnswerFiles
from cbnet_desktop.ui.focus.area_answer_table import AreaAnswerTable
from cbnet_desktop.ui.focus.focus_dialogs import SendDialog, SetDialog
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.form.agreed_buttons import AgreedButtons
from cbnet_desktop.ui.page.paired_tables import PairedTablePage
from cbnet_desktop.ui.paper import papers
from cbnet_desktop.ui.table.columns import Column, TableSpec, column, fields_of
from cbnet_desktop.ui.widgets.state_line import StateLine

STATE_ICONS = {FocusState.PROPOSED: "open", FocusState.CONSULTATION: "waiting", FocusState.SET: "kept"}


class FocusPage(PairedTablePage):
    """Focus areas above, the libraries' answers below, and a line with the state of the year's set."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        hidden = {
            FocusArea.TABLE: ("year",),
            FocusSet.TABLE: ("year",),
            ConsultationAnswer.TABLE: ("focus_set_id", "organisation_id"),
        }
        super().__init__(session, _areas_spec(), _answers_spec(), hidden=hidden, parent=parent)
        self.tables |= {FocusSet.TABLE, AreaAnswer.TABLE, Annex.TABLE}
        self.area_answers = AreaAnswerTable(session, self)
        self.form.add_section(self.area_answers)
        self.form.record_shown.connect(self.area_answers.show_record)
        self.annexes = AnnexSection(session, self.form, ConsultationAnswer)
        self.state = StateLine(self)
        self.send_button = QPushButton("&Send i høring …", self)
        self.send_button.clicked.connect(self.send)
        self.set_button = QPushButton("Fas&tsæt …", self)
        self.set_button.clicked.connect(self.decide)
        self.agreed = AgreedButtons(session, Act.SET, self._set, "Genå&bn …", self)
        self.copy_button = QPushButton(self)
        self.copy_button.clicked.connect(self.copy)
        self.dates_button = QPushButton("Hørin&gens datoer", self)
        self.dates_button.clicked.connect(self.show_set)
        self.register_button = QPushButton("R&egistrér svar", self)
        self.register_button.clicked.connect(self.register)
        self.letter_button = QPushButton("Høri&ngsbrev", self)
        self.letter_button.setToolTip("Viser høringsbrevet med svarskema, som det bliver trykt")
        self.letter_button.clicked.connect(self.show_letter)
        self.add_state(
            self.state,
            self.copy_button,
            self.letter_button,
            self.send_button,
            self.set_button,
            *self.agreed.buttons,
            self.dates_button,
        )
        self.forms_button = QPushButton("Svarske&maer …", self)
        self.forms_button.setToolTip("Gemmer et svarskema til hvert centralbibliotek i en mappe")
        self.forms_button.clicked.connect(self.ask_for_forms)
        self.answer_files = AnswerFiles(session, self, self.jump_asked.emit)
        self.files_button = QPushButton("Tag svar &ind …", self)
        self.files_button.setToolTip("Tager udfyldte svarskemaer ind; de kan også slippes på vinduet")
        self.files_button.clicked.connect(self.answer_files.choose)
        self.lower_bar.addStretch(1)
        for button in (self.forms_button, self.files_button, self.register_button):
            self.lower_bar.addWidget(button)
        self.left.setSizes([300, 300])
        self.splitter.setSizes([930, 436])

    def send(self) -> QDialog | None:
        """Opens the dialog that sends the areas out for consultation; without areas shows why it cannot."""
        return open_dialog(SendDialog(self.session, self)) if self._has_areas("sende i høring") else None

    def decide(self) -> QDialog | None:
        """Opens the dialog that records KBE's decision."""
        return open_dialog(SetDialog(self.session, self)) if self._has_areas("fastsætte") else None

    def copy(self) -> None:
        """Copies last year's areas as proposals."""
        year = self.session.year
        try:
            self.session.write(
                focus_steps.copied(self.session.network, year), f"Indsatsområder kopieret fra {year - 1}"
            )
        except UserError as refusal:
            self.upper_pane.strip.show_error(refusal.message)

    def register(self) -> None:
        """Starts editing the answer date of the first library without an answer; adds missing rows first."""
        found = focus.set_of(self.session.network, self.session.year)
        if found is None or not found.consulted_on:
            self.send()
            return
        missing = focus.unanswered(self.session.network, found)
        self.session.execute("Tomme høringssvar oprettet", focus.consult(self.session.network, found))
        rows = focus.answers(self.session.network, found)
        waiting = [rows[library.id] for library in missing if library.id in rows]
        self.use(self.lower_pane)
        if waiting:
            self.lower_pane.begin_editing(waiting[0].id, "answered_on")
        else:
            self.lower_pane.view.setFocus()

    def ask_for_forms(self) -> None:
        """Asks for a folder and writes each library's form; without areas shows why it cannot."""
        if self._has_areas("skrive svarskemaer om"):
            answer_files.ask_and_write(self.session, self, self.lower_pane.strip.show_note)

    def show_set(self) -> None:
        """Shows the dates of consultation and decision in the form."""
        found = focus.set_of(self.session.network, self.session.year)
        if found:
            self.form.show_record(found)
            self.form.focus_first()

    def show_letter(self) -> None:
        """Shows the consultation letter; without areas shows why it cannot."""
        paper = self.paper() if self._has_areas("skrive et høringsbrev om") else None
        if paper:
            from cbnet_desktop.ui.paper import preview

            preview.show(self, paper, self.session.refused.emit, self.session)

    def paper(self) -> ReadyPaper | None:
        """The consultation letter; None without focus areas."""
        if not focus.of_year(self.session.network, self.session.year):
            return None
        return papers.of(CONSULTATION, self.session)

    def add_below(self) -> None:
        """The first action of the lower table: registers an answer."""
        self.register()

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to a row, or to the set in the form; where the row is missing, to the button that adds it."""
        if table == FocusSet.TABLE:
            self._show_in_form(row_id, field)
            return True
        if table == AreaAnswer.TABLE:
            return self._jump_to_area(row_id, field)
        if not super().jump_to(table, row_id, field):
            return False
        if table == ConsultationAnswer.TABLE and not row_id:
            self.register_button.setFocus()
        return True

    def _jump_to_area(self, row_id: str, field: str) -> bool:
        row = self.session.network.find(AreaAnswer, row_id)
        super().jump_to(ConsultationAnswer.TABLE, (row.consultation_answer_id if row else "") or "")
        self.area_answers.pane.view.choose(row_id, field)
        self.area_answers.pane.view.setFocus()
        return True

    def _show_in_form(self, row_id: str, field: str) -> None:
        found = self.session.network.row(FocusSet.TABLE, row_id)
        self.pane.setFocus()
        self.form.show_record(found)
        if found is None:
            self.send_button.setFocus()
        elif not self.form.focus_field(field):
            self.form.focus_first()

    def _set(self) -> FocusSet | None:
        return focus.set_of(self.session.network, self.session.year)

    def _has_areas(self, verb: str) -> bool:
        year = self.session.year
        if focus.of_year(self.session.network, year):
            return True
        self.upper_pane.strip.show_error(f"Der er ingen indsatsområder for {year} at {verb}. Tilføj mindst ét.")
        return False

    def renew(self) -> None:
        """Shows the state of the year and enables the next actions."""
        session = self.session
        state = focus.state(session.network, session.year, session.today.isoformat())
        self.state.show_state(STATE_ICONS[state], FOCUS_STATES[state], _details(session, state))
        found = focus.set_of(session.network, session.year)
        can_edit = not session.is_read_only
        self.copy_button.setText(f"&Kopiér fra {session.year - 1}")
        is_revised = state is FocusState.CONSULTATION and found is not None and bool(found.revised_on)
        self.send_button.setText("&Send revideret …" if is_revised else "&Send i høring …")
        self.send_button.setEnabled(can_edit and (state is FocusState.PROPOSED or is_revised))
        self.set_button.setEnabled(can_edit and state is not FocusState.SET)
        self.copy_button.setEnabled(can_edit and state is not FocusState.SET)
        self.set_button.setVisible(state is not FocusState.SET)
        self.agreed.renew()
        self.dates_button.setEnabled(found is not None)
        self.letter_button.setEnabled(bool(focus.of_year(session.network, session.year)))
        self.forms_button.setEnabled(bool(focus.of_year(session.network, session.year)))
        for button in (self.register_button, self.files_button):
            button.setEnabled(can_edit and state is not FocusState.PROPOSED)


def _areas_spec() -> TableSpec:
    return TableSpec(
        FocusArea,
        fields_of(
            FocusArea, "position", "title", "part", "level", "proposed_by_id", title=44, part=20, proposed_by_id=13
        ),
        rows=lambda session: focus.of_year(session.network, session.year),
        blank=_blank_area,
        title="Indsatsområder",
        empty_text="Her står årets fælles indsatsområder, som styrelsen fastsætter sammen med centralbibliotekerne.",
        first_action="Nyt indsatsområde",
    )


def _answers_spec() -> TableSpec:
    return TableSpec(
        ConsultationAnswer,
        (
            column(
                ConsultationAnswer,
                "organisation_id",
                width=15,
                is_editable=False,
                elsewhere="Rækkens centralbibliotek ligger fast: hvert skal høres.",
            ),
            Column(
                "Tilstand",
                text=_answer_word,
                icon=_answer_icon,
                width=14,
                elsewhere="Tilstanden følger af svarets dato og holdning i rækken.",
            ),
            column(ConsultationAnswer, "answered_on"),
            column(ConsultationAnswer, "stance", width=24, derived=_by_area),
            column(ConsultationAnswer, "answer", width=40),
        ),
        rows=_answers,
        title="Centralbibliotekernes høringssvar",
        empty_text="Når høringen er sendt ud, står hvert centralbiblioteks svar her.",
        first_action="Send i høring …",
    )


def _blank_area(session: Session) -> Values:
    numbers = [area.position or 0 for area in focus.of_year(session.network, session.year)]
    return {"year": session.year, "title": "Nyt indsatsområde", "position": max(numbers, default=0) + 1}


def _answers(session: Session) -> Iterable[ConsultationAnswer]:
    found = focus.set_of(session.network, session.year)
    if found is None:
        return []
    rows = focus.answers(session.network, found).values()
    return sorted(rows, key=lambda row: danish.sort_key(labels.row_title(session.network, row)))


def _by_area(network: Network, record: Record) -> str:
    has_any = isinstance(record, ConsultationAnswer) and focus.said_of_areas(network, record)
    return "For hvert område" if has_any else ""


def _answer_word(network: Network, record: Record) -> str:
    return {"kept": "Besvaret", "open": "Mangler", "not_due": "Svarede ikke"}[_answer_icon(network, record)]


def _answer_icon(network: Network, record: Record) -> str:
    if getattr(record, "answered_on", None):
        return "kept"
    found = network.find(FocusSet, getattr(record, "focus_set_id", None))
    return "not_due" if found and found.set_on else "open"


def _details(session: Session, state: FocusState) -> str:
    """The details of the state line: what is missing, or who decided when."""
    network, found = session.network, focus.set_of(session.network, session.year)
    today = session.today.isoformat()
    if found is None or state is FocusState.PROPOSED:
        has_areas = bool(focus.of_year(network, session.year))
        return "Ikke sendt i høring endnu." if has_areas else "Ingen indsatsområder endnu."
    count = len(focus.consulted(network, found))
    answered = count - len(focus.unanswered(network, found, today))
    if state is FocusState.SET:
        setter = network.find(Person, found.set_by_id)
        by = f" af {setter.name}" if setter else ""
        changed = "" if texts.holds(network, Act.SET, found) else " Ændret, efter at de blev fastsat."
        return f"{danish.long_date(found.set_on)}{by}. {answered} af {count} svarede på høringen.{changed}"
    if answered == count:
        return f"Alle {count} har svaret. {agency.name_in(network, session.year - 1)} kan fastsætte indsatsområderne."
    missing = [library.short_name or library.name for library in focus.unanswered(network, found, today)]
    deadline = f", frist {danish.long_date(found.deadline)}" if found.deadline else ", uden frist"
    return f"{answered} af {count} har svaret{deadline}. Mangler {danish.joined(missing)}."
