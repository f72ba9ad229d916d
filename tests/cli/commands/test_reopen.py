"""What was approved, set, agreed and sent, from the console: locked, reopened with a reason, lapsing knowingly."""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import create
from tests.building import whole_year
from tests.cli.console import Cbnet, Laptop, Line, Ran, edited_apart
from tests.documents.reading import everything
from tests.domain import clause_cases
from tests.store.playing import take_over

LOCKED = "Referatet af Årsmøde 05.11.2014 er godkendt 24.11.2014 og kan ikke rettes. Genåbn referatet"
SET = "Indsatsområder 2015 er fastsat 10.10.2014 og kan ikke rettes. Genåbn fastsættelsen"
MEETING = ("--meeting", "05.11.2014")
WHY = ("--reason", "Et tal var forkert")


@pytest.fixture
def file(laptop: Laptop, tmp_path: Path) -> Path:
    """The plan year 2015 in order, with two consents to an involvement and a meeting that is called."""
    building = whole_year(2015)
    clause_cases.involvement_with_consent(building)
    building.meeting("other", "2014-12-01", state="called", called_on="2014-11-01")
    path = tmp_path / "net.cbnet"
    profile = Change("networks", uuid.uuid4().hex, None, {"name": "Kompetencenetværket", "first_year": 2014})
    store = create(path, [profile], home=laptop.home, user=laptop.user, label="Nyt netværk")
    take_over(store, building.network)
    store.exchange()
    store.close()
    return path


@dataclass(frozen=True)
class Desk:
    """The console over that network."""

    cbnet: Cbnet
    file: Path

    def done(self, command: str, *arguments: str | Path) -> Ran:
        """Runs a command that succeeds."""
        ran = self.cbnet(command, self.file, *arguments)
        assert ran.code == 0, ran
        return ran

    def refused(self, command: str, *arguments: str | Path) -> Ran:
        """Runs a command that is refused with exit code 1 and writes nothing."""
        before = self.history
        ran = self.cbnet(command, self.file, *arguments)
        assert ran.code == 1, ran
        assert self.history == before
        return ran

    def rows(self, table: str, **values: object) -> list[dict[str, Any]]:
        """The rows of a table with these values."""
        found = self.done("show", table, "--json").json
        return [row for row in found if all(row[name] == value for name, value in values.items())]

    def words(self, paper: str, *arguments: str) -> str:
        """The text of a paper."""
        target = self.file.with_name("papir.pdf")
        self.done(paper, *arguments, "-o", target)
        return everything(target.read_bytes())

    @property
    def history(self) -> str:
        """Every edit."""
        return self.done("history", "--json").out

    @property
    def meeting(self) -> str:
        """The id of the approved annual meeting."""
        return str(self.rows("meetings", kind="annual")[0]["id"])

    @property
    def item(self) -> dict[str, Any]:
        """The first item of its agenda."""
        return self.rows("agenda_items", meeting_id=self.meeting)[0]


@pytest.fixture
def desk(cbnet: Cbnet, file: Path) -> Desk:
    return Desk(cbnet, file)


def test_approved_minutes_are_corrected_after_reopening_them_with_a_reason_and_approved_again(desk: Desk) -> None:
    correction = ("set", "agenda_items", desk.item["id"], "outcome=Vedtaget med 5 stemmer.")
    assert LOCKED in desk.refused(*correction).sentence
    assert desk.done("reopen", *MEETING, *WHY).out == "Årsmøde 05.11.2014 er genåbnet og kan rettes.\n"
    assert [row["reason"] for row in desk.rows("reopenings")] == ["Et tal var forkert"]
    assert desk.rows("meetings", id=desk.meeting)[0]["state"] == "held"
    desk.done(*correction)
    assert "Et tal var forkert" in desk.words("minutes", *MEETING)
    desk.done("set", "meetings", desk.meeting, "state=approved", "approved_on=24.11.2014")
    assert "Vedtaget med 5 stemmer." in desk.words("minutes", *MEETING)
    assert LOCKED in desk.refused("set", "agenda_items", desk.item["id"], "outcome=Noget tredje.").sentence
    assert len(desk.rows("agreed_texts", act="approved", subject_id=desk.meeting)) == 2


