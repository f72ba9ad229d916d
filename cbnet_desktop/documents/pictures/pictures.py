"""Pictures as plain shapes, drawn alike on screen and paper. Imports neither reportlab nor Qt."""

from __future__ import annotations

from dataclasses import dataclass

#: The role of a colour, which paper and the light and dark theme each give a colour.
Role = str


@dataclass(frozen=True, slots=True)
class Sector:
    """A piece of a ring around (x, y): angles in degrees anticlockwise from east, radii in points."""

    x: float
    y: float
    inner: float
    outer: float
    start: float
    extent: float
    fill: Role
    stroke: Role = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; (x, y) is its lower left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: Role
    stroke: Role = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line of the given width."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Role
    width: float = 0.5


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    fill: Role
    stroke: Role = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text whose baseline starts, is centred or ends at (x, y)."""

    x: float
    y: float
    text: str
    size: float
    fill: Role = "text"
    anchor: str = "start"
    bold: bool = False


Shape = Sector | Box | Line | Dot | Label


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes on a canvas in points, y upwards; alt is the alternative text in Danish."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    alt: str
