"""Colours and fonts of the window, light and dark, and a style sheet that tones Fusion down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from cbnet_desktop.system import paths

#: Every colour by what it is for. Text colours reach 4.5:1 against window and base, tested.
LIGHT = {
    "window": "#f4f5f6",
    "base": "#ffffff",
    "alternate": "#f8f9fa",
    "text": "#1c2126",
    "muted": "#5a6570",
    "hairline": "#d5dade",
    "input": "#868f97",
    "accent": "#0b5c8c",
    "on_accent": "#ffffff",
    "current_row": "#eef5fa",
    "selection": "#d3e6f2",
    "on_selection": "#10202b",
    "error": "#b3261e",
    "error_background": "#fdecea",
    "warning": "#7d5200",
    "good": "#1a6b3c",
    "disabled": "#8b949c",
    "link": "#0b5c8c",
}
DARK = {
    "window": "#1f2327",
    "base": "#17191c",
    "alternate": "#1b1e21",
    "text": "#e4e7ea",
    "muted": "#a3adb6",
    "hairline": "#3a4047",
    "input": "#717a82",
    "accent": "#7ab8e0",
    "on_accent": "#0d1a23",
    "current_row": "#1d2a33",
    "selection": "#224358",
    "on_selection": "#f2f7fa",
    "error": "#ff9d94",
    "error_background": "#43201d",
    "warning": "#e8b860",
    "good": "#86cfa2",
    "disabled": "#737c84",
    "link": "#7ab8e0",
}

#: What takes the place of pale colours where the system is set to strong contrast: lines and faint words as text.
STRONG = {"muted": "text", "hairline": "text", "input": "text", "disabled": "muted"}

_state = {"colours": LIGHT}


#: Letters that a font for Danish must have.
LETTERS = "aæøåÆØÅ0»–"


def has_letters(font: QFont) -> bool:
    """Whether the window can be read in a font; a system without fonts would draw a square for each letter."""
    metrics = QFontMetrics(font)
    return all(metrics.inFontUcs4(ord(letter)) for letter in LETTERS)


def bring_letters(app: QApplication) -> None:
    """Sets the window in the font of the papers where the system has none that Danish can be read in."""
    if has_letters(app.font()):
        return
    from cbnet_desktop.documents.pdf import font_files

    for face in font_files.FACES:
        QFontDatabase.addApplicationFont(str(font_files.of(face)))
    font = app.font()
    font.setFamily(font_files.FAMILY)
    app.setFont(font)


def is_dark() -> bool:
    """Whether the dark colours are in use."""
    return _state["colours"]["base"] == DARK["base"]


def colour(role: str) -> QColor:
    """The current theme's colour for a role."""
    return QColor(_state["colours"][role])


def follow_system(app: QApplication) -> None:
    """Applies the system's choice of light or dark and of contrast, now and whenever it changes."""

    def follow() -> None:
        apply(app, is_dark_chosen=_system_is_dark(app), is_strong=_system_is_strong(app))

    follow()
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _: follow())
    hints.accessibility().contrastPreferenceChanged.connect(lambda _: follow())


def apply(app: QApplication, *, is_dark_chosen: bool, is_strong: bool = False) -> None:
    """Applies palette, style sheet and tabular digits, which align numbers in columns."""
    colours = DARK if is_dark_chosen else LIGHT
    _state["colours"] = colours | {name: colours[other] for name, other in STRONG.items()} if is_strong else colours
    app.setPalette(_palette(_state["colours"]))
    font = app.font()
    font.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(font)
    app.setStyleSheet(_style_sheet(_state["colours"]))


def _system_is_strong(app: QApplication) -> bool:
    hints = app.styleHints()
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _palette(colours: dict[str, str]) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "base",
        QPalette.ColorRole.AlternateBase: "alternate",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "window",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipBase: "base",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "link",
        QPalette.ColorRole.BrightText: "error",
        QPalette.ColorRole.Mid: "hairline",
    }
    palette = QPalette(QColor(colours["window"]))
    for role, name in roles.items():
        palette.setColor(role, QColor(colours[name]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["disabled"]))
    return palette


