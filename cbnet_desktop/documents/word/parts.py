"""The parts of a paper in Word, in reading order: plain data, which can be sent to another process."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of a level from 1; of level 0 it is the title of the paper."""

    text: str
    level: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph in a style of paper; a label stands before it, and one that leads stays with what follows."""

    text: str
    style: str
    label: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its cells, each a stack of paragraphs; least is its least height in points."""

    cells: tuple[tuple[Words, ...], ...]
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the widths of its columns are shares of the page's."""

    head: Line
    rows: tuple[Line, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as a PNG, its width in points and what it shows."""

    png: bytes
    width: float
    alt: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """Labels with lines to write on; the numbers are shares of the width."""

    gaps: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of contents."""

    titles: tuple[Title, ...]


class NewPage:
    """What follows starts a page."""


Part = Title | Words | Grid | Image | Gaps | Listed | NewPage


@dataclass(frozen=True, slots=True)
class Telling:
    """A paper for Word: what its properties and the foot of its pages say, and its parts after some notes."""

    author: str
    title: str
    state: str
    at: str
    parts: tuple[Part, ...]
    notes: tuple[Words, ...] = ()
