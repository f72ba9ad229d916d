"""The table of the plan year's goals, numbered and grouped as on paper (M4, M17)."""

from __future__ import annotations

from collections.abc import Callable

from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.plan.goals import new_values
from cbnet_desktop.domain.records import Goal, Plan
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, PARTS, GoalStatus
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.table.columns import Column, TableSpec, column
from cbnet_desktop.ui.widgets import icons


def spec(chosen: Callable[[], Goal | None]) -> TableSpec:
    """The table of goals; part and focus area are shown in group headings. Pasted goals join the chosen one's."""
    numbers = _Numbers()
    return TableSpec(
        Goal,
        (
            Column(
                "Nr.",
                text=numbers.shown,
                sort_by=numbers.order,
                width=5,
                elsewhere="Nummeret følger af målets indsatsområde og rækkefølge. Ret dem i formularen (F6).",
            ),
            column(Goal, "text", width=52),
            column(Goal, "owner_person_id", title="Ansvarlig", width=24),
            column(Goal, "owner_organisation_id", title="Organisation", width=13),
            column(Goal, "indicator", width=18),
            column(Goal, "deadline"),
            column(Goal, "status", width=15, icon=_status_icon),
        ),
        rows=goals,
        pasted=lambda session: new_values(session.network, session.year, chosen()),
        title="Mål",
        empty_text="Her står de konkrete mål, som netværket udarbejder på baggrund af årsmødet.",
        first_action="Nyt mål",
    )


def goals(session: Session) -> list[Goal]:
    """The goals of the plan year in the order of the paper."""
    found = plan.of_year(session.network, session.year)
    return plan.goals(session.network, found) if found else []


def group_of(session: Session, record: Record) -> str:
    """The heading of a goal's group, for example »Centralbiblioteksdel · 2. Det åbne bibliotek«."""
    if not isinstance(record, Goal):
        return ""
    areas = focus.of_year(session.network, session.year)
    headings = {area.id: f"{number}. {area.title}" for number, area in enumerate(areas, 1)}
    return f"{PARTS[record.part]}  ·  {headings.get(record.focus_area_id or '', 'Uden for indsatsområderne')}"


class _Numbers:
    """The numbers of a plan's goals, cached for each state of the network."""

    def __init__(self) -> None:
        self._network: Network | None = None
        self._by_id: dict[str, str] = {}

    def shown(self, network: Network, row: Record) -> str:
        """The number of a goal, for example »2.1«."""
        if network is not self._network or row.id not in self._by_id:
            found = network.find(Plan, getattr(row, "plan_id", None))
            self._network = network
            self._by_id = plan.numbers(network, found) if found else {}
        return self._by_id.get(row.id, "")

    def order(self, network: Network, row: Record) -> object:
        """The sort key: the order of the paper."""
        return tuple(int(part) for part in self.shown(network, row).split(".") if part)


def _status_icon(_: Network, row: Record) -> str:
    status = getattr(row, "status", "")
    return icons.GOAL_STATUSES[GoalStatus(status)] if status in GOAL_STATUSES else ""
