"""The answer forms of a consultation: a file for each library, whatever it is called."""

from __future__ import annotations

import json

import pytest

from cbnet_desktop.documents.papers import answer_forms
from cbnet_desktop.domain.focus import asked
from cbnet_desktop.domain.records import Organisation
from cbnet_desktop.domain.records.errors import Missing
from tests.building import Building
from tests.documents import filled_forms
from tests.documents.reading import everything


@pytest.fixture
def year() -> Building:
    building = Building.new(2014)
    building.focus_areas(2015, set_on=None, deadline="2014-10-01", consulted_on="2014-08-20")
    return building


def test_each_library_gets_a_file_of_its_own_name(year: Building) -> None:
    odense, vejle, herning = (year.library(name) for name in ("Odense", "Vejle", "Herning"))
    year.set(Organisation, odense.id, short_name="Fyn/Øerne m.fl.")
    year.set(Organisation, vejle.id, short_name="../../etc/passwd")
    year.set(Organisation, herning.id, short_name="aalborg")
    assert sorted(name for name, _ in answer_forms.of_year(year.network, 2015)) == [
        "svarskema-2015-------etc-passwd",
        "svarskema-2015-Aalborg-2",
        "svarskema-2015-Fyn-Øerne m-fl-",
        "svarskema-2015-Gentofte",
        "svarskema-2015-Roskilde",
        "svarskema-2015-aalborg",
    ]


def test_a_form_says_who_is_asked_about_what_and_when_to_answer(year: Building) -> None:
    form = filled_forms.form(year.network, 2015, "Odense")
    text = everything(answer_forms.pdf(form))
    for words in ("Svarskema for Odense", "1. oktober 2014", "Støtter med bemærkninger", *form.front.title.split()):
        assert words in text
    key = asked.read(form.key)
    assert key
    assert (key.network, key.year, key.organisation) == (year.network.profile.id, 2015, year.library("Odense").id)
    assert len(json.loads(form.key)["areas"]) == len(form.proposals) == 2


def test_the_same_form_is_the_same_file(year: Building) -> None:
    form = filled_forms.form(year.network, 2015, "Odense")
    assert answer_forms.pdf(form) == answer_forms.pdf(form)


def test_without_proposals_there_are_no_forms(year: Building) -> None:
    with pytest.raises(Missing, match="ingen forslag til indsatsområder for 2017"):
        list(answer_forms.of_year(year.network, 2017))
