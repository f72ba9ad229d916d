"""The annual wheel: exact angles, no marks over each other, readable without colours."""

from __future__ import annotations

import math
import subprocess
import sys
from itertools import combinations

import pytest

from cbnet_desktop.documents.pictures.pictures import Box, Dot, Label, Line, Picture, Sector
from cbnet_desktop.documents.pictures.wheel import KINDS, marks, wheel_picture
from cbnet_desktop.domain.plan.plan_content import WheelEvent
from tests.documents import samples

CROWDS = [samples.wheel(), samples.crowded_wheel(40), samples.crowded_wheel(90), samples.crowded_wheel(300)]
ONE_DAY = tuple(WheelEvent("2015-12-31", f"Frist {index}", kind) for index in range(8) for kind in KINDS)


@pytest.mark.parametrize("events", [*CROWDS, ONE_DAY])
def test_no_two_marks_touch_and_none_leaves_the_picture(events: tuple[WheelEvent, ...]) -> None:
    picture = wheel_picture(events, 2015)
    found = _marks(picture)
    assert len(found) >= len(marks(events, 2015))
    for (x1, y1), (x2, y2) in combinations(found, 2):
        assert math.dist((x1, y1), (x2, y2)) > 14
    for x, y in found:
        assert 7 <= x <= picture.width - 7
        assert 7 <= y <= picture.height - 7


@pytest.mark.parametrize("events", CROWDS)
def test_every_event_is_behind_exactly_one_number(events: tuple[WheelEvent, ...]) -> None:
    found = marks(events, 2015)
    assert [mark.number for mark in found] == list(range(1, len(found) + 1))
    behind = [event for mark in found for event in mark.events]
    assert sorted(map(str, behind)) == sorted(map(str, events))
    numbers = {shape.text for shape in wheel_picture(events, 2015).shapes if isinstance(shape, Label) and shape.bold}
    assert {str(mark.number) for mark in found} <= numbers


def test_events_of_one_day_and_kind_share_a_number() -> None:
    assert [len(mark.events) for mark in marks(ONE_DAY, 2015)] == [8] * 5
    assert len(marks(samples.wheel(), 2015)) == 11


def test_a_crowded_year_is_numbered_by_week() -> None:
    found = marks(samples.crowded_wheel(300), 2015)
    assert len(found) <= 53
    assert "mixed" in {mark.kind for mark in found}


def test_events_of_other_years_are_left_out() -> None:
    assert marks([WheelEvent("2014-12-31", "Før", "goal"), WheelEvent("2016-01-01", "Efter", "goal")], 2015) == ()


@pytest.mark.parametrize(
    ("on", "degrees"), [("2015-01-01", 90 - 180 / 365), ("2015-07-02", -90), ("2015-12-31", -270 + 180 / 365)]
)
def test_a_stem_leaves_the_rings_at_its_own_day(on: str, degrees: float) -> None:
    picture = wheel_picture([WheelEvent(on, "Møde", "meeting")], 2015)
    ring = next(shape for shape in picture.shapes if isinstance(shape, Sector))
    (stem,) = [shape for shape in picture.shapes if isinstance(shape, Line) and shape.stroke == "muted"]
    angle = math.degrees(math.atan2(stem.y1 - ring.y, stem.x1 - ring.x))
    assert (angle - degrees + 180) % 360 - 180 == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(("year", "weeks"), [(2015, 53), (2014, 52), (2020, 53), (2016, 52)])
def test_twelve_months_four_quarters_and_the_weeks_fill_the_rings(year: int, weeks: int) -> None:
    picture = wheel_picture([], year)
    sectors = [shape for shape in picture.shapes if isinstance(shape, Sector)]
    for count, inner in ((12, 62.0), (4, 38.0)):
        extents = [sector.extent for sector in sectors if sector.inner == inner]
        assert len(extents) == count
        assert sum(extents) == pytest.approx(-360)
    texts = {shape.text for shape in picture.shapes if isinstance(shape, Label)}
    assert {"jan", "maj", "okt", "1. kvt.", "4. kvt.", str(year), "1", str(weeks)} <= texts
    assert "54" not in texts


def test_kinds_differ_in_form_or_brightness_and_not_by_colour_alone() -> None:
    looks = set()
    for kind in KINDS:
        shapes = wheel_picture([WheelEvent("2015-06-30", "Tekst", kind)], 2015).shapes
        mark = next(shape for shape in shapes if isinstance(shape, Dot | Box))
        looks.add((type(mark), mark.fill))
        assert KINDS[kind] in {shape.text for shape in shapes if isinstance(shape, Label)}
    assert len(looks) == len(KINDS)


def test_the_words_for_a_screen_reader_tell_every_event() -> None:
    alt = wheel_picture(samples.wheel(), 2015).alt
    assert alt.startswith(
        "Årshjul for 2015. 1: 22. januar 2015, Planlægnings- og koordineringsmøde; 2: 31. marts 2015,"
    )
    assert all(event.text in alt for event in samples.wheel())
    assert wheel_picture([], 2015).alt == "Årshjul for 2015 uden begivenheder."


def test_pictures_are_made_without_the_printing_library() -> None:
    program = (
        "import sys\n"
        "from cbnet_desktop.documents.pdf import structure\n"
        "from cbnet_desktop.documents.pictures import charts, pictures, wheel\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('reportlab', 'fontpkg_lato', 'PIL')]\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def _marks(picture: Picture) -> list[tuple[float, float]]:
    dots = [(shape.x, shape.y) for shape in picture.shapes if isinstance(shape, Dot)]
    boxes = [
        (shape.x + shape.width / 2, shape.y + shape.height / 2) for shape in picture.shapes if isinstance(shape, Box)
    ]
    return dots + boxes
