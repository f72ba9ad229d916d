"""What the paper of an act says on the day of the act, to be kept with it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cbnet_desktop.domain.papers import consultation, meeting
from cbnet_desktop.domain.plan import plan_text
from cbnet_desktop.domain.records import FocusArea, FocusSet, InvolvedLibrary, Involvement, Meeting
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words.choices import Act


def paper_of(network: Network, act: Act, row: Record) -> dict[str, Any]:
    """The paper of an act on a row as JSON values: names as they are now, no contact data, no private notes."""
    if isinstance(row, Meeting):
        make = meeting.live_minutes if act is Act.APPROVED else meeting.live_agenda
        return {"internal": asdict(make(network, row)), "public": asdict(make(network, row, is_public=True))}
    if isinstance(row, FocusSet) and act is Act.CONSULTED:
        return asdict(consultation.live_paper(network, row.year))
    if isinstance(row, FocusSet):
        return asdict(plan_text.set_paper(network, row))
    if isinstance(row, InvolvedLibrary):
        involvement = network.find(Involvement, row.involvement_id)
        area = network.find(FocusArea, involvement.focus_area_id) if involvement else None
        return {
            "library": titles.organisation_name(network, row.organisation_id, row.consented_on),
            "by": titles.person_name(network, row.consented_by_id),
            "focus_area": area.title if area else "",
        }
    return {"share": titles.row_title(network, row)}
