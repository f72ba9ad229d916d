"""The files in which a person's contact data stand, which go with its erasure (GDPR, article 17)."""

from __future__ import annotations

from collections.abc import Iterator

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import Annex, ConsultationAnswer, Dispatch, FocusSet, Person
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words import danish


def files(network: Network, person: Person) -> set[str]:
    """The hashes of the files about a person, of those that print her address, and of the answers that she gave."""
    return {row.sha256 for row in network.rows(Annex) if row.sha256 and _is_hers(network, row, person)}


def _is_hers(network: Network, annex: Annex, person: Person) -> bool:
    if annex.person_id == person.id:
        return True
    dispatch = network.find(Dispatch, annex.dispatch_id)
    answer = network.find(ConsultationAnswer, annex.consultation_answer_id)
    if answer and danish.sort_key(answer.answered_by) == danish.sort_key(person.name):
        return True
    asked = network.find(FocusSet, answer.focus_set_id if answer else dispatch.focus_set_id if dispatch else None)
    representatives = (focus.agency_representative(network, day) for day in _days(network, asked)) if asked else ()
    return any(one is not None and one.id == person.id for one in representatives)


def _days(network: Network, asked: FocusSet) -> Iterator[str]:
    """The days by which letters and forms of a consultation say whom answers are sent to."""
    drafts = (row.drafted_on for row in network.rows(Dispatch) if row.focus_set_id == asked.id)
    yield from (day for day in (asked.consulted_on, *drafts) if day)
