"""A list on paper as the window shows it: its columns in order, its rows as they are sorted and filtered."""

from __future__ import annotations

from dataclasses import dataclass

from cbnet_desktop.domain.papers.front import Front, front
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column's heading, and its sum as text where it has one."""

    title: str
    is_number: bool = False
    total: str = ""


@dataclass(frozen=True, slots=True)
class ListText:
    """A list; has_contacts where a column holds contact data."""

    front: Front
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    has_contacts: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a list is shown: all its rows, those with these words, and the column it is sorted by."""

    total: int
    words: str = ""
    sorted_by: str = ""


def front_of(network: Network, title: str, count: int, shown: Shown, on: str) -> Front:
    """The head of a list of count rows: how many there are, and by what they were chosen and sorted."""
    rows = "1 række" if count == 1 else f"{danish.number(count)} rækker"
    if count != shown.total:
        rows = f"{danish.number(count)} af {danish.number(shown.total)} rækker"
    parts = [rows]
    if shown.words:
        parts.append(f"med {quoted(shown.words)}")
    if shown.sorted_by:
        parts.append(f"sorteret efter {quoted(shown.sorted_by)}")
    return front(network, title, ", ".join(parts), f"Liste pr. {danish.short_date(on)}", on)
