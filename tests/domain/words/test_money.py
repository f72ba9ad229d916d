"""Shares add up to the øre."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.domain.words.money import apportion

totals = st.integers(min_value=0, max_value=10**14)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=12).filter(any)


@given(totals, weights)
def test_the_parts_sum_to_the_whole_and_none_is_an_ore_off(total: int, parts_by: list[int]) -> None:
    parts = apportion(total, parts_by)
    assert sum(parts) == total
    whole = sum(parts_by)
    for part, weight in zip(parts, parts_by, strict=True):
        assert abs(part - Fraction(total * weight, whole)) < 1


@given(totals, weights)
def test_nobody_without_weight_gets_anything_and_a_larger_weight_never_less(total: int, parts_by: list[int]) -> None:
    pairs = list(zip(parts_by, apportion(total, parts_by), strict=True))
    assert all(part == 0 for weight, part in pairs if weight == 0)
    for weight, part in pairs:
        assert all(part <= other for larger, other in pairs if larger > weight)


@given(totals, st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=12))
def test_equal_weights_differ_by_one_ore_at_most_and_the_first_get_it(total: int, weight: int, count: int) -> None:
    parts = apportion(total, [weight] * count)
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


@given(totals, weights, st.integers(min_value=1, max_value=1000))
def test_only_the_proportion_of_the_weights_counts(total: int, parts_by: list[int], factor: int) -> None:
    assert apportion(total, parts_by) == apportion(total, [weight * factor for weight in parts_by])


def test_three_share_a_hundred_kroner() -> None:
    assert apportion(100_00, [1, 1, 1]) == [3334, 3333, 3333]
    assert apportion(100, [2, 3, 2]) == [29, 43, 28]


@pytest.mark.parametrize(("total", "by"), [(-1, [1]), (1, []), (1, [0, 0]), (1, [2, -1])])
def test_what_is_no_proportion_is_refused(total: int, by: list[int]) -> None:
    with pytest.raises(ValueError, match="apportion needs"):
        apportion(total, by)


def test_what_is_left_over_goes_to_the_largest_remainders() -> None:
    assert apportion(5, [5, 1, 1, 1]) == [3, 1, 1, 0]
