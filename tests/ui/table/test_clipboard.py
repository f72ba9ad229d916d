from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.ui.table.clipboard import from_text, to_text

CELL = st.text(alphabet=st.sampled_from('ab "\t\nø'), max_size=8)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1)))
def test_a_block_comes_back_as_it_went_out(block: list[list[str]]) -> None:
    assert from_text(to_text(block)) == block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("", []),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a", [["a"]]),
        ("\t", [["", ""]]),
        ('"to\nlinjer"\tb\n', [["to\nlinjer", "b"]]),
        ('"et ""citat"""\tb', [['et "citat"', "b"]]),
        ('5" skærm\tb', [['5" skærm', "b"]]),
        ('"åben\tb', [['"åben', "b"]]),
        ("a\n\nb\n", [["a"], [""], ["b"]]),
    ],
)
def test_excels_text_is_read_as_excel_means_it(text: str, block: list[list[str]]) -> None:
    assert from_text(text) == block
