"""Runs before a built program: gives its children the system's libraries, and stands in for what fetches.

A PyInstaller runtime hook. The bootloader puts the program's own folder in front of the system's libraries, which this
process no longer needs and the mail program, the viewer and the printer must not inherit.
"""

import os
import sys
import types

#: What pyHanko imports for fetching certificates, although nothing is ever fetched: aiohttp would bring an HTTP client.
NETWORK = (
    "aiohttp",
    "pyhanko_certvalidator.fetchers.aiohttp_fetchers",
    "pyhanko_certvalidator.fetchers.aiohttp_fetchers.util",
)
#: The variable that each system's loader looks in first.
LOADER_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH")


class StandIn(types.ModuleType):
    """A module in which every name is an empty class: enough to be imported and annotated with."""

    __path__: list[str] = []  # noqa: RUF012 - as of every package

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (), {})
        setattr(self, name, made)
        return made


def restore_environment() -> None:
    """Puts the loader's variables back to what they were before the bootloader, and takes out its own."""
    for name in LOADER_PATHS:
        before = os.environ.pop(name + "_ORIG", None)
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]


def stand_in() -> None:
    """Puts empty modules where pyHanko looks for an HTTP client."""
    for name in NETWORK:
        sys.modules[name] = StandIn(name)


if getattr(sys, "frozen", False):
    restore_environment()
    stand_in()
