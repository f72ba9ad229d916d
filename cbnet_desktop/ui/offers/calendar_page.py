"""A calendar of the offers by month or ISO week, with the form of the chosen one (M6)."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.records import Offer
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.words.choices import LEVELS
from cbnet_desktop.domain.words.folding import plain
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.record_form import RecordForm
from cbnet_desktop.ui.offers.calendar_model import CalendarModel
from cbnet_desktop.ui.offers.calendar_view import CalendarView
from cbnet_desktop.ui.offers.calendar_weeks import LOOKS, period_title
from cbnet_desktop.ui.page.page import Page
from cbnet_desktop.ui.table.table_model import change_of
from cbnet_desktop.ui.widgets import icons, theme
from cbnet_desktop.ui.widgets.action_button import action_button
from cbnet_desktop.ui.widgets.message_strip import MessageStrip

MONTH, WEEK = range(2)


class CalendarPage(Page):
    """The calendar and the form; the chosen offer is chosen in the table too."""

    offer_chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent=parent)
        self.tables = frozenset({Offer.TABLE})
        self._year = session.year
        self.model = CalendarModel(session, self)
        self.view = CalendarView(self.model, self)
        self.form = RecordForm(session, parent=self)
        self.strip = MessageStrip(self)
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.modes = QButtonGroup(self)
        self.actions_line = self._line()
        self._arrange()
        self.setFocusProxy(self.view)
        self.view.offer_chosen.connect(self._show)
        self.view.offer_opened.connect(lambda offer: self.jump_asked.emit(Offer.TABLE, offer.id, ""))
        self.view.period_shown.connect(self._name_period)
        self.follow_changes()
        self.view.show_day(_first_day(session))

    def choose(self, offer: Offer | None) -> None:
        """Chooses an offer, as chosen in the table."""
        self.view.choose(offer)
        self.form.show_record(offer)

    def new_row(self) -> None:
        """Adds an offer on the current day and puts the cursor into its title in the form."""
        row_id = uuid4().hex
        values = {"title": "Nyt tilbud", "starts_on": self.view.day}
        if self.session.execute("", [Change(Offer.TABLE, row_id, None, {**Offer(row_id).values(), **values})]):
            self.view.chosen_id = row_id
            self.view.renew()
            self._show(self.session.network.find(Offer, row_id))
            self.form.focus_field("title")

    def archive(self) -> None:
        """Archives the chosen offer without asking, since it can be undone."""
        if offer := self._chosen():
            self.session.execute("", [change_of(offer, {"archived": True})])

    def edit(self) -> None:
        """Puts the cursor into the form."""
        self.form.focus_first()

    def change_side(self) -> None:
        """Moves the focus from calendar to form and back."""
        if self.view.hasFocus():
            self.form.focus_first()
        else:
            self.view.setFocus()

    def filter(self, text: str) -> None:
        """Shows the offers that contain all the words."""
        words = plain(text).split()
        if words != self.model.words:
            self.model.words = words
            self.view.renew()

    def show_message(self, sentence: str) -> bool:
        """Shows the sentence under the calendar."""
        self.strip.show_error(sentence)
        return True

    def renew(self) -> None:
        """Shows another plan year from its beginning, and drops a chosen offer that is gone."""
        if self._year != self.session.year:
            self._year = self.session.year
            if self.view.day[:4] != str(self._year):
                self.view.show_day(_first_day(self.session))
        self.view.renew()
        chosen = self._chosen()
        if chosen is None or chosen.archived:
            self.view.chosen_id = ""
            self.form.show_record(None)

    def _chosen(self) -> Offer | None:
        return self.session.network.find(Offer, self.view.chosen_id)

    def _show(self, offer: Offer | None) -> None:
        self.strip.show_error("")
        self.form.show_record(offer)
        self.offer_chosen.emit(offer)

    def _name_period(self, day: str) -> None:
        self.title.setText(period_title(day, is_month=self.model.is_month))
        self.view.setAccessibleName(f"Kalender over tilbud, {self.title.text()}")

    def _line(self) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for icon, name, step in (("earlier", "Forrige", -1), ("later", "Næste", 1)):
            row.addWidget(self._turner(icon, name, step, line))
        row.addWidget(self.title)
        row.addStretch(1)
        for level, word in LEVELS.items():
            row.addWidget(_LegendChip(level, word, line))
        row.addSpacing(10)
        row.addWidget(action_button(line, "I da&g", lambda: self.view.show_day(self.model.today), "Home"))
        for mode, word in ((MONTH, "Må&ned"), (WEEK, "&Uge")):
            button = _plain_button(word, line)
            button.setCheckable(True)
            self.modes.addButton(button, mode)
            row.addWidget(button)
        self.modes.button(MONTH).setChecked(True)
        self.modes.idClicked.connect(lambda mode: self.view.show_mode(is_month=mode == MONTH))
        row.addWidget(action_button(line, "Nyt &tilbud", self.new_row))
        return line

    def _turner(self, icon: str, name: str, step: int, parent: QWidget) -> QToolButton:
        button = _plain_button("", parent)
        button.setIcon(icons.icon(icon))
        button.setAccessibleName(f"{name} måned eller uge")
        button.setToolTip(f"{name} (Page {'Up' if step < 0 else 'Down'})")
        button.clicked.connect(lambda: self.view.turn(step))
        return button

    def _arrange(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.strip)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.form)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([1006, 360])
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)


class _LegendChip(QLabel):
    """A level's name in the look of its bars."""

    def __init__(self, level: str, word: str, parent: QWidget) -> None:
        super().__init__(f"{word[0]}  {word}", parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._look = LOOKS[level]
        self._style()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change between light and dark theme."""
        super().changeEvent(event)
        if hasattr(self, "_look") and self.property("dressed") != theme.is_dark():
            self._style()

    def _style(self) -> None:
        self.setProperty("dressed", theme.is_dark())
        fill, frame, letters = (theme.colour(role).name() for role in self._look)
        self.setStyleSheet(f"background: {fill}; border: 1px solid {frame}; color: {letters}; padding: 0 5px;")


def _plain_button(text: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setText(text)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _first_day(session: Session) -> str:
    """Today if it is in the year, else the day of the year's first offer, else the first of January."""
    today, year = session.today.isoformat(), session.year
    if today.startswith(f"{year}-"):
        return today
    found = offers.of_year(session.network, year)
    return max(found[0].starts_on or "", f"{year}-01-01") if found else f"{year}-01-01"
