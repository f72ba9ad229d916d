"""Aftaler: framework agreements, the task portfolio, partnerships and programmes (M4, M5, M10, M11)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QTableView,
    QTextBrowser,
)
from pytestqt.qtbot import QtBot

from cbnet_desktop.documents.manual import reading
from cbnet_desktop.documents.pictures.pictures import Box
from cbnet_desktop.documents.pictures.timeline import timeline_picture
from cbnet_desktop.domain.agreements import agreements, portfolio
from cbnet_desktop.domain.papers import timeline
from cbnet_desktop.domain.records import (
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementTask,
    CommitteeMember,
    Extension,
    Organisation,
    Person,
    Task,
    TaskClause,
)
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.domain.words.choices import OrganisationKind
from cbnet_desktop.store import Store
from cbnet_desktop.ui.agreements.agreements_tab import FRAMEWORKS, PARTNERSHIPS, PORTFOLIO, AgreementsTab
from cbnet_desktop.ui.agreements.frameworks_page import FrameworksPage
from cbnet_desktop.ui.agreements.partnerships_page import PartnershipsPage
from cbnet_desktop.ui.agreements.portfolio_page import PortfolioPage
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE
from cbnet_desktop.ui.page.table_page import Page
from cbnet_desktop.ui.table.table_pane import TablePane
from tests.ui.adding import Add
from tests.ui.links import follow_all, spoken
from tests.ui.showing import page_of, show

TODAY = "2015-03-01"


@pytest.fixture
def session(session: Session) -> Session:
    """The new network on 1 March 2015."""
    profile = session.network.profile
    session.write([Change("networks", profile.id, {"today_is": profile.today_is}, {"today_is": TODAY})])
    return session


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> AgreementsTab:
    """A new network without agreements, plan year 2015."""
    return show(AgreementsTab(session), qtbot)


@pytest.fixture
def full(example: Session, qtbot: QtBot) -> AgreementsTab:
    """The example network in 2015."""
    example.set_year(2015)
    return show(AgreementsTab(example), qtbot)


def page(tab: AgreementsTab, place: int) -> Page:
    tab.show_view(place)
    return tab.page


def frameworks(tab: AgreementsTab) -> FrameworksPage:
    return page_of(tab, FRAMEWORKS, FrameworksPage)


def tasks(tab: AgreementsTab) -> PortfolioPage:
    return page_of(tab, PORTFOLIO, PortfolioPage)


def partnerships(tab: AgreementsTab) -> PartnershipsPage:
    return page_of(tab, PARTNERSHIPS, PartnershipsPage)


def column(pane: TablePane, title: str) -> list[str]:
    place = next(at for at, one in enumerate(pane.spec.columns) if one.title == title)
    return [pane.model.index(row, place).data() for row in range(pane.model.rowCount())]


def library(tab: AgreementsTab, name: str) -> str:
    return next(row.id for row in roster.every_central_library(tab.session.network) if row.short_name == name)


def agency(tab: AgreementsTab) -> str:
    return next(row.id for row in tab.session.network.live(Organisation) if row.kind == OrganisationKind.AGENCY)


def framework(add: Add, title: str = "Rammeaftale 2012-2015", **values: str | None) -> str:
    signed_on = "2011-12-01" if "kind" not in values else None
    given = {"starts_on": "2012-01-01", "ends_on": "2015-12-31", "signed_on": signed_on}
    return add("agreements", title=title, **{**given, **values})


# Framework agreements


def test_what_expires_first_stands_first_with_the_days_left_and_what_is_over_last(tab: AgreementsTab, add: Add) -> None:
    framework(add, "Over", starts_on="2008-01-01", ends_on="2011-12-31")
    framework(add, "Længe endnu")
    framework(add, "Snart", ends_on="2015-03-31")
    framework(add, "Kommer", starts_on="2015-03-11", ends_on="2018-12-31")
    framework(add, "Uden slutning", ends_on=None)
    framework(add, "Uden periode", starts_on=None, ends_on=None)
    framework(add, "Ikke indgået", signed_on=None)
    pane = frameworks(tab).main
    assert dict(zip(column(pane, "Aftale"), column(pane, "Tilstand"), strict=True)) == {
        "Snart": "Udløber om 30 dage",
        "Længe endnu": "Gælder, 305 dage igen",
        "Uden slutning": "Gælder uden slutdato",
        "Ikke indgået": "Udkast",
        "Uden periode": "Uden periode",
        "Kommer": "Begynder om 10 dage",
        "Over": "Udløb 31.12.2011",
    }
    assert column(pane, "Aftale")[0] == "Snart"
    assert column(pane, "Aftale")[-1] == "Over"
    assert frameworks(tab).state.text == "Udløber snart Snart om 30 dage."


def test_an_extension_moves_the_last_day_and_undo_takes_it_back(tab: AgreementsTab, add: Add, qtbot: QtBot) -> None:
    framework(add, ends_on="2015-03-31")
    shown_page = frameworks(tab)
    shown_page.main.view.setCurrentIndex(shown_page.main.model.index(0, 0))
    shown_page.extend_button.click()
    assert column(shown_page.main, "Forlænget til") == ["31.03.2016"]
    assert column(shown_page.main, "Tilstand") == ["Gælder, 396 dage igen"]
    line = QApplication.focusWidget()
    qtbot.keyClicks(line, "31.12.2016")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert column(shown_page.main, "Forlænget til") == ["31.12.2016"]
    (made,) = tab.session.network.live(Extension)
    assert made.agreed_on == TODAY
    tab.session.undo()
    tab.session.undo()
    assert column(shown_page.main, "Forlænget til") == [""]
    assert tab.session.network.live(Extension) == []


def test_del_in_the_extensions_archives_the_extension_and_not_the_agreement(tab: AgreementsTab, add: Add) -> None:
    row_id = framework(add)
    add("extensions", agreement_id=row_id, ends_on="2016-12-31")
    shown_page = frameworks(tab)
    shown_page.extensions.pane.view.setFocus()
    shown_page.extensions.pane.view.setCurrentIndex(shown_page.extensions.pane.model.index(0, 0))
    tab.archive()
    assert tab.session.network.live(Extension) == []
    assert len(tab.session.network.live(Agreement)) == 1
    shown_page.main.view.setFocus()
    tab.archive()
    assert tab.session.network.live(Agreement) == []


def test_parties_are_ticked_on_and_off(tab: AgreementsTab, add: Add) -> None:
    framework(add)
    shown_page = frameworks(tab)
    shown_page.parties.menu.renew()
    titles = [action.text() for action in shown_page.parties.menu.actions()]
    assert titles[:4] == ["KBE", "Gentofte", "Herning", "Odense"]
    for place in (0, 1, 6):
        shown_page.parties.menu.actions()[place].trigger()
    assert column(shown_page.parties.pane, "Part") == ["Gentofte", "KBE", "Aalborg"]
    assert column(shown_page.main, "Parter") == ["Gentofte, KBE og Aalborg"]
    shown_page.parties.menu.renew()
    shown_page.parties.menu.actions()[1].trigger()
    assert column(shown_page.main, "Parter") == ["KBE og Aalborg"]
    tab.session.undo()
    assert column(shown_page.main, "Parter") == ["Gentofte, KBE og Aalborg"]


def test_a_partner_not_on_record_is_made_when_enter_is_pressed_twice(
    tab: AgreementsTab, add: Add, qtbot: QtBot
) -> None:
    framework(add)
    line = frameworks(tab).parties.name
    qtbot.keyClicks(line, "Erhvervsstyrelsen")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    strip = frameworks(tab).parties.pane.strip
    assert strip.text == "»Erhvervsstyrelsen« findes ikke. Tryk Enter igen for at oprette organisationen."
    assert tab.session.network.live(AgreementParty) == []
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert strip.text == ""
    assert column(frameworks(tab).parties.pane, "Part") == ["Erhvervsstyrelsen"]
    assert tab.session.undo_stack.undo_label == "Part tilføjet: Erhvervsstyrelsen"
    qtbot.keyClicks(line, "erhvervsstyrelsen")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert strip.text == "»Erhvervsstyrelsen« er allerede part i aftalen."
    tab.session.undo()
    assert not any(row.name == "Erhvervsstyrelsen" for row in tab.session.network.rows(Organisation))


def test_clauses_and_initiatives_belong_to_the_chosen_agreement(tab: AgreementsTab, add: Add) -> None:
    first, second = framework(add, "Den første", ends_on="2015-03-31"), framework(add, "Den anden")
    shown_page = frameworks(tab)
    assert shown_page.main.view.chosen() is not None
    shown_page.clause_button.click()
    shown_page.initiative_button.click()
    made = agreements.clauses(tab.session.network, tab.session.network.get(Agreement, first))
    assert [(row.kind, row.title) for row in made] == [
        ("clause", "Nyt aftalepunkt"),
        ("initiative", "Nyt initiativ"),
    ]
    shown_page.main.view.choose(second)
    assert shown_page.clauses.pane.model.rowCount() == 0
    shown_page.main.view.choose(first)
    assert column(shown_page.clauses.pane, "Aftalepunkt") == ["Nyt aftalepunkt", "Nyt initiativ"]


def test_clauses_pasted_from_a_sheet_become_the_chosen_agreements(tab: AgreementsTab, add: Add) -> None:
    row_id = framework(add)
    add("agreement_clauses", agreement_id=row_id, number="1", title="Den første")
    pane = frameworks(tab).clauses.pane
    pane.view.setCurrentIndex(pane.model.index(0, 0))
    QGuiApplication.clipboard().setText("1\tAftale\tRådgivning\n2\tInitiativ\tÅben skole")
    pane.view.paste()
    assert column(pane, "Aftalepunkt") == ["Rådgivning", "Åben skole"]
    assert {row.agreement_id for row in tab.session.network.live(AgreementClause)} == {row_id}


def test_a_clause_without_a_task_in_the_plan_year_is_marked(tab: AgreementsTab, add: Add) -> None:
    row_id = framework(add)
    served = add("agreement_clauses", agreement_id=row_id, number="1", title="Rådgivning")
    add("agreement_clauses", agreement_id=row_id, number="2", title="Samordning")
    task = add("tasks", title="Faglig sparring", starts_on="2014-01-01", ends_on="2015-12-31")
    add("task_clauses", task_id=task, clause_id=served)
    pane = frameworks(tab).clauses.pane
    assert column(pane, "Opgaver") == ["Faglig sparring", "Ingen opgave i 2015"]


def test_the_empty_page_offers_a_first_agreement_and_nothing_that_belongs_to_one(tab: AgreementsTab) -> None:
    shown_page = frameworks(tab)
    assert shown_page.main.view.isHidden()
    assert shown_page.details.isHidden()
    assert shown_page.picture.isHidden()
    shown_page.main.asked_for_new.emit()
    (made,) = tab.session.network.live(Agreement)
    assert (made.kind, made.starts_on, made.ends_on) == ("framework", "2015-01-01", "2018-12-31")
    assert not shown_page.details.isHidden()


def test_the_periods_are_drawn_and_told(tab: AgreementsTab, add: Add) -> None:
    row_id = framework(add, ends_on="2013-12-31")
    add("extensions", agreement_id=row_id, ends_on="2015-12-31")
    view = frameworks(tab).picture.view
    assert view.accessibleName() == (
        "Aftalernes perioder, i dag 01.03.2015. Rammeaftale 2012-2015: 01.01.2012 til 31.12.2015, forlænget."
    )
    rows = agreements.frameworks(tab.session.network)
    content = timeline.content(tab.session.network, rows, TODAY)
    assert (content.first_year, content.last_year) == (2012, 2015)
    bars = [shape for shape in timeline_picture(content).shapes if isinstance(shape, Box) and shape.height > 6]
    assert [bar.fill for bar in bars] == ["accent", "selection"]
    assert bars[0].x + bars[0].width == pytest.approx(bars[1].x)
    assert bars[0].width == pytest.approx(bars[1].width, rel=0.01)


def test_a_long_history_shows_the_latest_agreements_only(tab: AgreementsTab, add: Add) -> None:
    for year in range(1991, 2015):
        framework(add, f"Aftale {year}", starts_on=f"{year}-01-01", ends_on=f"{year}-12-31")
    rows = agreements.frameworks(tab.session.network)
    content = timeline.content(tab.session.network, rows, TODAY)
    assert [one.title for one in content.periods] == [f"Aftale {year}" for year in range(2007, 2015)]
    assert content.last_year - content.first_year < timeline.MOST_YEARS


# The task portfolio


def portfolio_of_three(tab: AgreementsTab, add: Add) -> dict[str, str]:
    """A task that fits, one without a clause and one that was not reviewed since its clause changed."""
    row_id = framework(add)
    first = add("agreement_clauses", agreement_id=row_id, number="1.1", title="Rådgivning")
    changed = add(
        "agreement_clauses", agreement_id=row_id, number="1.2", title="Åben skole", kind="initiative",
        changed_on="2015-02-01",
    )  # fmt: skip
    made = {"first": first, "changed": changed}
    for name, title, clause, part in (
        ("fits", "Faglig sparring", first, "central"),
        ("old", "Skolepakker", changed, "central"),
        ("loose", "Analyse", None, "agency"),
    ):
        period = {"starts_on": "2015-01-01", "ends_on": "2015-12-31", "reviewed_on": "2015-01-10"}
        made[name] = add("tasks", title=title, part=part, **period)
        if clause:
            add("task_clauses", task_id=made[name], clause_id=clause)
    assert portfolio.mismatches(tab.session.network, 2015)
    return made


def test_tasks_to_mend_stand_first_and_say_what_is_wrong(tab: AgreementsTab, add: Add) -> None:
    portfolio_of_three(tab, add)
    pane = tasks(tab).main
    assert column(pane, "Opgave") == ["Analyse", "Skolepakker", "Faglig sparring"]
    assert column(pane, "Tilstand") == ["Uden aftalepunkt", "Skal gennemgås", "I orden"]
    assert column(pane, "Aftalepunkter") == ["", "1.2", "1.1"]
    assert column(pane, "Del") == ["Styrelsesdel", "Centralbiblioteksdel", "Centralbiblioteksdel"]
    assert tasks(tab).state.text == "3 opgaver i 2015 1 uden aftalepunkt og 1 skal gennemgås."


def test_one_click_reviews_the_chosen_tasks_today(tab: AgreementsTab, add: Add) -> None:
    rows = portfolio_of_three(tab, add)
    shown_page = tasks(tab)
    shown_page.main.view.choose(rows["old"])
    shown_page.review_button.click()
    assert tab.session.network.get(Task, rows["old"]).reviewed_on == TODAY
    assert column(shown_page.main, "Tilstand") == ["Uden aftalepunkt", "I orden", "I orden"]
    chosen = shown_page.main.view.chosen()
    assert chosen is not None
    assert chosen.id == rows["old"]
    shown_page.main.view.selectAll()
    shown_page.review_button.click()
    assert {row.reviewed_on for row in tab.session.network.live(Task)} == {TODAY}
    tab.session.undo()
    assert tab.session.network.get(Task, rows["fits"]).reviewed_on == "2015-01-10"


def test_a_task_gets_its_clauses_by_ticking_with_the_space_bar(tab: AgreementsTab, add: Add, qtbot: QtBot) -> None:
    rows = portfolio_of_three(tab, add)
    shown_page = tasks(tab)
    shown_page.main.view.choose(rows["loose"])
    ticks = shown_page.clauses.list
    assert [ticks.item(at).text() for at in range(ticks.count())] == [
        "Rammeaftale 2012-2015",
        "1.1 Rådgivning",
        "1.2 Åben skole (initiativ)",
    ]
    task = tab.session.network.get(Task, rows["loose"])
    ticks.setFocus()
    shown_page.clauses.choose(rows["first"])
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    assert [row.id for row in portfolio.clauses_of(tab.session.network, task)] == [rows["first"]]
    assert column(shown_page.main, "Tilstand").count("Uden aftalepunkt") == 0
    assert shown_page.clauses.details.text() == "1 valgt"
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    assert portfolio.clauses_of(tab.session.network, task) == []
    tab.session.undo()
    assert ticks.item(1).checkState() == Qt.CheckState.Checked


def test_a_clause_of_an_agreement_that_is_over_is_offered_only_where_it_is_ticked(tab: AgreementsTab, add: Add) -> None:
    rows = portfolio_of_three(tab, add)
    past = framework(add, "Rammeaftale 2008-2011", starts_on="2008-01-01", ends_on="2011-12-31")
    clause = add("agreement_clauses", agreement_id=past, number="9", title="Overbygning")
    shown_page = tasks(tab)
    shown_page.main.view.choose(rows["fits"])
    assert not shown_page.clauses.choose(clause)
    add("task_clauses", task_id=rows["fits"], clause_id=clause)
    assert shown_page.clauses.choose(clause)
    assert column(shown_page.main, "Tilstand")[1:] == ["Skal gennemgås", "I orden"]


def test_the_four_checks_are_listed_and_each_line_is_a_jump(tab: AgreementsTab, add: Add, qtbot: QtBot) -> None:
    rows = portfolio_of_three(tab, add)
    add("task_clauses", task_id=rows["loose"], clause_id=rows["first"])
    unserved = add(
        "agreement_clauses",
        agreement_id=tab.session.network.live(Agreement)[0].id,
        number="1.3",
        title="Samordning",
    )
    shown_page = tasks(tab)
    text = spoken(shown_page.mismatches)
    assert "Opgave uden aftalepunkt: ingen" in text
    assert "Aftalepunkt uden opgave (1)" in text
    assert "»1.3 Samordning« i »Rammeaftale 2012-2015« har ingen opgave i 2015." in text
    asked = []
    tab.jump_asked.connect(lambda *place: asked.append(place))
    follow_all(shown_page.mismatches, qtbot)
    assert asked == [("agreement_clauses", unserved, ""), ("tasks", rows["old"], "reviewed_on")]


def test_a_new_task_covers_the_plan_year_and_opens_for_typing(tab: AgreementsTab, qtbot: QtBot) -> None:
    tasks(tab).add_button.click()
    line = QApplication.focusWidget()
    qtbot.keyClicks(line, "Åben skole")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    (made,) = tab.session.network.live(Task)
    assert (made.title, made.starts_on, made.ends_on) == ("Åben skole", "2015-01-01", "2015-12-31")
    assert tab.session.undo_stack.undo_label == "Opgave rettet: Ny opgave"


def test_a_colleagues_task_comes_in_while_nothing_is_typed(
    tab: AgreementsTab, session: Session, colleague: Store
) -> None:
    shown_page = tasks(tab)
    task = Task("e" * 32, title="Bos opgave", starts_on="2015-01-01")
    colleague.apply("Opgave", [Change("tasks", task.id, None, task.values())])
    colleague.exchange()
    session.store.exchange()
    session.look()
    assert column(shown_page.main, "Opgave") == ["Bos opgave"]


# Partnerships and own programmes


def test_partnership_and_programme_say_who_with_and_who_carries_it(tab: AgreementsTab, add: Add) -> None:
    partner = add("organisations", name="Digitaliseringsstyrelsen", short_name="DIGST", kind="other")
    first = framework(add, "Digital dannelse", kind="partnership", ends_on="2015-06-30")
    add("agreement_parties", agreement_id=first, organisation_id=partner)
    add("agreement_tasks", agreement_id=first, organisation_id=library(tab, "Vejle"), text="Kurser", level="regional")
    framework(add, "Uden nogen", kind="partnership")
    framework(add, "Modelprogram", kind="own_programme", starts_on="2016-01-01", ends_on="2017-12-31")
    framework(add)
    pane = partnerships(tab).main
    assert column(pane, "Aftale") == ["Digital dannelse", "Uden nogen", "Modelprogram"]
    assert column(pane, "Partner") == ["DIGST", "Mangler", "KBE selv"]
    assert column(pane, "Regional ansvarlig") == ["Vejle", "Mangler", "Mangler"]
    assert column(pane, "Tilstand")[0] == "Udløber om 121 dage"
    assert partnerships(tab).state.text == "Udløber snart Digital dannelse om 121 dage."


def test_half_a_year_before_the_end_is_soon_and_a_day_more_is_not(tab: AgreementsTab, add: Add) -> None:
    row_id = framework(add, "Partnerskab", kind="partnership", ends_on="2015-09-01")
    assert partnerships(tab).state.text == "Udløber snart Partnerskab om 184 dage."
    tab.session.write([Change("agreements", row_id, {"ends_on": "2015-09-01"}, {"ends_on": "2015-09-02"})])
    assert partnerships(tab).state.text == "Intet udløber snart"


def test_tasks_and_committee_belong_to_the_chosen_agreement(tab: AgreementsTab, add: Add, qtbot: QtBot) -> None:
    row_id = framework(add, "Digital dannelse", kind="partnership")
    person = add("people", name="Mette Prøve")
    shown_page = partnerships(tab)
    shown_page.task_button.click()
    line = QApplication.focusWidget()
    assert shown_page.tasks.isAncestorOf(line)
    (task,) = tab.session.network.live(AgreementTask)
    assert (task.agreement_id, task.text, task.organisation_id) == (row_id, "Ny opgave", None)
    for name in ("mette prøve", "Bo Fremmed", ""):
        qtbot.keyClicks(shown_page.committee.person.lineEdit(), name)
        qtbot.keyClick(shown_page.committee.person.lineEdit(), Qt.Key.Key_Return)
    assert column(shown_page.committee.pane, "Person") == ["Bo Fremmed", "Mette Prøve"]
    assert {row.person_id for row in tab.session.network.live(CommitteeMember)} > {person}
    tab.session.undo()
    assert [row.name for row in tab.session.network.live(Person)] == ["Mette Prøve"]


def test_a_task_past_its_deadline_says_so_in_words(tab: AgreementsTab, add: Add) -> None:
    row_id = framework(add, "Digital dannelse", kind="partnership")
    for text, deadline, done_on in (
        ("Sent", "2015-02-01", None),
        ("Udført", "2015-02-02", "2015-02-02"),
        ("Senere", "2015-04-01", None),
    ):
        add("agreement_tasks", agreement_id=row_id, text=text, deadline=deadline, done_on=done_on)
    assert column(partnerships(tab).tasks.pane, "Udført") == ["Overskredet", "02.02.2015", ""]


def test_each_kind_has_its_own_button_and_ctrl_n_follows_the_table_in_use(tab: AgreementsTab) -> None:
    shown_page = partnerships(tab)
    shown_page.own_button.click()
    shown_page.partner_button.click()
    kinds = sorted(row.kind for row in tab.session.network.live(Agreement))
    assert kinds == ["own_programme", "partnership"]
    for pane, place in (
        (shown_page.parties.pane, shown_page.parties.name),
        (shown_page.committee.pane, shown_page.committee.person.lineEdit()),
    ):
        shown_page.use(pane)
        tab.new_row()
        assert place.hasFocus()


# Jumps, keys, names


def test_an_agreement_and_what_belongs_to_it_is_shown_on_the_page_of_its_kind(tab: AgreementsTab, add: Add) -> None:
    first = framework(add)
    second = framework(add, "Digital dannelse", kind="partnership")
    for owner, place in ((first, FRAMEWORKS), (second, PARTNERSHIPS)):
        party = add("agreement_parties", agreement_id=owner, organisation_id=agency(tab))
        longer = add("extensions", agreement_id=owner, ends_on="2016-12-31")
        for table, row_id in (("agreements", owner), ("agreement_parties", party), ("extensions", longer)):
            assert tab.jump_to(table, row_id)
            assert tab.choices.checkedId() == place
    assert tab.jump_to("agreements", first, "purpose")
    assert frameworks(tab).form.field("purpose").input.hasFocus()
    assert not tab.jump_to("people", "")


def test_a_jump_chooses_the_agreement_that_the_row_belongs_to(tab: AgreementsTab, add: Add) -> None:
    framework(add, "Den anden", ends_on="2015-03-31")
    wanted = framework(add)
    clause = add("agreement_clauses", agreement_id=wanted, title="Rådgivning")
    assert tab.jump_to("agreement_clauses", clause, "text")
    shown_page = frameworks(tab)
    chosen = shown_page.main.view.chosen()
    assert chosen is not None
    assert chosen.id == wanted
    assert shown_page.form.field("text").input.hasFocus()


def test_a_jump_to_a_tasks_clause_lands_among_the_ticks(tab: AgreementsTab, add: Add) -> None:
    rows = portfolio_of_three(tab, add)
    link = next(row for row in tab.session.network.live(TaskClause) if row.task_id == rows["old"])
    assert tab.jump_to("task_clauses", link.id)
    ticks = tasks(tab).clauses.list
    assert ticks.hasFocus()
    assert ticks.currentItem().text() == "1.2 Åben skole (initiativ)"
    assert tab.jump_to("tasks", rows["loose"])
    assert ticks.hasFocus()


def test_a_task_of_another_year_is_shown_in_its_own(tab: AgreementsTab, add: Add) -> None:
    row_id = add("tasks", title="Sidste år", starts_on="2014-01-01", ends_on="2014-12-31")
    assert tab.jump_to("tasks", row_id, "title")
    assert tab.session.year == 2014
    assert tasks(tab).form.field("title").input.hasFocus()


def test_f6_goes_from_table_to_table_to_the_form_and_back(tab: AgreementsTab, add: Add) -> None:
    row_id = framework(add)
    add("agreement_clauses", agreement_id=row_id, title="Rådgivning")
    add("agreement_parties", agreement_id=row_id, organisation_id=agency(tab))
    shown_page = frameworks(tab)
    shown_page.main.view.setFocus()
    seen = []
    for _ in range(4):
        tab.change_side()
        seen.append(QApplication.focusWidget())
    assert seen[:2] == [shown_page.clauses.pane.view, shown_page.parties.pane.view]
    assert shown_page.form.isAncestorOf(seen[2])
    assert seen[3] is shown_page.main.view


def test_every_finding_about_agreements_is_gone_to(full: AgreementsTab) -> None:
    session = full.session
    found = []
    for year in (2013, 2014, 2015, 2016):
        session.set_year(year)
        for item in session.checked():
            found += [one for one in item.verdict.findings if TAB_OF_TABLE.get(one.table) == "Aftaler"]
        for finding in found:
            assert full.jump_to(finding.table, finding.row_id, finding.field)
            if finding.row_id and finding.field:
                assert full.page.form.record.id == finding.row_id
                assert full.page.form.field(finding.field).input.hasFocus()
    assert {one.clause for one in found} >= {"M5", "M10"}


def test_every_page_is_drawn_in_every_year_of_the_example(full: AgreementsTab) -> None:
    for place in (FRAMEWORKS, PORTFOLIO, PARTNERSHIPS):
        for year in (2013, 2016):
            full.session.set_year(year)
            assert not page(full, place).grab().isNull()


def test_everything_to_use_has_a_name(full: AgreementsTab) -> None:
    for place in (FRAMEWORKS, PORTFOLIO, PARTNERSHIPS):
        shown_page = page(full, place)
        for kind in (QTableView, QTextBrowser, QComboBox, QLineEdit, QListWidget):
            for widget in shown_page.findChildren(kind):
                holder = widget.parent()
                assert widget.accessibleName() or isinstance(holder, QComboBox | QTableView), widget
        for button in shown_page.actions_line.findChildren(QAbstractButton):
            assert button.text() or button.accessibleName()


def test_the_manual_names_every_tab_and_its_key() -> None:
    texts = "\n".join(block.text for section in reading.manual().sections for block in section.blocks)
    assert "Ctrl+1 – Ctrl+8" in texts
    assert "Handlingsplan, Tilbud og Aftaler" in texts
    assert "kalenderen over tilbud" in texts
