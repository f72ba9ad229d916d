"""A document that a tab or an action offers to be looked at, saved and printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: Hears how much of a document is done, from 0 to 1; it raises where nobody waits for it any more.
Told = Callable[[float], None]


@dataclass(frozen=True)
class Printout:
    """What the document is called, what its file is proposed to be called, and how its PDF is made.

    render is called off the user-interface thread and may raise UserError; so is notes, whose sentences (characters
    that the typeface lacks) are shown above the pages. paced is render for a long document, which says how far it is.
    """

    title: str
    file_name: str
    render: Callable[[], bytes]
    notes: Callable[[], Sequence[str]] = tuple
    paced: Callable[[Told], bytes] | None = None
