"""A book that tells half of its way and never ends, in the process that makes it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from cbnet_desktop.documents.papers.paper import Progress
from cbnet_desktop.domain.papers.book import BookText

#: The environment's name of the file in which the process tells its number.
TOLD = "CBNET_SLOW_BOOK"


def render(_: BookText, progress: Progress) -> bytes:
    """Takes the place of the book's own."""
    Path(os.environ[TOLD]).write_text(str(os.getpid()), encoding="ascii")
    progress(0.5)
    time.sleep(20)
    progress(0.6)
    return b""
