"""An answer that comes back as a file: beside what is known, warned about, and taken in as one edit (M13)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cbnet_desktop.domain.charter import past_days
from cbnet_desktop.domain.edits import returned_answers
from cbnet_desktop.domain.edits.returned_answers import Comparison, Returned
from cbnet_desktop.domain.focus import asked, focus
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.papers.answer_form import OUTSIDE
from cbnet_desktop.domain.records import Annex, ConsultationAnswer, FocusArea, FocusSet, Organisation
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid, Missing
from cbnet_desktop.domain.roster import roster
from tests.building import Building

FILE = {"file_name": "svar.pdf", "media_type": "application/pdf", "size": 5, "sha256": "a" * 64}
SAID = {
    "holdning-1": "remarks",
    "bemaerkning-1": "Børn på Ærø",
    "bemaerkning": "Tak for forslagene",
    "besvaret-af": "Åse Øst",
    "dato": "20.9.2014",
}


@pytest.fixture
def year() -> Building:
    """2015 in consultation, with two areas; every library has answered on the day of the deadline."""
    building = Building.new(2014)
    building.appoint_everybody()
    building.focus_areas(2015, set_on=None, deadline="2014-10-01", consulted_on="2014-08-20")
    return building


def odense(year: Building) -> Organisation:
    return next(one for one in roster.every_central_library(year.network) if one.short_name == "Odense")


def answer(year: Building) -> ConsultationAnswer:
    focus_set = focus.set_of(year.network, 2015)
    assert focus_set
    return focus.answers(year.network, focus_set)[odense(year).id]


def returned(year: Building, **said: str) -> Returned:
    found = returned_answers.returned(asked.key(year.network, 2015, odense(year).id).text(), said or SAID)
    assert found
    return found


def compared(year: Building, form: Returned | None = None) -> Comparison:
    return returned_answers.compared(year.network, form or returned(year), "2014-11-24")


def shown(year: Building, found: Comparison) -> dict[str, tuple[str, str]]:
    return {
        row.question.words: tuple(returned_answers.told(year.network, row.question, value) for value in row[1:])
        for row in found.rows
        if row.is_offered
    }


def take_in(year: Building, found: Comparison, *, without: str = "") -> None:
    values = [(row.question, row.new) for row in found.rows if row.is_offered and row.question.words != without]
    year.apply(returned_answers.taken_in(year.network, found.year, found.library, values, FILE))


def test_what_the_form_says_stands_beside_what_is_known(year: Building) -> None:
    found = compared(year)
    first = focus.of_year(year.network, 2015)[0].title
    assert (found.year, found.library, found.warnings, found.is_outdated) == (2015, odense(year), (), False)
    assert shown(year, found) == {
        f"Holdning til 1. {first}": ("", "Støtter med bemærkninger"),
        f"Bemærkninger til 1. {first}": ("", "Børn på Ærø"),
        "Svar som helhed": ("", "Tak for forslagene"),
        "Besvaret af": ("", "Åse Øst"),
        "Dato": ("01.10.2014", "20.09.2014"),
    }


def test_it_is_taken_in_with_the_file_as_evidence(year: Building) -> None:
    take_in(year, compared(year))
    row = answer(year)
    assert (row.stance, row.answer, row.answered_by, row.answered_on) == (
        None,
        "Tak for forslagene",
        "Åse Øst",
        "2014-09-20",
    )
    (area,) = focus.area_answers(year.network, row)
    assert (area.stance, area.remark) == ("remarks", "Børn på Ærø")
    (annex,) = annexes.of(year.network, row)
    assert (annex.title, annex.file_name, annex.sha256) == ("Høringssvar fra Odense", "svar.pdf", "a" * 64)


def test_a_second_form_edits_the_same_rows_and_is_kept_beside_the_first(year: Building) -> None:
    take_in(year, compared(year))
    again = compared(year, returned(year, **{"holdning-1": "supports", "dato": "21.9.2014"}))
    take_in(year, again)
    (area,) = focus.area_answers(year.network, answer(year))
    assert (area.stance, area.remark, answer(year).answered_on) == ("supports", "Børn på Ærø", "2014-09-21")
    assert [annex.position for annex in annexes.of(year.network, answer(year))] == [1, 2]


def test_what_is_not_ticked_stays_as_it_was(year: Building) -> None:
    take_in(year, compared(year), without="Dato")
    assert (answer(year).answered_by, answer(year).answered_on) == ("Åse Øst", "2014-10-01")


def test_a_library_without_a_row_gets_one(year: Building) -> None:
    first = answer(year)
    year.set(ConsultationAnswer, first.id, archived=True)
    take_in(year, compared(year))
    assert answer(year).id != first.id
    assert answer(year).answered_by == "Åse Øst"


def test_a_form_without_a_day_is_dated_today(year: Building) -> None:
    found = compared(year, returned(year, holdning="supports"))
    assert found.warnings == ()
    assert shown(year, found)["Dato"] == ("01.10.2014", "24.11.2014")


def test_the_same_form_taken_in_again_later_is_not_dated_anew(year: Building) -> None:
    form = returned(year, **{"holdning-1": "remarks"})
    take_in(year, compared(year, form))
    again = returned_answers.compared(year.network, form, "2014-12-01")
    assert shown(year, again) == {}


def test_a_day_that_is_none_is_told(year: Building) -> None:
    found = compared(year, returned(year, dato="i går"))
    assert found.warnings == ("Datoen »i går« kan ikke læses, så svaret dateres i dag.",)


def test_a_day_ahead_is_refused_as_it_is_when_it_is_typed(year: Building) -> None:
    found = compared(year, returned(year, dato="24.12.2014"))
    values = [(row.question, row.new) for row in found.rows if row.is_offered]
    changes = returned_answers.taken_in(year.network, 2015, found.library, values, FILE)
    with pytest.raises(Invalid) as refused:
        past_days.require(year.network.with_changes(changes), changes, lambda: "2014-11-24")
    assert refused.value.field == "answered_on"


def test_it_is_told_that_and_what_was_changed_since_the_form_was_made(year: Building) -> None:
    form = returned(year)
    first, second = focus.of_year(year.network, 2015)
    year.set(FocusArea, first.id, description="Nu også for børn")
    year.set(FocusArea, second.id, archived=True)
    year.add(FocusArea, year=2015, title="Læselyst", position=9)
    found = compared(year, form)
    assert found.is_outdated
    assert found.warnings == (
        "Svaret gælder en ældre tekst: høringen er ændret, siden svarskemaet blev lavet (ændret: »"
        f"{first.title}«; kommet til: »Læselyst«; 1 forslag er udgået).",
    )
    assert f"Holdning til 1. {first.title}" in shown(year, found)


def test_an_answer_to_an_area_that_has_moved_stays_with_it(year: Building) -> None:
    form = returned(year)
    first, second = focus.of_year(year.network, 2015)
    year.set(FocusArea, first.id, part=second.part, position=7)
    take_in(year, compared(year, form))
    (area,) = focus.area_answers(year.network, answer(year))
    assert area.focus_area_id == first.id


@pytest.mark.parametrize(
    ("field", "value"), [("letter", "Ny tekst"), ("deadline", None), ("consulted_on", None)], ids=str
)
def test_only_the_text_counts_as_what_was_asked(year: Building, field: str, value: Value) -> None:
    focus_set = focus.set_of(year.network, 2015)
    assert focus_set
    before = asked.key(year.network, 2015, "x").sha256
    year.set(FocusSet, focus_set.id, **{field: value})
    assert (asked.key(year.network, 2015, "x").sha256 != before) == (field == "letter")


def test_it_is_told_that_the_areas_are_set_already(year: Building) -> None:
    year.set_areas(2015, "2014-11-01")
    assert compared(year).warnings == ("Indsatsområderne er allerede fastsat 01.11.2014.",)


def test_a_stance_that_no_form_has_is_told_and_left_out(year: Building) -> None:
    found = compared(year, returned(year, holdning="måske", dato="20.9.2014"))
    assert found.warnings == (
        "Holdning til alle forslag under ét: »måske« er ingen af skemaets holdninger og tages ikke med.",
    )
    assert set(shown(year, found)) == {"Dato"}


def test_a_text_that_is_longer_than_the_form_takes_is_cut_and_told(year: Building) -> None:
    found = compared(year, returned(year, bemaerkning="å" * 4001, dato="20.9.2014"))
    assert found.warnings == ("Svar som helhed: teksten er forkortet til 4.000 tegn.",)


def test_what_no_question_asks_is_told_and_not_lost_in_silence(year: Building) -> None:
    found = compared(year, returned(year, **SAID, **{"holdning-9": "Udgået", "omdoebt": "Vi mener ogsaa", "tomt": " "}))
    assert found.warnings == (
        "Filen siger også »Udgået« og »Vi mener ogsaa«, som ikke svarer på noget spørgsmål og ikke tages med. "
        "Læs filen.",
    )
    many = compared(year, returned(year, **SAID, **{f"ekstra-{number}": "x" * 90 for number in range(9)}))
    assert "… og 6 ting til, som ikke svarer" in many.warnings[0].replace("»", "").replace("«", "")


def test_a_sheet_of_which_only_the_rest_is_filled_in_is_typed_in_beside(year: Building) -> None:
    key = asked.key(year.network, 2015, odense(year).id).text()
    assert returned_answers.returned(key, {f"{OUTSIDE}3": "Støtter", "holdning-1": ""}) is None


def test_a_form_of_another_network_year_or_library_is_refused(year: Building) -> None:
    form = returned(year)
    foreign = replace(form, key=replace(form.key, network="x"))
    with pytest.raises(Invalid, match="et andet netværk"):
        compared(year, foreign)
    later = replace(form, key=replace(form.key, year=2017))
    with pytest.raises(Missing, match="Indsatsområderne for 2017 er ikke sendt i høring"):
        compared(year, later)
    nobody = replace(form, key=replace(form.key, organisation="x"))
    with pytest.raises(Invalid, match="Svarskemaets centralbibliotek er ikke blandt dem, der høres"):
        compared(year, nobody)
    agency = next(one for one in year.network.rows(Organisation) if one.kind == "agency")
    with pytest.raises(Invalid, match="er ikke blandt dem, der høres om indsatsområderne for 2015"):
        compared(year, replace(form, key=replace(form.key, organisation=agency.id)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "null",
        '{"form":"consultation-answer"}',
        '{"form":"consultation-answer","network":"x","year":2015,"organisation":"x","sha256":"A","areas":[]}',
        '{"form":"consultation-answer","network":"x","year":"2015","organisation":"x","sha256":"' + "a" * 64 + '"}',
        '{"form":"other","network":"x","year":2015,"organisation":"x","sha256":"' + "a" * 64 + '","areas":[]}',
        " " * 200_000,
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_key_makes_no_form(text: str) -> None:
    assert returned_answers.returned(text, SAID) is None


def test_a_form_in_which_nothing_is_filled_in_is_like_a_scan(year: Building) -> None:
    key = asked.key(year.network, 2015, odense(year).id)
    assert asked.read(key.text()) == key
    assert returned_answers.returned(key.text(), {"holdning-1": "", "dato": "  "}) is None


def test_an_annex_of_an_answer_belongs_to_nothing_else(year: Building) -> None:
    take_in(year, compared(year))
    (annex,) = annexes.of(year.network, answer(year))
    with pytest.raises(Invalid, match="et høringssvar"):
        year.set(Annex, annex.id, plan_id="x")
