"""The main window of a network: its tabs with menus, tool bar and status line."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.editing.problem_strip import ProblemStrip
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.editing.undo_stack import lowered
from cbnet_desktop.ui.heard.announcing import announce
from cbnet_desktop.ui.widgets import icons, text_undo
from cbnet_desktop.ui.widgets.fitted_dialog import room_for
from cbnet_desktop.ui.widgets.font_sizes import without_margins
from cbnet_desktop.ui.widgets.qt_types import is_key
from cbnet_desktop.ui.widgets.rich_text import plain_tooltip
from cbnet_desktop.ui.window import actions
from cbnet_desktop.ui.window.computers_strip import ComputersStrip
from cbnet_desktop.ui.window.files import Files
from cbnet_desktop.ui.window.network_window import NetworkWindow
from cbnet_desktop.ui.window.retracing import Retracing
from cbnet_desktop.ui.window.status import StatusLine
from cbnet_desktop.ui.window.tool_bar import ToolBar

#: How long a message is shown in the status line.
ANSWER_MS = 8_000
#: Maximum number of refused entries that are named when the window opens.
MOST_NAMED = 3


class MainWindow(NetworkWindow):
    """The main window of one network."""

    def __init__(self, session: Session, files: Files) -> None:
        super().__init__(session, files)
        self.actions_by_name = actions.build(self)
        self.actions_by_name["redo"].setShortcuts([QKeySequence(keys) for keys in text_undo.REDO])
        self.spelling.switched.connect(self.actions_by_name["spelling"].setChecked)
        self.actions_by_name["spelling"].setChecked(self.spelling.is_on)
        self.sharing.conflict_actions = [self.actions_by_name[name] for name in ("undo", "redo")]
        self.tools = ToolBar(session, self.actions_by_name, self.searching.line, self)
        self.addToolBar(self.tools)
        middle = QWidget(self)
        column = without_margins(QVBoxLayout(middle))
        self.computers_strip = ComputersStrip(session, self)
        self.computers_strip.asked.connect(self.sharing.show_computers)
        column.addWidget(self.computers_strip)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.strip)
        self.problem_strip = ProblemStrip(session.sharing, self)
        column.addWidget(self.problem_strip)
        self.setCentralWidget(middle)
        self._add_status()
        self.tabs.currentChanged.connect(lambda _: self._show_page())
        session.refused.connect(self.show_refusal)
        self.retracing = Retracing(self)
        session.stack_changed.connect(self._name_steps)
        session.changed.connect(lambda _: self._name_window())
        session.changed.connect(lambda _: self._enable_new())
        self.page_turned.connect(self._enable_new)
        QApplication.instance().focusChanged.connect(self._enable_new)  # type: ignore[union-attr]  # there is one
        self._name_window()
        self._name_steps()
        self._show_page()
        self.restore_filter()
        self._tell_refused()
        self.sharing.start()
        self.resize(QSize(1280, 720).boundedTo(room_for(self)))

    def event(self, event: QEvent) -> bool:
        """Ctrl+Del deletes a word in any text input; elsewhere it archives."""
        is_del = is_key(event, QEvent.Type.ShortcutOverride) and event.key() == Qt.Key.Key_Delete
        if is_del and text_undo.is_text(QApplication.focusWidget()):
            event.accept()
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closes the session: commits typing, exchanges once more and closes the file."""
        self.files.remember_window(self)
        self.remember_view()
        self.spelling.close()
        self.session.close()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Recolours the icons when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_by_name"):
            for specs in actions.MENUS.values():
                for spec in specs:
                    if spec.icon:
                        self.actions_by_name[spec.name].setIcon(icons.icon(spec.icon))

    def _add_status(self) -> None:
        status = StatusLine(self.session, self)
        status.overview_asked.connect(lambda: self.show_tab(0))
        status.conflicts_asked.connect(self.sharing.show_conflicts)
        status.change_asked.connect(self.sharing.show_next_change)
        self.sharing.answered.connect(lambda sentence: status.showMessage(sentence, ANSWER_MS))
        self.sharing.answered.connect(partial(announce, status))
        self.setStatusBar(status)

    def _show_page(self) -> None:
        self.strip.show_error("")
        self.searching.end()
        self._enable_new()

    def _enable_new(self, *_: object) -> None:
        """»Ny« is there only where it does something, which depends on the table that has the focus."""
        if not self.session.is_closed:
            self.actions_by_name["new"].setEnabled(self.page.can_add())

    def _tell_refused(self) -> None:
        """Names the refused entries of the last run, since their cells may be on any tab."""
        network, places = self.session.network, []
        for (table, row_id, name), _ in self.session.refusals.items():
            if row := network.row(table, row_id):
                title = labels.short(labels.row_title(network, row))
                places.append(f"{row.fields()[name].label} for {quoted(title)}")
        if places:
            more = f" og {len(places) - MOST_NAMED} andre" if len(places) > MOST_NAMED else ""
            self.strip.show_note(
                f"Sidst blev noget afvist, og det skrevne står der endnu: {', '.join(places[:MOST_NAMED])}{more}."
            )

    def _name_steps(self) -> None:
        stack = self.session.undo_stack
        for name, verb, label in (("undo", "&Fortryd", stack.undo_label), ("redo", "&Gentag", stack.redo_label)):
            action = self.actions_by_name[name]
            action.setEnabled(bool(label) or self.session.is_typing)
            stops = name == "undo" and stack.is_at_decision
            named = f": {lowered(label)}" if label and not stops else ""
            action.setText(verb + named.replace("&", "&&"))
            action.setIconText(verb.replace("&", ""))
            tip = verb.replace("&", "") + named
            action.setToolTip(plain_tooltip(tip))
            if button := self.tools.widgetForAction(action):
                button.setAccessibleDescription(tip)

    def _name_window(self) -> None:
        profile = self.session.network.profile
        note = " (opdigtede oplysninger)" if profile.fictional else ""
        note += " – kopi til gennemsyn" if self.session.store.is_copy else ""
        self.setWindowTitle(f"{profile.name}{note} – CBnet")
