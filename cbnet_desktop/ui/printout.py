"""A document that a tab or an action offers to be looked at, saved and printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Printout:
    """What the document is called, what its file is proposed to be called, and how its PDF is made.

    render is called off the user-interface thread and may raise UserError; so is notes, whose sentences (characters
    that the typeface lacks) are shown above the pages.
    """

    title: str
    file_name: str
    render: Callable[[], bytes]
    notes: Callable[[], Sequence[str]] = tuple
