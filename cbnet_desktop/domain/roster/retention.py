"""Whose contact data are proposed for erasure: of former members, after the years that the network has set (GDPR)."""

from __future__ import annotations

from typing import NamedTuple

from cbnet_desktop.domain.records import Appointment, CommitteeMember, DispatchRecipient, GroupMember, Person
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish, dates


class Proposal(NamedTuple):
    """A person whose contact data may go, and the last day (ISO) on which the person was a member."""

    person: Person
    left_on: str

    @property
    def sentence(self) -> str:
        """Why the erasure is proposed."""
        return (
            f"Foreslået sletning: personen har ikke siddet i netværket siden {danish.short_date(self.left_on)}, og det "
            "er længere, end netværket vil gemme kontaktoplysninger."
        )


def proposals(network: Network, day: str) -> list[Proposal]:
    """The former members whose contact data are older than the years set, by name; none where no years are set.

    Nothing is ever erased by itself.
    """
    years = network.profile.contact_years
    if years is None:
        return []
    limit = f"{int(day[:4]) - years:04}{day[4:]}"
    left: dict[str | None, str] = {}
    terms: list[Appointment | GroupMember] = [*network.live(Appointment), *network.live(GroupMember)]
    for term in terms:
        left[term.person_id] = max(left.get(term.person_id, ""), term.ends_on or dates.LAST_DAY)
    left |= dict.fromkeys((row.person_id for row in network.live(CommitteeMember)), dates.LAST_DAY)
    members = {term.person_id for term in network.live(Appointment)}
    found = [
        Proposal(person, left[person.id])
        for person in network.rows(Person)
        if person.id in members and left[person.id] < limit and _has_contact(network, person)
    ]
    return sorted(found, key=lambda one: (danish.sort_key(one.person.name), one.person.id))


def _has_contact(network: Network, person: Person) -> bool:
    addressed = (row.address for row in network.rows(DispatchRecipient) if row.person_id == person.id)
    return any(getattr(person, name) for name in Person.contact_fields()) or any(addressed)
