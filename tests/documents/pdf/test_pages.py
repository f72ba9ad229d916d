"""Every page of the plan: number, running head, watermark, margins and fonts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.documents.pdf import style
from cbnet_desktop.domain.plan.plan_content import PlanContent
from tests.documents import samples
from tests.documents.reading import fonts, pages, pieces, uncompressed

SIGNED = [samples.ordinary, samples.second_version, samples.long]
DRAFTS = [samples.nearly_empty, samples.draft, samples.hostile]


@cache
def made(sample: Callable[[], PlanContent]) -> bytes:
    """The plan as PDF, set once for all tests."""
    return plan.render(sample())


@pytest.mark.parametrize("sample", [*SIGNED, *DRAFTS])
def test_every_page_says_which_of_how_many_it_is(sample: Callable[[], PlanContent]) -> None:
    found = pages(made(sample))
    for number, page in enumerate(found, 1):
        assert re.findall(r"Side (\d+) af (\d+)", page) == [(str(number), str(len(found)))]


@pytest.mark.parametrize("sample", DRAFTS)
def test_a_draft_is_marked_on_every_page(sample: Callable[[], PlanContent]) -> None:
    found = pages(made(sample))
    assert all("UDKAST" in page for page in found)
    assert all("Udkast, ikke godkendt" in page for page in found)


@pytest.mark.parametrize("sample", SIGNED)
def test_a_signed_plan_is_nowhere_marked_as_a_draft(sample: Callable[[], PlanContent]) -> None:
    assert all("udkast" not in page.lower() for page in pages(made(sample)))


def test_the_state_of_sign_off_stands_on_every_page() -> None:
    found = pages(made(samples.second_version))
    assert all("Version 2, godkendt 01.07.2015 kl. 00.15 af Hanne Vang" in page for page in found)


def test_network_and_title_head_every_page_but_the_first() -> None:
    for page in pages(made(samples.ordinary))[1:]:
        assert samples.NETWORK in page
        assert "Handlingsplan 2015" in page


def test_the_wider_margin_is_at_the_spine_and_the_page_number_at_the_outer_edge() -> None:
    found = list(pieces(made(samples.ordinary)))
    for number in (1, 2, 3, 4):
        on_page = [piece for piece in found if piece.page == number]
        left = min(piece.left for piece in on_page)
        spine = style.SPINE_MARGIN if number % 2 else style.OUTER_MARGIN
        assert left == pytest.approx(spine, abs=1.5)
        (foot,) = [piece for piece in on_page if piece.text.startswith("Side ")]
        outer_edge = style.UPRIGHT.width - style.OUTER_MARGIN if number % 2 else style.OUTER_MARGIN
        assert (foot.right if number % 2 else foot.left) == pytest.approx(outer_edge, abs=1.5)


@pytest.mark.parametrize("sample", [*SIGNED, *DRAFTS])
def test_all_text_is_set_in_embedded_lato(sample: Callable[[], PlanContent]) -> None:
    found = fonts(made(sample))
    assert found
    assert all(is_embedded for is_embedded in found.values()), found
    assert {name.partition("+")[2] or name for name in found} <= {"Lato-Regular", "Lato-Bold"}
    assert b"Helvetica" not in uncompressed(made(sample))


def test_every_colour_of_text_is_readable_on_white() -> None:
    for role in ("text", "muted", "accent", "on_selection"):
        assert 1.05 / (_luminance(style.COLOURS[role]) + 0.05) >= 4.5
    assert 1.05 / (_luminance(style.COLOURS["accent"]) + 0.05) >= 4.5
    text, mark = _luminance(style.COLOURS["muted"]), _luminance(style.COLOURS["watermark"])
    assert (mark + 0.05) / (text + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
