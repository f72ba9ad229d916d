from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents import papers
from cbnet_desktop.documents.papers import plan as documents
from cbnet_desktop.domain.charter.findings import Finding
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import attendance, meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.plan.plan_content import PlanContent
from cbnet_desktop.domain.records import Goal, Meeting, Plan, PlanVersion
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.meetings.meetings_tab import MeetingsTab
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.plan.plan_tab import PlanTab
from cbnet_desktop.ui.window.main_window import MainWindow
from tests.ui.showing import focused, show
from tests.ui.waiting import PATIENCE_MS

PLAN = 5
NUMBER, TEXT, PERSON, ORGANISATION, INDICATOR, DEADLINE, STATUS = range(7)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[PlanContent]:
    """The contents that were rendered, by a fake renderer, since the tests of documents cover the real one."""
    contents: list[PlanContent] = []

    def render(content: PlanContent) -> bytes:
        contents.append(content)
        return b"%PDF-1.7 " + content.sha256.encode()

    module = ModuleType("cbnet_desktop.documents.papers.plan")
    module.render = render
    module.warnings = lambda _: ["Tegnet »☃« findes ikke."]
    module.telling = documents.telling
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(papers, "plan", module, raising=False)
    return contents


@pytest.fixture
def tab(window: MainWindow, rendered: list[PlanContent]) -> PlanTab:  # noqa: ARG001 - typesetting is stood in for
    """2015 of the example network in its window: a draft whose goals 2.1 and 2.2 lack owner and deadline."""
    window.show_tab(PLAN)
    assert isinstance(window.page, PlanTab)
    return window.page


@pytest.fixture
def empty(session: Session, qtbot: QtBot) -> PlanTab:
    """A new network without a plan, plan year 2015."""
    return show(PlanTab(session), qtbot)


def column(tab: PlanTab, place: int) -> list[str]:
    model = tab.pane.model
    return [model.index(row, place).data() for row in range(model.rowCount())]


def plan_of(session: Session) -> Plan:
    found = plan.of_year(session.network, session.year)
    assert found is not None
    return found


def goals(session: Session) -> list[Goal]:
    return plan.goals(session.network, plan_of(session))


def versions(session: Session) -> list[PlanVersion]:
    return plan.versions(session.network, session.year)


def make_signable(session: Session) -> None:
    """Closes what hinders 2015: owner, deadline, and the annual meeting with its minutes."""
    lacking = [goal for goal in goals(session) if plan.lacks(goal)]
    owner = next(goal.owner_person_id for goal in goals(session) if goal.owner_person_id)
    changes = [
        Change(
            "goals",
            goal.id,
            {"owner_person_id": goal.owner_person_id, "deadline": goal.deadline},
            {"owner_person_id": goal.owner_person_id or owner, "deadline": goal.deadline or "2015-10-30"},
        )
        for goal in lacking
    ]
    meeting = session.network.get(Meeting, plan_of(session).meeting_id)
    items = [
        Change("agenda_items", item.id, {"outcome": ""}, {"outcome": "Drøftet"})
        for item in meetings.agenda(session.network, meeting)
        if item.topic
    ]
    came = attendance.came(session.network, meeting)
    approved = {"state": "approved", "held_on": "2014-11-20"}
    session.write([*changes, *items, *came, Change("meetings", meeting.id, _of(meeting, approved), approved)])


def _of(row: Meeting, names: dict[str, str]) -> dict[str, str | None]:
    return {name: getattr(row, name) for name in names}


# Goals


def test_goals_stand_numbered_by_part_and_focus_area(tab: PlanTab) -> None:
    assert column(tab, NUMBER) == ["1.1", "1.2", "2.1", "2.2", "3.1", "5.1"]
    tab.bands.renew()
    assert [tab.bands.text(row) for row in range(6)] == [
        "Centralbiblioteksdel  ·  1. Læselyst, læring og litteratur",
        "",
        "Centralbiblioteksdel  ·  2. Det åbne bibliotek og frivillige",
        "",
        "Centralbiblioteksdel  ·  3. Evaluering og dokumentation af virkning",
        "Centralbiblioteksdel  ·  Uden for indsatsområderne",
    ]


