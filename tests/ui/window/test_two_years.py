"""Two whole years of the network played through the window, from the first appointment to a second year's end."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from cbnet_desktop.documents.papers.catalogue import MEETING_PAPERS, PAPERS
from cbnet_desktop.documents.papers.paper import OfMeeting
from cbnet_desktop.domain.agreements import agreements
from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.charter import charter
from cbnet_desktop.domain.charter.findings import State
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import Agreement, Goal, Meeting, Organisation, Plan, PlanVersion, Task
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, PARTS, MeetingState, OrganisationKind
from cbnet_desktop.ui.budget.distribute_dialog import DistributeDialog
from cbnet_desktop.ui.focus.focus_dialogs import SendDialog, SetDialog
from cbnet_desktop.ui.meetings.call_dialog import CallDialog
from cbnet_desktop.ui.meetings.new_meeting_dialog import NewMeetingDialog
from cbnet_desktop.ui.overview.new_year_dialog import NewYearDialog
from cbnet_desktop.ui.paper import papers as shown_papers
from cbnet_desktop.ui.plan.sign_off_dialog import SignOffDialog
from cbnet_desktop.ui.roster.replace_dialog import ReplaceDialog
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.documents.reading import everything
from tests.ui.secretary import ALT, CTRL, SHIFT, Key, Secretary

LIBRARIES = ("Gentofte", "Herning", "Odense", "Roskilde", "Vejle", "Aalborg")
PEOPLE = {
    "Biblioteksenheden (KBE)": "Asta Eksempelsen",
    "Gentofte": "Ditte Modelholm",
    "Herning": "Karla Sagnholm",
    "Odense": "Hanne Fabelgaard",
    "Roskilde": "Gorm Tænkeholm",
    "Vejle": "Jørgen Mønsterskov",
    "Aalborg": "Oda Digtervad",
    "Centralbibliotekscheferne": "Åse Øvegaard",
}


def appointments(she: Secretary) -> None:
    """Somebody in each of the eight seats."""
    page = she.go("Netværk", "Pladser")
    for seat in list(roster.seats_on(she.network, "2014-09-01")):
        page.pane.view.setFocus()
        page.pane.view.choose(seat.id)
        she.push(page.replace_button)
        she.answer(
            ReplaceDialog, person_id=PEOPLE[seat.name], title="Konsulent", starts_on="1.9.2014", letter_on="28.8.2014"
        )
    assert page.state.text == "Fuldtalligt 8 pladser, alle besat"


def focus_areas(she: Secretary) -> None:
    """The first year's proposals, pasted from her spreadsheet."""
    page = she.go("Indsatsområder", "Indsatsområder og høring")
    she.add(
        page.upper_pane,
        [
            {"title": "Litteraturformidling", "part": "Centralbiblioteksdel", "level": "Nationalt"},
            {"title": "Det åbne bibliotek", "part": "Centralbiblioteksdel", "level": "Regionalt"},
            {"title": "Digital dannelse", "part": "Styrelsesdel", "level": "Nationalt"},
        ],
    )


def consultation(she: Secretary, year: int) -> None:
    """Sent out, answered by all six, and set by KBE."""
    page = she.go("Indsatsområder", "Indsatsområder og høring")
    she.push(page.send_button)
    she.push(she.filled(SendDialog, deadline=f"30.9.{year - 1}").acceptor)
    she.come_back()
    she.on(f"{year - 1}-09-25")
    she.paste(
        page.lower_pane,
        0,
        "answered_on",
        [[f"{20 + n}.9.{year - 1}", "Støtter", f"{lib} er enig."] for n, lib in enumerate(LIBRARIES)],
    )
    assert "Alle 6 har svaret" in page.state.text
    she.on(f"{year - 1}-10-10")
    she.push(page.set_button)
    she.answer(SetDialog)
    assert page.state.text.startswith("Fastsat 10. oktober")


