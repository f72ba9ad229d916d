"""Handlingsplan: the concrete goals of the plan year, its sign-off and its signed versions (M16, M17, M23)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from cbnet_desktop.domain import focus, goals, labels, meetings, plan
from cbnet_desktop.domain.fields import Record
from cbnet_desktop.domain.network import Network
from cbnet_desktop.domain.records import AgendaItem, FocusArea, Goal, Plan, PlanVersion
from cbnet_desktop.domain.terms import GOAL_STATUSES, PARTS, GoalStatus
from cbnet_desktop.ui.columns import Column, TableSpec, column
from cbnet_desktop.ui.document import Document
from cbnet_desktop.ui.finishing import finish_typing
from cbnet_desktop.ui.page import TablePage
from cbnet_desktop.ui.picture_view import PictureView
from cbnet_desktop.ui.plan_output import PlanOutput
from cbnet_desktop.ui.plan_state import PlanState, likely_source
from cbnet_desktop.ui.row_bands import RowBands
from cbnet_desktop.ui.sign_off_dialog import SignOffDialog
from cbnet_desktop.ui.state_line import StateLine
from cbnet_desktop.ui.topic_material_view import STATUS_ICONS
from cbnet_desktop.ui.versions_pane import VersionsPane

#: The picture's own proportions, in which its words are as large as the table's.
PICTURE_SIZE = 816, 58


class PlanTab(TablePage):
    """Status picture, goals by part and focus area, and versions at the left; the form of a goal or of the plan."""

    def __init__(self, document: Document) -> None:
        self._numbers = _Numbers()
        self._plan_state = PlanState(document)
        super().__init__(document, self._spec(), hidden={Goal.TABLE: ("plan_id",), Plan.TABLE: ("year",)})
        self.tables = frozenset({Goal.TABLE, Plan.TABLE, PlanVersion.TABLE})
        self.dialog: SignOffDialog | None = None
        self.bands = RowBands(self.pane.view, self._group)
        self.picture = PictureView(self)
        self.picture.setMinimumSize(0, 0)
        self.picture.setFixedSize(*PICTURE_SIZE)
        self.versions = VersionsPane(document, lambda: self.output, self)
        self.versions.pane.asked_for_new.connect(self.ask_for_sign_off)
        self.left.insertWidget(0, self._framed_picture())
        self.left.addWidget(self.versions)
        self.left.setHandleWidth(1)
        self.left.setSizes([PICTURE_SIZE[1], 440, 130])
        self.splitter.setSizes([900, 466])
        self.state = StateLine(self)
        self.add_button = self._action("&Nyt mål", self.new_row)
        self.derive_button = QPushButton("Nyt mål fra årsmødets p&unkt", self)
        self.derive_button.setToolTip("Et mål afledt af et punkt på årsmødets dagsorden (M16)")
        self.derive_button.setMenu(self._items_menu())
        self.show_button = self._action("Planens &oplysninger", self.show_plan)
        self.preview_button = self._action("Forhånd&svis", self.preview)
        self.sign_off_button = self._action("&Godkend planen …", self.ask_for_sign_off)
        self.add_to_bar(
            self.state, self.add_button, self.derive_button, self.show_button, self.preview_button, self.sign_off_button
        )
        self.bar.setStretch(0, 1)
        self.pane.view.installEventFilter(self)
        document.changed.connect(lambda _: self._renew())
        document.year_changed.connect(lambda _: self._renew())
        self._renew()

    @cached_property
    def output(self) -> PlanOutput:
        """Plan PDFs, told of in the window's status line."""
        return PlanOutput(self.document, self.window())

    def new_row(self) -> None:
        """A new goal beside the chosen one, and the year's plan with the first."""
        self.add_goal()

    def add_goal(self, item: AgendaItem | None = None) -> None:
        """A goal, derived from an agenda item where one is given; its text is opened."""
        finish_typing()
        chosen = self.pane.view.chosen()
        like = self.document.network.find(Goal, chosen.id) if chosen else None
        made = goals.added(self.document.network, self.document.year, like=like, item=item)
        if self.document.execute("Mål tilføjet", made):
            self.pane.begin_editing(made[-1].row_id, "text")

    def show_plan(self, field: str = "") -> None:
        """Shows title, source meeting and foreword of the plan in the form."""
        finish_typing()
        self.form.show_record(plan.of_year(self.document.network, self.document.year))
        if not (field and self.form.focus_field(field)):
            self.form.focus_first()

    def preview(self) -> None:
        """The draft as it stands, typed text included."""
        finish_typing()
        self.output.preview()

    def ask_for_sign_off(self) -> SignOffDialog:
        """Opens the dialog that freezes a version."""
        finish_typing()
        dialog = self.dialog = SignOffDialog(self.document, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.jump_asked.connect(self.jump_asked)
        dialog.finished.connect(lambda _: self._end_sign_off(dialog))
        dialog.open()
        return dialog

    def tell(self, sentence: str) -> bool:
        """Under the table, unless the dialog of the sign-off tells it."""
        return self.dialog is not None or super().tell(sentence)

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """A goal, the plan or a version, in the year it belongs to; without a plan, the action that makes one."""
        if table not in self.tables:
            return False
        self._turn_to(table, row_id)
        if table == Goal.TABLE:
            return super().jump_to(table, row_id, field)
        if table == Plan.TABLE and plan.of_year(self.document.network, self.document.year):
            self.show_plan(field)
        elif table == Plan.TABLE:
            self.add_button.setFocus()
        else:
            self.versions.pane.model.refresh()
            self.versions.pane.view.choose(row_id)
            self.versions.pane.view.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Back in the table, the form shows the goal again."""
        if watched is self.pane.view and event.type() == QEvent.Type.FocusIn:
            chosen = self.pane.view.chosen()
            if chosen and self.form.record != chosen:
                self.form.show_record(chosen)
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile is read before it is seen."""
        super().showEvent(event)
        self._renew()

    def _turn_to(self, table: str, row_id: str) -> None:
        row = self.document.network.row(table, row_id) if row_id else None
        found = row if isinstance(row, Plan) else self.document.network.find(Plan, getattr(row, "plan_id", None))
        if found:
            self.document.set_year(found.year)

    def _end_sign_off(self, dialog: SignOffDialog) -> None:
        self.dialog = None
        if dialog.signed:
            self.versions.pane.view.choose(dialog.signed.id)
            self.versions.pane.view.setFocus()

    def _action(self, text: str, call: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(lambda _: call())
        return button

    def _framed_picture(self) -> QWidget:
        frame = QWidget(self)
        row = QHBoxLayout(frame)
        row.setContentsMargins(8, 2, 8, 2)
        row.addWidget(self.picture)
        row.addStretch(1)
        frame.setFixedHeight(PICTURE_SIZE[1] + 4)
        return frame

    def _items_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill_items(menu))
        return menu

    def _fill_items(self, menu: QMenu) -> None:
        network = self.document.network
        found = plan.of_year(network, self.document.year)
        source = likely_source(network, self.document.year)
        menu.clear()
        for item in meetings.agenda(network, source) if source else ():
            text = labels.short(labels.row_title(network, item), 80).replace("&", "&&")
            menu.addAction(text, lambda item=item: self.add_goal(item))
        if menu.isEmpty() and found:
            menu.addAction("Vælg årsmødet, som planen bygger på …", lambda: self.show_plan("meeting_id"))
        elif menu.isEmpty():
            menu.addAction(f"Der er intet årsmøde i {self.document.year - 1}").setEnabled(False)

    def _renew(self) -> None:
        if not self.isVisible():
            return
        document = self.document
        found = plan.of_year(document.network, document.year)
        self.state.show_state(*self._plan_state.line())
        can_edit = not document.is_read_only
        self.add_button.setEnabled(can_edit)
        self.derive_button.setEnabled(can_edit)
        self.show_button.setEnabled(found is not None)
        self.preview_button.setEnabled(found is not None)
        self.sign_off_button.setEnabled(can_edit and found is not None)
        self.versions.tell()
        self._draw([goal.status for goal in plan.goals(document.network, found)] if found else [])

    def _draw(self, statuses: list[str]) -> None:
        from cbnet_desktop.documents.charts import goal_status_picture

        self.picture.parentWidget().setVisible(bool(statuses))
        self.picture.show_picture(goal_status_picture([GOAL_STATUSES[status] for status in statuses]))

    def _group(self, record: Record) -> str:
        """»Centralbiblioteksdel · 2. Det åbne bibliotek«."""
        areas = focus.of_year(self.document.network, self.document.year)
        if not isinstance(record, Goal):
            return ""
        number, area = next(
            ((number, area) for number, area in enumerate(areas, 1) if area.id == record.focus_area_id), (0, None)
        )
        heading = f"{number}. {area.title}" if isinstance(area, FocusArea) else "Uden for indsatsområderne"
        return f"{PARTS[record.part]}  ·  {heading}"

    def _spec(self) -> TableSpec:
        return TableSpec(
            Goal,
            (
                Column("Nr.", text=self._numbers.shown, sort_by=self._numbers.order, width=5),
                column(Goal, "text", width=52),
                column(Goal, "owner_person_id", title="Ansvarlig", width=24),
                column(Goal, "owner_organisation_id", title="Organisation", width=13),
                column(Goal, "indicator", width=18),
                column(Goal, "deadline"),
                column(Goal, "status", width=15, icon=_status_icon),
            ),
            rows=_goals,
            title="Mål",
            empty_text="Her står de konkrete mål, som netværket udarbejder på baggrund af årsmødet.",
            first_action="Nyt mål",
        )


class _Numbers:
    """The numbers of a plan's goals, counted once for each state of the network."""

    def __init__(self) -> None:
        self._network: Network | None = None
        self._by_id: dict[str, str] = {}

    def shown(self, network: Network, row: Record) -> str:
        """»2.1«."""
        if network is not self._network or row.id not in self._by_id:
            found = network.find(Plan, getattr(row, "plan_id", None))
            self._network = network
            self._by_id = plan.numbers(network, found) if found else {}
        return self._by_id.get(row.id, "")

    def order(self, network: Network, row: Record) -> object:
        """As on paper."""
        return tuple(int(part) for part in self.shown(network, row).split(".") if part)


def _goals(document: Document) -> list[Goal]:
    found = plan.of_year(document.network, document.year)
    return plan.goals(document.network, found) if found else []


def _status_icon(_: Network, row: Record) -> str:
    status = getattr(row, "status", "")
    return STATUS_ICONS[GoalStatus(status)] if status in GOAL_STATUSES else ""
