"""What is said where there is no terminal and no window yet: by Windows' own message box, which needs no Qt."""

from __future__ import annotations

import sys

#: An information sign, in front of other windows.
_STYLE = 0x40 | 0x10000


def show(text: str) -> None:
    """Shows the text until it is read; elsewhere than on Windows nothing, since there a terminal can be had."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "CBnet", _STYLE)
