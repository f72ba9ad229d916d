"""»Godkend planen …«: shows facts, obstacles and changes, and signs off a version of the plan (M23)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from cbnet_desktop.domain.charter import sign_off
from cbnet_desktop.domain.charter.findings import Finding
from cbnet_desktop.domain.plan import plan, plan_differences, plan_reading
from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.records import Plan, PlanVersion
from cbnet_desktop.domain.records.errors import Conflict, Invalid, UserError
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MEETING_STATES, PARTS
from cbnet_desktop.store import Exchanged
from cbnet_desktop.ui.editing import background
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.form.finding_list import FindingLinks
from cbnet_desktop.ui.widgets.rich_text import wrapped_label

HIGHEST = 420
CHANGED = "En anden har ændret planen, mens du så på den. Luk, og åbn godkendelsen igen for at se, hvad der er nyt."


class SignOffDialog(ActionDialog):
    """Signs off a version, which cannot be undone; on refusal it stays open with the typed reason."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of an obstacle to go to; emitted after the dialog has closed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        found = plan.of_year(session.network, session.year)
        self.versions = plan.versions(session.network, session.year)
        self.number = plan.next_number(session.network, session.year)
        super().__init__(session, "Godkend handlingsplanen", f"&Godkend version {self.number}", parent)
        self.signed: PlanVersion | None = None
        self._has_changed = True
        self._is_called_off = False
        self._seen = _content(session.network, session.year, session.today)
        self.hindrances = sign_off.hindrances(session.network, session.year, session.today)
        self._page = QWidget(self)
        self._rows = QVBoxLayout(self._page)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(6)
        if found:
            self._show_facts(found)
        self._show_hindrances()
        if found and self.versions:
            self._show_differences()
        if found and not self.hindrances:
            self._show_unprintable()
        self._rows.addStretch(1)
        self._scroll()
        if self.versions:
            self.reason = self.ask(PlanVersion.fields()["reason"], caption="&Begrundelse *")
            self.reason.setFocus()
        self.acceptor.setEnabled(not self.hindrances and self._has_changed)

    @property
    def text(self) -> str:
        """The texts of all labels, line by line."""
        return "\n".join(label.text() for label in self._page.findChildren(QLabel) if label.text())

    def attempt(self) -> None:
        """Exchanges in the background, signs off and closes; on refusal shows it beside its answer."""
        self.strip.show_error("")
        for answer in self.answers.values():
            answer.refuse("")
        reason = str(self.answers["reason"].value()) if self.versions else ""
        if self.versions and not reason.strip():
            self.show_refusal(Invalid(f"Skriv, hvorfor version {self.number} er nødvendig.", field="reason"))
            return
        if not self.session.sharing.is_in_background:
            self._sign(reason)
            return
        self._wait("Henter andres ændringer, før planen fryses …")
        self.session.sharing.run(
            lambda exchanger: exchanger.exchange(), lambda done: self._go_on(reason, done), self._stop
        )

    def reject(self) -> None:
        """Closes; what is being set up in the background is not signed off then."""
        self._is_called_off = True
        super().reject()

    def _go_on(self, reason: str, done: Exchanged) -> None:
        """Signs off after the exchange, in the background, unless the dialog was closed."""
        from cbnet_desktop.documents.papers.plan import render

        session, seen = self.session, self._seen
        session.note_exchange(done)
        if not isValid(self) or not self.isVisible():
            return
        self._wait("Planen sættes op …")

        def work() -> PlanVersion:
            with background.own(session.store) as store:

                def render_seen(content: PlanContent) -> bytes:
                    if _content(store.read(), year, today) != seen:
                        raise Conflict(CHANGED)
                    pdf = render(content)
                    if self._is_called_off:
                        raise Conflict(CHANGED)
                    return pdf

                return store.sign_off(year, reason, render_seen, today=today, exchanges=False)

        year, today = session.year, session.today
        background.run(work, self._end, self._stop)

    def _end(self, signed: PlanVersion) -> None:
        self.session.adopt_signed(signed)
        if isValid(self):
            self.signed = signed
            self.accept()

    def _stop(self, refusal: UserError) -> None:
        """Shows a refusal; a plan that has changed must be looked at anew, also by this dialog."""
        if not isValid(self) or self._is_called_off:
            return
        self._wait("")
        if isinstance(refusal, Conflict):
            self.session.look()
            self.acceptor.setEnabled(False)
            self.strip.show_error(CHANGED)
        else:
            self.show_refusal(refusal)

    def _wait(self, sentence: str) -> None:
        """Shows the sentence and disables the inputs; an empty one enables them again."""
        self.strip.show_note(sentence)
        self.acceptor.setEnabled(not sentence)
        for answer in self.answers.values():
            answer.setEnabled(not sentence)

    def _sign(self, reason: str) -> None:
        """Signs off here and now, where no background thread exchanges."""
        self.session.refused.connect(self.show_refusal)
        try:
            self.signed = self.session.sign_off(reason)
        finally:
            self.session.refused.disconnect(self.show_refusal)
        if self.signed:
            self.accept()

    def _show_facts(self, found: Plan) -> None:
        network = self.session.network
        goals = plan.goals(network, found)
        counts = Counter(goal.part for goal in goals)
        parts = danish.joined([f"{counts[part]} i {label.lower()}en" for part, label in PARTS.items()])
        source = plan.source_meeting(network, found)
        state = f" ({MEETING_STATES[source.state].lower()})" if source else ""
        facts = QFormLayout()
        facts.setVerticalSpacing(3)
        for name, text in (
            ("Planår", str(found.year)),
            ("Version", f"{self.number}" + (", den første" if self.number == 1 else "")),
            ("Bygger på", f"{titles.meeting_title(source)}{state}" if source else "Intet årsmøde valgt"),
            ("Mål", f"{len(goals)}: {parts}"),
            ("Godkendes af", self.session.store.user),
        ):
            facts.addRow(wrapped_label(self._page, name, "muted"), wrapped_label(self._page, text))
        self._rows.addLayout(facts)

    def _show_hindrances(self) -> None:
        session = self.session
        self._add_findings("Det hindrer godkendelsen", self.hindrances)
        others = sign_off.warnings(session.network, session.year, session.today)
        self._add_findings(sign_off.LOOK_FIRST, others)
        if not session.store.computers.is_believed:
            self._rows.addWidget(wrapped_label(self._page, titles.SIGNS_UNKNOWN))

    def _add_findings(self, heading: str, findings: Sequence[Finding]) -> None:
        if findings:
            self._rows.addWidget(wrapped_label(self._page, heading, "heading"))
            listed = FindingLinks(findings, self._page)
            listed.jump_asked.connect(self._jump)
            self._rows.addWidget(listed)

    def _show_differences(self) -> None:
        last = self.versions[-1]
        self._has_changed = plan.has_changed_since(self.session.network, last)
        if not self._has_changed:
            self.strip.show_error(f"Planen er ikke ændret siden version {last.number}. Den gælder stadig.")
            return
        self._rows.addWidget(wrapped_label(self._page, f"Ændret siden version {last.number}", "heading"))
        before = plan_reading.read(self.session.store.log.version_document(last.id))
        for sentence in plan_differences.differences(before, self._seen[0]) if self._seen[0] else ():
            self._rows.addWidget(wrapped_label(self._page, sentence))

    def _show_unprintable(self) -> None:
        """Shows warnings about characters that the plan's font lacks."""
        from cbnet_desktop.documents.papers.plan import warnings

        for sentence in warnings(self._seen[0]) if self._seen[0] else ():
            self._rows.addWidget(wrapped_label(self._page, sentence))

    def _scroll(self) -> None:
        """Puts the page into a scroll area, so that the buttons stay visible."""
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._page)
        area.viewport().setAutoFillBackground(False)
        self._page.setAutoFillBackground(False)
        self.setMinimumWidth(620)
        needed = self._page.heightForWidth(590) if self._page.hasHeightForWidth() else self._page.sizeHint().height()
        area.setMinimumHeight(min(needed, HIGHEST))
        self.column.insertWidget(0, area, 1)

    def _jump(self, table: str, row_id: str, field: str) -> None:
        self.reject()
        self.jump_asked.emit(table, row_id, field)


def _content(network: Network, year: int, today: date) -> tuple[PlanContent | None, tuple[str, ...]]:
    """The content that would be frozen, and the ids of the versions before it."""
    if plan.of_year(network, year) is None:
        return None, ()
    versions = tuple(version.id for version in plan.versions(network, year))
    return plan.content(network, year, today, None), versions
