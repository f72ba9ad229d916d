"""One list of characters that nobody sees, used wherever texts are stored, compared, sorted, searched and printed."""

from __future__ import annotations

import unicodedata

import pytest

from cbnet_desktop.documents.papers import calendar as calendar_file
from cbnet_desktop.documents.pdf import text as paper
from cbnet_desktop.domain.edits import edit
from cbnet_desktop.domain.papers.calendar import CalendarEntry, CalendarText
from cbnet_desktop.domain.records import Meeting, Person
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets import cells
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish, folding, unseen

COPIED = [
    "\u00ad", "\u034f", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c",
    "\u202d", "\u202e", "\u2060", "\u2066", "\u2069", "\ufe0f", "\ufeff", "\ufffc", "\x01", "\x7f", "\x9f",
    "\U000e0061",
]  # fmt: skip


@pytest.mark.parametrize("char", COPIED, ids=[f"U+{ord(char):04X}" for char in COPIED])
def test_a_character_that_nobody_sees_makes_no_difference_in_a_short_text(char: str) -> None:
    typed = f"{char}Tim For{char}ord {char}"
    name, email, phone = (Person.fields()[field] for field in ("name", "email", "phone"))
    assert name.normalised(typed) == labels.parse(name, typed) == cells.stored(name, typed) == "Tim Forord"
    assert labels.parse(phone, f"{char}00 00 00 99{char}") == "00 00 00 99"
    Person("p", name="Tim", email=str(email.normalised(f"{char}asta@example.org{char}"))).check()
    assert danish.folded(typed) == danish.folded("Tim Forord")
    assert danish.sort_key(typed)[0] == danish.sort_key("Tim Forord ")[0]
    assert folding.fold(typed).strip() == folding.fold("Tim Forord")
    assert folding.folded_places(typed)[0].strip() == "tim forord"
    assert cells.is_empty(f" {char} ")
    assert labels.parse(Meeting.fields()["held_on"], f"{char}24.11.2014{char}") == "2014-11-24"
    assert labels.parse(Meeting.fields()["state"], f"Plan{char}lagt") == "planned"


def test_a_long_text_keeps_what_shapes_its_words_and_loses_what_steers_a_machine() -> None:
    note = Person.fields()["note"]
    assert note.normalised("Samar\u00adbejde\u200d\x01\x07 nu") == "Samar\u00adbejde\u200d nu"
    assert note.normalised("en\x0bto\u2028tre\x85fire\r\nfem\rseks") == "en\nto\ntre\nfire\nfem\nseks"


def test_every_letter_is_seen() -> None:
    seen = (chr(point) for point in range(0x3000) if unicodedata.category(chr(point))[0] in "LNPS")
    fillers = "\u115f\u1160"
    assert [char for char in seen if not unseen.visible(char) and char not in fillers] == []


def test_a_value_from_elsewhere_with_such_a_character_can_still_be_edited() -> None:
    person = Person("p", name="Tim For\u00adord", phone="1")
    network = Network.empty().with_tables({"people": {"p": person}})
    change = person.edited({"name": "Tim Efterord", "phone": "2"})
    after = edit.applied(network, edit.normalised([change]))
    assert after.get(Person, "p").name == "Tim Efterord"


@pytest.mark.parametrize("typed", ["\u200b", "\u202d\u202c", "\ufeff \u200e"])
def test_a_name_of_which_nothing_is_seen_is_missing(typed: str) -> None:
    with pytest.raises(Invalid, match="Navn mangler"):
        labels.parse(Person.fields()["name"], typed)


def test_paper_leaves_out_what_has_no_look_and_shows_what_steers_a_line() -> None:
    assert paper.printable("ka\u00adf\u200ef\ufffce\u2060") == "kaffe"
    assert paper.printable("bag\u202elæns") == "bag[U+202E]læns"


def test_a_calendar_file_has_no_character_that_its_standard_forbids() -> None:
    entry = CalendarEntry("u", "Årsmøde\x01", "2014-12-03", text="Velkommen\x0btil\x07 mødet")
    written = calendar_file.render(CalendarText("Møder", (entry,))).decode()
    assert "SUMMARY:Årsmøde\r\n" in written
    assert "DESCRIPTION:Velkommen\\ntil mødet\r\n" in written
