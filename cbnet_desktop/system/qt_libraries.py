"""Finds out before Qt aborts which of its system libraries are missing, and names the Linux packages to install."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Library(NamedTuple):
    """A shared library that Qt loads, and its package on Debian and Ubuntu, and on Fedora."""

    soname: str
    debian: str
    fedora: str


EVERYWHERE = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx"),
    Library("libX11.so.6", "libx11-6", "libX11"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
)
X11 = (
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Library("libxcb-render.so.0", "libxcb-render0", "libxcb"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Library("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
)
WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
)
_SONAMES = frozenset(library.soname for library in EVERYWHERE + X11 + WAYLAND)

NO_SCREEN = (
    "Der er ingen skærm at vise vinduet på; start programmet fra et skrivebord, "
    "eller brug »cbnet« i terminalen, som klarer sig uden."
)


def obstacle(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """The Danish sentence that says why Qt cannot start and what to do; empty when it can, and outside Linux."""
    if not platform.startswith("linux"):
        return ""
    if lacking := missing(EVERYWHERE):
        return _sentence(lacking + [library for library in _screen_libraries(environment) if not is_there(library)])
    return _screen_obstacle(environment)


def explain(error: ImportError, *, is_built: bool = getattr(sys, "frozen", False)) -> str:
    """The Danish sentence for a part of the program or of the system that is missing; empty for a fault of ours."""
    text = str(error)
    soname = text.partition(":")[0] if "cannot open shared object file" in text else ""
    if soname and (not is_built or soname in _SONAMES):
        return _sentence([Library(soname, "", "")])
    if (error.name or "").partition(".")[0] == "cbnet_desktop":
        return ""
    if is_built:
        return f"Programmets mappe er ikke hel; installér CBnet igen. Systemet siger: {text}"
    return (
        f"Et af programmets biblioteker mangler; »python3 -m cbnet_desktop.bootstrap example« henter dem. Systemet "
        f"siger: {text}"
    )


def missing(libraries: Iterable[Library]) -> list[Library]:
    """The libraries that this system cannot load."""
    return [library for library in libraries if not is_there(library)]


def is_there(library: Library) -> bool:
    """Whether the system can load the library."""
    try:
        ctypes.CDLL(library.soname)
    except OSError:
        return False
    return True


def _screen_obstacle(environment: Mapping[str, str]) -> str:
    chosen = environment.get("QT_QPA_PLATFORM", "")
    has_wayland = chosen.startswith("wayland") or (not chosen and bool(environment.get("WAYLAND_DISPLAY")))
    has_x11 = chosen.startswith("xcb") or (not chosen and bool(environment.get("DISPLAY")))
    if not has_wayland and not has_x11:
        return "" if chosen else NO_SCREEN
    if has_wayland and not missing(WAYLAND):
        return ""
    if lacking := missing(X11 if has_x11 else WAYLAND):
        return _sentence(lacking)
    return "" if _x11_answers() else NO_SCREEN


def _screen_libraries(environment: Mapping[str, str]) -> tuple[Library, ...]:
    if environment.get("QT_QPA_PLATFORM") or environment.get("WAYLAND_DISPLAY"):
        return ()
    return X11 if environment.get("DISPLAY") else ()


def _x11_answers() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _sentence(lacking: list[Library]) -> str:
    names = _listed([library.soname for library in lacking])
    debian = " ".join(dict.fromkeys(library.debian for library in lacking if library.debian))
    fedora = " ".join(dict.fromkeys(library.fedora for library in lacking if library.fedora))
    how = f": »sudo apt install {debian}« på Debian og Ubuntu, »sudo dnf install {fedora}« på Fedora" if debian else ""
    return f"CBnet kan ikke åbne sit vindue, før du har installeret {names}, som Qt bygger på{how}."


def _listed(names: list[str]) -> str:
    return " og ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
