"""Our own line icons (resources/icons, 24 px grid, 1.5 px stroke), coloured from the palette."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cbnet_desktop import paths
from cbnet_desktop.ui import theme

SIZE = 20


def icon(name: str, role: str = "") -> QIcon:
    """The icon of this name in a colour of the theme; states have a colour of their own."""
    normal = theme.colour(role or _ROLES.get(name, "text")).name()
    return _drawn(name, normal, theme.colour("disabled").name())


#: States are told apart by shape and word first, by colour second.
_ROLES = {"kept": "good", "open": "warning", "broken": "error", "not_due": "muted", "note": "accent"}


@cache
def _drawn(name: str, normal: str, disabled: str) -> QIcon:
    source = (paths.resource("icons") / f"{name}.svg").read_text(encoding="utf-8")
    drawn = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, normal), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
        for ratio in (1, 2):
            drawn.addPixmap(_pixmap(renderer, ratio), mode)
    return drawn


def _pixmap(renderer: QSvgRenderer, ratio: int) -> QPixmap:
    pixmap = QPixmap(QSize(SIZE, SIZE) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
