"""Overlaps of the year's offers, and regions and focus areas without offers (M6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

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
from cbnet_desktop.ui.widgets.linked_text import LinkedText, icon
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
        self.pairs = LinkedText("Tilbud, der overlapper i emne eller tid", self)
        self.coverage = LinkedText("Regioner og indsatsområder med og uden tilbud", self)
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
        text = self.pairs
        text.begin(("open", "kept"))
        found = self.overlaps.found
        between = sorted(found.similar, key=lambda pair: not pair.is_between_hosts)
        alike = [self._crowd(crowd) for crowd in found.crowds if crowd.topic]
        met = [self._crowd(crowd) for crowd in found.crowds if not crowd.topic]
        body = _section(
            f"Samme emne inden for {weeks} uger", [*alike, *map(self._pair, between)], "Ingen tilbud deler emne."
        )
        body += _section(
            "Samme tid for de samme deltagere",
            [*met, *map(self._pair, found.clashes)],
            "Ingen tilbud ligger oven i hinanden.",
        )
        without = offers.without_focus_area(network, year)
        loose = [f"<tr><td>{icon('open')}</td><td>{self._offer(offer)}</td></tr>" for offer in without]
        text.show_markup(body + _section("Uden indsatsområde", loose, "Alle tilbud hører til et indsatsområde."))

    def _pair(self, pair: Overlap) -> str:
        """A row with both offers, the earlier first; two of one host, a course held twice, have no mark."""
        mark = icon("open") if pair.is_between_hosts else ""
        topic = pair.first.topic if pair.first.topic == pair.second.topic else ""
        head = f"<b>{escape(topic)}</b><br>" if topic else ""
        note = "" if pair.is_between_hosts else '<br><span class="m">Samme udbyder.</span>'
        return f"<tr><td>{mark}</td><td>{head}{self._offer(pair.first)}<br>{self._offer(pair.second)}{note}</td></tr>"

    def _crowd(self, crowd: Crowd) -> str:
        mark = icon("open") if crowd.last else ""
        return f"<tr><td>{mark}</td><td>{escape(crowd.words)}.<br>{self._offer(crowd.at)}</td></tr>"

    def _offer(self, offer: Offer) -> str:
        host = organisation_name(self.session.network, offer.host_id) or "Uden udbyder"
        when = f"{danish.short_date(offer.starts_on)}, uge {danish.week(offer.starts_on or '')}"
        field = "" if offer.focus_area_id else "focus_area_id"
        link = self.pairs.link(offer.title, lambda: self.jump_asked.emit(Offer.TABLE, offer.id, field))
        return f'{link} <span class="m">{escape(host)} · {when}</span>'

    def _show_coverage(self) -> None:
        network, year = self.session.network, self.session.year
        found = offers.of_year(network, year, with_cancelled=False)
        self.coverage.begin(("open", "kept"))
        hosts = (network.find(Organisation, row.host_id) for row in found)
        regions = Counter(host.region for host in hosts if host)
        areas = Counter(row.focus_area_id for row in found)
        body = _section(
            "Regioner",
            [
                self._count(region, regions[region], {"host_id": self._host_in(region)})
                for region in offers.regions(network, year)
            ],
            "Ingen centralbiblioteker har en region endnu.",
        )
        rows = [
            self._count(area.title, areas[area.id], {"focus_area_id": area.id}) for area in focus.of_year(network, year)
        ]
        self.coverage.show_markup(
            body + _section(f"Indsatsområder {year}", rows, f"Der er ingen indsatsområder for {year} endnu.")
        )

    def _count(self, title: str, count: int, values: Values) -> str:
        if count:
            return f'<tr><td>{icon("kept")}</td><td>{escape(title)} <span class="m">{count} tilbud</span></td></tr>'
        link = (
            "" if self.session.is_read_only else self.coverage.link("Nyt tilbud", lambda: self.offer_asked.emit(values))
        )
        return f"<tr><td>{icon('open')}</td><td><b>{escape(title)}</b> Ingen tilbud. {link}</td></tr>"

    def _host_in(self, region: str) -> str | None:
        libraries: Sequence[Organisation] = roster.central_libraries_of(self.session.network, self.session.year)
        return next((library.id for library in libraries if library.region == region), None)


def _section(title: str, rows: Iterable[str], empty: str) -> str:
    body = "".join(rows) or f'<tr><td></td><td class="m">{escape(empty)}</td></tr>'
    return f'<p><b>{escape(title)}</b></p><table cellspacing="0" cellpadding="3">{body}</table>'
