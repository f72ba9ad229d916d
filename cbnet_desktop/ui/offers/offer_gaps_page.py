"""Overlaps of the year's offers, and regions and focus areas without offers (M6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.offers.offers import Crowd, Overlap
from cbnet_desktop.domain.records import Offer, Organisation
from cbnet_desktop.domain.records.changes import Values
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.titles.titles import organisation_name
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.offers.offer_overlaps import OfferOverlaps
from cbnet_desktop.ui.offers.offers_page import summary
from cbnet_desktop.ui.page.page import Page
from cbnet_desktop.ui.widgets.link_list import Line, LinkList
from cbnet_desktop.ui.widgets.rich_text import escape
from cbnet_desktop.ui.widgets.state_line import StateLine


class OfferGapsPage(Page):
    """Overlaps at the left, coverage at the right, with links to fix them."""

    offer_asked = Signal(object)
    """The values of a new offer that fills a gap."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent=parent)
        self.overlaps = OfferOverlaps(session)
        self._is_stale = True
        self.pairs = LinkList("Tilbud, der overlapper i emne eller tid", self)
        self.coverage = LinkList("Regioner og indsatsområder med og uden tilbud", self)
        self.state = StateLine(self)
        self.actions_line = QWidget(self)
        line = QHBoxLayout(self.actions_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.state, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.pairs)
        splitter.addWidget(self.coverage)
        splitter.setSizes([760, 606])
        splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(splitter)
        self.setFocusProxy(self.pairs)
        session.changed.connect(lambda _: self._note_change())
        session.year_changed.connect(lambda _: self._note_change())

    def new_row(self) -> None:
        """Asks for a new offer in the table."""
        self.offer_asked.emit({})

    def change_side(self) -> None:
        """Moves the focus to the other list."""
        (self.coverage if self.pairs.hasFocus() else self.pairs).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Refreshes if the network changed while hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._note_change()

    def changeEvent(self, event: QEvent) -> None:
        """Renders the markup again for another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "state"):
            self._note_change()

    def _note_change(self) -> None:
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self.state.show_state(*summary(self.session.network, self.session.year, self.overlaps))
            self._show_pairs()
            self._show_coverage()

    def _show_pairs(self) -> None:
        network, year = self.session.network, self.session.year
        weeks = network.charter_on(f"{year}-12-31").similar_offer_weeks
        found = self.overlaps.found
        between = sorted(found.similar, key=lambda pair: not pair.is_between_hosts)
        alike = [line for crowd in found.crowds if crowd.topic for line in self._crowd(crowd)]
        met = [line for crowd in found.crowds if not crowd.topic for line in self._crowd(crowd)]
        similar = [*alike, *(line for pair in between for line in self._pair(pair))]
        clashes = [*met, *(line for pair in found.clashes for line in self._pair(pair))]
        loose = [self._offer(offer, "open") for offer in offers.without_focus_area(network, year)]
        self.pairs.show_lines(
            [
                *_section(f"Samme emne inden for {weeks} uger", similar, "Ingen tilbud deler emne."),
                *_section("Samme tid for de samme deltagere", clashes, "Ingen tilbud ligger oven i hinanden."),
                *_section("Uden indsatsområde", loose, "Alle tilbud hører til et indsatsområde."),
            ]
        )

    def _pair(self, pair: Overlap) -> Iterator[Line]:
        """Lines with both offers, the earlier first; two of one host, a course held twice, have no mark."""
        topic = pair.first.topic if pair.first.topic == pair.second.topic else ""
        note = "" if pair.is_between_hosts else '<span class="m">Samme udbyder.</span>'
        head = " ".join(filter(None, (f"<b>{escape(topic)}</b>" if topic else "", note))) or "Overlap"
        yield Line(head, icon="open" if pair.is_between_hosts else "", inset=not pair.is_between_hosts, above=4)
        yield from (self._offer(offer) for offer in (pair.first, pair.second))

    def _crowd(self, crowd: Crowd) -> Iterator[Line]:
        yield Line(f"{escape(crowd.words)}.", icon="open" if crowd.last else "", inset=not crowd.last, above=4)
        yield self._offer(crowd.at)

    def _offer(self, offer: Offer, icon: str = "") -> Line:
        host = organisation_name(self.session.network, offer.host_id) or "Uden udbyder"
        when = f"{danish.short_date(offer.starts_on)}, uge {danish.week(offer.starts_on or '')}"
        field = "" if offer.focus_area_id else "focus_area_id"
        return Line(
            f'<a>{escape(offer.title)}</a> <span class="m">{escape(host)} · {when}</span>',
            partial(self.jump_asked.emit, Offer.TABLE, offer.id, field),
            icon,
            inset=not icon,
        )

    def _show_coverage(self) -> None:
        network, year = self.session.network, self.session.year
        found = offers.of_year(network, year, with_cancelled=False)
        hosts = (network.find(Organisation, row.host_id) for row in found)
        regions = Counter(host.region for host in hosts if host)
        areas = Counter(row.focus_area_id for row in found)
        of_regions = [
            self._count(region, regions[region], {"host_id": self._host_in(region)})
            for region in offers.regions(network, year)
        ]
        of_areas = [
            self._count(area.title, areas[area.id], {"focus_area_id": area.id}) for area in focus.of_year(network, year)
        ]
        self.coverage.show_lines(
            [
                *_section("Regioner", of_regions, "Ingen centralbiblioteker har en region endnu."),
                *_section(f"Indsatsområder {year}", of_areas, f"Der er ingen indsatsområder for {year} endnu."),
            ]
        )

    def _count(self, title: str, count: int, values: Values) -> Line:
        if count:
            return Line(f'{escape(title)} <span class="m">{count} tilbud</span>', icon="kept")
        lacks = f"<b>{escape(title)}</b> Ingen tilbud."
        if self.session.is_read_only:
            return Line(lacks, icon="open")
        return Line(f"{lacks} <a>Nyt&nbsp;tilbud</a>", partial(self.offer_asked.emit, values), "open")

    def _host_in(self, region: str) -> str | None:
        libraries: Sequence[Organisation] = roster.central_libraries_of(self.session.network, self.session.year)
        return next((library.id for library in libraries if library.region == region), None)


def _section(title: str, lines: Sequence[Line], empty: str) -> Iterator[Line]:
    yield Line(f"<b>{escape(title)}</b>", above=8)
    yield from lines or [Line(f'<span class="m">{escape(empty)}</span>', inset=1)]
