"""A signed plan is shown as it was signed, from every way to its preview."""

from __future__ import annotations

import pytest

from tests.real.program import Program

SIGNED = "Handlingsplan 2013, version 1 – forhåndsvisning"
DRAFT = "Handlingsplan 2013, udkast – forhåndsvisning"
CHANGED = "Planen er ændret, siden version 1 blev godkendt."


@pytest.fixture
def signed_year(program: Program) -> Program:
    """The plan of 2013, which is as it was signed."""
    return program.key("alt+Left", "alt+Left", "ctrl+6")


def is_shown(program: Program, title: str) -> bool:
    return any(name.startswith(title) for name in program.windows())


@pytest.mark.parametrize("way", ["ctrl+p", "ctrl+shift+p", "alt+s"])
def test_a_signed_plan_is_previewed_as_signed_and_says_where_it_has_changed(signed_year: Program, way: str) -> None:
    signed_year.key(way)
    signed_year.wait_for(lambda: is_shown(signed_year, SIGNED), "the signed plan")
    assert not signed_year.find("label", CHANGED)
    signed_year.key("Escape")
    signed_year.click_cell("Mål", "1.1", "Indikator").type("Noget andet").key("Return", way)
    signed_year.wait_for(lambda: is_shown(signed_year, SIGNED), "the signed plan")
    assert signed_year.says(CHANGED)
    signed_year.key("Escape", "alt+p", "d")
    signed_year.wait_for(lambda: is_shown(signed_year, DRAFT), "the draft")
