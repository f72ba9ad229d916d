"""Pictures of budget shares and goal status."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from cbnet_desktop.documents.pdf.style import COLOURS
from cbnet_desktop.documents.pictures.charts import (
    clause_state_picture,
    goal_status_picture,
    goal_years_picture,
    grants_picture,
    shares_picture,
    shortened,
)
from cbnet_desktop.documents.pictures.pictures import Box, Label, Line, Picture
from cbnet_desktop.domain.charter.findings import STATES
from cbnet_desktop.domain.plan.plan_content import AllocationText, BudgetText
from tests.documents import samples


def test_a_bar_is_as_long_as_its_share_of_the_earmarked_amount() -> None:
    picture = shares_picture(samples.budget())
    bars = [shape for shape in picture.shapes if isinstance(shape, Box) and shape.x == 112.0 and shape.height == 10.0]
    frames, fills = bars[::2], bars[1::2]
    for share, frame, fill in zip(samples.budget().shares, frames, fills, strict=True):
        assert share.joint_ore is not None
        assert share.earmarked_ore is not None
        assert fill.width / frame.width == pytest.approx(share.joint_ore / share.earmarked_ore)
    assert frames[2].width == max(frame.width for frame in frames)


def test_an_unagreed_share_is_light_and_says_so_in_words() -> None:
    picture = shares_picture(samples.draft().budget)
    assert {"selection"} == {box.fill for box in _boxes(picture) if box.fill not in ("accent", "base")}
    assert "76.000 kr. (20 %), ikke aftalt".replace(" kr", "\u00a0kr").replace(" %", "\u00a0%") in _words(picture)
    assert "ikke oplyst" in _words(picture)
    assert "Fælles, ikke aftalt" in _words(picture)
    assert "Fælles, ikke aftalt" not in _words(shares_picture(samples.budget()))


def test_a_library_without_an_earmarked_amount_has_no_bar() -> None:
    found = samples.budget()
    bare = replace(found.shares[0], earmarked_ore=None, share_bp=None, joint_ore=None, is_agreed=False)
    picture = shares_picture(replace(found, shares=(bare,)))
    assert not [box for box in _boxes(picture) if box.height == 10.0]


def test_without_shares_there_is_a_picture_that_says_so() -> None:
    assert shares_picture(BudgetText((), 0, 0, True, (), 0, 0)).alt == "Ingen budgetandele."


def test_the_shares_are_told_in_words() -> None:
    alt = shares_picture(samples.budget()).alt.replace("\u00a0", " ")
    assert "Gentofte: 125.000 kr. (25 %) af 500.000 kr.; Herning: 76.000 kr." in alt


def test_the_parts_of_the_status_bar_are_in_proportion_and_numbered() -> None:
    picture = goal_status_picture(["Indfriet"] * 3 + ["Delvist indfriet"] + ["Ikke indfriet"] * 2)
    parts = [box.width for box in _boxes(picture) if box.height == 16]
    assert [round(part / min(parts)) for part in parts] == [3, 1, 2]
    assert {"3", "1", "2", "Indfriet (3)", "Delvist indfriet (1)", "Ikke indfriet (2)"} <= _words(picture)
    assert picture.alt == "Status for 6 mål: 3 indfriet, ét delvist indfriet og 2 ikke indfriet."


def test_stored_statuses_are_shown_in_danish() -> None:
    assert goal_status_picture(["met", "under_way"]).alt == "Status for 2 mål: ét indfriet og ét i gang."


@pytest.mark.parametrize(
    "picture",
    [
        goal_status_picture(["Indfriet", "Delvist indfriet", "I gang", "Ikke påbegyndt", "Ikke indfriet"]),
        clause_state_picture([(word, 1) for word in STATES.values()]),
    ],
)
def test_each_part_of_a_bar_is_told_apart_in_black_and_white(picture: Picture) -> None:
    parts = [box for box in _boxes(picture) if box.height == 16]
    looks = [(_grey(box.fill), _strokes_in(picture, box)) for box in parts]
    for one, other in combinations(looks, 2):
        assert abs(one[0] - other[0]) > 30 or abs(one[1] - other[1]) > 5, (one, other)


def test_the_figure_on_strokes_stands_on_white() -> None:
    picture = goal_status_picture(["Ikke indfriet"] * 12)
    (figure,) = [shape for shape in picture.shapes if isinstance(shape, Label) and shape.text == "12"]
    (plate,) = [box for box in _boxes(picture) if box.height == 11]
    assert (plate.fill, plate.x < figure.x < plate.x + plate.width) == ("base", True)


def test_two_years_have_bars_of_the_same_length_and_one_key() -> None:
    picture = goal_years_picture([("2014", ["Indfriet"]), ("2015", ["I gang", "Indfriet", "Indfriet"])])
    bars = [box for box in _boxes(picture) if box.height == 16]
    assert [round(box.width) for box in bars] == [428, 285, 143]
    assert {"2014", "2015", "Indfriet (3)", "I gang (1)"} <= _words(picture)
    assert picture.alt == "Målenes status år for år. 2014: 1 indfriet; 2015: 2 indfriet og 1 i gang."


def test_a_grant_is_filled_as_far_as_it_is_spent() -> None:
    rows = [AllocationText("Temadage", "", 10_000_00, 2_500_00), AllocationText("Kurser", "", 5_000_00, 0)]
    frame, filled, unspent, *_ = _boxes(grants_picture(rows))
    assert filled.width == pytest.approx(frame.width / 4)
    assert unspent.width == pytest.approx(frame.width / 2)
    assert (
        grants_picture(rows).alt
        == "Forbrug af bevillingerne. Temadage: 2.500 af 10.000\xa0kr.; Kurser: 0 af 5.000\xa0kr."
    )


def test_no_goals_make_no_bar() -> None:
    picture = goal_status_picture([])
    assert picture.shapes == ()
    assert picture.alt == "Ingen mål."


def test_a_long_name_is_cut_where_it_would_meet_the_bar() -> None:
    assert shortened("Gentofte", 104, 8.5) == "Gentofte"
    assert len(shortened("i" * 500, 104, 8.5)) > len(shortened("W" * 500, 104, 8.5))
    assert shortened("W" * 500, 104, 8.5).endswith("…")


def _boxes(picture: Picture) -> list[Box]:
    return [shape for shape in picture.shapes if isinstance(shape, Box)]


def _words(picture: Picture) -> set[str]:
    return {shape.text for shape in picture.shapes if isinstance(shape, Label)}


def _grey(role: str) -> float:
    red, green, blue = (int(COLOURS[role][index : index + 2], 16) for index in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _strokes_in(picture: Picture, box: Box) -> int:
    lines = [shape for shape in picture.shapes if isinstance(shape, Line)]
    return sum(box.x <= line.x1 and line.x2 <= box.x + box.width and line.y1 >= box.y for line in lines)
