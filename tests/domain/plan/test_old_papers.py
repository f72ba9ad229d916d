"""Papers of years before the program: what their names say, and the meetings and plans that they belong to."""

from __future__ import annotations

from datetime import date

import pytest

from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.meetings.annex_titles import said_by
from cbnet_desktop.domain.plan import old_papers
from cbnet_desktop.domain.plan.old_papers import OldPaper
from cbnet_desktop.domain.records import Annex, Meeting, Plan
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.search.search import Index
from tests.building import Building


@pytest.mark.parametrize(
    ("name", "title", "day"),
    [
        ("2011-11-23 referat.pdf", "Referat", "2011-11-23"),
        ("20111123_referat_fra_årsmødet.docx", "Referat fra årsmødet", "2011-11-23"),
        ("Referat 23.11.2011.pdf", "Referat", "2011-11-23"),
        ("Referat af møde d. 3-2-2009, endeligt.pdf", "Referat af møde endeligt", "2009-02-03"),
        ("Referat d. 3. maj 2010.pdf", "Referat", "2010-05-03"),
        ("Referat den 23.11.2011.pdf", "Referat", "2011-11-23"),
        ("Referat_onsdag_den_2011-11-23.pdf", "Referat", "2011-11-23"),
        ("Referat fredag den 17.juni 2011.pdf", "Referat", "2011-06-17"),
        ("Bilag D 2011-11-23.pdf", "Bilag D", "2011-11-23"),
        ("referat den 23. november 2011.pdf", "Referat", "2011-11-23"),
        ("23_nov_2011 Dagsorden.pdf", "Dagsorden", "2011-11-23"),
        ("Dagsorden 23112011.pdf", "Dagsorden", "2011-11-23"),
        ("2011-11-23.pdf", "2011-11-23", "2011-11-23"),
        ("Handlingsplan 2012.pdf", "Handlingsplan 2012", None),
        ("Bilag 2011-13-45.pdf", "Bilag 2011-13-45", None),
        ("Sag 1234567890.pdf", "Sag 1234567890", None),
        ("Referat.pdf.docx", "Referat", None),
    ],
)
def test_title_and_day_are_read_from_the_name_of_the_file(name: str, title: str, day: str | None) -> None:
    assert said_by(name) == (title, day)


def test_a_paper_goes_to_the_meeting_of_its_day_and_a_plan_to_its_year() -> None:
    building = Building.new()
    meeting_id = building.add(Meeting, kind="planning", held_on="2013-03-05", title="Forår")
    plan_id = building.add(Plan, year=2013)
    found = (old_papers.suggested(name) for name in ("2013-03-05 referat.pdf", "Handlingsplan 2013.pdf"))
    building.apply(old_papers.added(building.network, [(paper, {}) for paper in found]))
    assert [(row.title, row.meeting_id, row.plan_id) for row in building.network.rows(Annex)] == [
        ("Referat", meeting_id, None),
        ("Handlingsplan 2013", None, plan_id),
    ]


def test_several_papers_of_a_day_before_the_program_share_one_meeting_that_is_made() -> None:
    building = Building.new()
    names = ("2009-11-23 referat af årsmødet.pdf", "2009-11-23 dagsorden.pdf", "Handlingsplan 2010.docx")
    papers = [old_papers.suggested(name) for name in names]
    assert [old_papers.place_told(building.network, paper) for paper in papers] == [
        "Årsmøde 23.11.2009 (oprettes)",
        "Møde 23.11.2009 (oprettes)",
        "Handlingsplan 2010 (oprettes)",
    ]
    changes = old_papers.added(building.network, [(paper, {}) for paper in papers])
    assert old_papers.label(changes) == "3 ældre papirer lagt ind"
    building.apply(changes)
    (made,) = building.network.rows(Meeting)
    assert (made.title, made.kind, made.state, made.held_on) == ("Årsmøde", "other", "held", "2009-11-23")
    assert [row.year for row in building.network.rows(Plan)] == [2010]
    assert [(row.title, row.position) for row in building.network.rows(Annex)] == [
        ("Referat af årsmødet", 1),
        ("Dagsorden", 2),
        ("Handlingsplan 2010", 1),
    ]


@pytest.mark.parametrize(
    "day", ["23.11.2009", "23. november 2009", "23. nov. 2009", "23/11 2009", "2009-11-23", "23.11.09", "november 2009"]
)
def test_an_old_paper_is_found_by_its_title_and_day(day: str) -> None:
    building = Building.new()
    building.apply(old_papers.added(building.network, [(old_papers.suggested("Referat 23.11.2009.pdf"), {})]))
    (annex,) = building.network.rows(Annex)
    hits = [hit for group in Index(building.network).search(f"referat {day}") for hit in group.hits]
    assert [hit.row_id for hit in hits if hit.table == Annex.TABLE] == [annex.id]


@pytest.mark.parametrize(
    ("paper", "sentence"),
    [
        (OldPaper("Referat", None, is_plan=False), "Skriv mødets dato for »Referat«."),
        (OldPaper("Handlingsplan", None, is_plan=True), "Skriv årstallet i titlen, eller datoen, for »Handlingsplan«."),
        (OldPaper(" ", "2009-11-23", is_plan=False), "Skriv en titel."),
    ],
)
def test_a_paper_without_a_place_is_refused_with_what_lacks(paper: OldPaper, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        old_papers.added(Building.new().network, [(paper, {})])
    assert refusal.value.message == sentence


def test_old_papers_bring_no_findings_to_the_years_before_the_networks_first_nor_to_that() -> None:
    building = Building.new()
    building.add(Plan, year=building.network.profile.first_year)
    years = range(2008, building.network.profile.first_year + 2)

    def found() -> list[object]:
        return [one for year in years for one in charter.check(building.network, year, date(2026, 11, 30))]

    before = found()
    names = ("2009-11-23 referat af årsmødet.pdf", "2013-05-05 referat.pdf", "Handlingsplan 2010.pdf")
    building.apply(old_papers.added(building.network, [(old_papers.suggested(name), {}) for name in names]))
    assert found() == before
