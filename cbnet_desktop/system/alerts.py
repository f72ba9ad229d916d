"""What is said where there is no terminal and no window yet: by Windows' own message box, which needs no Qt."""

from __future__ import annotations

import ctypes
from typing import Any

#: An information sign, in front of other windows.
_STYLE = 0x40 | 0x10000
_WINDOWS: Any = getattr(ctypes, "windll", None)


def show(text: str, windows: Any = _WINDOWS) -> None:
    """Shows the text until it is read. Other systems have no such box, and a terminal can be had there."""
    if windows:
        windows.user32.MessageBoxW(None, text, "CBnet", _STYLE)