def shares(she: Secretary, year: int) -> None:
    """The amounts of the framework agreement and what each library puts into the joint work, agreed by both."""
    page = she.go("Budgetandele")
    if year == 2015:
        she.push(page.make_button)
        first = page.upper_pane.model.record_at(0)
        she.cell(page.upper_pane, first.id, "earmarked_ore", "648.000")
        she.cell(page.upper_pane, first.id, "share_bp", "25")
        amounts = [
            ("536.000", "24", ""),
            ("572.000", "24,5", ""),
            ("500.000", "", "130.000"),
            ("490.000", "22,5", ""),
            ("560.000", "25", ""),
        ]
        she.paste(page.upper_pane, 1, "earmarked_ore", amounts)
    else:
        she.push(page.copy_button)
    assert "Foreløbig" in page.state.text
    agreed = f"1.11.{year - 1}"
    she.on(f"{year - 1}-11-01")
    she.paste(page.upper_pane, 0, "library_agreed_on", [[agreed, agreed]] * 6)
    assert page.state.text.endswith("Alle har aftalt deres andel.")
    sums = budget.pool(she.network, year)
    assert sums.pool_ore == sum(row.joint_ore or 0 for row in budget.shares(she.network, year)) == 81_103_000


def grants(she: Secretary, year: int) -> None:
    """The whole pool is shared out among the focus areas, to the last øre."""
    page = she.go("Budgetandele")
    she.push(page.distribute_button)
    she.answer(DistributeDialog)
    assert budget.pool(she.network, year).unallocated_ore == 0


def framework(she: Secretary) -> None:
    """The agreement of all seven parties for four years, two clauses, and the tasks that serve them."""
    page = she.go("Aftaler", "Rammeaftaler")
    she.add(
        page.main,
        [
            {
                "title": "Rammeaftale 2014-2017",
                "starts_on": "1.1.2014",
                "ends_on": "31.12.2017",
                "signed_on": "2.12.2013",
            }
        ],
    )
    for organisation in she.network.live(Organisation):
        if organisation.kind != OrganisationKind.DIRECTORS:
            page.parties.set_party(organisation.id, True)
    she.add(
        page.clauses.pane,
        [
            {"number": "1", "title": "Aktuelle kompetencetilbud"},
            {"number": "2", "kind": "Initiativ", "title": "Borgernes digitale færdigheder"},
        ],
    )
    page = she.go("Aftaler", "Opgaveportefølje")
    she.add(
        page.main,
        [
            {
                "title": "Fælles kurser for formidlere",
                "part": "Centralbiblioteksdel",
                "owner_organisation_id": "Gentofte",
                "starts_on": "1.1.2014",
                "ends_on": "31.12.2017",
                "reviewed_on": "1.9.2014",
            },
            {
                "title": "Kurser i digital dannelse",
                "part": "Styrelsesdel",
                "owner_organisation_id": "KBE",
                "starts_on": "1.1.2014",
                "ends_on": "31.12.2017",
                "reviewed_on": "1.9.2014",
            },
        ],
    )
    for task in list(she.network.live(Task)):
        page.main.view.choose(task.id)
        wanted = "1 Akt" if task.title.startswith("Fælles") else "2 Borg"
        lines = page.clauses.list
        row = next(at for at in range(lines.count()) if lines.item(at).text().startswith(wanted))
        lines.setFocus()
        lines.setCurrentRow(row)
        she.press(Key.Key_Space)
    assert page.state.text.endswith("Alle passer til rammeaftalerne.")


def partnerships(she: Secretary) -> None:
    """A partner outside and a programme of KBE's own, each with a library that carries it in the region."""
    page = she.go("Aftaler", "Partnerskaber og egne programmer")
    for button, title in ((page.partner_button, "Digitaliseringsstrategien"), (page.own_button, "Modelprogrammet")):
        she.push(button)
        she.press(Key.Key_Return)
        agreement = page.agreement()
        she.cell(page.main, agreement.id, "title", title)
        she.cell(page.main, agreement.id, "ends_on", "31.12.2017")
        she.fill(page.form, purpose="Erfaringerne skal ud i alle områder.")
        if button is page.partner_button:
            page.parties.name.setFocus()
            she.write("Digitaliseringsstyrelsen")
            she.press(Key.Key_Return)
            she.press(Key.Key_Return)
        she.add(page.tasks.pane, [{"text": "En temadag om året", "organisation_id": "Vejle", "level": "Regionalt"}])
    assert [
        partner.name for row in she.network.live(Agreement) for partner in agreements.partners(she.network, row)
    ] == ["Digitaliseringsstyrelsen"]


