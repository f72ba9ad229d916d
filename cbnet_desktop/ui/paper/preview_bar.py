"""The preview's tool bar: page number, zoom, search, save and print, each with a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIntValidator, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QToolBar, QToolButton, QWidget

from cbnet_desktop.ui.paper.page_view import STEPS, Fit, Zoom
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.combo_boxes import StillCombo
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.qt_types import not_none

FITS = {Fit.WIDTH: "Sidebredde", Fit.PAGE: "Hele siden"}


class PreviewBar(QToolBar):
    """Emits what the user asks for, and shows the state of the preview."""

    page_asked = Signal(int)
    zoom_asked = Signal(object)
    """A Fit, or a zoom factor; 1 is the size on paper."""
    step_asked = Signal(int)
    """One zoom step larger (1) or smaller (-1)."""
    hit_asked = Signal(int)
    """The next (1) or previous (-1) hit."""
    save_asked = Signal()
    word_asked = Signal()
    print_asked = Signal()
    close_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Forhåndsvisning", parent)
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._icons: dict[QAction, str] = {}
        self._shown: tuple[Zoom, float] = (Fit.WIDTH, 1.0)
        self.page = QLineEdit(self)
        self._count = QLabel(self)
        self.zoom = StillCombo(self)
        self.search = QLineEdit(self)
        self.hits = QLabel(self)
        self._add_page()
        self.addSeparator()
        self._add_zoom()
        self.addSeparator()
        self._add_search()
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self._add("Gem som PDF …", "Ctrl+S", "export", self.save_asked.emit)
        self._word = self._add("Gem som Word …", "Ctrl+Shift+S", "export", self.word_asked.emit)
        self.offer_word(False)
        self._add("Udskriv …", "Ctrl+P", "print", self.print_asked.emit)
        self._key("Ctrl+W", self.close_asked.emit)

    def offer_word(self, is_offered: bool) -> None:
        """Shows or hides the button for what can be a Word file too."""
        self._word.setVisible(is_offered)
        self._word.setEnabled(is_offered)

    def show_pages(self, count: int) -> None:
        """Shows the number of pages."""
        self._count.setText(f"af {count} ")
        self.page.setValidator(QIntValidator(1, count, self.page))
        self.page.setAccessibleDescription(f"Dokumentet har {count} sider")

    def show_page(self, page: int) -> None:
        """Shows the current page, from 0."""
        self.page.setText(str(page + 1))

    def show_zoom(self, zoom: Zoom, factor: float) -> None:
        """Shows the zoom, and its factor in percent."""
        self._shown = zoom, factor
        percent = f"{round(factor * 100)} %"
        text = FITS[zoom] if isinstance(zoom, Fit) else percent
        self.zoom.blockSignals(True)
        self.zoom.setCurrentIndex(self.zoom.findText(text))
        self.zoom.setEditText(text)
        self.zoom.setToolTip(f"Størrelse: {percent}")
        self.zoom.blockSignals(False)

    def show_hits(self, text: str) -> None:
        """Shows the number of hits and the current one."""
        self.hits.setText(text)
        self.hits.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        """Recolours the icons when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for action, name in getattr(self, "_icons", {}).items():
                action.setIcon(icons.icon(name))

    def _add_page(self) -> None:
        self.addWidget(QLabel("Side ", self))
        self.page.setFixedWidth(characters(self, 8))
        self.page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.page.setAccessibleName("Sidetal")
        self.page.setToolTip("Skriv et sidetal (Ctrl+G)")
        self.page.returnPressed.connect(lambda: self.page_asked.emit(int(self.page.text()) - 1))
        self.addWidget(self.page)
        self._count.setContentsMargins(5, 0, 0, 0)
        self.addWidget(self._count)
        self._key("Ctrl+G", lambda: _enter(self.page))

    def _add_zoom(self) -> None:
        self._add("Mindre", "Ctrl+-", "smaller", lambda: self.step_asked.emit(-1), is_short=True)
        self.zoom.setEditable(True)
        self.zoom.setInsertPolicy(StillCombo.InsertPolicy.NoInsert)
        self.zoom.setCompleter(None)  # type: ignore[arg-type]  # Qt takes None: no completer
        self.zoom.setAccessibleName("Størrelse")
        for fit, text in FITS.items():
            self.zoom.addItem(text, fit)
        for step in STEPS:
            self.zoom.addItem(f"{round(step * 100)} %", step)
        self.zoom.activated.connect(lambda row: self.zoom_asked.emit(self.zoom.itemData(row)))
        not_none(self.zoom.lineEdit()).editingFinished.connect(self._read_zoom)
        self.addWidget(self.zoom)
        self._add("Større", "Ctrl++", "larger", lambda: self.step_asked.emit(1), is_short=True)
        self._key("Ctrl+=", lambda: self.step_asked.emit(1))
        self._key("Ctrl+0", lambda: self.zoom_asked.emit(Fit.PAGE))
        self._key("Ctrl+1", lambda: self.zoom_asked.emit(1.0))
        self._key("Ctrl+2", lambda: self.zoom_asked.emit(Fit.WIDTH))

    def _add_search(self) -> None:
        self.search.setPlaceholderText("Søg  Ctrl+F")
        self.search.setAccessibleName("Søg i dokumentet")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(characters(self, 12))
        self.search.setMaximumWidth(characters(self, 30))
        self.search.returnPressed.connect(lambda: self.hit_asked.emit(1))
        self.addWidget(self.search)
        self._add("Forrige forekomst", "Shift+F3", "earlier", lambda: self.hit_asked.emit(-1), is_short=True)
        self._add("Næste forekomst", "F3", "later", lambda: self.hit_asked.emit(1), is_short=True)
        self.hits.setMinimumWidth(characters(self, 14))
        self.addWidget(self.hits)
        self._key("Ctrl+F", lambda: _enter(self.search))

    def _read_zoom(self) -> None:
        """Parses a typed percentage; an invalid text is replaced by the present zoom."""
        text = self.zoom.currentText().replace("%", "").replace(",", ".").strip()
        named = {name: fit for fit, name in FITS.items()}
        if text in named:
            self.zoom_asked.emit(named[text])
        elif text.replace(".", "", 1).isdecimal():
            self.zoom_asked.emit(float(text) / 100)
        else:
            self.show_zoom(*self._shown)

    def _add(self, text: str, key: str, icon: str, call: Callable[[], object], *, is_short: bool = False) -> QAction:
        action = self._key(key, call)
        action.setText(text)
        action.setIcon(icons.icon(icon))
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text.removesuffix(' …')} ({shown})")
        self._icons[action] = icon
        self.addAction(action)
        button = self.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(text.removesuffix(" …"))
            if is_short:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return action

    def _key(self, key: str, call: Callable[[], object]) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _=False: call())
        not_none(self.parentWidget()).addAction(action)
        return action


def _enter(field: QLineEdit) -> None:
    field.setFocus()
    field.selectAll()
