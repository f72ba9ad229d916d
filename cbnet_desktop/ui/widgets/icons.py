"""Our own line icons (resources/icons, 24 px grid, 1.5 px stroke), coloured from the palette."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cbnet_desktop.domain.charter.findings import Severity
from cbnet_desktop.domain.words.choices import GoalStatus
from cbnet_desktop.system import paths
from cbnet_desktop.ui.widgets import theme

SIZE = 20
#: The icon of a finding, and of a goal's status.
FINDINGS = {Severity.ERROR: "broken", Severity.WARNING: "open", Severity.NOTE: "note"}
GOAL_STATUSES: dict[str, str] = {
    GoalStatus.NOT_STARTED: "not_due",
    GoalStatus.UNDER_WAY: "waiting",
    GoalStatus.MET: "kept",
    GoalStatus.PARTLY_MET: "partly_met",
    GoalStatus.NOT_MET: "broken",
}


def icon(name: str, role: str = "") -> QIcon:
    """The icon of this name, in the theme's colour for the role or else for the state it stands for."""
    return _icon(name, theme.colour(role or _ROLES.get(name, "text")).name())


#: Colours of the states; shape and word tell them apart too, for the colour-blind.
_ROLES = {
    "kept": "good",
    "open": "warning",
    "waiting": "warning",
    "conflict": "warning",
    "vacant": "warning",
    "broken": "error",
    "not_due": "muted",
    "note": "accent",
}


def pixmap(name: str, size: int, ratio: float = 1.0, role: str = "") -> QPixmap:
    """The icon as a pixmap of a size in points, for a screen with ratio pixels to the point."""
    return _drawn(name, theme.colour(role or _ROLES.get(name, "text")).name(), size, ratio)


@cache
def _icon(name: str, colour: str) -> QIcon:
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return QIcon(_drawn(name, colour, SIZE, ratio))


@cache
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    source = (paths.resource("icons") / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    drawn = QPixmap(QSize(size, size) * ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