def offers_and_experience(she: Secretary, year: int) -> None:
    """Each library offers something else; what was tried is told on three levels."""
    page = she.go("Tilbud", "Tilbud")
    titles = ("Litteratursamtaler", "Læseklubber", "Åbne rum", "Værtskab", "Kildekritik", "Sikkerhed på nettet")
    areas = (
        "Litteraturformidling",
        "Litteraturformidling",
        "Det åbne bibliotek",
        "Det åbne bibliotek",
        "Digital dannelse",
        "Digital dannelse",
    )
    she.add(
        page.main,
        [
            {
                "starts_on": f"{10 + at}.{at + 2}.{year}",
                "ends_on": "",
                "host_id": library,
                "title": title,
                "topic": title,
                "level": "Regionalt",
                "state": "Afholdt",
                "kind": "Kursus",
                "focus_area_id": area,
            }
            for at, (library, title, area) in enumerate(zip(LIBRARIES, titles, areas, strict=True))
        ],
    )
    assert page.state.text == f"6 tilbud i {year} Ingen overlapper i emne eller tid."
    page = she.go("Tilbud", "Erfaringer")
    for pane, title in zip(
        page.panes,
        ("Fælles skabelon for evaluering", "Kursus på tværs af to områder", "Frivillige som værter"),
        strict=True,
    ):
        she.add(pane, [{"title": title, "organisation_id": "Odense", "tried_on": f"5.5.{year}"}])
    assert page.state.text == f"3 erfaringer i {year} Alle tre niveauer er med."


def involvement(she: Secretary) -> None:
    """Libraries undertake something in each area of the central part, with their consent."""
    page = she.go("Indsatsområder", "Inddragelse")
    for area, library in (("Litteraturformidling", "Gentofte"), ("Det åbne bibliotek", "Aalborg")):
        she.add(page.upper_pane, [{"focus_area_id": area, "content": f"{library} afprøver forløbet først."}])
        page.involve(she.library(library), True)
        she.push(page.consent_button)
        she.push(page.agree_button)
    assert page.state.text.startswith("2 af 2 aftalt")


def assessments(she: Secretary, year: int) -> None:
    """Before the annual meeting each area is told of and assessed."""
    page = she.go("Indsatsområder", "Formidling og vurdering")
    areas = [area.title for area in focus.of_year(she.network, year)]
    she.add(
        page.upper_pane,
        [
            {
                "focus_area_id": area,
                "held_on": f"10.9.{year}",
                "activity": f"Temadag om {area.lower()}",
                "audience": "Personale",
                "level": "Regionalt",
                "organisation_id": "Herning",
            }
            for area in areas
        ],
    )
    she.push(page.ask_button)
    count = page.lower_pane.model.rowCount()
    assert count == len(areas) * len(LIBRARIES)
    she.paste(page.lower_pane, 0, "assessed_on", [[f"1.10.{year}", "Deltagerne bruger det, de lærte."]] * count)
    assert page.state.text.startswith("3 af 3 vurderet")


GOALS = (
    (
        "Litteraturformidling",
        "Formidlere fra 40 kommuner har ledet en litteratursamtale.",
        "Ditte Modelholm",
        "30.10.2015",
    ),
    ("Det åbne bibliotek", "Der er holdt en temadag i hvert område.", "Jørgen Mønsterskov", "12.6.2015"),
    ("Digital dannelse", "Personale i alle kommuner kender reglerne om kildekritik.", "Asta Eksempelsen", "27.11.2015"),
)


def meeting(she: Secretary, kind: str, day: str, place: str, minutes: dict[str, str]) -> Meeting:
    """Called, held and written item by item with the keyboard; earlier minutes are approved on the way."""
    page = she.go("Møder", "Møder")
    she.press(Key.Key_N, CTRL, she.window) if page.meetings.view.isVisible() else she.push(page.steps.new_button)
    she.answer(NewMeetingDialog, kind=kind, held_on=danish.short_date(day), starts_at="10", ends_at="15", place=place)
    she.push(page.steps.call_button)
    she.push(she.dialog(CallDialog).acceptor)
    she.come_back()
    she.on(day)
    made = page.meeting()
    assert made is not None
    items = meetings.agenda(she.network, made)
    page.agenda.pane.view.setFocus()
    page.agenda.pane.view.choose(items[0].id)
    she.press(Key.Key_R, CTRL)
    for number, item in enumerate(items, 1):
        begun = next((begin for begin in minutes if item.title.startswith(begin)), "")
        she.write(minutes[begun] if begun else "Ingen bemærkninger.")
        if item.kind == "decision":
            she.press(Key.Key_1, ALT)
        if item.minutes_of_id:
            she.press(Key.Key_G, CTRL | SHIFT)
        if begun == "Netværkets øvrige":
            follow_up(she, "Sende mødekalenderen ud", f"{int(day[:4]) + 1}")
        if number < len(items):
            she.press(Key.Key_PageDown, CTRL)
    she.press(Key.Key_A, CTRL | SHIFT)
    assert she.network.get(Meeting, made.id).state == MeetingState.HELD, page.agenda.pane.strip.text
    she.press(Key.Key_R, CTRL)
    return she.network.get(Meeting, made.id)


