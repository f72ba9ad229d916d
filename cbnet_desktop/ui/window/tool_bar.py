"""The tool bar: undo, new, preview, export, the plan year, and the search line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets import icons


class ToolBar(QToolBar):
    """Shows actions of the menus with shorter texts."""

    def __init__(self, session: Session, actions: dict[str, QAction], search: QLineEdit, parent: QWidget) -> None:
        super().__init__("Værktøjslinje", parent)
        self._session = session
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.year = QLabel(self)
        self.search = search
        for name in ("undo", "redo", "", "new", "", "preview"):
            self.addAction(actions[name]) if name else self.addSeparator()
        self._add_export(actions)
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self._add_year(actions)
        self._add_search()
        session.year_changed.connect(lambda _: self._name_year())
        self._name_year()

    def _add_export(self, actions: dict[str, QAction]) -> None:
        menu = QMenu(self)
        menu.addAction(actions["export"])
        menu.addAction(actions["export_draft"])
        menu.addAction(actions["sheet_out"])
        self.addAction(actions["export"])
        button = self._button(actions["export"])
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _button(self, action: QAction) -> QToolButton:
        button = self.widgetForAction(action)
        assert isinstance(button, QToolButton)
        return button

    def _add_year(self, actions: dict[str, QAction]) -> None:
        self.addWidget(QLabel("Planår ", self))
        for name, after in (("earlier", self.year), ("later", None)):
            self.addAction(actions[name])
            button = self._button(actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            if after:
                self.addWidget(after)

    def _add_search(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(240)
        self.addSeparator()
        self.addWidget(self.search)

    def _name_year(self) -> None:
        self.year.setText(str(self._session.year))
        self.year.setAccessibleName(f"Planår {self._session.year}")
