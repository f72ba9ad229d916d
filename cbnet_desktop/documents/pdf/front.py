"""Renders every paper but the plan: its first page's head, the head and foot of its pages, and its warnings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from threading import RLock
from typing import Any

from cbnet_desktop.documents.pdf import text
from cbnet_desktop.documents.pdf.pages import Edition, write
from cbnet_desktop.documents.pdf.story import Story
from cbnet_desktop.documents.pdf.tagged_file import Attachment
from cbnet_desktop.domain.papers.front import Front
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.titles.titles import short

#: Called with the share of the work that is done, from 0 to 1.
Progress = Callable[[float], None]
#: The share of the work that is done when the story is composed.
STORY_SHARE = 0.4
FICTIONAL = "Opdigtede personer og beløb"
#: reportlab's fonts are global and not thread-safe.
ONE_AT_A_TIME = RLock()
_NAMED_PLACES = 3
_EXCERPT = 30


def nobody(share: float) -> None:
    """Ignores progress."""


def render(
    content: Any,
    compose: Callable[[Any], Story],
    progress: Progress = nobody,
    enclosed: Sequence[Attachment] = (),
) -> bytes:
    """A paper as PDF: content is a dataclass with a front, compose makes its story. Same content, same bytes.

    progress is called with the share done, from 0 to 1, and cancels by raising.
    """
    with ONE_AT_A_TIME:
        made = compose(content)
        data = _canonical(content)
        attached = Attachment("indhold.json", "application/json", "Dokumentets indhold som data", data)
        progress(STORY_SHARE)
        return write(
            made,
            edition(content),
            [attached, *enclosed],
            lambda share: progress(STORY_SHARE + (1 - STORY_SHARE) * share),
        )


def edition(content: Any) -> Edition:
    """The head and foot of every page; the PDF is dated by the day of its content, never by the clock."""
    front: Front = content.front
    return Edition(
        author=front.network,
        title=front.title,
        state=f"{front.state} · {FICTIONAL}" if front.is_fictional else front.state,
        is_draft=False,
        at=f"{front.on}T00:00:00Z",
        fingerprint=hashlib.sha256(_canonical(content)).hexdigest(),
    )


def head(story: Story, front: Front) -> None:
    """Network, title and subject at the top of the first page."""
    story.paragraph(front.network, "network")
    story.heading(front.title)
    if front.subject:
        story.paragraph(front.subject, "state")
    if front.is_fictional:
        story.paragraph(f"{FICTIONAL}.", "mark")
    story.space(8)


def warnings(content: Any) -> list[str]:
    """A Danish sentence for each character that the font lacks, with excerpts of where it occurs."""
    places: dict[str, list[str]] = {}
    for value in dict.fromkeys(_texts(asdict(content))):
        for char in text.missing(value):
            places.setdefault(char, []).append(value)
    return [
        warning(char, [quoted(short(value, _EXCERPT)) for value in values], "dokumentets")
        for char, values in places.items()
    ]


def warning(char: str, places: list[str], whose: str) -> str:
    """The Danish sentence for a character that the font lacks; whose font, in the genitive."""
    rest = len(places) - _NAMED_PLACES
    where = ", ".join(places[:_NAMED_PLACES]) + (f" og {rest} andre steder" if rest > 0 else "")
    shown = f"»{char}« ({text.code(char)})" if char.isprintable() else text.code(char)
    return f"Tegnet {shown} findes ikke i {whose} skrift og er trykt som [{text.code(char)}]: {where}."


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _canonical(content: Any) -> bytes:
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