def follow_up(she: Secretary, text: str, year: str) -> None:
    """What is to be done, by whom and when, without leaving the minutes."""
    she.press(Key.Key_O, CTRL | SHIFT)
    she.write(text)
    she.press(Key.Key_Tab)
    she.press(Key.Key_Tab)
    she.write(f"15.1.{year}")
    she.press(Key.Key_Return)


ANNUAL = {
    "Det foregående": "Årets kurser blev gennemgået. Cheferne roste den fælles evaluering.",
    "De kommende": "De tre indsatsområder blev drøftet. Læsning skal fylde mest.",
    "Netværkets øvrige": "Tilbuddene afstemmes på centralbibliotek.dk hver måned.",
}


def annual_meeting(she: Secretary, day: str) -> Meeting:
    """The three topics are discussed, and the minutes are approved a week later."""
    held = meeting(she, "Årsmøde", day, "Odense Centralbibliotek", ANNUAL)
    she.on(f"{day[:8]}{int(day[8:]) + 7:02}")
    page = she.go("Møder", "Møder")
    page.meetings.view.choose(held.id)
    she.push(page.steps.approve_button)
    return she.network.get(Meeting, held.id)


def new_goal(she: Secretary, area: str, text: str, owner: str, deadline: str) -> None:
    """Typed in the table, put into its chapter in the form, made concrete by a pasted line."""
    page = she.go("Handlingsplan")
    if page.pane.view.isVisible():
        page.pane.view.setFocus()
    before = page.pane.model.rowCount()
    she.press(Key.Key_N, CTRL, she.window)
    assert page.pane.model.rowCount() == before + 1
    she.write(text)
    she.press(Key.Key_Return)
    found = next(goal for goal in plan.goals(she.network, plan_of(she)) if goal.text == text)
    part = next(one for one in focus.of_year(she.network, she.session.year) if one.title == area).part
    page.pane.view.choose(found.id)
    she.fill(page.form, part=PARTS[part], focus_area_id=area, audience="Folkebibliotekernes personale")
    row = page.pane.model.row_of(found.id)
    she.paste(page.pane, row, "owner_person_id", [[owner, "", "Deltagere i alt", deadline]])


def plan_of(she: Secretary) -> Plan:
    found = plan.of_year(she.network, she.session.year)
    assert found is not None
    return found


def sign_off(she: Secretary, reason: str = "") -> PlanVersion:
    page = she.go("Handlingsplan")
    she.push(page.sign_off_button)
    dialog = she.dialog(SignOffDialog)
    assert not dialog.hindrances, [str(one) for one in dialog.hindrances]
    if reason:
        she.write(reason)
    she.push(dialog.acceptor)
    assert dialog.signed is not None, (dialog.strip.text, dialog.answers and dialog.reason.reason.text())
    she.come_back()
    return plan.versions(she.network, she.session.year)[-1]


def findings(she: Secretary, year: int, today: str) -> list[str]:
    checked = charter.check(she.network, year, date.fromisoformat(today))
    return [
        f"{one.clause.id} {finding.message}"
        for one in checked
        if one.verdict.state not in (State.KEPT, State.NOT_DUE)
        for finding in one.verdict.findings
    ]


PLANNING = "Planlægnings- og koordineringsmøde"
STATUS = {"Opfølgning på handlingsplanen": "Målene følger planen."}


def follow_ups_done(she: Secretary) -> None:
    """What was agreed at the annual meeting is done: Space, and nothing is left."""
    page = she.go("Møder", "Opfølgning")
    page.pane.view.setFocus()
    page.pane.view.choose(page.pane.model.record_at(0).id)
    she.press(Key.Key_Space)
    assert page.state.text.startswith("Alt er fulgt op")


def planning_meetings(she: Secretary, year: int, count: int) -> None:
    """Spread over the year; each approves the minutes of the one before and takes up what was agreed."""
    for day in (f"{year}-02-04", f"{year}-05-13", f"{year}-09-09")[:count]:
        meeting(she, PLANNING, day, "Videomøde", STATUS)
    assert meetings.counted_planning(she.network, year) == count


