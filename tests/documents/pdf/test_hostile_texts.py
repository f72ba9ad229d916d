"""Texts that would break a page: markup, endless words, strange scripts. Nothing is lost, nothing overflows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.documents.pdf import style
from cbnet_desktop.domain.plan.plan_content import GoalText, PlanContent
from tests.documents import samples
from tests.documents.reading import Piece, everything, pages, pieces, uncompressed


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return plan.render(samples.hostile())


def test_markup_stays_the_characters_that_were_typed(hostile: bytes) -> None:
    text = _unspaced(everything(hostile))
    assert text.count(_unspaced(samples.MARKUP)) >= 10


def test_no_file_is_read_because_a_text_names_it(hostile: bytes) -> None:
    assert "root:" not in everything(hostile)
    objects = uncompressed(hostile)
    assert b"/Image" not in objects.replace(b"/ImageB", b"").replace(b"/ImageC", b"").replace(b"/ImageI", b"")
    assert b"/URI" not in objects
    assert b"/Subtype /Link" in objects


def test_decomposed_letters_are_printed_composed(hostile: bytes) -> None:
    text = everything(hostile)
    assert "Læsekultur på åen i Ølstykke" in text
    assert unicodedata.is_normalized("NFC", text)


def test_characters_that_the_font_lacks_stand_as_their_codes(hostile: bytes) -> None:
    text = everything(hostile)
    for code in ("[U+1F600]", "[U+2713]", "[U+202E]", "[U+0007]"):
        assert code in text


def test_a_picture_shows_a_box_for_what_the_table_beside_it_names() -> None:
    found = samples.budget()
    shares = (replace(found.shares[0], library="Odense \u2713"), *found.shares[1:])
    text = everything(plan.render(replace(samples.ordinary(), budget=replace(found, shares=shares))))
    assert "Odense [U+2713] 500.000" in text
    assert "Odense □" in text


def test_each_lacking_character_is_named_once_with_its_places() -> None:
    warnings = plan.warnings(samples.hostile())
    assert len(warnings) == 4
    (smile,) = [warning for warning in warnings if "U+1F600" in warning]
    assert smile == (
        f"Tegnet »{samples.EMOJI}« (U+1F600) findes ikke i planens skrift og er trykt som [U+1F600]: "
        "netværkets navn, titlen, årsmødet og 11 andre steder."
    )
    (bell,) = [warning for warning in warnings if "U+0007" in warning]
    assert bell.startswith("Tegnet U+0007 findes ikke")


def test_an_ordinary_plan_has_no_warnings() -> None:
    assert plan.warnings(samples.ordinary()) == []
    assert plan.warnings(samples.nearly_empty()) == []


def test_a_warning_finds_every_text_that_is_printed() -> None:
    marked, expected = _marked(samples.second_version())
    printed = everything(plan.render(marked))
    named = {warning.split("U+")[1][:4] for warning in plan.warnings(marked)}
    on_paper = set(re.findall(r"\[U\+([0-9A-F]{4})\]", printed))
    assert on_paper == named
    assert len(named) == expected


def test_every_word_of_a_row_taller_than_a_page_is_printed_once() -> None:
    words = [f"ord{index:04}" for index in range(2_400)]
    text = _goal_text(" ".join(words))
    found = re.findall(r"ord\d{4}", everything(plan.render(_with_goal(text))))
    assert sorted(found) == words


def test_every_character_of_an_endless_word_is_printed() -> None:
    made = plan.render(_with_goal(_goal_text("x" * 5_000)))
    assert everything(made).count("x") == 5_000


def test_no_line_leaves_the_text_area(hostile: bytes) -> None:
    for piece in pieces(hostile):
        left = style.SPINE_MARGIN if piece.page % 2 else style.OUTER_MARGIN
        assert left - 1 <= piece.left, piece
        assert piece.right <= left + style.TEXT_WIDTH + 1, piece
        assert piece.bottom >= 10, piece
        assert piece.top <= style.UPRIGHT.height - 10, piece


def test_no_two_lines_stand_over_each_other(hostile: bytes) -> None:
    assert _overlaps(hostile) == []
    assert _overlaps(plan.render(samples.second_version())) == []


def test_a_text_of_the_greatest_length_allowed_is_printed_in_full() -> None:
    long = _with_goal(_goal_text("ord " * 50_000))
    assert everything(plan.render(long)).count("ord ") >= 50_000


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400),
    st.sampled_from(["", "\n", " ", "W"]),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_anywhere_makes_a_plan(typed: str, filler: str) -> None:
    text = typed + filler * 300
    found = pages(plan.render(_everywhere(text)))
    assert f"Side {len(found)} af {len(found)}" in found[-1]
    plan.warnings(_everywhere(text))


def _overlaps(pdf: bytes) -> list[tuple[Piece, Piece]]:
    by_page: dict[int, list[Piece]] = {}
    for piece in pieces(pdf):
        by_page.setdefault(piece.page, []).append(piece)
    return [(one, other) for found in by_page.values() for one, other in combinations(found, 2) if one.overlaps(other)]


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _goal_text(text: str) -> GoalText:
    return replace(samples.ordinary().parts[0].groups[0].goals[0], text=text)


def _with_goal(goal: GoalText) -> PlanContent:
    part = samples.ordinary().parts[0]
    return replace(samples.ordinary(), parts=(replace(part, groups=(replace(part.groups[0], goals=(goal,)),)),))


def _everywhere(text: str) -> PlanContent:
    """The same text in every place of a plan."""
    content, _ = _filled(samples.second_version(), lambda: text)
    return content


def _marked(content: PlanContent) -> tuple[PlanContent, int]:
    """A plan with another character that the font lacks in each text."""
    points = iter(range(0x4E00, 0x9000))
    return _filled(content, lambda: chr(next(points)))


def _filled(content: PlanContent, make: Callable[[], str]) -> tuple[PlanContent, int]:
    """A small plan with a text of its own in each place, and how many places that is."""
    made: list[str] = []

    def texts(*names: str) -> dict[str, Any]:
        made.extend(found := [make() for _ in names])
        return dict(zip(names, found, strict=True))

    assert content.sign_off
    part = content.parts[0]
    goal_texts = ("text", "audience", "owner", "indicator", "baseline", "target", "result", "derived_from")
    goals = tuple(replace(goal, **texts(*goal_texts)) for goal in part.groups[0].goals[:2])
    group = replace(part.groups[0], **texts("focus_area"), goals=goals)
    seats = ("seat", "organisation", "name", "title", "substitute")
    budget = replace(
        content.budget,
        shares=tuple(replace(share, **texts("library")) for share in content.budget.shares[:2]),
        allocations=tuple(replace(row, **texts("purpose")) for row in content.budget.allocations[:2]),
    )
    terms = tuple(replace(one, findings=tuple(texts("finding").values())) for one in content.sign_off.terms[:1])
    filled = replace(
        content,
        **texts("network", "title", "foreword", "source_meeting", "focus_areas_set"),
        members=tuple(replace(member, **texts(*seats)) for member in content.members[:2]),
        focus_areas=tuple(replace(area, **texts("title", "description")) for area in content.focus_areas[:2]),
        parts=(replace(part, groups=(group,)),),
        budget=budget,
        wheel=tuple(replace(event, **texts("text")) for event in content.wheel[:2]),
        sign_off=replace(content.sign_off, **texts("by", "reason"), terms=terms),
    )
    return filled, len(made)