def test_focus_areas_are_changed_after_reopening_them_with_a_reason_and_set_again(desk: Desk) -> None:
    area, (focus_set,) = desk.rows("focus_areas")[0], desk.rows("focus_sets")
    correction = ("set", "focus_areas", area["id"], "description=Mere om det")
    assert SET in desk.refused(*correction).sentence
    assert desk.done("reopen", "--year", "2015", *WHY).out.endswith("er genåbnet og kan rettes.\n")
    assert desk.rows("focus_sets")[0]["set_on"] is None
    desk.done(*correction)
    desk.done("set", "focus_sets", focus_set["id"], "set_on=10.10.2014", f"set_by_id={focus_set['set_by_id']}")
    assert SET in desk.refused("set", "focus_areas", area["id"], "description=Endnu mere").sentence


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--meeting", "01.12.2014", *WHY), "Referatet er ikke godkendt, så der er intet at genåbne."),
        (("--meeting", "02.12.2014", *WHY), "intet møde"),
        (("--year", "2016", *WHY), "Der er ingen indsatsområder for 2016."),
        ((*MEETING, "--reason", "  "), "Begrundelsen mangler."),
    ],
)
def test_what_is_not_approved_is_not_reopened_and_nothing_without_a_reason(
    desk: Desk, arguments: tuple[str, ...], told: str
) -> None:
    assert told in desk.refused("reopen", *arguments).sentence


def test_focus_areas_that_are_reopened_are_not_reopened_again(desk: Desk) -> None:
    desk.done("reopen", "--year", "2015", *WHY)
    assert "Indsatsområderne er ikke fastsat" in desk.refused("reopen", "--year", "2015", *WHY).sentence


@pytest.mark.parametrize("arguments", [WHY, (*MEETING, "--year", "2015", *WHY), MEETING])
def test_a_call_without_one_subject_or_reason_is_wrong(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk.cbnet("reopen", desk.file, *arguments).code == 2


@pytest.mark.parametrize("values", ["state=held", "place=Odense", "archived=ja", "approved_on=6.11.2014"])
def test_a_field_of_an_approved_meeting_is_not_set(desk: Desk, values: str) -> None:
    assert LOCKED in desk.refused("set", "meetings", desk.meeting, values).sentence


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("agenda_items", ["title=Glemt punkt", "position=9"]),
        ("follow_ups", ["text=Skriv til alle"]),
        ("attendances", ["status=present"]),
    ],
)
def test_a_row_is_not_added_to_an_approved_meeting(desk: Desk, table: str, values: list[str]) -> None:
    person = desk.done("add", "people", "name=Ny Person").out.strip()
    whose = [f"person_id={person}"] if table == "attendances" else []
    assert LOCKED in desk.refused("add", table, f"meeting_id={desk.meeting}", *values, *whose).sentence


def test_apply_answers_an_edit_of_approved_minutes_with_a_refusal(desk: Desk, laptop: Laptop, line: Line) -> None:
    before = desk.history
    edit = line("Rettet", ("agenda_items", desk.item["id"], {"title": desk.item["title"]}, {"title": "Andet"}))
    ran = laptop.run("apply", desk.file, "-", stdin=edit)
    (answer,) = ran.lines
    assert (ran.code, answer["ok"], answer["error"]) == (1, False, "frozen")
    assert LOCKED in answer["message"]
    assert desk.history == before


def test_an_import_refuses_the_lines_that_would_change_what_is_locked(desk: Desk, tmp_path: Path) -> None:
    sheets = {
        "møder": f"Id;Sted\n{desk.meeting};Odense\n",
        "indsatsområder": f"Id;Titel\n{desk.rows('focus_areas')[0]['id']};Noget andet\n",
    }
    for name, text in sheets.items():
        source = tmp_path / f"{name}.csv"
        source.write_text(text, encoding="cp1252")
        told = LOCKED if name == "møder" else SET
        assert told in desk.refused("import", name, source).out


def test_a_conflict_about_approved_minutes_is_settled_only_as_they_were_approved(
    desk: Desk, laptop: Laptop, other_laptop: Laptop, tmp_path: Path
) -> None:
    desk.done("reopen", *MEETING, *WHY)
    away = tmp_path / "rejse" / "net.cbnet"
    away.parent.mkdir()
    shutil.copy(desk.file, away)
    desk.done("set", "agenda_items", desk.item["id"], "outcome=Vedtaget.")
    desk.done("set", "meetings", desk.meeting, "state=approved", "approved_on=24.11.2014")
    copy = edited_apart(other_laptop, away, "agenda_items", desk.item["id"], "outcome=Forkastet.")
    assert laptop.run("merge", desk.file, copy).code == 0
    conflict = f"agenda_items/{desk.item['id']}/outcome"
    assert LOCKED in desk.refused("resolve", conflict, "--value", "Udsat.").sentence
    desk.done("resolve", conflict, "--value", "Vedtaget.")
    assert desk.rows("agenda_items", id=desk.item["id"])[0]["outcome"] == "Vedtaget."
    assert desk.cbnet("conflicts", desk.file).code == 0


