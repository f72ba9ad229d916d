"""What a consultation asks, and the key by which an answer form that comes back is known (M13)."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass

from cbnet_desktop.domain.agreed import texts
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import FocusArea
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import FIRST_YEAR, LAST_YEAR
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.plain_data import rebuilt

FORM = "consultation-answer"
#: The most letters of a remark, and of a name or a day, that a form takes and that are read.
MOST_REMARK, MOST_LINE = 4_000, 200
#: The most letters of a key, and of focus areas in it.
_MOST_KEY, _MOST_AREAS = 100_000, 500
_SHA256 = re.compile("[0-9a-f]{64}")
_AREA = ("title", "part", "level", "description", "proposed_by_id", "continues_id")


@dataclass(frozen=True, slots=True)
class AskedArea:
    """A focus area as it was asked about: its id and the SHA-256 of its text."""

    id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Key:
    """Which form it is: of which network, year and library, and the SHA-256 of all that it asks.

    The areas are in the order of the form, by which its fields are numbered from 1.
    """

    form: str
    network: str
    year: int
    organisation: str
    sha256: str
    areas: tuple[AskedArea, ...]

    def text(self) -> str:
        """The key as a form carries it."""
        return texts.canonical(asdict(self))


def key(network: Network, year: int, organisation_id: str) -> Key:
    """The key of a form that asks a library today."""
    areas = focus.of_year(network, year)
    said = {area.id: _said(area) for area in areas}
    found = focus.set_of(network, year)
    everything = {"year": year, "letter": found.letter if found else "", "areas": said}
    listed = tuple(AskedArea(area.id, _sha256(said[area.id])) for area in areas)
    return Key(FORM, network.profile.id, year, organisation_id, _sha256(everything), listed)


def read(text: str) -> Key | None:
    """The key that a stranger's file carries; None for anything else."""
    if len(text) > _MOST_KEY:
        return None
    try:
        found: Key = rebuilt(Key, json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_sound = found.form == FORM and FIRST_YEAR <= found.year <= LAST_YEAR and len(found.areas) <= _MOST_AREAS
    hashes = (found.sha256, *(area.sha256 for area in found.areas))
    return found if is_sound and all(map(_SHA256.fullmatch, hashes)) else None


def _said(area: FocusArea) -> dict[str, Value]:
    # Without what is empty: a field that a later version of the program asks about changes no older text.
    return FocusArea.said({name: getattr(area, name) for name in _AREA})


def _sha256(said: object) -> str:
    return hashlib.sha256(texts.canonical(said).encode("utf-8", "surrogatepass")).hexdigest()