def test_sorted_by_a_column_the_groups_dissolve_and_numbers_sort_as_on_paper(tab: PlanTab) -> None:
    tab.pane.view.sortByColumn(DEADLINE, Qt.SortOrder.AscendingOrder)
    tab.bands.renew()
    assert not any(tab.bands.text(row) for row in range(6))
    assert column(tab, NUMBER)[0] == "2.1"
    tab.pane.view.sortByColumn(NUMBER, Qt.SortOrder.DescendingOrder)
    assert column(tab, NUMBER) == ["5.1", "3.1", "2.2", "2.1", "1.2", "1.1"]


def test_the_rows_of_a_band_are_higher_and_their_editor_covers_the_cell_only(tab: PlanTab) -> None:
    tab.bands.renew()
    view = tab.pane.view
    heights = [view.rowHeight(row) for row in range(3)]
    assert heights[0] == heights[2] == 2 * heights[1]
    index = tab.pane.model.index(0, INDICATOR)
    view.setCurrentIndex(index)
    view.edit(index)
    editor = view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.geometry().top() >= view.visualRect(index).top() + tab.bands.height


def test_the_first_goal_of_a_year_makes_its_plan_in_one_edit(empty: PlanTab, qtbot: QtBot) -> None:
    session = empty.session
    assert plan.of_year(session.network, 2015) is None
    assert empty.state.text == "Ingen handlingsplan for 2015. Den oprettes sammen med det første mål."
    assert not empty.sign_off_button.isEnabled()
    buttons = [button for button in empty.pane.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in buttons] == ["Nyt mål"]
    buttons[0].click()
    qtbot.keyClicks(focused(), "Alle områder har et netværk")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert [goal.text for goal in goals(session)] == ["Alle områder har et netværk"]
    session.undo()
    session.undo()
    assert plan.of_year(session.network, 2015) is None


