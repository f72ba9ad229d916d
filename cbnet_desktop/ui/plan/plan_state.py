"""The state of the year's plan in one line (M16, M23)."""

from __future__ import annotations

from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import Meeting, Plan, PlanVersion
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import MEETING_STATES
from cbnet_desktop.ui.editing.session import Session


class PlanState:
    """Makes the texts of the plan's StateLine."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cached: tuple[Network, str, bool] | None = None

    def line(self) -> tuple[str, str, str]:
        """Icon, word and details."""
        network, year = self._session.network, self._session.year
        found = plan.of_year(network, year)
        if found is None:
            return "", "Ingen handlingsplan", f"for {year}. Den oprettes sammen med det første mål."
        versions = plan.versions(network, year)
        strange = "".join(f" {plan.strange_sentence(one)}" for one in plan.strange_versions(network, year)[-1:])
        if not versions:
            return "open", "Udkast", f"{_source(network, found)}{strange}"
        last = versions[-1]
        signed = f"{danish.local_time(last.signed_at):%d.%m.%Y} af {last.signed_by}"
        if self._has_changed(last):
            return (
                "open",
                f"Ændret siden version {last.number}",
                f"godkendt {danish.sentence(signed)}{strange}",
            )
        return "signed", f"Version {last.number} godkendt", f"{danish.sentence(signed)}{strange}"

    def _has_changed(self, version: PlanVersion) -> bool:
        """Whether the plan changed since the version; cached for each state of the network."""
        network, cached = self._session.network, self._cached
        if cached is None or cached[0] is not network or cached[1] != version.id:
            cached = network, version.id, plan.has_changed_since(network, version)
            self._cached = cached
        return cached[2]


def likely_source(network: Network, year: int) -> Meeting | None:
    """The source meeting of the year's plan or, without a plan, the one that plan.ensure would choose."""
    found = plan.of_year(network, year)
    return plan.source_meeting(network, found) if found else plan.offered_meeting(network, year)


def _source(network: Network, found: Plan) -> str:
    meeting = plan.source_meeting(network, found)
    if meeting is None:
        return "Bygger ikke på noget årsmøde."
    return f"Bygger på {titles.meeting_title(meeting)} ({MEETING_STATES[meeting.state].lower()})."
