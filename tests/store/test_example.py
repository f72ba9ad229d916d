"""The example network as it is built: complete, consistent, plainly made up, and with a history of its own."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter import charter, sign_off
from cbnet_desktop.domain.charter.findings import Severity, State
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.records import (
    TABLES,
    AgendaItem,
    Agreement,
    AgreementClause,
    AgreementParty,
    Assessment,
    Attendance,
    BudgetShare,
    ConsultationAnswer,
    Erasure,
    Experience,
    Extension,
    FocusSet,
    FollowUp,
    FormerName,
    Goal,
    GoalReport,
    InvolvedLibrary,
    Involvement,
    Meeting,
    NetworkProfile,
    Offer,
    Organisation,
    Person,
    Plan,
    PlanVersion,
    Task,
    TaskClause,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Kind
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words.choices import (
    AgreementKind,
    FocusState,
    GoalStatus,
    InvolvementState,
    Level,
    MeetingKind,
    OrganisationKind,
    Part,
    Stance,
)
from cbnet_desktop.store import Store, example
from cbnet_desktop.system import paths

YEARS = (2013, 2014, 2015)
TODAY = date(2014, 11, 24)
USER = "Prøve Prøvesen"


def printed(content: PlanContent) -> bytes:
    return b"%PDF " + content.canonical()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("example")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    built = example.build(folder / "a.cbnet", home=folder / "home", user=USER, render=printed)
    yield built
    built.close()


@pytest.fixture(scope="module")
def network(store: Store) -> Network:
    return store.read()


def plan_of(network: Network, year: int) -> Plan:
    return network.get(Plan, example.row_id("plans", f"plan-{year}"))


class TestTheHistory:
    def test_every_line_of_the_script_is_an_edit_at_its_time_by_its_author(self, store: Store) -> None:
        lines = example.script()
        played = list(dict.fromkeys((entry.at, entry.by, entry.edit) for entry in reversed(store.log.history())))
        assert [(datetime.fromisoformat(at), by) for at, by, _ in played] == [
            (datetime.fromisoformat(line["at"]), line["by"]) for line in lines
        ]

    def test_it_runs_forward_from_2012_to_the_day_the_network_stands_still(self, network: Network) -> None:
        times = [line["at"] for line in example.script()]
        assert times == sorted(set(times))
        assert times[0].startswith("2012-09")
        assert times[-1][:10] == network.profile.today_is == TODAY.isoformat()

    def test_several_people_wrote_it(self, store: Store, network: Network) -> None:
        authors = {entry.by for entry in store.log.history()}
        assert len(authors) >= 4
        assert authors <= {person.name for person in network.rows(Person)}

    def test_log_and_tables_agree_here_and_in_the_file(self, store: Store) -> None:
        assert store.log.verify() == []
        assert store.waiting == 0

    def test_an_edit_afterwards_bears_the_user_and_the_time_of_this_machine(self, tmp_path: Path) -> None:
        store = example.build(tmp_path / "b.cbnet", home=tmp_path / "home", user=USER, render=printed)
        person = next(store.read().rows(Person))
        edit = store.apply("Telefon rettet", [Change("people", person.id, {"phone": person.phone}, {"phone": "1"})])
        store.close()
        assert edit.by == USER
        assert abs(datetime.fromisoformat(edit.at) - datetime.now(UTC)) < timedelta(minutes=1)


class TestTwoFiles:
    def test_they_have_the_same_content_and_networks_of_their_own(self, store: Store, folder: Path) -> None:
        other = example.build(folder / "twin.cbnet", home=folder / "home", user="En anden", render=printed)
        mine, theirs = store.read(), other.read()
        other.close()
        assert store.network_id != other.network_id
        assert mine.profile.values() == theirs.profile.values()
        for table in TABLES.keys() - {NetworkProfile.TABLE, PlanVersion.TABLE, Erasure.TABLE}:
            assert mine.tables[table] == theirs.tables[table]

    def test_an_existing_file_is_left_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "taken.cbnet"
        path.write_bytes(b"mine")
        with pytest.raises(Invalid, match="findes allerede"):
            example.build(path, home=tmp_path / "home", user=USER, render=printed)
        assert path.read_bytes() == b"mine"

    def test_a_build_that_fails_leaves_no_file_and_no_replica(self, tmp_path: Path) -> None:
        def fails(_: PlanContent) -> bytes:
            raise Invalid("Ingen printer.")

        with pytest.raises(Invalid, match="Ingen printer"):
            example.build(tmp_path / "c.cbnet", home=tmp_path / "home", user=USER, render=fails)
        assert not list(tmp_path.rglob("*.cbnet"))

    def test_the_program_s_own_example_is_built_once_and_keeps_what_was_edited(self, tmp_path: Path) -> None:
        home = tmp_path / "not yet there"
        first = example.open_or_build(home=home, user=USER, render=printed)
        person = next(first.read().rows(Person))
        first.apply("Telefon rettet", [Change("people", person.id, {"phone": person.phone}, {"phone": "12"})])
        first.exchange()
        first.close()
        again = example.open_or_build(home=home, user=USER, render=printed)
        again.close()
        assert again.network_id == first.network_id
        assert again.read().get(Person, person.id).phone == "12"


class TestTheContent:
    def test_every_table_has_rows(self, network: Network) -> None:
        empty = {table for table in TABLES if not network.tables[table]}
        # What is sent is kept with its bytes, which an example made of words has none of.
        assert empty == {"former_seat_names", "reopenings", "dispatches", "dispatch_recipients", "known_words"}

    def test_every_id_is_32_hexadecimal_digits(self, network: Network) -> None:
        ids = [row_id for table, rows in network.tables.items() if not TABLES[table].FROZEN for row_id in rows]
        assert [row_id for row_id in ids if not re.fullmatch("[0-9a-f]{32}", row_id)] == []

    def test_every_row_passes_its_own_check(self, network: Network) -> None:
        for rows in network.tables.values():
            for row in rows.values():
                row.check()

    def test_every_text_is_composed_unicode_and_danish(self, network: Network) -> None:
        english = re.compile(r"\b(the|and|of|with|meeting|goal|plan year)\b", re.IGNORECASE)
        texts = [
            str(getattr(row, name))
            for rows in network.tables.values()
            for row in rows.values()
            for name, field in row.fields().items()
            if field.kind in (Kind.TEXT, Kind.LONG_TEXT)
        ]
        texts += [line.get("label", "") for line in example.script()]
        assert all(unicodedata.is_normalized("NFC", text) for text in texts)
        assert [text for text in texts if english.search(text)] == []
        assert [text for text in texts if "!" in text or "  " in text or text != text.strip()] == []
        assert set("æøåÅ") <= set("".join(texts))

    def test_people_and_amounts_are_marked_as_made_up(self, network: Network) -> None:
        assert network.profile.fictional
        assert "personer, beløb" in network.profile.note
        assert "opdigtede" in network.profile.note
        for person in network.rows(Person):
            assert re.fullmatch(r"(?:00 00 00 \d\d)?", person.phone)
            assert re.fullmatch(r"(?:[a-z.]+@example\.org)?", person.email)

    def test_the_institutions_are_the_real_ones(self, network: Network) -> None:
        libraries = roster.every_central_library(network)
        assert [row.short_name for row in libraries] == [
            "Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg",
        ]  # fmt: skip
        assert len({row.municipality for row in libraries}) == 6
        assert len({row.region for row in libraries}) == 5
        names = {row.name for row in network.rows(Organisation)}
        assert {"Kulturstyrelsens Biblioteksenhed", "Centralbibliotekscheferne"} <= names


class TestTheRoster:
    def test_eight_seats_of_which_one_is_vacant_today(self, network: Network) -> None:
        seats = roster.seats_on(network, TODAY.isoformat())
        vacant = [seat.name for seat in seats if roster.sitting(network, seat, TODAY.isoformat()) is None]
        assert len(seats) == 8
        assert vacant == ["Vejle"]

    def test_replacements_leave_no_gap(self, network: Network) -> None:
        replaced = 0
        for seat in roster.seats_on(network, TODAY.isoformat()):
            terms = roster.appointments(network, seat)
            for earlier, later in pairwise(terms):
                assert roster.day_after(earlier.ends_on or "") == later.starts_on
                replaced += 1
        assert replaced == 3

    def test_an_earlier_holder_keeps_her_name_and_nothing_else(self, store: Store, network: Network) -> None:
        frida = network.get(Person, example.row_id("people", "frida"))
        assert frida.name == "Frida Opdigtsen"
        assert (frida.phone, frida.email) == ("", "")
        told = [entry.value for entry in store.log.history("people", frida.id) if entry.field in ("phone", "email")]
        assert set(told) == {"", None}
        assert [row.person_id for row in network.rows(Erasure)] == [frida.id]


class TestTheYears:
    def test_the_focus_areas_are_set_twice_and_once_in_consultation(self, network: Network) -> None:
        assert [focus.state(network, year) for year in YEARS] == [
            FocusState.SET, FocusState.SET, FocusState.CONSULTATION,
        ]  # fmt: skip
        assert all(3 <= len(focus.of_year(network, year)) <= 5 for year in YEARS)
        unanswered = focus.unanswered(network, network.get(FocusSet, example.row_id("focus_sets", "hoering-2015")))
        assert [row.short_name for row in unanswered] == ["Odense", "Aalborg"]

    def test_both_parts_have_goals_in_the_signed_plans(self, network: Network) -> None:
        for year, expected in ((2013, 11), (2014, 13)):
            goals = plan.goals(network, plan_of(network, year))
            assert len(goals) == expected
            assert {goal.part for goal in goals} == {str(part) for part in Part}

    def test_the_statuses_tell_of_a_year_done_one_almost_done_and_one_not_begun(self, network: Network) -> None:
        def under(year: int) -> set[str]:
            return {goal.status for goal in network.live(Goal) if network.get(Plan, goal.plan_id).year == year}

        assessed = {GoalStatus.MET, GoalStatus.PARTLY_MET, GoalStatus.NOT_MET}
        assert under(2013) == assessed
        assert under(2014) == assessed | {GoalStatus.UNDER_WAY}
        assert under(2015) == {GoalStatus.NOT_STARTED}

    def test_an_annual_meeting_a_year_and_up_to_four_others(self, network: Network) -> None:
        assert [len(meetings.annual_of(network, year)) for year in (2012, 2013, 2014)] == [1, 1, 1]
        assert [meetings.counted_planning(network, year) for year in (2012, 2013, 2014, 2015)] == [2, 4, 4, 3]
        for meeting in network.rows(Meeting):
            if meeting.kind == MeetingKind.ANNUAL and meeting.state in meetings.HELD:
                assert meetings.topics_without_outcome(meetings.agenda(network, meeting)) == []

    @pytest.mark.parametrize(
        ("year", "pool_kr", "allocated_kr"),
        [(2013, 758_150, 680_000), (2014, 788_450, 745_000), (2015, 671_030, 360_000)],
    )
    def test_the_sums_are_exact(self, network: Network, year: int, pool_kr: int, allocated_kr: int) -> None:
        pool = budget.pool(network, year)
        rows = budget.shares(network, year)
        assert len(rows) == 6
        assert pool.pool_ore == sum(row.joint_ore or 0 for row in rows)
        assert pool.pool_ore == pool_kr * 100
        assert pool.allocated_ore == allocated_kr * 100
        assert pool.unallocated_ore == pool.pool_ore - pool.allocated_ore > 0

    def test_the_shares_of_the_coming_year_are_at_every_stage(self, network: Network) -> None:
        rows = budget.shares(network, 2015)
        assert sum(budget.is_agreed(network, row) for row in rows) == 4
        assert sum(row.library_agreed_on is not None and row.agency_agreed_on is None for row in rows) == 1
        assert sum(row.earmarked_ore is None for row in rows) == 1
        assert budget.pool(network, 2015).is_provisional
        assert not budget.pool(network, 2014).is_provisional

    def test_shares_are_entered_in_percent_and_in_kroner(self, network: Network) -> None:
        for year in YEARS:
            rows = budget.shares(network, year)
            assert any(row.share_bp is not None for row in rows)
            assert any(row.share_ore is not None for row in rows)

    def test_a_raised_amount_reopened_an_agreement(self, store: Store, network: Network) -> None:
        vejle = next(row for row in network.live(BudgetShare) if row.year == 2014 and "reguleret" in row.note)
        agreed = [
            entry.value for entry in store.log.history("budget_shares", vejle.id) if entry.field == "agency_agreed_on"
        ]
        assert agreed == ["2013-12-09", None, "2013-12-02"]


class TestTheSignedPlans:
    def test_two_years_are_signed_off_one_of_them_twice(self, network: Network) -> None:
        found = {(row.year, row.number): (row.signed_by, bool(row.reason)) for row in network.rows(PlanVersion)}
        signer = "Asta Eksempelsen"
        assert found == {(2013, 1): (signer, False), (2014, 1): (signer, False), (2014, 2): (signer, True)}

    def test_a_version_names_who_sat_then(self, store: Store, network: Network) -> None:
        first = plan.versions(network, 2013)[0]
        document = store.log.version_document(first.id).decode()
        assert store.log.version_pdf(first.id) == b"%PDF " + document.encode()
        assert "Frida Opdigtsen" in document
        assert "Gorm Tænkeholm" not in document

    def test_one_year_says_what_was_signed_and_one_has_changed_since(self, network: Network) -> None:
        def has_changed(year: int) -> bool:
            return plan.has_changed_since(network, plan.versions(network, year)[-1])

        assert not has_changed(2013)
        assert has_changed(2014)

    def test_the_coming_plan_cannot_be_signed_off_yet(self, network: Network) -> None:
        with pytest.raises(Invalid, match="ansvarlig") as refusal:
            sign_off.require_signable(network, 2015, TODAY)
        assert "frist" in refusal.value.message


class TestTheRestOfTheTerms:
    def test_the_agency_bore_another_name_before_2012(self, network: Network) -> None:
        (former,) = network.live(FormerName)
        assert network.get(Organisation, former.organisation_id).kind == OrganisationKind.AGENCY
        assert former.ends_on == "2011-12-31"

    def test_the_framework_agreement_with_all_seven_parties_was_extended_to_2015(self, network: Network) -> None:
        (agreement,) = (row for row in network.live(Agreement) if row.kind == AgreementKind.FRAMEWORK)
        parties = [row for row in network.live(AgreementParty) if row.agreement_id == agreement.id]
        assert (agreement.starts_on, agreement.ends_on, len(parties)) == ("2010-01-01", "2013-12-31", 7)
        assert [row.ends_on for row in network.live(Extension) if row.agreement_id == agreement.id] == ["2015-12-31"]
        assert {row.agreement_id for row in network.live(BudgetShare)} == {agreement.id}

    def test_one_task_has_no_clause_one_clause_no_task_and_one_task_is_older_than_a_change(
        self, network: Network
    ) -> None:
        links = network.live(TaskClause)
        tasks, clauses = network.live(Task), network.live(AgreementClause)
        assert [row.title for row in tasks if row.id not in {link.task_id for link in links}] == [
            "Tilbud til små virksomheder"
        ]
        ended = {row.id for row in tasks if (row.ends_on or "9") < "2014"}
        served = {link.clause_id for link in links if link.task_id not in ended}
        assert [row.number for row in clauses if row.id not in served] == ["1.4"]
        outdated = {
            link.task_id
            for link in links
            if (network.get(AgreementClause, link.clause_id).changed_on or "")
            > (network.get(Task, link.task_id).reviewed_on or "")
        }
        assert outdated == {example.row_id("tasks", "opgave-digital")}

    def test_partnerships_have_a_partner_and_the_agency_s_own_programme_none(self, network: Network) -> None:
        kinds = {row.id: row.kind for row in network.live(Agreement)}
        partners = {
            row.agreement_id
            for row in network.live(AgreementParty)
            if network.get(Organisation, row.organisation_id).kind == OrganisationKind.OTHER
        }
        assert {kinds[str(row)] for row in partners} == {AgreementKind.PARTNERSHIP}
        assert Counter(kinds.values()) == {
            AgreementKind.FRAMEWORK: 1, AgreementKind.PARTNERSHIP: 2, AgreementKind.OWN_PROGRAMME: 1,
        }  # fmt: skip

    def test_two_libraries_offer_one_topic_in_one_month_and_a_region_offers_nothing_next_year(
        self, network: Network
    ) -> None:
        coming = [row for row in network.live(Offer) if (row.starts_on or "").startswith("2015")]
        topics = Counter((row.topic, (row.starts_on or "")[:7]) for row in coming)
        assert [topic for topic, count in topics.items() if count > 1] == [("Litteratursamtaler", "2015-02")]
        offering = {network.get(Organisation, row.host_id).region for row in coming}
        regions = {library.region for library in roster.every_central_library(network)}
        assert regions - offering == {"Region Nordjylland"}
        assert [row.title for row in coming if row.focus_area_id is None] == ["Fra idé til ansøgning"]

    def test_experience_is_logged_on_two_of_the_three_levels(self, network: Network) -> None:
        assert {row.level for row in network.live(Experience)} == {Level.REGIONAL, Level.LOCAL}

    def test_an_agreed_involvement_has_every_library_s_consent_and_a_draft_lacks_one(self, network: Network) -> None:
        assert {row.state for row in network.live(Involvement)} >= {InvolvementState.AGREED, InvolvementState.DRAFT}
        for row in network.live(Involvement):
            libraries = [library for library in network.live(InvolvedLibrary) if library.involvement_id == row.id]
            is_agreed = row.state == InvolvementState.AGREED
            assert is_agreed == bool(row.agreed_on) == all(library.consented_on for library in libraries)

    def test_every_focus_area_but_one_of_this_year_was_assessed(self, network: Network) -> None:
        assessed = {row.focus_area_id for row in network.live(Assessment)}
        missing = [row.title for year in (2013, 2014) for row in focus.of_year(network, year) if row.id not in assessed]
        assert missing == ["Biblioteket og de små virksomheder"]

    def test_every_consultation_answer_takes_a_stance(self, network: Network) -> None:
        stances = Counter(row.stance for row in network.live(ConsultationAnswer))
        assert set(stances) == {Stance.SUPPORTS, Stance.REMARKS}
        assert stances[Stance.REMARKS] >= 2

    def test_follow_ups_are_done_open_and_overdue(self, network: Network) -> None:
        rows = network.live(FollowUp)
        left = {row.deadline or "" for row in rows if row.done_on is None}
        assert any(row.done_on for row in rows)
        assert min(left) < TODAY.isoformat() < max(left)

    def test_the_last_report_of_a_goal_is_what_the_goal_says(self, network: Network) -> None:
        last = {row.goal_id: row for row in sorted(network.live(GoalReport), key=lambda row: row.reported_on or "")}
        assert last
        for goal in network.live(Goal):
            if goal.id in last:
                report = last[goal.id]
                assert (report.status, report.reported_on, report.comment) == (
                    goal.status, goal.status_on, goal.result,
                )  # fmt: skip

    def test_a_goal_continues_an_earlier_year_s_goal(self, network: Network) -> None:
        def year_of(goal: Goal) -> int:
            return network.get(Plan, goal.plan_id).year

        later = [goal for goal in network.live(Goal) if goal.continues_id]
        assert len(later) == 5
        assert all(year_of(network.get(Goal, goal.continues_id)) < year_of(goal) for goal in later)

    def test_guests_are_there_for_an_item_of_the_same_meeting(self, network: Network) -> None:
        guests = [row for row in network.live(Attendance) if row.is_guest]
        assert len(guests) == 2
        for row in guests:
            assert network.get(AgendaItem, row.from_item_id).meeting_id == row.meeting_id
            assert row.to_item_id == row.from_item_id

    def test_minutes_are_approved_at_the_meeting_whose_agenda_says_so(self, network: Network) -> None:
        approving = {
            (row.minutes_of_id, row.meeting_id) for row in network.live(AgendaItem) if row.minutes_of_id is not None
        }
        approved = {(row.id, row.approved_at_id) for row in network.live(Meeting) if row.approved_at_id}
        assert approving <= approved


class TestTheTermsOfReference:
    def in_state(self, network: Network, year: int, state: State) -> set[str]:
        return {checked.clause.id for checked in charter.check(network, year, TODAY) if checked.verdict.state is state}

    def test_the_past_year_is_kept_but_for_money_overspent_and_a_level_without_experience(
        self, network: Network
    ) -> None:
        assert self.in_state(network, 2013, State.OPEN) == {"M7", "M21"}
        assert self.in_state(network, 2013, State.BROKEN) == set()
        assert len(self.in_state(network, 2013, State.KEPT)) >= 19

    def test_this_year_breaks_one_clause_with_a_goal_whose_owner_left(self, network: Network) -> None:
        assert self.in_state(network, 2014, State.BROKEN) == {"M17"}
        checked = next(row for row in charter.check(network, 2014, TODAY) if row.clause.id == "M17")
        error = next(finding for finding in checked.verdict.findings if finding.severity is Severity.ERROR)
        assert (error.table, error.row_id) == ("goals", example.row_id("goals", "2014-virkning"))
        assert {"M3", "M5", "M8", "M10", "M12", "M14"} <= self.in_state(network, 2014, State.OPEN)
        assert len(self.in_state(network, 2014, State.KEPT)) >= 12

    def test_the_coming_year_breaks_nothing_but_has_much_to_do(self, network: Network) -> None:
        assert self.in_state(network, 2015, State.BROKEN) == set()
        assert {"M3", "M4", "M5", "M6", "M9", "M13", "M16", "M17", "M20"} <= self.in_state(network, 2015, State.OPEN)
        assert {"M14", "M23"} <= self.in_state(network, 2015, State.NOT_DUE)

    def test_every_severity_is_to_be_seen(self, network: Network) -> None:
        seen = {
            finding.severity
            for year in YEARS
            for checked in charter.check(network, year, TODAY)
            for finding in checked.verdict.findings
        }
        assert seen == set(Severity)


def test_the_script_is_shipped_as_a_resource() -> None:
    assert paths.resource(example.SCRIPT).stat().st_size > 100_000
