"""M6 and M7: offers that overlap, what nobody offers, the calendar, and experience on three levels."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.charter.findings import Severity, State
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.offers import experiences, offers
from cbnet_desktop.domain.records import Charter, Experience, FormerName, Offer, Organisation
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Level
from tests.building import Building, messages


@pytest.fixture
def building(year: Building) -> Building:
    return year


def offer(building: Building, host: str, starts_on: str, title: str = "Kursus", **values: str | None) -> str:
    return building.add(Offer, title=title, host_id=building.library(host).id, starts_on=starts_on, **values)


def pairs(found: list[offers.Overlap]) -> list[set[str]]:
    return [{pair.first.id, pair.second.id} for pair in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E-bøger på Århus Å", "e-bøger på aarhus å!"),
        ("Læsecirkler", "LÆSECIRKLER"),
        ("Café og gæld", "cafe  og gæld"),
        ("Digital dannelse", "Digital-dannelse"),
    ],
)
def test_topics_are_compared_as_a_dane_reads_them(building: Building, one: str, other: str) -> None:
    first = offer(building, "Odense", "2015-03-03", "Kursus A", topic=one)
    second = offer(building, "Vejle", "2015-03-20", "Kursus B", topic=other)
    assert pairs(offers.similar(building.network, 2015)) == [{first, second}]
    assert danish.folded("Læsning") != danish.folded("Låsning") != danish.folded("Løsning")


def test_an_offer_without_topic_is_compared_by_its_title(building: Building) -> None:
    first = offer(building, "Odense", "2015-03-03", "E-bøger")
    second = offer(building, "Vejle", "2015-03-20", "Formidling", topic="e-bøger")
    offer(building, "Vejle", "2015-03-20", "Formidling i praksis")
    assert pairs(offers.similar(building.network, 2015)) == [{first, second}]


def test_topics_are_the_same_within_the_weeks_that_the_terms_of_reference_tell(building: Building) -> None:
    first = offer(building, "Odense", "2015-03-02")
    at_the_limit = offer(building, "Vejle", "2015-04-27")
    offer(building, "Herning", "2015-06-23")
    assert pairs(offers.similar(building.network, 2015)) == [{first, at_the_limit}]
    building.add(Charter, valid_from="2015-01-01", similar_offer_weeks=7)
    assert offers.similar(building.network, 2015) == ()


def test_a_cancelled_offer_overlaps_with_nothing(building: Building) -> None:
    first = offer(building, "Odense", "2015-03-02")
    offer(building, "Vejle", "2015-03-02", state="cancelled")
    assert offers.similar(building.network, 2015) == offers.clashes(building.network, 2015) == ()
    assert [row.id for row in offers.of_year(building.network, 2015, with_cancelled=False)] == [first]


def test_offers_that_share_a_day_clash_unless_their_hours_do_not(building: Building) -> None:
    long = offer(building, "Odense", "2015-03-02", "A", ends_on="2015-03-04")
    morning = offer(building, "Vejle", "2015-03-04", "B", starts_at="09:00", ends_at="12:00")
    noon = offer(building, "Vejle", "2015-03-04", "C", starts_at="11:00", ends_at="15:00")
    evening = offer(building, "Vejle", "2015-03-04", "D", starts_at="15:00", ends_at="17:00")
    offer(building, "Vejle", "2015-03-05", "E")
    found = pairs(offers.clashes(building.network, 2015))
    assert {long, morning} in found
    assert {morning, noon} in found
    assert {noon, evening} not in found
    assert {morning, evening} not in found
    assert len(found) == 4


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (("09:00", "12:00"), ("12:00", "15:00"), False),
        (("09:00", "12:01"), ("12:00", "15:00"), True),
        (("12:00", "15:00"), ("09:00", "12:00"), False),
        (("09:00", None), ("12:00", "15:00"), True),
        (("09:00", "12:00"), (None, "15:00"), True),
        ((None, "12:00"), ("09:00", "10:00"), True),
        (("09:00", "12:00"), ("10:00", None), True),
        (("10:00", "12:00"), ("08:00", "10:00"), False),
    ],
)
def test_offers_of_a_day_share_an_hour_as_far_as_their_times_tell(
    building: Building, first: tuple[str | None, str | None], second: tuple[str | None, str | None], clash: bool
) -> None:
    for number, (starts_at, ends_at) in enumerate((first, second)):
        offer(building, "Odense", "2015-03-04", f"Kursus {number}", starts_at=starts_at, ends_at=ends_at)
    assert bool(offers.clashes(building.network, 2015)) is clash


def test_offers_of_several_days_clash_whatever_the_clock_says(building: Building) -> None:
    offer(building, "Odense", "2015-03-02", "A", ends_on="2015-03-04", starts_at="09:00", ends_at="10:00")
    offer(building, "Odense", "2015-03-04", "B", starts_at="12:00", ends_at="13:00")
    assert len(offers.clashes(building.network, 2015)) == 1


def test_offers_of_a_day_stand_by_the_clock(building: Building) -> None:
    for title, clock in (("A", "13:00"), ("C", None), ("B", "09:00")):
        offer(building, "Odense", "2015-03-04", title, starts_at=clock)
    assert [row.title for row in offers.of_year(building.network, 2015)] == ["C", "B", "A"]


def test_pairs_of_one_topic_are_told_once_however_alike_and_not_again_as_a_clash(building: Building) -> None:
    offer(building, "Odense", "2015-03-04", "E-bøger", topic="Læsning")
    offer(building, "Odense", "2015-03-04", "E-bøger", topic="Læsning")
    third = offer(building, "Odense", "2015-03-04", "Andet")
    shared, met, _ = offers.to_settle(building.network, 2015)
    assert len(shared) == 1
    assert all(third in pair for pair in pairs(met))
    assert len(met) == 2


def test_offers_without_a_host_have_no_audience_in_common_but_the_national(building: Building) -> None:
    for title, level in (("A", "regional"), ("B", "regional"), ("C", "national")):
        building.merge_new(Offer, title=title, starts_on="2015-03-04", level=level, host_id=f"gone {title}")
    assert [
        (pair.first.title, pair.second.title, pair.has_one_audience) for pair in offers.clashes(building.network, 2015)
    ] == [("A", "B", False), ("A", "C", True), ("B", "C", True)]


def test_an_undated_offer_is_of_no_year_and_on_no_day(building: Building) -> None:
    building.merge_new(Offer, title="Uden dag")
    assert offers.of_year(building.network, 2015) == []
    assert not any(day.offers for week in offers.month(building.network, 2015, 3) for day in week.days)


def test_the_first_and_the_last_day_of_a_year_belong_to_it(building: Building) -> None:
    last = offer(building, "Odense", "2015-12-31")
    over = offer(building, "Odense", "2014-12-30", ends_on="2015-01-01")
    gone = offer(building, "Odense", "2015-06-01", state="cancelled")
    assert [row.id for row in offers.of_year(building.network, 2015)] == [over, gone, last]
    assert [row.id for row in offers.of_year(building.network, 2014)] == [over]
    assert gone not in [row.id for row in offers.without_focus_area(building.network, 2015)]


def test_a_cancelled_offer_serves_neither_region_nor_area(building: Building) -> None:
    area = focus.of_year(building.network, 2015)[0]
    offer(building, "Odense", "2015-06-01", state="cancelled", focus_area_id=area.id)
    assert offers.regions_without(building.network, 2015) == offers.regions(building.network, 2015)
    assert area in offers.focus_areas_without(building.network, 2015)


def test_a_library_without_a_region_makes_none(building: Building) -> None:
    before = offers.regions(building.network, 2015)
    building.merge_set(Organisation, building.library("Vejle").id, region="")
    assert offers.regions(building.network, 2015) == [one for one in before if one]
    assert "" not in offers.regions(building.network, 2015)


def test_a_month_ends_with_the_week_of_its_last_day(building: Building) -> None:
    weeks = offers.month(building.network, 2015, 8)
    assert (weeks[0].days[0].on, weeks[-1].days[0].on) == ("2015-07-27", "2015-08-31")


def test_a_clash_matters_to_those_who_may_want_both(building: Building) -> None:
    offer(building, "Odense", "2015-03-02", "A")
    offer(building, "Vejle", "2015-03-02", "B")
    offer(building, "Gentofte", "2015-03-02", "C")
    audiences = {
        frozenset((pair.first.title, pair.second.title)): pair.has_one_audience
        for pair in offers.clashes(building.network, 2015)
    }
    assert audiences == {frozenset("AB"): True, frozenset("AC"): False, frozenset("BC"): False}
    told = messages(building, "M6", 2015, "2015-01-05")
    assert "»A« (Odense, 02.03.2015) og »B« (Vejle, 02.03.2015) ligger på samme tid" in told
    assert "»C«" not in told.replace("Tilbuddet »C«", "")


def test_a_region_is_served_by_any_of_its_libraries(building: Building) -> None:
    offer(building, "Odense", "2015-03-02")
    assert offers.regions(building.network, 2015) == [
        "Region Hovedstaden",
        "Region Midtjylland",
        "Region Nordjylland",
        "Region Sjælland",
        "Region Syddanmark",
    ]
    assert "Region Syddanmark" not in offers.regions_without(building.network, 2015)
    assert len(offers.regions_without(building.network, 2015)) == 4
    assert len(offers.regions_without(building.network, 2014)) == 5


def test_focus_areas_without_an_offer_and_offers_without_a_focus_area(building: Building) -> None:
    area, other = focus.of_year(building.network, 2015)
    offer(building, "Odense", "2015-03-02", focus_area_id=area.id)
    loose = offer(building, "Vejle", "2015-10-02", "Andet")
    assert offers.focus_areas_without(building.network, 2015) == [other]
    assert [row.id for row in offers.without_focus_area(building.network, 2015)] == [loose]


def test_the_year_holds_what_has_a_day_in_it(building: Building) -> None:
    across = offer(building, "Odense", "2014-12-30", ends_on="2015-01-03")
    building.add(Offer, title="Uden dato")
    assert [row.id for row in offers.of_year(building.network, 2014)] == [across]
    assert [row.id for row in offers.of_year(building.network, 2015)] == [across]


def test_a_month_is_shown_in_iso_weeks_with_the_offers_of_every_day(building: Building) -> None:
    across = offer(building, "Odense", "2014-12-30", ends_on="2015-01-02")
    weeks = offers.month(building.network, 2015, 1)
    assert [week.number for week in weeks] == [1, 2, 3, 4, 5]
    first = weeks[0].days
    assert [day.on for day in first][::6] == ["2014-12-29", "2015-01-04"]
    assert [day.is_in_month for day in first] == [False, False, False, True, True, True, True]
    assert [[row.id for row in day.offers] for day in first] == [[], [across], [across], [across], [across], [], []]
    assert [week.number for week in offers.month(building.network, 2015, 12)][-1] == 53


def test_every_day_of_a_month_is_shown_once(building: Building) -> None:
    for year in (2014, 2015, 2016):
        for number in range(1, 13):
            weeks = offers.month(building.network, year, number)
            days = [day.on for week in weeks for day in week.days]
            assert days == sorted(set(days))
            assert len(days) == 7 * len(weeks)
            assert sum(day.is_in_month for week in weeks for day in week.days) in (28, 29, 30, 31)


class TestM6:
    def test_is_not_due_before_a_year_without_offers(self, building: Building) -> None:
        assert building.state("M6", 2015, "2014-11-24") is State.NOT_DUE
        assert building.state("M6", 2015, "2015-01-02") is State.OPEN

    def test_asks_two_hosts_to_agree_while_they_still_can(self, building: Building) -> None:
        offer(building, "Odense", "2015-03-03")
        offer(building, "Vejle", "2015-03-20")

        def severity(today: str) -> Severity:
            found = building.findings("M6", 2015, today)
            return next(one.severity for one in found if "samme emne" in one.message)

        assert severity("2015-03-20") is Severity.WARNING
        assert severity("2015-03-21") is Severity.NOTE

    def told(self, building: Building, today: str) -> list[tuple[str, Severity]]:
        found = [one for one in building.findings("M6", 2015, today) if one.field in {"topic", "starts_on"}]
        return [(one.field, one.severity) for one in found]

    @pytest.mark.parametrize(("today", "severity"), [("2015-03-04", Severity.WARNING), ("2015-03-05", Severity.NOTE)])
    def test_asks_to_move_one_of_two_at_a_time_until_the_day_is_past(
        self, building: Building, today: str, severity: Severity
    ) -> None:
        offer(building, "Odense", "2015-03-04", "A")
        offer(building, "Odense", "2015-03-04", "B")
        offer(building, "Gentofte", "2015-03-04", "C")
        assert self.told(building, today) == [("starts_on", severity)]

    def test_tells_a_pair_on_one_topic_at_one_time_once(self, building: Building) -> None:
        offer(building, "Odense", "2015-03-04")
        offer(building, "Odense", "2015-03-04")
        assert self.told(building, "2015-01-01") == [("topic", Severity.NOTE)]

    def test_notes_only_an_offer_without_an_area_and_asks_for_one_for_each_area(self, building: Building) -> None:
        area, other = focus.of_year(building.network, 2015)
        offer(building, "Odense", "2015-03-04", focus_area_id=area.id)
        found = [one for one in building.findings("M6", 2015, "2015-01-01") if one.field == "focus_area_id"]
        assert [(one.severity, one.row_id) for one in found] == [(Severity.WARNING, "")]
        assert f"»{other.title}« har ingen tilbud i 2015" in found[0].message
        lonely = offer(building, "Odense", "2015-06-04", "Andet")
        found = [one for one in building.findings("M6", 2015, "2015-01-01") if one.row_id == lonely]
        assert [one.field for one in found] == ["focus_area_id"]

    def test_leaves_a_cancelled_offer_out(self, building: Building) -> None:
        offer(building, "Odense", "2015-03-04", state="cancelled")
        assert "Der er ikke registreret noget tilbud i 2015." in messages(building, "M6", 2015, "2015-01-01")

    def test_names_an_offer_without_a_host_by_its_day_alone(self, building: Building) -> None:
        for _ in range(2):
            building.merge_new(Offer, title="Kursus", starts_on="2015-03-04", host_id=None)
        assert "Tilbuddene »Kursus« (04.03.2015) og »Kursus« (04.03.2015) har samme emne." in messages(
            building, "M6", 2015, "2015-01-01"
        )

    def test_only_notes_a_host_that_repeats_its_own_offer(self, building: Building) -> None:
        offer(building, "Odense", "2015-03-03")
        offer(building, "Odense", "2015-03-20")
        found = [one for one in building.findings("M6", 2015, "2015-01-02") if "samme emne" in one.message]
        assert [one.severity for one in found] == [Severity.NOTE]

    def test_wants_to_know_who_offers(self, building: Building) -> None:
        row_id = building.add(Offer, title="Kursus", starts_on="2015-03-03")
        places = {(one.row_id, one.field) for one in building.findings("M6", 2015, "2015-01-02")}
        assert (row_id, "host_id") in places

    def test_names_the_host_as_it_was_called_then(self, building: Building) -> None:
        offer(building, "Odense", "2015-03-03")
        offer(building, "Vejle", "2015-03-20")
        odense = building.library("Odense")
        building.add(FormerName, organisation_id=odense.id, name="Fyns", short_name="Fyn", ends_on="2015-06-30")
        assert "»Kursus« (Fyn, 03.03.2015)" in messages(building, "M6", 2015, "2015-01-02")


class TestM7:
    def test_notes_what_is_missing_until_october_and_then_asks_for_it(self, building: Building) -> None:
        building.add(Experience, title="Læsecirkel", level="local", tried_on="2015-02-01")
        assert building.state("M7", 2015, "2015-09-30") is State.NOT_DUE
        assert len(building.findings("M7", 2015, "2015-09-30")) == 2
        assert building.state("M7", 2015, "2015-10-01") is State.OPEN
        assert "ingen nationale erfaringer fra 2015" in messages(building, "M7", 2015, "2015-10-01")

    def test_leaves_a_past_year_open_that_lacks_a_level(self, building: Building) -> None:
        building.add(Experience, title="Læsecirkel", level="local", tried_on="2015-02-01")
        assert building.state("M7", 2015, "2016-02-01") is State.OPEN


def test_experience_is_listed_on_three_levels_the_newest_first(building: Building) -> None:
    for title, level, day in (
        ("Ældst", "local", "2015-01-01"),
        ("Nyest", "local", "2015-09-01"),
        ("Året før", "local", "2014-12-31"),
        ("Uden dato", "local", None),
        ("Landet", "national", "2015-03-01"),
    ):
        building.add(Experience, title=title, level=level, tried_on=day)
    found = experiences.by_level(building.network, 2015)
    assert list(found) == list(Level)
    assert [row.title for row in found[Level.LOCAL]] == ["Nyest", "Ældst"]
    assert experiences.empty_levels(building.network, 2015) == [Level.REGIONAL]


def test_m7_is_not_due_before_its_year_and_broken_after_a_year_without_any_experience(building: Building) -> None:
    assert building.state("M7", 2015, "2014-12-31") is State.NOT_DUE
    assert building.findings("M7", 2015, "2014-12-31") == ()
    assert building.state("M7", 2015, "2015-09-30") is State.NOT_DUE
    assert building.state("M7", 2015, "2015-10-01") is State.OPEN
    assert building.state("M7", 2015, "2016-01-01") is State.BROKEN
    building.add(Experience, title="Læsecirkel", level="local", tried_on="2015-04-01")
    assert building.state("M7", 2015, "2016-01-01") is State.OPEN
    for level in Level:
        building.add(Experience, title="Læsecirkel", level=str(level), tried_on="2015-04-01")
    assert building.state("M7", 2015, "2015-01-01") is State.KEPT
