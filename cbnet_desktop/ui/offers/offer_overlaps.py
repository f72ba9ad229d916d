"""Overlaps of the year's offers in topic or time, cached for each state of the network (M6)."""

from __future__ import annotations

from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.offers.offers import ToSettle
from cbnet_desktop.domain.records import Offer
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session


class OfferOverlaps:
    """Finds pairs of offers on the same topic within some weeks, or at the same time for the same audience."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[Network | None, int] = (None, 0)
        self._found = ToSettle((), (), ())
        self._words: dict[str, str] = {}

    @property
    def found(self) -> ToSettle:
        """Pairs and crowds on the same topic, or at the same time for the same audience."""
        self._look()
        return self._found

    def words(self, _: Network, row: Record) -> str:
        """The first overlap of an offer, for example »Emne: Vejle 12.11.«, and the number of others."""
        self._look()
        return self._words.get(row.id, "")

    def icon(self, network: Network, row: Record) -> str:
        """The icon beside the words."""
        return "open" if self.words(network, row) else ""

    def _look(self) -> None:
        network, year = self._session.network, self._session.year
        if self._of[0] is network and self._of[1] == year:
            return
        self._of = network, year
        self._found = offers.to_settle(network, year)
        found: dict[str, list[str]] = {}
        for word, pairs in (("Emne", self._found.similar), ("Tid", self._found.clashes)):
            for pair in pairs:
                for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
                    found.setdefault(own.id, []).append(f"{word}: {_other(network, other)}")
        for crowd in self._found.crowds:
            for row in crowd.rows:
                found.setdefault(row.id, []).append(f"{'Emne' if crowd.topic else 'Tid'}: {len(crowd.rows)} tilbud")
        self._words = {
            row_id: words[0] if len(words) == 1 else f"{words[0]} og {len(words) - 1} til"
            for row_id, words in found.items()
        }


def _other(network: Network, offer: Offer) -> str:
    name = organisation_name(network, offer.host_id) or offer.title
    return f"{name} {danish.short_date(offer.starts_on)[:6]}"