def test_a_new_content_names_the_consents_that_lapse_and_takes_them_only_when_told(desk: Desk) -> None:
    (involvement,) = desk.rows("involvements")
    edit = ("set", "involvements", involvement["id"], "content=To temadage")
    told = desk.refused(*edit).sentence
    assert "samtykket fra Odense 20.11.2014" in told
    assert "samtykket fra Vejle 20.11.2014" in told
    assert told.endswith("bortfalder. Intet er ændret. Skriv --lapse, hvis det er meningen.")
    desk.done(*edit, "--lapse")
    assert [row["consented_on"] for row in desk.rows("involved_libraries")] == [None, None]
    assert [(row["state"], row["agreed_on"]) for row in desk.rows("involvements")] == [("draft", None)]


def test_a_new_amount_names_both_sides_of_the_share_that_lapse(desk: Desk) -> None:
    share = desk.rows("budget_shares")[0]
    edit = ("set", "budget_shares", share["id"], "earmarked_ore=600.000,00")
    told = desk.refused(*edit).sentence
    assert told.count("aftalen om andelen for") == 2
    assert told.count("10.11.2014") == 2
    desk.done(*edit, "--lapse")
    (after,) = desk.rows("budget_shares", id=share["id"])
    assert (after["library_agreed_on"], after["agency_agreed_on"]) == (None, None)
    others = [row["library_agreed_on"] for row in desk.rows("budget_shares") if row["id"] != share["id"]]
    assert set(others) == {"2014-11-10"}


def test_apply_and_import_let_nothing_lapse_unless_told(desk: Desk, laptop: Laptop, line: Line, tmp_path: Path) -> None:
    (involvement,) = desk.rows("involvements")
    edit = line("Nyt", ("involvements", involvement["id"], {"content": involvement["content"]}, {"content": "Andet"}))
    ran = laptop.run("apply", desk.file, "-", stdin=edit)
    assert (ran.code, ran.lines[0]["error"]) == (1, "lapses")
    assert ran.lines[0]["message"].endswith("bortfalder. Intet er ændret. Skriv --lapse, hvis det er meningen.")
    assert desk.rows("involvements")[0]["content"] == involvement["content"]
    assert laptop.run("apply", desk.file, "-", "--lapse", stdin=edit).lines[0]["ok"]
    assert desk.rows("involvements")[0]["content"] == "Andet"
    source = tmp_path / "andele.csv"
    source.write_text(f"Id;Afsat beløb\n{desk.rows('budget_shares')[0]['id']};600000\n", encoding="cp1252")
    assert "aftalen om andelen" in desk.refused("import", "budgetandele", source).err
    desk.done("import", "budgetandele", source, "--lapse")
    assert desk.rows("budget_shares")[0]["library_agreed_on"] is None


def test_papers_print_the_same_words_after_later_edits_of_people_seats_and_organisations(
    desk: Desk, laptop: Laptop, line: Line
) -> None:
    papers: list[tuple[str, ...]] = [
        ("minutes", *MEETING),
        ("minutes", *MEETING, "--public"),
        ("agenda", "--meeting", "01.12.2014"),
        ("consultation", "--year", "2015"),
    ]
    plan = ("plan", "--year", "2015", "--draft")
    before = [desk.words(*one) for one in papers]
    assert any(row["name"] in before[0] for row in desk.rows("people"))
    (setter,) = desk.rows("people", id=desk.rows("focus_sets")[0]["set_by_id"])
    told = f"Fastsat den 10. oktober 2014 af {setter['name']}"
    assert told in desk.words(*plan)
    renamed = [
        line("Omdøbt", (table, row["id"], {name: row[name]}, {name: f"Ny {table} {number}"}))
        for table, name in (("people", "name"), ("seats", "name"), ("organisations", "name"),
                            ("organisations", "short_name"))
        for number, row in enumerate(desk.rows(table))
    ]  # fmt: skip
    assert {answer["ok"] for answer in laptop.run("apply", desk.file, "-", stdin=b"".join(renamed)).lines} == {True}
    assert [desk.words(*one) for one in papers] == before
    assert told in desk.words(*plan)