def _style_sheet(colours: dict[str, str]) -> str:
    ticked = "dark" if is_dark() else "light"
    return """
    QToolBar {{ border: 0; spacing: 2px; padding: 2px 6px; }}
    QTableView, QTreeView, QListView {{ border: 0; background: {base}; gridline-color: {hairline};
        selection-background-color: {selection}; selection-color: {on_selection}; outline: 0; }}
    QTableView::item {{ padding: 0 5px; }}
    QTreeView::item {{ padding: 4px 5px; }}
    QRadioButton {{ spacing: 8px; }}
    QRadioButton::indicator {{ width: 12px; height: 12px; border: 1px solid {input}; border-radius: 7px;
        background: {base}; }}
    QRadioButton:focus, QCheckBox:focus {{ color: {accent}; }}
    QRadioButton::indicator:focus, QCheckBox::indicator:focus {{ width: 10px; height: 10px;
        border: 2px solid {accent}; }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 4px solid {accent}; }}
    QCheckBox::indicator, QAbstractItemView::indicator {{ width: 12px; height: 12px; border: 1px solid {input};
        border-radius: 2px; background: {base}; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ border-color: {accent};
        background: {accent}; image: url("{ticked}"); }}
    QCheckBox::indicator:checked:focus {{ border: 2px solid {text}; width: 10px; height: 10px; }}
    QCheckBox::indicator:disabled, QAbstractItemView::indicator:disabled {{ border-color: {hairline}; }}
    QHeaderView {{ background: {window}; border: 0; }}
    QHeaderView::section {{ background: {window}; color: {muted}; border: 0; border-right: 1px solid {hairline};
        border-bottom: 1px solid {hairline}; padding: 4px 8px; font-weight: 600; }}
    QTableCornerButton::section {{ background: {window}; border: 0; border-right: 1px solid {hairline};
        border-bottom: 1px solid {hairline}; }}
    QTabBar::tab {{ padding: 6px 14px; border: 0; border-bottom: 2px solid transparent; color: {muted}; }}
    QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
    QTabBar::tab:selected:focus {{ color: {on_accent}; background: {accent}; }}
    QPushButton[role="page"] {{ border: 2px solid transparent; border-radius: 3px; padding: 2px 6px; }}
    QPushButton[role="page"]:hover {{ background: {hairline}; }}
    QPushButton[role="page"]:checked {{ background: {selection}; color: {on_selection}; border-color: {input}; }}
    QPushButton[role="page"]:focus {{ border-color: {accent}; }}
    QTabWidget::pane {{ border: 0; border-top: 1px solid {hairline}; }}
    QSplitter::handle {{ background: {hairline}; }}
    QScrollArea {{ border: 0; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QListView#offers {{ border: 1px solid {input}; }}
    QListView#offers::item {{ padding: 2px 3px; }}
    QFrame#hits {{ background: {window}; border: 1px solid {input}; }}
    QStatusBar {{ border-top: 1px solid {hairline}; }}
    QStatusBar::item {{ border: 0; }}
    QToolTip {{ color: {text}; background: {base}; border: 1px solid {hairline}; padding: 3px; }}
    QLabel[role="error"] {{ color: {error}; }}
    QLabel[role="muted"] {{ color: {muted}; }}
    QLabel[role="heading"] {{ font-weight: 600; }}
    QLineEdit, QPlainTextEdit {{ background: {base}; border: 1px solid {input}; border-radius: 3px;
        padding: 2px 3px; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 1px 2px; }}
    QComboBox {{ background: {base}; border: 1px solid {input}; border-radius: 3px; padding: 1px 3px; }}
    QComboBox:focus {{ border: 2px solid {accent}; padding: 0 2px; }}
    QComboBox::drop-down {{ border: 0; width: 18px; }}
    QComboBox::down-arrow {{ width: 0; height: 0; border-left: 4px solid {base}; border-right: 4px solid {base};
        border-top: 5px solid {muted}; }}
    QComboBox QLineEdit, QTableView QLineEdit, QComboBox QLineEdit:focus, QTableView QLineEdit:focus {{ border: 0;
        padding: 0 2px; }}
    QLineEdit[refused="true"], QPlainTextEdit[refused="true"], QComboBox[refused="true"] {{
        border: 1px solid {error}; background: {error_background}; color: {error}; }}
    """.format(**colours, ticked=paths.resource("icons").joinpath(f"ticked_{ticked}.svg").as_posix())
