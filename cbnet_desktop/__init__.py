"""CBnet: the desktop program of the secretary of the central libraries' competence network."""

__version__ = "1.0.0"
#: The day of that version, as CHANGELOG.md has it.
RELEASED = "2026-11-30"
