"""What the benchmarks measure on."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.records import AgendaItem, Attendance, Meeting, Person
from tests.building import Building, many_years


@pytest.fixture(scope="session")
def twenty_years() -> Building:
    """Some ten thousand rows: plans, planning meetings, and a working group that meets every month."""
    building = many_years(1996, 20)
    for year in range(1996, 2016):
        for month in range(1, 12):
            meeting_id = building.merge_new(Meeting, kind="working_group", held_on=f"{year}-{month:02}-20")
            for number, person in enumerate(building.network.live(Person)):
                building.merge_new(Attendance, meeting_id=meeting_id, person_id=person.id)
                building.merge_new(AgendaItem, meeting_id=meeting_id, title=f"Punkt {number}", position=number)
    return building
