"""Search over everything: what is found, in which order, how Danish spelling is folded, and what is marked."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbnet_desktop.domain.records import TABLES, AgendaItem, AgreedText, Goal, Meeting, Organisation, Person
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.search.search import Group, Hit, Index
from cbnet_desktop.domain.words.folding import fold, folded_places
from tests.building import Building, whole_year


def hits(network: Network, query: str) -> list[Hit]:
    return [hit for group in Index(network).search(query) for hit in group.hits]


def titles_found(building: Building, query: str) -> list[str]:
    return [hit.title for hit in hits(building.network, query)]


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in marks]


class TestFolding:
    @pytest.mark.parametrize(
        ("written", "typed"),
        [
            ("Årsmøde", "aarsmoede"),
            ("Årsmøde", "ARSMODE"),
            ("Aalborg", "ålborg"),
            ("Åse Øvegaard", "aase oevegård"),
            ("Læsekreds", "laesekreds"),
            ("København", "kobenhavn"),
            ("ét møde", "et mode"),
            ("Höganäs", "høganæs"),
        ],
    )
    def test_the_spellings_of_one_word_are_one(self, written: str, typed: str) -> None:
        assert fold(written) == fold(typed)

    def test_ae_is_not_a(self) -> None:
        assert fold("læse") != fold("lase")

    @given(st.text())
    def test_each_folded_character_knows_where_it_came_from(self, text: str) -> None:
        text = unicodedata.normalize("NFC", text)
        folded, places = folded_places(text)
        assert folded == fold(text)
        assert len(places) == len(folded)
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert [start for start, _ in places] == sorted(start for start, _ in places)

    @given(st.text(alphabet="aåeoøæ", min_size=1, max_size=8))
    def test_a_text_is_found_by_itself(self, text: str) -> None:
        network = Building.new(2014)
        network.add(Person, name=text)
        assert text in titles_found(network, text)


class TestWhatIsFound:
    def test_every_word_must_stand_in_the_row_whatever_the_field(self, building: Building) -> None:
        building.add(Person, name="Karla Sagnholm", title="Konsulent")
        building.add(Person, name="Karla Prøve", title="Bibliotekar")
        assert titles_found(building, "karla konsulent") == ["Karla Sagnholm"]
        assert titles_found(building, "karla direktør") == []

    def test_nothing_is_found_by_no_words(self, building: Building) -> None:
        assert Index(building.network).search("   ") == []

    def test_a_day_and_an_amount_are_found_as_they_are_shown(self) -> None:
        network = whole_year(2015).network
        assert {hit.table for hit in hits(network, "05.11.2014")} >= {"meetings"}
        assert {hit.table for hit in hits(network, "500.000")} == {"budget_shares"}

    def test_an_archived_row_is_found_last_and_marked(self, building: Building) -> None:
        old = building.add(Person, name="Niels")
        building.add(Person, name="Niels Nielsen Nu")
        building.set(Person, old, archived=True)
        assert [(hit.title, hit.is_archived) for hit in hits(building.network, "niels")] == [
            ("Niels Nielsen Nu", False),
            ("Niels", True),
        ]

    @pytest.mark.parametrize("query", ["'; drop table people --", "\\", "((", "*", "%", "<b>", "\n", "\0", "😀"])
    def test_signs_are_only_signs(self, building: Building, query: str) -> None:
        building.add(Person, name="Karla")
        assert titles_found(building, query) == []

    def test_every_table_s_texts_are_searched_but_for_kept_ones_which_repeat_others(self) -> None:
        network = Building.new(2014).network
        for table, kind in TABLES.items():
            texts = {name: "Zyxwv" for name, field in kind.fields().items() if field.kind in ("text", "long_text")}
            if texts and kind is not AgreedText:
                row = kind("x", **{**kind("x").values(), **texts})
                found = hits(network.with_tables({table: {"x": row}}), "zyxwv")
                assert [(hit.table, hit.row_id) for hit in found] == [(table, "x")]
                assert found[0].field in kind.fields()


class TestTheOrder:
    def test_title_before_text_and_phrase_before_words(self, building: Building) -> None:
        for name, note in (
            ("Et", "det åbne hus og et bibliotek"),
            ("To", "i det åbne bibliotek"),
            ("Bibliotek, det åbne", ""),
            ("Om det åbne bibliotek", ""),
            ("Åbne bibliotek", ""),
        ):
            building.add(Organisation, name=name) if not note else building.add(Person, name=name, note=note)
        found = titles_found(building, "åbne bibliotek")
        assert found == ["Åbne bibliotek", "Om det åbne bibliotek", "Bibliotek, det åbne", "To", "Et"]

    def test_the_beginning_of_a_word_before_its_middle(self, building: Building) -> None:
        building.add(Person, name="Børnebibliotek Ude")
        building.add(Person, name="Ny Bibliotekar")
        assert titles_found(building, "bibliotek")[-2:] == ["Ny Bibliotekar", "Børnebibliotek Ude"]

    def test_the_newest_first_among_equals(self, building: Building) -> None:
        for day in ("2012-05-01", "2014-05-01", "2013-05-01"):
            building.meeting("planning", day, title="Midtvejs")
        assert [title[-4:] for title in titles_found(building, "midtvejs")] == ["2014", "2013", "2012"]

    def test_the_table_with_the_best_hit_comes_first_and_says_how_many_there_are(self, building: Building) -> None:
        for number in range(12):
            building.add(Person, name=f"Prøve {number}", note="Vejle")
        first, *_, last = Index(building.network).search("vejle")
        assert first.hits[0].title == "Vejle"
        assert (last.table, last.total, len(last.hits)) == ("people", 12, 8)


class TestWhatIsShown:
    def test_the_words_are_marked_as_they_are_written(self, building: Building) -> None:
        building.add(Person, name="Åse Øvegaard")
        (hit,) = hits(building.network, "oevegård aas")
        assert marked(hit.title, hit.title_marks) == ["Ås", "Øvegaard"]
        assert (hit.field, hit.excerpt) == ("name", "")

    def test_a_hit_in_a_text_shows_the_words_with_their_surroundings_and_names_the_field(
        self, building: Building
    ) -> None:
        meeting_id = building.meeting("planning", "2014-05-14")
        text = "Indledning. " * 30 + "Så kom Digital\nPost på bordet. " + "Slut. " * 30
        building.add(AgendaItem, meeting_id=meeting_id, title="Status", outcome=text)
        (hit,) = hits(building.network, "digital post")
        assert (hit.title, hit.field) == ("Status", "outcome")
        assert hit.where == "Planlægnings- og koordineringsmøde 14.05.2014"
        assert marked(hit.excerpt, hit.excerpt_marks) == ["Digital", "Post"]
        assert hit.excerpt.startswith("…")
        assert hit.excerpt.endswith("…")
        assert len(hit.excerpt) < 100

    @given(st.text(max_size=300), st.text(alphabet="abå æø.", min_size=1, max_size=5))
    def test_marks_lie_inside_what_is_shown(self, text: str, query: str) -> None:
        row = Person("x", name="Navn", note=unicodedata.normalize("NFC", text))
        for hit in hits(Network.empty().with_tables({"people": {"x": row}}), query):
            for shown, marks in ((hit.title, hit.title_marks), (hit.excerpt, hit.excerpt_marks)):
                assert all(0 <= start < end <= len(shown) for start, end in marks)
                assert all(first[1] < second[0] for first, second in pairwise(marks))


class TestTheIndex:
    def test_a_changed_row_is_found_by_its_new_words_only(self, building: Building) -> None:
        person_id = building.add(Person, name="Frida")
        index = Index(building.network)
        building.set(Person, person_id, name="Gorm")
        index.follow(building.network)
        assert index.search("frida") == []
        assert [group.table for group in index.search("gorm")] == ["people"]

    def test_a_row_that_is_gone_is_not_found(self, building: Building) -> None:
        index = Index(building.network)
        index.follow(Network.empty())
        assert index.search("gentofte") == []

    def test_it_finds_the_same_made_at_once_or_step_by_step(self) -> None:
        building = whole_year(2015)
        index = Index(building.network)
        goal = next(iter(building.network.live(Goal)))
        meeting = next(iter(building.network.live(Meeting)))
        building.set(Goal, goal.id, text="Læseklubber i Vejle")
        building.reopen(meeting.id)
        building.set(Meeting, meeting.id, place="Vejle")
        index.follow(building.network)
        stepped: list[Group] = index.search("vejle")
        assert stepped == Index(building.network).search("vejle")


def test_a_title_of_several_lines_hides_no_field() -> None:
    building = whole_year()
    goal = next(iter(building.network.live(Goal)))
    building.set(Goal, goal.id, text="Første linje\nanden linje", result="Kurset er holdt")
    (hit,) = hits(building.network, "kurset holdt")
    assert (hit.field, hit.excerpt) == ("result", "Kurset er holdt")


def test_a_date_in_words_finds_the_text_that_says_it_and_the_row_of_that_day_once_each() -> None:
    building = Building.new()
    meeting = building.add(Meeting, kind="planning", held_on="2011-11-23", title="Mødet den 23. november 2011")
    other = building.add(Meeting, kind="planning", held_on="2011-12-01", title="Opfølgning på 23. november 2011")
    third = building.add(Meeting, kind="planning", held_on="2011-11-23", title="Besøg")
    assert {hit.row_id for hit in hits(building.network, "23. november 2011")} == {meeting, other, third}
    assert len(hits(building.network, "23. november 2011")) == 3
    assert hits(building.network, "31. november 2011") == []
