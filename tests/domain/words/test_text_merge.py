"""Two people in the same text: nothing that either of them wrote is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.domain.words.text_merge import merged

BASE = "Status blev gennemgået.\nØkonomien er i balance.\nEventuelt"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("", "Mit", "", "Mit"),
        ("", "", "Deres", "Deres"),
        ("", "Ens", "Ens", "Ens"),
        ("Fælles.", "Fælles. Mit.", "Fælles. Deres.", "Fælles. Deres. Mit."),
        ("", "Mit", "Deres", "Deres Mit"),
        (BASE, f"I dag: {BASE}", f"{BASE}: intet", f"I dag: {BASE}: intet"),
        ("en to tre", "en tre", "en to tre fire", "en tre fire"),
        ("Prisen er 10 kr.", "Prisen er 20 kr.", "Prisen er 30 kr.", "Prisen er 30 kr.\nPrisen er 20 kr."),
        ("a\nb\nc", "a\nx\nc", "a\ny\nc", "a\ny\nx\nc"),
    ],
)  # fmt: skip
def test_both_changes_are_in_the_text(base: str, mine: str, theirs: str, expected: str) -> None:
    assert merged(base, mine, theirs) == expected


texts = st.text(alphabet="ab \n.æ", max_size=24)


@given(texts, texts)
def test_without_a_change_of_theirs_mine_stands_as_it_is(base: str, mine: str) -> None:
    assert merged(base, mine, base) == mine
    assert merged(base, base, mine) == mine
    assert merged(base, mine, mine) == mine


@given(texts, texts, texts)
def test_every_word_that_either_added_is_there(base: str, mine: str, theirs: str) -> None:
    known = set(re.findall(r"\w+", base))
    result = set(re.findall(r"\w+", merged(base, mine, theirs)))
    joined = "".join(re.findall(r"\w+", merged(base, mine, theirs)))
    for word in (set(re.findall(r"\w+", mine)) | set(re.findall(r"\w+", theirs))) - known:
        assert word in result or word in joined
