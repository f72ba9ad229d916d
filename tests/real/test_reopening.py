"""Approved minutes are refused as they are typed in, reopened with a reason by keys, and then written."""

from __future__ import annotations

from typing import Any

from tests.real.program import Program

DAY = "10.09.2014"


def first_item(program: Program) -> dict[str, Any]:
    """The first item of the planning meeting whose minutes are approved."""
    meeting = program.row("meetings", held_on="2014-09-10")
    return program.row("agenda_items", meeting_id=meeting["id"], position=1)


def test_approved_minutes_are_typed_in_after_a_reopening_only(program: Program) -> None:
    before = first_item(program)
    program.key("alt+Left", "ctrl+4").click_cell("Møder", DAY, "Dato").key("ctrl+r")
    field = program.the("text", "Referat")
    assert field.text == before["outcome"]
    program.click(field).key("ctrl+End").type(" Og drøftet.").key("Tab")
    assert program.says("Genåbn referatet med en begrundelse, hvis det skal rettes.")
    assert first_item(program) == before
    assert program.row("meetings", held_on="2014-09-10")["state"] == "approved"

    program.key("alt+aring")
    program.the("text", "Begrundelse")
    program.key("Return")
    assert program.says("Begrundelse")
    program.type("Et ord manglede").key("Return")
    program.wait_for(lambda: program.row("meetings", held_on="2014-09-10")["state"] == "held", "the reopening")
    assert [row["reason"] for row in program.rows("reopenings")] == ["Et ord manglede"]

    program.click(program.the("text", "Referat")).key("ctrl+End").type(" Alle var enige.").key("Tab")
    program.wait_for(lambda: str(first_item(program)["outcome"]).endswith("Alle var enige."), "the new minutes")
    assert any("Genåbnet: Møde om indsatsområder 10.09.2014" in line for line in program.history())
