"""Typed text made fit for paper."""

from __future__ import annotations

import pytest

from cbnet_desktop.documents.pdf import style, text


def test_every_face_has_the_same_characters() -> None:
    faces = [style.code_points(face) for face in (style.REGULAR, style.BOLD, style.ITALIC, style.BOLD_ITALIC)]
    assert all(face == faces[0] for face in faces)


def test_figures_are_equally_wide_so_that_numbers_stand_under_each_other() -> None:
    for face in (style.REGULAR, style.BOLD):
        assert len({style.text_width(figure, face, 10) for figure in "0123456789"}) == 1


def test_danish_letters_and_typography_are_printed_as_they_are() -> None:
    typed = "Æblegrød på åen – »25,5 %« … 1.000 kr. § 11 → ½ é ü ß €"
    assert text.printable(typed) == typed
    assert text.missing(typed) == []


def test_letters_in_two_pieces_become_one() -> None:
    assert text.printable("a\u030a e\u0301") == "å é"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Godt\u2713", "Godt[U+2713]"),
        ("\U0001f600\U0001f600 og \u05d0", "[U+1F600 U+1F600] og [U+05D0]"),
        ("klokke\u0007", "klokke[U+0007]"),
        ("bag\u202elæns", "bag[U+202E]læns"),
        ("\ue000\uffff\x00", "[U+E000 U+FFFF U+0000]"),
    ],
)
def test_a_run_of_lacking_characters_stands_as_codes(typed: str, printed: str) -> None:
    assert text.printable(typed) == printed


def test_what_has_no_look_of_its_own_is_left_out_and_what_looks_alike_is_exchanged() -> None:
    assert text.printable("ka\u00adf\u200bfe\ufeff\u2764\ufe0f") == "kaffe[U+2764]"
    assert text.printable("e\u2011mail\tnu") == "e-mail nu"
    assert text.missing("ka\u00adffe e\u2011mail") == []


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\u2028", "\x85", "\v"])
def test_every_line_ending_breaks_the_line(ending: str) -> None:
    assert text.printable(f"en{ending}to") == "en\nto"


def test_lacking_characters_are_named_once_in_order() -> None:
    assert text.missing("b\u2713a\U0001f600\u2713") == ["\u2713", "\U0001f600"]


def test_a_line_that_is_too_wide_is_shortened_to_fit() -> None:
    assert text.fitted("Kort", style.REGULAR, 8, 100) == "Kort"
    cut = text.fitted("W" * 100_000, style.REGULAR, 8, 100)
    assert cut.endswith("…")
    assert 80 < style.text_width(cut, style.REGULAR, 8) <= 100
