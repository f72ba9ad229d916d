"""What a file can be called on every system: who opens a folder may have another one than who named its files."""

from __future__ import annotations

import re

#: What Windows has no file names with: the colon begins a hidden part of a file there.
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
#: The names of devices there, whatever follows the first dot.
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows takes a name for a device's."""
    return _DEVICE.fullmatch(name) is not None


def fault(name: str, platform: str) -> str:
    """Why a file cannot be called so on a system (as in sys.platform), a Danish sentence; empty where it can."""
    if platform != "win32":
        return ""
    if is_device(name):
        return f"»{name}« er navnet på en enhed i Windows. Vælg et andet filnavn."
    if FORBIDDEN.search(name) or any(ord(char) < 32 for char in name):
        return f'»{name}« har tegn, som Windows ikke har i filnavne. Vælg et navn uden < > : " / \\ | ? og *.'
    if name != name.rstrip(" ."):
        return f"»{name}« ender på mellemrum eller punktum, som Windows fjerner. Vælg et andet filnavn."
    return ""