def test_a_new_goal_joins_the_group_of_the_chosen_one_and_is_typed_at_once(tab: PlanTab, qtbot: QtBot) -> None:
    tab.pane.view.choose(goals(tab.session)[2].id)
    tab.pane.view.setFocus()
    qtbot.keyClick(tab.pane.view, Qt.Key.Key_N, CTRL)
    qtbot.keyClicks(focused(), "Frivillige er på kursus")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert column(tab, NUMBER) == ["1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "5.1"]
    assert column(tab, TEXT)[4] == "Frivillige er på kursus"


def test_a_goal_is_derived_from_an_item_of_the_source_meeting_with_its_decision(tab: PlanTab) -> None:
    session = tab.session
    source = session.network.get(Meeting, plan_of(session).meeting_id)
    item = meetings.agenda(session.network, source)[2]
    decision = "Alle kommuner tilbydes et kursus."
    session.write([Change("agenda_items", item.id, {"decision": ""}, {"decision": decision})])
    menu = tab.derive_button.menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == [
        f"Pkt. {row.position}: {row.title}" for row in meetings.agenda(session.network, source)
    ]
    menu.actions()[2].trigger()
    made = next(goal for goal in goals(session) if goal.text == decision)
    assert made.agenda_item_id == item.id


def test_a_closed_item_is_marked_where_a_goal_is_derived_and_its_decision_is_not_copied(tab: PlanTab) -> None:
    session = tab.session
    source = session.network.get(Meeting, plan_of(session).meeting_id)
    item = meetings.agenda(session.network, source)[2]
    was = {"closed": item.closed, "decision": item.decision}
    session.write([Change("agenda_items", item.id, was, {"closed": True, "decision": "En personsag."})])
    menu = tab.derive_button.menu()
    menu.aboutToShow.emit()
    assert menu.actions()[2].text() == f"Pkt. {item.position}: {item.title} (lukket)"
    before = {goal.id for goal in goals(session)}
    menu.actions()[2].trigger()
    (made,) = (goal for goal in goals(session) if goal.id not in before)
    assert (made.text, made.agenda_item_id) == ("Nyt mål", item.id)


def test_only_items_of_the_source_meeting_are_offered_as_origin(tab: PlanTab) -> None:
    session = tab.session
    tab.pane.view.choose(goals(session)[0].id)
    box = tab.form.field("agenda_item_id").input
    offered = {box.itemData(place) for place in range(box.count())} - {None}
    source = session.network.get(Meeting, plan_of(session).meeting_id)
    assert offered == {item.id for item in meetings.agenda(session.network, source)}
    areas = tab.form.field("focus_area_id").input
    offered = {areas.itemData(place) for place in range(areas.count())} - {None}
    assert offered == {area.id for area in focus.of_year(session.network, 2015)}


def test_a_focus_area_typed_in_the_form_is_found_in_the_plan_year(tab: PlanTab, qtbot: QtBot) -> None:
    goal = goals(tab.session)[0]
    tab.pane.view.choose(goal.id)
    field = tab.form.field("focus_area_id")
    field.input.lineEdit().selectAll()
    qtbot.keyClicks(field.input.lineEdit(), "det åbne")
    field.commit()
    area = next(row for row in focus.of_year(tab.session.network, 2015) if row.title.startswith("Det åbne"))
    assert tab.session.network.get(Goal, goal.id).focus_area_id == area.id


def test_a_block_of_goals_is_pasted_as_one_edit_and_a_refused_cell_says_why(tab: PlanTab) -> None:
    session = tab.session
    before = [goal.indicator for goal in goals(session)]
    tab.pane.view.setCurrentIndex(tab.pane.model.index(0, INDICATOR))
    QGuiApplication.clipboard().setText("Kurser\t1.6.2015\nNetværk\t31.2.2015\n")
    tab.pane.view.paste()
    assert [goal.indicator for goal in goals(session)][:2] == ["Kurser", "Netværk"]
    assert goals(session)[0].deadline == "2015-06-01"
    assert "31.2.2015" in tab.pane.strip.text
    assert column(tab, DEADLINE)[1] == "31.2.2015"
    session.undo()
    assert [goal.indicator for goal in goals(session)] == before


def test_the_status_picture_follows_the_goals(tab: PlanTab) -> None:
    assert tab.picture.view.accessibleName() == "Status for 6 mål: 6 ikke påbegyndt."
    goal = goals(tab.session)[0]
    tab.session.write([Change("goals", goal.id, {"status": "not_started"}, {"status": "met"})])
    assert tab.picture.view.accessibleName() == "Status for 6 mål: ét indfriet og 5 ikke påbegyndt."


def test_the_plans_own_fields_are_written_in_the_form_and_the_table_brings_the_goal_back(
    tab: PlanTab, qtbot: QtBot
) -> None:
    tab.show_button.click()
    assert tab.form.record == plan_of(tab.session)
    qtbot.keyClick(focused(), Qt.Key.Key_End)
    qtbot.keyClicks(focused(), " udkast")
    tab.form.field("title").commit()
    assert plan_of(tab.session).title.endswith("udkast")
    assert tab.form.record == plan_of(tab.session)
    tab.pane.view.setFocus()
    assert isinstance(tab.form.record, Goal)


# Sign-off


def test_the_dialog_says_what_will_be_frozen_and_what_hinders_it(tab: PlanTab) -> None:
    dialog = tab.ask_for_sign_off()
    for words in (
        "2015",
        "1, den første",
        "Årsmøde 03.12.2014 (indkaldt)",
        "6: 6 i centralbiblioteksdelen og 0 i styrelsesdelen",
        "Prøve",
        "Mål 2.1 »Ledere i alle seks områder har været på kursus i…« har ingen ansvarlig.",
        "Mål 2.2 »Et erfaringsnotat om tryghed i den ubemandede…« har ingen frist.",
        "som ikke er holdt endnu. Hold mødet, og få referatet godkendt.",
        "ingen mål i styrelsesdelen",
    ):
        assert words in dialog.text
    assert not dialog.acceptor.isEnabled()
    assert not dialog.answers


@pytest.mark.parametrize(
    ("place", "field", "kind"), [(0, "owner_person_id", Goal), (1, "deadline", Goal), (2, "state", Meeting)]
)
def test_each_hindrance_is_gone_to(
    tab: PlanTab, window: MainWindow, place: int, field: str, kind: type[Goal | Meeting]
) -> None:
    dialog = tab.ask_for_sign_off()
    jumps = [button for button in dialog.findChildren(QToolButton) if button.text() == "Gå til"]
    jumps[place].click()
    assert not dialog.isVisible()
    page = window.page
    if isinstance(page, MeetingsTab):
        page = page.page
    assert isinstance(page, PlanTab if kind is Goal else MeetingsPage)
    assert isinstance(page.form.record, kind)
    assert page.form.field(field).input.hasFocus()


def test_a_signed_plan_is_frozen_with_its_pdf_and_cannot_be_undone(tab: PlanTab, rendered: list[PlanContent]) -> None:
    session = tab.session
    make_signable(session)
    dialog = tab.ask_for_sign_off()
    assert "Tegnet »☃« findes ikke." in dialog.text
    dialog.acceptor.click()
    assert not dialog.isVisible()
    signed = versions(session)
    assert [row.number for row in signed] == [1]
    assert rendered[-1].sign_off is not None
    assert session.store.log.version_pdf(signed[0].id) == b"%PDF-1.7 " + rendered[-1].sha256.encode()
    assert signed[0].sha256 == hashlib.sha256(session.store.log.version_document(signed[0].id)).hexdigest()
    assert session.undo_stack.is_at_decision
    assert tab.state.text.startswith("Version 1 godkendt ")
    assert tab.versions.chosen() == signed[0]


def test_a_second_version_needs_a_change_and_a_reason(tab: PlanTab) -> None:
    session = tab.session
    make_signable(session)
    tab.ask_for_sign_off().acceptor.click()
    dialog = tab.ask_for_sign_off()
    assert dialog.strip.text == "Planen er ikke ændret siden version 1. Den gælder stadig."
    assert not dialog.acceptor.isEnabled()
    dialog.reject()
    goal = goals(session)[0]
    session.write([Change("goals", goal.id, {"deadline": goal.deadline}, {"deadline": "2015-12-11"})])
    assert tab.state.text.startswith("Ændret siden version 1")
    dialog = tab.ask_for_sign_off()
    assert "børn i…«: frist fra »30.10.2015« til »11.12.2015«." in dialog.text
    dialog.acceptor.click()
    assert dialog.isVisible()
    assert dialog.answers["reason"].reason.text() == "Skriv, hvorfor version 2 er nødvendig."
    dialog.answers["reason"].input.setText("Ny frist efter mødet")
    dialog.acceptor.click()
    assert [(row.number, row.reason) for row in versions(session)] == [(1, ""), (2, "Ny frist efter mødet")]


def test_a_refused_sign_off_keeps_the_dialog_and_the_reason(tab: PlanTab) -> None:
    session = tab.session
    session.set_year(2014)
    goal = next(goal for goal in goals(session) if plan.lacks(goal))
    owner = next(goal.owner_person_id for goal in goals(session) if goal.owner_person_id)
    session.write([Change("goals", goal.id, {"owner_person_id": None}, {"owner_person_id": owner})])
    dialog = tab.ask_for_sign_off()
    dialog.answers["reason"].input.setText("Ny ansvarlig")
    session.store.read_only = "Mappen er skrivebeskyttet. Gem en kopi et andet sted for at redigere."
    dialog.acceptor.click()
    assert dialog.isVisible()
    assert "skrivebeskyttet" in dialog.strip.text
    assert dialog.answers["reason"].input.text() == "Ny ansvarlig"
    assert tab.pane.strip.text == ""
    assert [row.number for row in versions(session)] == [1, 2]


def test_what_is_typed_when_the_dialog_opens_is_part_of_what_is_signed(tab: PlanTab, qtbot: QtBot) -> None:
    make_signable(tab.session)
    goal = goals(tab.session)[0]
    tab.pane.view.choose(goal.id)
    field = tab.form.field("indicator")
    field.input.setFocus()
    qtbot.keyClick(field.input, Qt.Key.Key_End)
    qtbot.keyClicks(field.input, " i alt")
    tab.ask_for_sign_off().acceptor.click()
    session = tab.session.store.log.version_document(versions(tab.session)[0].id)
    assert f'"{goal.indicator} i alt"'.encode() in session


# PDF


def previewed(tab: PlanTab, qtbot: QtBot) -> PreviewWindow:
    """The newest preview over the tab's window."""
    qtbot.waitUntil(
        lambda: any(shown.isVisible() for shown in tab.window().findChildren(PreviewWindow)), timeout=PATIENCE_MS
    )
    return next(shown for shown in tab.window().findChildren(PreviewWindow) if shown.isVisible())


def test_the_preview_is_a_draft_of_what_stands_there_now(
    tab: PlanTab, rendered: list[PlanContent], qtbot: QtBot
) -> None:
    tab.preview_button.click()
    shown = previewed(tab, qtbot)
    assert rendered[-1].sign_off is None
    assert shown.title == "Handlingsplan 2015, udkast"
    assert shown.pdf == b"%PDF-1.7 " + rendered[-1].sha256.encode()
    assert shown.notes == ("Tegnet »☃« findes ikke.",)


def test_the_preview_of_a_signed_plan_is_the_signed_pdf_and_says_what_is_not_in_it(tab: PlanTab, qtbot: QtBot) -> None:
    tab.session.set_year(2013)
    newest = versions(tab.session)[-1]
    tab.preview_button.click()
    shown = previewed(tab, qtbot)
    assert shown.title == "Handlingsplan 2013, version 1"
    assert shown.pdf == tab.session.store.log.version_pdf(newest.id)
    assert shown.notes == ()
    shown.close()

    tab.session.write([goals(tab.session)[0].edited({"text": "Noget andet"})])
    paper = tab.paper()
    assert paper
    pdf, (note,) = paper.make(None)
    assert pdf == tab.session.store.log.version_pdf(newest.id)
    assert note.startswith("Planen er ændret, siden version 1 blev godkendt.")
    tab.output.preview_draft()
    qtbot.waitUntil(lambda: previewed(tab, qtbot).title == "Handlingsplan 2013, udkast", timeout=PATIENCE_MS)


def test_a_signed_version_opens_and_is_saved_as_it_was(
    tab: PlanTab, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.session.set_year(2014)
    assert [tab.versions.pane.model.index(row, 0).data() for row in range(2)] == ["2", "1"]
    first = versions(tab.session)[0]
    tab.versions.pane.view.choose(first.id)
    tab.versions.open_button.click()
    shown = previewed(tab, qtbot)
    assert shown.title == "Handlingsplan 2014, version 1"
    target = tmp_path / "plan.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    tab.versions.save_button.click()
    qtbot.waitUntil(target.exists, timeout=PATIENCE_MS)
    assert target.read_bytes() == shown.pdf == tab.session.store.log.version_pdf(first.id)


def test_a_signed_version_cannot_be_edited_or_archived_in_the_list(tab: PlanTab) -> None:
    tab.session.set_year(2014)
    model = tab.versions.pane.model
    flags = [model.flags(model.index(0, place)) for place in range(model.columnCount())]
    assert not any(flag & Qt.ItemFlag.ItemIsEditable for flag in flags)
    tab.versions.pane.archive()
    assert len(versions(tab.session)) == 2


# Going to a place


def findings(session: Session) -> list[Finding]:
    found = [finding for item in session.checked() for finding in item.verdict.findings]
    return [finding for finding in found if TAB_OF_TABLE[finding.table] == "Handlingsplan"]


@pytest.mark.parametrize("year", [2013, 2014, 2015, 2016])
def test_each_finding_about_the_plan_is_gone_to_from_the_overview(window: MainWindow, year: int) -> None:
    window.session.set_year(year)
    for finding in findings(window.session):
        window.session.set_year(year)
        window.show_tab(0)
        window.page.jump_asked.emit(finding.table, finding.row_id, finding.field)
        tab = window.page
        assert isinstance(tab, PlanTab)
        assert tab.isAncestorOf(focused())
        if finding.row_id and finding.table != PlanVersion.TABLE:
            assert tab.form.record is not None
            assert tab.form.record.id == finding.row_id
        if finding.row_id and finding.field:
            assert tab.form.field(finding.field).input.hasFocus()


def test_the_example_has_findings_about_the_plan(window: MainWindow) -> None:
    assert findings(window.session)


def test_a_goal_of_another_year_is_shown_in_that_year(tab: PlanTab, window: MainWindow) -> None:
    past = plan.of_year(tab.session.network, 2013)
    assert past is not None
    goal = plan.goals(tab.session.network, past)[4]
    window.jump_to(Goal.TABLE, goal.id, "status")
    assert tab.session.year == 2013
    assert tab.form.record == goal
    assert tab.form.field("status").input.hasFocus()


def test_a_missing_plan_is_gone_to_at_the_action_that_makes_it(tab: PlanTab, window: MainWindow) -> None:
    tab.session.set_year(2017)
    window.jump_to(Plan.TABLE, "")
    assert focused() is tab.add_button


def test_a_read_only_network_offers_nothing_to_write(tab: PlanTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tab.session, "is_read_only", True)
    tab.session.changed.emit(frozenset())
    assert not any(button.isEnabled() for button in (tab.add_button, tab.derive_button, tab.sign_off_button))
    assert tab.preview_button.isEnabled()
