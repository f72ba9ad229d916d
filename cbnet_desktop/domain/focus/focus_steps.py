"""The steps of a year's focus areas: proposals, consultation, decision; each one edit (M13)."""

from __future__ import annotations

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import FocusArea, FocusSet
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency
from cbnet_desktop.domain.words import danish

COPIED = ("title", "part", "level", "position", "description")


def send(network: Network, year: int, sent_on: str, deadline: str | None) -> tuple[Change, ...]:
    """Starts the consultation of all central libraries; raises Invalid without focus areas or deadline."""
    if not focus.of_year(network, year):
        raise Invalid(f"Der er ingen indsatsområder for {year} at sende i høring. Tilføj mindst ét.")
    if not deadline:
        raise Invalid("Høringsfristen mangler. Skriv den dag, bibliotekerne skal have svaret.", field="deadline")
    written = _written(network, year, {"consulted_on": sent_on, "deadline": deadline, "revised_on": None})
    after = network.with_changes(written)
    return (*written, *focus.consult(after, after.get(FocusSet, written[0].row_id)))


def decide(network: Network, year: int, set_on: str, set_by_id: str | None) -> tuple[Change, ...]:
    """Records that KBE has set the year's focus areas; raises Invalid without focus areas or person.

    Who may set them is checked by a hard rule.
    """
    if not focus.of_year(network, year):
        raise Invalid(f"Der er ingen indsatsområder for {year} at fastsætte. Tilføj mindst ét.")
    if not set_by_id:
        who = agency.name(network, set_on)
        raise Invalid(f"Vælg repræsentanten for {who}, som fastsætter indsatsområderne.", field="set_by_id")
    return _written(network, year, {"set_on": set_on, "set_by_id": set_by_id})


def copied(network: Network, year: int) -> tuple[Change, ...]:
    """The focus areas of the year before as proposals, except those whose title the year has already.

    Raises Invalid where there is nothing to copy.
    """
    before = focus.of_year(network, year - 1)
    if not before:
        raise Invalid(f"Der er ingen indsatsområder for {year - 1} at kopiere.")
    known = {danish.sort_key(area.title) for area in focus.of_year(network, year)}
    fresh = [area for area in before if danish.sort_key(area.title) not in known]
    if not fresh:
        raise Invalid(f"Indsatsområderne fra {year - 1} findes allerede i {year}.")
    return tuple(FocusArea.added({"year": year, **{name: getattr(area, name) for name in COPIED}}) for area in fresh)


def _written(network: Network, year: int, values: dict[str, Value]) -> tuple[Change, ...]:
    known = focus.set_of(network, year)
    return (known.edited(values) if known else FocusSet.added({"year": year, **values}),)