def replacement(she: Secretary, seat: str, name: str, day: str) -> None:
    """Somebody new in a seat, without gap or overlap."""
    page = she.go("Netværk", "Pladser")
    found = next(row for row in roster.seats_on(she.network, day) if row.name == seat)
    page.pane.view.setFocus()
    page.pane.view.choose(found.id)
    she.push(page.replace_button)
    she.answer(
        ReplaceDialog, person_id=name, title="Konsulent", starts_on=danish.short_date(day), letter_on="20.5.2015"
    )
    terms = roster.appointments(she.network, found)
    assert roster.day_after(terms[-2].ends_on or "") == terms[-1].starts_on == day


def new_version(she: Secretary, text: str, owner: str) -> PlanVersion:
    """A goal gets another owner and deadline, and the plan is signed anew with the reason."""
    page = she.go("Handlingsplan")
    goal = next(row for row in plan.goals(she.network, plan_of(she)) if row.text == text)
    row = page.pane.model.row_of(goal.id)
    she.paste(page.pane, row, "owner_person_id", [[owner]])
    she.cell(page.pane, goal.id, "deadline", "30.11.2015")
    return sign_off(she, f"{owner} har overtaget målet")


def statuses(she: Secretary, year: int, words: Sequence[str]) -> None:
    """What became of each goal, before the annual meeting."""
    she.turn_to(year)
    page = she.go("Handlingsplan")
    she.paste(page.pane, 0, "status", [[word] for word in words])
    goals = plan.goals(she.network, plan_of(she))
    for goal in goals:
        page.pane.view.setFocus()
        page.pane.view.choose(goal.id)
        she.fill(page.form, status_on=f"30.10.{year}", result="Gjort op før årsmødet.")
    assert [GOAL_STATUSES[goal.status] for goal in plan.goals(she.network, plan_of(she))] == list(words)


def spending(she: Secretary, year: int) -> None:
    page = she.go("Budgetandele")
    rows = budget.allocations(she.network, year)
    she.paste(page.lower_pane, 0, "spent_ore", [[danish.amount(row.amount_ore)] for row in rows])


def next_year(she: Secretary, year: int, carried: str) -> None:
    """»Start et nyt år« carries over the goal that was met in part, chosen with Space."""
    she.window.actions_by_name["new_year"].trigger()
    dialog = she.dialog(NewYearDialog)
    assert dialog.year.value() == year
    lines = dialog.goals.list
    lines.setFocus()
    lines.setCurrentRow(next(at for at in range(lines.count()) if lines.item(at).text().startswith(carried)))
    she.press(Key.Key_Space)
    she.press(Key.Key_Return)
    she.come_back()
    assert she.session.year == year
    (goal,) = plan.goals(she.network, plan_of(she))
    assert she.network.get(Goal, goal.continues_id).text == goal.text


def autumn(she: Secretary, year: int) -> None:
    """The focus areas of the year before go on, are answered and set, and the shares are agreed."""
    she.turn_to(year)
    page = she.go("Indsatsområder", "Indsatsområder og høring")
    she.push(page.copy_button)
    consultation(she, year)
    shares(she, year)


