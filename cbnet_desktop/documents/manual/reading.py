"""Reads the manual: the small part of Markdown that resources/manual is written in. Loads neither reportlab nor Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from cbnet_desktop.system import paths

_HEADING = re.compile(r"## (?P<title>.+)")
_PLACES = re.compile(r"<!-- F1: (?P<names>.+) -->")
_PICTURE = re.compile(r"!\[(?P<alt>.+)\]\((?P<file>\S+\.png)\)")
_STEP, _POINT = re.compile(r"\d+\. (?P<words>.+)"), re.compile(r"- (?P<words>.+)")
_ROW = re.compile(r"\| (?P<key>.+?) \| (?P<meaning>.+?) \|")
_INLINE = re.compile(r"\*\*(?P<name>.+?)\*\*|`(?P<key>.+?)`|\[(?P<text>.+?)\]\(#(?P<link>.+?)\)")


class Look(StrEnum):
    """What a piece of a text is: words, a name in the window, a key, or a link to a section."""

    WORDS = "words"
    NAME = "name"
    KEY = "key"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one look; a link has the title of the section that it leads to."""

    text: str
    look: Look = Look.WORDS
    goal: str = ""


class Kind(StrEnum):
    """What a block is; a row is a key and what it does."""

    PARAGRAPH = "paragraph"
    STEP = "step"
    POINT = "point"
    PICTURE = "picture"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a step, a point, a row of keys, or a picture with the name of its file and its alternative text."""

    kind: Kind
    pieces: tuple[Piece, ...]
    file: str = ""

    @property
    def text(self) -> str:
        """The words without their looks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Section:
    """A section; places are the classes and folders of the window that F1 leads to it from."""

    title: str
    places: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """The manual's title and sections; what stands before the first heading has the title itself."""

    title: str
    sections: tuple[Section, ...]


def picture(name: str) -> Path:
    """The file of a picture."""
    return paths.resource("manual") / name


@cache
def manual(replaced: tuple[str, str] = ("", "")) -> Manual:
    """The manual of this program, read once; a character may be replaced by another."""
    text = paths.resource("manual").joinpath("manual.md").read_text(encoding="utf-8")
    return read(text.replace(*replaced) if replaced[0] else text)


def read(text: str) -> Manual:
    """A manual of its Markdown: a paragraph, step, point, row or picture stands on one line."""
    first, *lines = text.splitlines()
    title = first.removeprefix("# ")
    sections = [Section(title, (), ())]
    for line in lines:
        last = sections[-1]
        if found := _HEADING.fullmatch(line):
            sections.append(Section(found["title"], (), ()))
        elif found := _PLACES.fullmatch(line):
            sections[-1] = Section(last.title, tuple(found["names"].split()), last.blocks)
        elif line.startswith("| ---"):  # what stands above it is the head of the table
            sections[-1] = Section(last.title, last.places, last.blocks[:-1])
        elif block := _block(line):
            sections[-1] = Section(last.title, last.places, (*last.blocks, block))
    return Manual(title, tuple(sections))


def _block(line: str) -> Block | None:
    """The block of a line; None for a blank line and a comment."""
    if found := _PICTURE.fullmatch(line):
        return Block(Kind.PICTURE, (Piece(found["alt"]),), found["file"])
    if found := _STEP.fullmatch(line):
        return Block(Kind.STEP, _pieces(found["words"]))
    if found := _POINT.fullmatch(line):
        return Block(Kind.POINT, _pieces(found["words"]))
    if line.startswith("|"):
        row = _ROW.fullmatch(line)
        return Block(Kind.ROW, (Piece(row["key"], Look.KEY), Piece(row["meaning"]))) if row else None
    return Block(Kind.PARAGRAPH, _pieces(line)) if line and not line.startswith("<!--") else None


def _pieces(words: str) -> tuple[Piece, ...]:
    found, end = [], 0
    for mark in _INLINE.finditer(words):
        found.append(Piece(words[end : mark.start()]))
        if mark["name"]:
            found.append(Piece(mark["name"], Look.NAME))
        elif mark["key"]:
            found.append(Piece(mark["key"], Look.KEY))
        else:
            found.append(Piece(mark["text"], Look.LINK, mark["link"]))
        end = mark.end()
    found.append(Piece(words[end:]))
    return tuple(piece for piece in found if piece.text)
