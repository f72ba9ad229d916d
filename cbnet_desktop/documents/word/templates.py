"""Papers in the network's own template: a file that others made, opened in a process apart only."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from cbnet_desktop.documents.word.parts import Telling, Title, Words
from cbnet_desktop.domain.records.errors import Invalid, Unreadable, UserError
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.system import foreign, held

ENDINGS = (".dotx", ".docx")
#: The most bytes of a template.
MAX_BYTES = 10 << 20
#: Of computing: a whole plan is written there too.
_SECONDS = 20
_TOO_HARD = (
    "Skabelonen til Word er beskadiget eller så indviklet, at den ikke kan bruges. Gem den på ny i Word som .dotx."
)
_TOO_LARGE = f"Skabelonen til Word fylder over {MAX_BYTES >> 20} MB. Brug mindre billeder i den."


def written(paper: Telling, template: bytes) -> bytes:
    """The paper as a .docx, in a template where there is one; raises Unreadable for one that is not let in."""
    if not template:
        return _written(paper, None)
    if len(template) > MAX_BYTES:
        raise Unreadable(_TOO_LARGE)
    try:
        return foreign.Errand().do(partial(_written, paper, template), UserError, _SECONDS)
    except foreign.Unread:
        raise Unreadable(_TOO_HARD) from None


def read(path: Path) -> bytes:
    """The bytes of a file that is to be a template; raises Unreadable and, for another kind of file, Invalid."""
    if path.suffix.lower() not in ENDINGS:
        raise Invalid(f"{quoted(path.name)} er ikke en skabelon til Word. Vælg en fil, der ender på .dotx eller .docx.")
    try:
        return foreign.content(path, MAX_BYTES)
    except foreign.TooLarge:
        raise Unreadable(_TOO_LARGE) from None
    except foreign.OpenElsewhere:
        raise Unreadable(held.SENTENCE.format(path.name)) from None
    except foreign.Unread:
        raise Unreadable(f"Skabelonen {quoted(path.name)} kan ikke læses. Vælg en fil, der findes.") from None


def require_usable(template: bytes) -> None:
    """Raises Unreadable for a file that papers cannot be written in."""
    trial = Telling("CBnet", "Prøve", "Prøve", "2014-01-01T00:00:00Z", (Title("Prøve", 0), Words("Prøve", "body")))
    written(trial, template or b"-")


def _written(paper: Telling, template: bytes | None) -> bytes:
    from cbnet_desktop.documents.word import examination, writing

    return writing.write(paper, examination.examined(template) if template else None)
