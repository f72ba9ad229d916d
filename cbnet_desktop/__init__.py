"""CBnet: the desktop program of the secretary of the central libraries' competence network."""

__version__ = "0.1.0"