def test_two_years_through_the_window_keep_all_23_clauses(main: MainWindow, qtbot: QtBot) -> None:
    she = Secretary(main, qtbot)
    she.on("2014-09-01")
    she.turn_to(2015)
    appointments(she)
    framework(she)
    partnerships(she)
    focus_areas(she)
    consultation(she, 2015)
    shares(she, 2015)
    annual_meeting(she, "2014-11-19")
    she.turn_to(2015)
    for area, text, owner, deadline in GOALS:
        new_goal(she, area, text, owner, deadline)
    grants(she, 2015)
    first = sign_off(she)
    assert findings(she, 2015, "2014-12-15") == []

    she.on("2015-01-10")
    follow_ups_done(she)
    involvement(she)
    planning_meetings(she, 2015, 3)
    offers_and_experience(she, 2015)
    replacement(she, "Vejle", "Sofie Nybergsen", "2015-06-01")
    second = new_version(she, GOALS[1][1], "Sofie Nybergsen")
    assert (first.number, second.number) == (1, 2)

    she.on("2015-09-15")
    autumn(she, 2016)
    she.turn_to(2015)
    assessments(she, 2015)
    statuses(she, 2015, ("Indfriet", "Delvist indfriet", "Indfriet"))
    spending(she, 2015)
    annual_meeting(she, "2015-11-18")
    next_year(she, 2016, GOALS[1][1])
    new_goal(
        she, "Digital dannelse", "Alle områder har et kursus i sikkerhed på nettet.", "Asta Eksempelsen", "25.11.2016"
    )
    grants(she, 2016)
    third = sign_off(she)
    assert findings(she, 2015, "2015-12-15") == []
    assert findings(she, 2016, "2015-12-15") == []

    she.on("2016-01-10")
    follow_ups_done(she)
    involvement(she)
    planning_meetings(she, 2016, 2)
    she.on("2016-10-30")
    offers_and_experience(she, 2016)
    assessments(she, 2016)
    statuses(she, 2016, ("Indfriet", "Ikke indfriet"))
    spending(she, 2016)
    annual_meeting(she, "2016-11-16")
    for year in (2015, 2016):
        assert findings(she, year, "2016-12-15") == []
    states = {one.clause.id: one.verdict.state for one in charter.check(she.network, 2016, date(2016, 12, 15))}
    assert len(states) == len(charter.CLAUSES)
    assert set(states.values()) == {State.KEPT}
    assert third.number == 1
    assert she.session.store.log.verify() == []
    papers(she, first, second, third)


def papers(she: Secretary, *versions: PlanVersion) -> None:
    """Each paper says what a person would look for on it, and not what belongs elsewhere."""
    old, new, later = (text_of(she.session.store.log.version_pdf(version.id)) for version in versions)
    for text, words in (
        (old, ("Handlingsplan 2015", "Version 1", "Jørgen Mønsterskov", *(goal[1] for goal in GOALS))),
        (new, ("Handlingsplan 2015", "Version 2", "Sofie Nybergsen", "Sofie Nybergsen har overtaget målet")),
        (later, ("Handlingsplan 2016", "Version 1", GOALS[1][1], "kursus i sikkerhed på nettet")),
    ):
        assert [word for word in words if word not in text] == []
        assert "UDKAST" not in text
    assert GOALS[0][1] not in later
    she.turn_to(2016)
    held = meetings.annual_of(she.network, 2015)[0]
    asked = OfMeeting(she.network, she.session.today, held)
    made = {
        paper.name: paper.of(asked) if paper in MEETING_PAPERS else shown_papers.of(paper, she.session)
        for paper in PAPERS
        if paper.name in WORDS
    }
    texts = {name: text_of(paper.make(None)[0]) for name, paper in made.items()}
    lacking = {name: [word for word in words if word not in texts[name]] for name, words in WORDS.items()}
    assert {name: words for name, words in lacking.items() if words} == {}
    everybody = texts["signature-sheet"]
    assert [name for seat, name in PEOPLE.items() if seat != "Vejle" and name not in everybody] == []
    assert "Jørgen Mønsterskov" not in everybody


WORDS: dict[str, tuple[str, ...]] = {
    "consultation": ("Høring", "Litteraturformidling", "Det åbne bibliotek", "30. september 2015", "Støtter"),
    "wheel": ("2016", "Årsmøde", "4.2. Planlægnings- og koordineringsmøde"),
    "roster": ("Sofie Nybergsen", "Asta Eksempelsen", "Vejle"),
    "budget": ("811.030", "Gentofte", "Det åbne bibliotek"),
    "checklist": ("M1", "M23", "Opfyldt", "Det enkelte centralbibliotek aftaler"),
    "follow-up": (GOALS[1][1], "Sofie Nybergsen", "Indfriet"),
    "comparison": (GOALS[1][1], "Delvist indfriet"),
    "book": ("2015", "2016", GOALS[0][1], "Sofie Nybergsen"),
    "agenda": ("18. november 2015", "Det foregående års arbejde", "Netværkets øvrige funktioner", "kl. 10"),
    "minutes": (*ANNUAL.values(), "Sofie Nybergsen", "Sende mødekalenderen ud", "Godkend"),
    "signature-sheet": ("Underskrift", "Sofie Nybergsen"),
}


def text_of(pdf: bytes) -> str:
    """The words of all pages on one line; kept as a file where somebody wants to look at it."""
    if folder := os.environ.get("CBNET_KEEP_PAPERS"):
        Path(folder, f"{len(list(Path(folder).iterdir())):02}.pdf").write_bytes(pdf)
    return everything(pdf).replace("\ufffe", "")
