"""Annexes: those of an agenda item numbered under it, 2.1, 2.2, and those of a meeting or a plan (M15)."""

from __future__ import annotations

from cbnet_desktop.domain.records import AgendaItem, Annex, ConsultationAnswer, Dispatch, Meeting, NetworkProfile, Plan
from cbnet_desktop.domain.records.annexes import is_link
from cbnet_desktop.domain.records.changes import Change, Values
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.records.ordering import by_position

#: The field of an annex that names what it belongs to.
OWNERS: dict[type[Record], str] = {
    AgendaItem: "agenda_item_id",
    Meeting: "meeting_id",
    Plan: "plan_id",
    NetworkProfile: "template_of_id",
    Dispatch: "dispatch_id",
    ConsultationAnswer: "consultation_answer_id",
}


def of(network: Network, owner: Record) -> list[Annex]:
    """The annexes of one of these, in order; a meeting's without those of its items."""
    name = OWNERS[type(owner)]
    return sorted((row for row in network.live(Annex) if getattr(row, name) == owner.id), key=by_position)


def number(network: Network, annex: Annex) -> str:
    """The item's number and the annex's place under it, for example »2.1«; empty for one of no agenda item."""
    item = network.find(AgendaItem, annex.agenda_item_id)
    if item is None:
        return ""
    place = next((place for place, row in enumerate(of(network, item), 1) if row.id == annex.id), 0)
    return f"{item.position if item.position is not None else '–'}.{place}"


def is_closed(network: Network, annex: Annex) -> bool:
    """Whether an annex is confidential: marked so, or of a closed item."""
    item = network.find(AgendaItem, annex.agenda_item_id)
    return annex.closed or (item is not None and item.closed)


def told(annex: Annex) -> str:
    """An annex on paper: its title, and the name of its file or its link, but never a path."""
    named = annex.file_name if annex.sha256 else annex.link if is_link(annex.link) else ""
    return f"{annex.title} ({named})" if named and named != annex.title else annex.title


def added(network: Network, owner: Record, *annexes: Values) -> list[Change]:
    """The changes that add annexes, each with its title at least, after the others and in this order."""
    last = max((row.position or 0 for row in of(network, owner)), default=0)
    return [
        Annex.added({OWNERS[type(owner)]: owner.id, "position": place, **values})
        for place, values in enumerate(annexes, last + 1)
    ]


def template(network: Network) -> Annex | None:
    """The template in which papers are written for Word: the one chosen last; None where there is none."""
    return next(reversed(of(network, network.profile)), None)


def with_template(network: Network, values: Values | None) -> list[Change]:
    """The changes that make a file the template for Word in place of any other; without values there is none."""
    old = of(network, network.profile)
    made = added(network, network.profile, {"title": "Skabelon til Word", **values}) if values else []
    return [*(Change(Annex.TABLE, row.id, row.values(), None) for row in old), *made]
