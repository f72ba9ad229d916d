"""Which words are judged, what is right beside the dictionary, and where a dictionary lies on each system."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from cbnet_desktop.system import foreign, spelling
from cbnet_desktop.system.spelling import Dictionary, is_right, words
from tests import dictionaries

NAMES = spelling.own(["Kultur- og Bibliotekscenter Ærø", "KBE", "Jens Lykkegaard"])


@pytest.fixture
def dictionary(tmp_path: Path) -> Dictionary:
    return Dictionary(dictionaries.made(tmp_path / "da"))


def test_words_are_found_with_their_hyphens_and_full_stops_and_addresses_are_left_out() -> None:
    text = "Se bl.a. e-bøger på www.netværk.dk, biblioteksvagten.dk/ny, xx@yy.dk og Arbejds- og 2 møder."
    assert [word for _, word in words(text)] == ["Se", "bl.a.", "e-bøger", "på", "og", "Arbejds-", "og", "møder."]
    assert [text[at : at + len(word)] for at, word in words(text)] == [word for _, word in words(text)]


@pytest.mark.parametrize(
    "word",
    ["mødet", "kr.", "KBE", "KBE's", "Lykkegaard", "Lykkegaards", "ÆRØ", "initiativ-program", "KBE-samarbejde",
     "initiativs-", "samarbejde-", "x"],
)  # fmt: skip
def test_dictionary_abbreviations_names_capitals_and_parts_of_compounds_are_right(
    dictionary: Dictionary, word: str
) -> None:
    assert dictionary.wrong([word], NAMES) == frozenset()


@pytest.mark.parametrize("word", ["mødte", "initiatv-program", "Lykegaard", "samarbjede", "drøftedes's", "netværk’d"])
def test_a_slip_is_wrong(dictionary: Dictionary, word: str) -> None:
    assert dictionary.wrong([word], NAMES) == {word}


def test_only_the_end_of_a_long_compound_is_corrected_where_its_beginning_stands(dictionary: Dictionary) -> None:
    assert dictionary.suggestions("møddet") == ["mødet"]
    assert dictionary.suggestions("netværketprogrammt")[0] == "netværketprogrammet"


def test_a_file_that_is_no_dictionary_is_refused_and_not_taken_for_a_small_one(tmp_path: Path) -> None:
    for end in ("aff", "dic"):
        (tmp_path / f"da_DK.{end}").write_bytes(b"\x00\xff" * 200)
    with pytest.raises(spelling.Unusable):
        foreign.apart_from_here(partial(_judge, tmp_path), spelling.Unusable)


def _judge(folder: Path) -> frozenset[str]:
    return Dictionary(folder).wrong(["mødet", "xqxqz"], frozenset())


def test_names_are_compared_without_capitals_and_with_the_s_of_the_genitive() -> None:
    def none(_: str) -> bool:
        return False

    assert is_right("ærøs", none, NAMES)
    assert not is_right("ærøerne", none, NAMES)


def test_a_dictionary_is_looked_for_where_each_system_and_libreoffice_keep_it(tmp_path: Path) -> None:
    office = spelling.folders("win32", {"PROGRAMFILES": r"C:\Program Files"})
    assert [one.parts[-3:] for one in office] == [("share", "extensions", "dict-da")]
    mac = spelling.folders("darwin", {"HOME": "/Users/a"})
    assert Path("/Applications/LibreOffice.app/Contents/Resources/extensions/dict-da") in mac
    assert Path("/usr/share/hunspell") in spelling.folders("linux", {})
    told = spelling.folders("linux", {"CBNET_DICTIONARY": str(tmp_path / "da")})
    assert told == [tmp_path / "da"]
    assert spelling.found(told) is None
    dictionaries.made(tmp_path / "da")
    assert spelling.found(told) == tmp_path / "da"
