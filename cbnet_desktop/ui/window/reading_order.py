"""The order in which Tab goes through a window: as it is read, line by line, whatever order it was built in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cmp_to_key

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def beside(window: QWidget, focused: QWidget | None, *, is_next: bool) -> QWidget | None:
    """What Tab or Shift+Tab goes to from the widget that has the focus; None where there is nothing else."""
    places = list(_reached(window, focused))
    if focused not in places:
        return places[0 if is_next else -1] if places else None
    at = (places.index(focused) + (1 if is_next else -1)) % len(places)
    return places[at] if places[at] is not focused else None


def _reached(widget: QWidget, focused: QWidget | None) -> Iterator[QWidget]:
    """The widgets inside that Tab goes to, in reading order, and the focused one."""
    children = [child for child in widget.children() if isinstance(child, QWidget)]
    shown = [child for child in children if not child.isWindow() and child.isVisible()]
    for child in sorted(shown, key=cmp_to_key(_compared)):
        if child is focused or _is_reached(child):
            yield child
        yield from _reached(child, focused)


def _is_reached(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    # Of an area that only scrolls nothing would be seen to have the focus.
    return takes_tab and widget.isEnabled() and not isinstance(widget, QScrollArea)


def _compared(one: QWidget, other: QWidget) -> int:
    """On the same line the left one is read first, else the upper one."""
    a, b = one.geometry(), other.geometry()
    shared = min(a.bottom(), b.bottom()) - max(a.top(), b.top())
    if shared * 2 > min(a.height(), b.height()):
        return a.left() - b.left()
    return a.top() - b.top()
