"""What once was told wrongly of the terms of reference, row by row of the review, asked of the console."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cbnet_desktop.documents.papers.plan import render
from cbnet_desktop.store.example import build
from tests.cli.console import Cbnet, Laptop, Ran
from tests.documents.reading import everything
from tests.moving import copied

#: The annual meetings of the example, where today is 24.11.2014.
APPROVED, TO_COME = "2013-11-20", "2014-12-03"


class Network:
    """A file and the console over it; rows are found by what they hold."""

    def __init__(self, cbnet: Cbnet, file: Path) -> None:
        self.cbnet = cbnet
        self.file = file

    def rows(self, table: str, **fields: object) -> list[dict[str, Any]]:
        told = self.cbnet("show", self.file, table, "--json").json
        return [row for row in told if all(row[name] == value for name, value in fields.items())]

    def row(self, table: str, **fields: object) -> dict[str, Any]:
        (found,) = self.rows(table, **fields)
        return found

    def add(self, table: str, **fields: object) -> str:
        return self._done(self.cbnet("add", self.file, table, *_words(fields))).out.strip()

    def set(self, table: str, row: dict[str, Any] | str, **fields: object) -> Ran:
        return self._done(self.change(table, row, **fields))

    def change(self, table: str, row: dict[str, Any] | str, *options: str, **fields: object) -> Ran:
        row_id = row if isinstance(row, str) else str(row["id"])
        return self.cbnet("set", self.file, table, row_id, *_words(fields), *options)

    def refusal(self, table: str, row: dict[str, Any] | str, **fields: object) -> str:
        """The sentence by which an edit is refused."""
        before = self.rows(table)
        ran = self.change(table, row, **fields)
        assert (ran.code, self.rows(table)) == (1, before), ran.err
        return ran.sentence

    def run(self, *words: str | Path) -> Ran:
        return self._done(self.cbnet(words[0], self.file, *words[1:]))

    def clause(self, number: str, year: int, today: str = "") -> tuple[str, list[str]]:
        """The state of a clause in a year and the sentences of its findings."""
        asked = self.cbnet("check", self.file, "--year", str(year), "--json", *(["--today", today] if today else []))
        (found,) = [one for one in asked.json if one["clause"] == number]
        return found["state"], [one["message"] for one in found["findings"]]

    def paper(self, *words: str) -> str:
        """The text of a paper on one line."""
        target = self.file.with_name("papir.pdf")
        self.run(*words, "-o", target)
        return " ".join(everything(target.read_bytes()).split())

    def held(self, **fields: object) -> str:
        """A new annual meeting with minutes of its topics."""
        meeting = self.add("meetings", kind="annual", **fields)
        self.write_minutes(meeting)
        return meeting

    def write_minutes(self, meeting: str) -> None:
        for item in self.rows("agenda_items", meeting_id=meeting):
            if item["topic"] and not item["outcome"]:
                self.set("agenda_items", item, outcome="Drøftet")

    def seat(self, name: str) -> dict[str, Any]:
        kinds = [row for row in self.rows("seats") if name in (row["kind"], row["name"])]
        return kinds[0]

    def appoint(self, person: str, seat: str, starts_on: str, role: str = "representative") -> str:
        return self.add("appointments", seat_id=self.seat(seat)["id"], person_id=person, role=role, starts_on=starts_on)

    def seat_all(self, starts_on: str) -> list[str]:
        """A person of their own on each side of the annual meeting."""
        people = [self.add("people", name=f"{name} Testsen") for name in ("Asta", "Bent", "Carl")]
        for person, seat in zip(people, ("agency", "directors", "Odense"), strict=True):
            self.appoint(person, seat, starts_on)
        return people

    def approve(self, meeting: str, people: list[str]) -> None:
        present = {row["person_id"]: row for row in self.rows("attendances", meeting_id=meeting)}
        for person in people:
            if person in present:
                self.set("attendances", present[person], status="present")
            else:
                self.add("attendances", meeting_id=meeting, person_id=person, status="present")
        day = self.row("meetings", id=meeting)["held_on"]
        self.set("meetings", meeting, state="approved", approved_on=day)

    @staticmethod
    def _done(ran: Ran) -> Ran:
        assert ran.code == 0, ran.err
        return ran


def _words(fields: dict[str, object]) -> list[str]:
    return [f"{name}={value}" for name, value in fields.items()]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eksempel")
    build(folder / "eksempel.cbnet", home=folder / "home", user="Prøve", render=render).close()
    return folder


@pytest.fixture
def example(cbnet: Cbnet, laptop: Laptop, tmp_path: Path, built: Path) -> Network:
    return Network(cbnet, copied(built, "eksempel.cbnet", tmp_path, laptop.home))


@pytest.fixture
def new(cbnet: Cbnet, tmp_path: Path) -> Callable[[int], Network]:
    """Makes an empty network from a plan year on."""

    def made(first_year: int) -> Network:
        network = Network(cbnet, tmp_path / "nyt.cbnet")
        network.run("new", "--name", "Prøvenet", "--from", str(first_year))
        return network

    return made


def test_row_1a_focus_areas_that_were_set_are_rewritten_by_no_edit_and_on_no_paper(example: Network) -> None:
    area = example.rows("focus_areas", year=2014)[0]
    letter, plan = (example.paper(name, "--year", "2014") for name in ("consultation", "plan"))
    assert example.refusal("focus_areas", area, title="Et helt andet emne") == (
        "Indsatsområder 2014 er fastsat 28.10.2013 og kan ikke rettes. "
        "Genåbn fastsættelsen med en begrundelse, hvis de skal rettes."
    )
    assert example.cbnet("add", example.file, "focus_areas", "year=2014", "title=Nyt").code == 1
    assert example.clause("M13", 2014)[0] == "kept"
    example.run("reopen", "--year", "2014", "--reason", "Området hed noget andet.")
    example.set("focus_areas", area, title="Et helt andet emne")
    state, findings = example.clause("M13", 2014)
    again = "Indsatsområderne for 2014 blev fastsat 28.10.2013 og genåbnet 24.11.2014: Området hed noget andet."
    assert (state, findings) == ("open", [f"{again} De skal fastsættes igen."])
    assert "sendt 09.09.2013" in letter
    assert "Fastsat den 28. oktober 2013" in plan


def test_row_1b_a_consent_lapses_with_the_text_it_was_given_to_and_only_when_that_is_meant(example: Network) -> None:
    involvement = example.rows("involvements", state="agreed")[0]
    told = example.refusal("involvements", involvement, content="Biblioteket betaler 500.000 kr.")
    assert "samtykket fra Odense 14.01.2013" in told
    assert "samtykket fra Gentofte 10.01.2013" in told
    assert told.endswith("Skriv --lapse, hvis det er meningen.")
    assert example.change("involvements", involvement, "--lapse", content="Biblioteket betaler 500.000 kr.").code == 0
    now = example.row("involvements", id=involvement["id"])
    assert (now["state"], now["agreed_on"]) == ("draft", None)
    libraries = example.rows("involved_libraries", involvement_id=involvement["id"])
    assert [row["consented_on"] for row in libraries] == [None, None]
    assert example.clause("M8", 2013)[0] != "kept"


def test_row_1c_approved_minutes_are_changed_after_a_reopening_only_and_the_paper_says_so(example: Network) -> None:
    meeting = example.row("meetings", held_on=APPROVED)["id"]
    item = example.rows("agenda_items", meeting_id=meeting)[0]
    paper = example.paper("minutes", "--meeting", meeting)
    assert "Referatet af Årsmøde 20.11.2013 er godkendt 04.12.2013" in example.refusal(
        "agenda_items", item, outcome="Ny tekst"
    )
    assert example.paper("minutes", "--meeting", meeting) == paper
    example.run("reopen", "--meeting", meeting, "--reason", "Beslutningen manglede et ord.")
    example.set("agenda_items", item, decision="OMSKREVET")
    paper = example.paper("minutes", "--meeting", meeting)
    assert "OMSKREVET" in paper
    assert "Referat, ikke godkendt igen" in paper
    assert "Godkendt 04.12.2013 og genåbnet 24.11.2014: Beslutningen manglede et ord." in paper
    assert "Referat godkendt 04.12.2013" not in paper
    assert example.clause("M16", 2014)[0] == "open"
    example.set("meetings", meeting, state="approved")
    assert "Referat godkendt igen 24.11.2014" in example.paper("minutes", "--meeting", meeting)


def test_row_1d_an_agenda_changed_after_it_was_sent_says_that_it_is_revised_and_how(example: Network) -> None:
    meeting = example.row("meetings", held_on=TO_COME)["id"]
    assert "Tilføjet senere" not in example.paper("agenda", "--meeting", meeting)
    example.add("agenda_items", meeting_id=meeting, title="Tilføjet senere", position=99)
    paper = example.paper("agenda", "--meeting", meeting)
    assert "revideret" in paper
    assert "Dagsordenspunkt tilføjet: »Pkt. 99: Tilføjet senere«." in paper


def test_row_2_a_plan_that_is_no_longer_as_signed_leaves_m23_open_in_check_and_checklist(example: Network) -> None:
    assert example.clause("M23", 2013) == ("kept", [])
    plan = example.row("plans", year=2013)["id"]
    example.set("goals", example.rows("goals", plan_id=plan)[0], text="Et helt andet mål")
    state, (finding,) = example.clause("M23", 2013)
    assert (state, finding.startswith("Handlingsplanen for 2013 afviger fra version 1")) == ("open", True)
    assert finding in example.paper("checklist", "--year", "2013")


def test_row_3_nothing_is_held_approved_agreed_or_set_on_a_day_to_come(example: Network) -> None:
    meeting = example.row("meetings", held_on=TO_COME)["id"]
    example.write_minutes(meeting)
    assert example.refusal("meetings", meeting, state="approved").startswith(
        "Årsmøde 03.12.2014 kan ikke stå som afholdt, for i dag er det 24.11.2014."
    )
    assert example.clause("M14", 2014) == ("open", ["Årsmøde 03.12.2014 er ikke holdt endnu."])
    share = next(row for row in example.rows("budget_shares", year=2015) if not row["library_agreed_on"])
    example.set("budget_shares", share, earmarked_ore="100.000 kr.", share_bp="25 %")
    assert "kan ikke være 01.01.2031" in example.refusal("budget_shares", share, library_agreed_on="2031-01-01")
    assert "så længe før 2015" in example.refusal("budget_shares", share, agency_agreed_on="1999-01-01")
    assert "puljen er foreløbig" in example.paper("budget", "--year", "2015")
    areas = example.row("focus_sets", year=2015)
    setter = example.row("focus_sets", year=2014)["set_by_id"]
    assert "kan ikke være 30.11.2015" in example.refusal("focus_sets", areas, set_on="2015-11-30", set_by_id=setter)
    findings = example.clause("M13", 2015)[1]
    assert any("Odense har ikke svaret" in sentence for sentence in findings), "the deadline is four days ahead"
    assert not any("svarede" in sentence for sentence in findings)


def test_row_4_one_guest_is_no_annual_meeting_and_nobody_speaks_for_two_sides(new: Callable[[int], Network]) -> None:
    network = new(2026)
    person = network.add("people", name="Xenia Alt")
    for seat in ("agency", "directors", "Odense"):
        network.appoint(person, seat, "2026-01-01", role="substitute")
    meeting = network.held(held_on="2026-11-11")
    guest = network.add("attendances", meeting_id=meeting, person_id=person, status="present", is_guest="ja")
    network.set("meetings", meeting, state="held")
    state, (finding,) = network.clause("M14", 2026, "2026-11-29")
    assert state != "kept"
    assert "SLKS, centralbibliotekschefernes repræsentant og en repræsentant for centralbiblioteksområderne" in finding
    network.set("attendances", guest, is_guest="nej")
    assert network.clause("M14", 2026, "2026-11-29")[0] != "kept"


def test_row_5_a_meeting_that_carries_one_plan_prepares_no_other(new: Callable[[int], Network]) -> None:
    network = new(2026)
    people = network.seat_all("2025-01-01")
    january = network.held(held_on="2026-01-14")
    network.approve(january, people)
    november = network.add("meetings", kind="annual", held_on="2026-11-18")
    plan = network.add("plans", year=2026, meeting_id=january)
    state, (finding,) = network.clause("M16", 2026, "2026-11-10")
    assert (state, finding.endswith("Vælg det rette årsmøde, eller skriv begrundelsen for valget.")) == ("open", True)
    network.set("plans", plan, meeting_reason="Det første årsmøde var i januar.")
    state, (note,) = network.clause("M16", 2026, "2026-11-10")
    assert (state, note.endswith("Begrundelsen er: »Det første årsmøde var i januar.«.")) == ("kept", True)
    network.run("new-year", "--year", "2027")
    assert network.row("plans", year=2027)["meeting_id"] == november
    assert network.clause("M16", 2027, "2026-11-29")[0] == "open"
    network.add("focus_areas", year=2027, title="Læsning")
    network.add(
        "focus_sets", year=2027, consulted_on="2026-09-01", deadline="2026-10-01", set_on="2026-10-20",
        set_by_id=people[0],
    )  # fmt: skip
    assert not [one for one in network.clause("M13", 2027, "2026-11-29")[1] if "14.01.2026" in one]


def test_row_6_a_task_that_serves_two_agreements_breaks_no_year_that_is_over(new: Callable[[int], Network]) -> None:
    network = new(2013)
    task = network.add("tasks", title="Opgave", starts_on="2012-01-01")
    for first, last, signed in ((2010, 2013, "2010-01-01"), (2014, 2015, "2013-12-01")):
        title = f"Rammeaftale {first}-{last}"
        agreement = network.add(
            "agreements", kind="framework", title=title, starts_on=f"{first}-01-01", ends_on=f"{last}-12-31",
            signed_on=signed,
        )  # fmt: skip
        for name in ("KBE", "Odense Centralbibliotek"):
            library = next(row for row in network.rows("organisations") if name in (row["short_name"], row["name"]))
            network.add("agreement_parties", agreement_id=agreement, organisation_id=library["id"])
        clause = network.add("agreement_clauses", agreement_id=agreement, title=f"Punkt i {title}")
        network.add("task_clauses", task_id=task, clause_id=clause)
        assert not [one for one in network.clause("M5", 2013, "2014-03-01")[1] if "ligger uden for" in one]
    assert network.clause("M5", 2014, "2014-03-01")[0] == "kept"


def test_row_7_a_library_that_joins_in_2015_leaves_2013_and_2014_as_they_were(example: Network) -> None:
    numbers = ("M3", "M12", "M20", "M21")
    before = {(number, year): example.clause(number, year) for number in numbers for year in (2013, 2014)}
    paper = example.paper("budget", "--year", "2013")
    library = example.add(
        "organisations", name="Esbjerg Centralbibliotek", short_name="Esbjerg", kind="central_library",
        region="Region Syddanmark",
    )  # fmt: skip
    example.add("seats", name="Esbjerg", kind="area", organisation_id=library, starts_on="2015-01-01")
    assert {(number, year): example.clause(number, year) for number in numbers for year in (2013, 2014)} == before
    assert example.paper("budget", "--year", "2013") == paper
    assert any("Esbjerg" in sentence for sentence in example.clause("M20", 2015)[1])


def test_row_8_a_library_that_left_is_asked_for_the_same_share_in_check_pool_and_paper(example: Network) -> None:
    vejle = example.row("organisations", name="Vejle Centralbibliotek")
    told = example.refusal("organisations", vejle, archived="ja")
    assert "Skriv »Med i netværket til og med« i stedet for at arkivere biblioteket." in told
    assert any("Vejle" in sentence for sentence in example.clause("M20", 2015)[1])
    assert any("Vejle" in sentence for sentence in example.clause("M21", 2015)[1])
    assert "Puljen er foreløbig: Vejle" in example.paper("budget", "--year", "2015")


def test_row_9_the_plan_of_an_empty_network_is_not_signed(new: Callable[[int], Network]) -> None:
    network = new(2026)
    meeting = network.held(held_on="2025-11-12")
    network.set("meetings", meeting, state="approved")
    owner = network.add("people", name="Fratrådt Person")
    plan = network.add("plans", year=2026, meeting_id=meeting)
    network.add(
        "goals", plan_id=plan, text="Blive bedre", deadline="2031-02-28", owner_person_id=owner, result="Arbejdes på"
    )
    network.set("people", owner, archived="ja")
    assert network.clause("M14", 2025)[0] != "kept"
    ran = network.cbnet("sign-off", network.file, "--year", "2026")
    assert ran.code == 1
    assert "Årsmøde 12.11.2025, som ikke tæller som årsmøde" in ran.err
    assert network.rows("plan_versions") == []
    assert {number: network.clause(number, 2026)[0] for number in ("M16", "M17", "M23")} == {
        "M16": "open", "M17": "open", "M23": "open",
    }  # fmt: skip
    findings = " ".join(network.clause("M17", 2026)[1])
    assert "uden for planåret" in findings
    assert "hverken indikator eller måltal" in findings
    assert "personen er arkiveret" in findings


def test_row_10_a_signed_plan_is_not_archived_and_no_second_one_begins_at_version_1(example: Network) -> None:
    told = example.refusal("plans", example.row("plans", year=2014), archived="ja")
    assert told == (
        "Handlingsplanen for 2014 er godkendt som version 2 og kan hverken arkiveres, fjernes eller flyttes til et "
        "andet år. Ret planen, og godkend en ny version."
    )
    assert example.cbnet("add", example.file, "plans", "year=2014").code == 1
    book = example.paper("book")
    assert "Version 1, godkendt 18.12.2012" in book
    assert "Version 2, godkendt 27.05.2014" in book


def test_row_11_a_signed_plan_stays_in_its_year(example: Network) -> None:
    told = example.refusal("plans", example.row("plans", year=2014), year="2019")
    assert "flyttes til et andet år" in told
    ran = example.cbnet("plan", example.file, "--year", "2019", "-o", example.file.with_name("plan.pdf"))
    assert (ran.code, ran.sentence) == (1, "Der er ingen handlingsplan for 2019. Opret den først.")


def test_row_13_minutes_and_roster_of_2013_have_the_names_of_2013(example: Network) -> None:
    meeting = example.row("meetings", held_on=APPROVED)["id"]
    papers = (("minutes", "--meeting", meeting), ("roster", "--date", APPROVED))
    before = [example.paper(*paper) for paper in papers]
    example.set("seats", example.seat("agency"), name="Slots- og Kulturstyrelsen")
    assert [example.paper(*paper) for paper in papers] == before
    assert "Slots- og Kulturstyrelsen" in example.paper("roster", "--date", "2015-01-01")


def test_row_15_a_framework_counts_when_it_is_signed_and_has_clauses_and_says_when_it_ends(
    new: Callable[[int], Network],
) -> None:
    network = new(2013)
    agreement = network.add(
        "agreements", kind="framework", title="Rammeaftale", starts_on="2010-01-01", ends_on="2014-01-15"
    )
    for name in ("KBE", "Odense Centralbibliotek"):
        library = next(row for row in network.rows("organisations") if name in (row["short_name"], row["name"]))
        network.add("agreement_parties", agreement_id=agreement, organisation_id=library["id"])
    assert network.clause("M5", 2013, "2013-12-20")[0] == "open"
    network.set("agreements", agreement, signed_on="2010-01-01")
    clause = network.add("agreement_clauses", agreement_id=agreement, title="Punkt")
    task = network.add("tasks", title="Opgave", starts_on="2012-01-01")
    network.add("task_clauses", task_id=task, clause_id=clause)
    assert any("15.01.2014" in sentence for sentence in network.clause("M5", 2013, "2013-12-20")[1])
    assert network.clause("M5", 2014, "2014-09-01")[0] != "kept", "15 days of the year are covered"


def test_row_17_no_clause_is_due_before_the_network_and_its_first_plan_needs_no_meeting_before_it(
    new: Callable[[int], Network],
) -> None:
    network = new(2027)
    for year in (2025, 2026):
        clauses = network.cbnet("check", network.file, "--year", str(year), "--json").json
        assert {one["state"] for one in clauses} == {"not due"}
    assert not [one for one in network.clause("M16", 2027, "2027-02-01")[1] if "2026" in one]


def test_row_18_the_meeting_that_is_asked_for_is_the_one_the_charter_names(new: Callable[[int], Network]) -> None:
    network = new(2026)
    charter = network.rows("charters")[0]
    network.set("charters", charter, plan_year_offset=0)
    _, findings = network.clause("M16", 2027, "2027-02-01")
    assert findings == ["Der er ingen handlingsplan for 2027. Opret den på baggrund af årsmødet i 2027."]
    assert network.refusal("charters", charter, plan_year_offset=9) == (
        "Planåret kan højst ligge 3 år efter årsmødet. Skriv et tal fra 0 til 3."
    )


def test_row_20_the_list_of_goals_tells_nothing_of_a_closed_item(example: Network) -> None:
    meeting = example.row("meetings", held_on=TO_COME)["id"]
    item = example.add("agenda_items", meeting_id=meeting, title="HEMMELIG", closed="ja", decision="HEMMELIG")
    plan = example.row("plans", year=2015)["id"]
    example.add("goals", plan_id=plan, text="Åbent mål", agenda_item_id=item)
    for name in ("mål.csv", "mål.xlsx"):
        sheet = example.file.with_name(name)
        example.run("sheet", "mål", "--year", "2015", "-o", sheet)
    text = example.file.with_name("mål.csv").read_text(encoding="utf-8-sig")
    assert "et lukket punkt" in text
    assert "HEMMELIG" not in text


def test_row_20b_public_minutes_tell_no_reason_for_absence(example: Network) -> None:
    meeting = example.row("meetings", held_on=APPROVED)["id"]
    absent = next(row for row in example.rows("attendances", meeting_id=meeting) if row["note"])
    example.set("attendances", absent, note="Sygemeldt (stress)")
    target = example.file.with_name("offentlig.pdf")
    example.run("minutes", "--public", "--meeting", meeting, "-o", target)
    assert "stress" not in everything(target.read_bytes())
    assert b"stress" not in target.read_bytes()


def test_row_22_the_checklist_counts_the_clauses_in_danish(example: Network) -> None:
    assert "Af kommissoriets 23 punkter er 5 opfyldt, 12 mangler noget, og 6 er ikke aktuelle endnu." in example.paper(
        "checklist", "--year", "2015"
    )


def test_nothing_is_reopened_on_a_day_to_come(example: Network) -> None:
    (text,) = [row for row in example.rows("agreed_texts", act="set") if row["agreed_on"] == "2013-10-28"]
    row = (f"text_id={text['id']}", "reopened_on=2031-01-01", "reason=Et andet emne")
    ran = example.cbnet("add", example.file, "reopenings", *row)
    assert (ran.code, "»Genåbnet den« kan ikke være 01.01.2031" in ran.err) == (1, True)
    assert example.rows("reopenings") == []


def test_minutes_approved_before_the_day_of_the_meeting_are_reopened_and_called_again(example: Network) -> None:
    """A merge can bring them; here the network's own day is set back."""
    profile, meeting = example.rows("networks")[0], example.row("meetings", held_on=TO_COME)["id"]
    example.set("networks", profile, today_is="2014-12-10")
    example.write_minutes(meeting)
    present = example.rows("attendances", meeting_id=meeting)[0]
    example.set("attendances", present, status="present")
    example.set("meetings", meeting, state="approved")
    example.set("networks", profile, today_is="2014-11-24")
    assert example.clause("M14", 2014)[0] != "kept"
    assert "Genåbn referatet" in example.refusal("meetings", meeting, state="called")
    example.run("reopen", "--meeting", meeting, "--reason", "Mødet er ikke holdt.")
    assert example.row("meetings", id=meeting)["state"] == "called"
    example.set("attendances", present, status="invited")
    assert example.clause("M14", 2014) == ("open", ["Årsmøde 03.12.2014 er ikke holdt endnu."])
