"""Which of the year's offers meet in topic or in time, looked up once for each state of the network (M6)."""

from __future__ import annotations

from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.offers.offers import Overlap
from cbnet_desktop.domain.records import Offer
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session


class OfferOverlaps:
    """Pairs of offers to talk about: the same topic soon after, or the same people on the same day."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[Network | None, int] = (None, 0)
        self._similar: list[Overlap] = []
        self._clashes: list[Overlap] = []
        self._words: dict[str, str] = {}

    @property
    def similar(self) -> list[Overlap]:
        """The same topic within the weeks that the terms of reference tell."""
        self._look()
        return self._similar

    @property
    def clashes(self) -> list[Overlap]:
        """At the same time for the same audience."""
        self._look()
        return self._clashes

    def words(self, _: Network, row: Record) -> str:
        """»Emne: Vejle 12.11.«, the nearest overlap of an offer and how many more there are."""
        self._look()
        return self._words.get(row.id, "")

    def icon(self, network: Network, row: Record) -> str:
        """A mark beside the words."""
        return "open" if self.words(network, row) else ""

    def _look(self) -> None:
        network, year = self._session.network, self._session.year
        if self._of[0] is network and self._of[1] == year:
            return
        self._of = network, year
        self._similar, self._clashes = offers.to_settle(network, year)
        found: dict[str, list[str]] = {}
        for word, pairs in (("Emne", self._similar), ("Tid", self._clashes)):
            for pair in pairs:
                for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
                    found.setdefault(own.id, []).append(f"{word}: {_other(network, other)}")
        self._words = {row_id: _counted(words) for row_id, words in found.items()}


def _other(network: Network, offer: Offer) -> str:
    name = organisation_name(network, offer.host_id) or offer.title
    return f"{name} {danish.short_date(offer.starts_on)[:6]}"


def _counted(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{words[0]} og {len(words) - 1} til"
