"""The place of a copy that is only looked at: nothing is there, and nothing can be laid there."""

from __future__ import annotations

from collections.abc import Mapping

from cbnet_desktop.domain.records.errors import ReadOnly
from cbnet_desktop.store.places.place import Mark

SENTENCE = "Dette er en kopi til gennemsyn, som ikke kan rettes. Åbn den fælles fil for at rette."


class Nowhere:
    """No place."""

    name = "kopien"
    identity = ""

    def look(self, *, closely: bool = False) -> Mapping[str, Mark]:  # noqa: ARG002 - the protocol's
        """Nothing."""
        return {}

    def get(self, name: str) -> bytes | None:  # noqa: ARG002 - the protocol's
        """Nothing."""
        return None

    def put(self, name: str, data: bytes) -> None:  # noqa: ARG002 - the protocol's
        """Raises ReadOnly."""
        raise ReadOnly(SENTENCE)

    def drop(self, name: str) -> None:
        """Nothing is there to drop."""

    def check(self) -> str:
        """Why nothing can be laid there."""
        return SENTENCE

    def wait(self, seconds: float) -> None:
        """Nothing ever comes."""
