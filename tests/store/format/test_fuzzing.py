"""Pieces harmed at random are refused, or hold nothing but right edits."""

from __future__ import annotations

from tests.store.format.fuzzing import tried


def test_a_thousand_harmed_pieces_are_refused_or_hold_right_edits() -> None:
    bad, edits = tried(range(1000))
    assert 100 < bad < 900
    assert edits > 1000
