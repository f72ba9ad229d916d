"""Tilbud: offers as table and calendar, overlaps and gaps, experience on three levels (M6, M7)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.offers import offers
from cbnet_desktop.domain.records import Experience, Offer
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.roster import roster
from cbnet_desktop.store import Store
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE
from cbnet_desktop.ui.offers.calendar_page import MONTH, WEEK, CalendarPage
from cbnet_desktop.ui.offers.calendar_weeks import bars, period_title, week_of
from cbnet_desktop.ui.offers.experience_page import ExperiencePage
from cbnet_desktop.ui.offers.offer_gaps_page import OfferGapsPage
from cbnet_desktop.ui.offers.offers_page import OffersPage
from cbnet_desktop.ui.offers.offers_tab import CALENDAR, EXPERIENCE, GAPS, OFFERS, OffersTab
from cbnet_desktop.ui.page.table_page import Page
from cbnet_desktop.ui.sheets import import_dialog
from tests.ui.adding import Add
from tests.ui.links import follow_all, spoken
from tests.ui.showing import page_of, show

DATE, WEEK_NUMBER, _, HOST, TITLE, TOPIC, OVERLAP = range(7)


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> OffersTab:
    """A new network without offers, plan year 2015."""
    return show(OffersTab(session), qtbot)


@pytest.fixture
def full(example: Session, qtbot: QtBot) -> OffersTab:
    """The example network's offers of 2015."""
    example.set_year(2015)
    return show(OffersTab(example), qtbot)


def library(tab: OffersTab, name: str) -> str:
    return next(row.id for row in roster.every_central_library(tab.session.network) if row.short_name == name)


def page(tab: OffersTab, place: int) -> Page:
    tab.show_view(place)
    return tab.page


def table(tab: OffersTab) -> OffersPage:
    return page_of(tab, OFFERS, OffersPage)


def calendar(tab: OffersTab) -> CalendarPage:
    return page_of(tab, CALENDAR, CalendarPage)


def gaps(tab: OffersTab) -> OfferGapsPage:
    return page_of(tab, GAPS, OfferGapsPage)


def experience(tab: OffersTab) -> ExperiencePage:
    return page_of(tab, EXPERIENCE, ExperiencePage)


def cells(tab: OffersTab, column: int) -> list[str]:
    model = table(tab).main.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


# The table


def test_the_years_offers_stand_by_date_with_their_iso_week_and_those_without_a_date_last(
    tab: OffersTab, add: Add
) -> None:
    add("offers", title="Uden dato")
    add("offers", title="Sidst på året", starts_on="2015-12-31")
    add("offers", title="Om vinteren", starts_on="2014-12-30", ends_on="2015-01-02")
    add("offers", title="Et andet år", starts_on="2016-02-01")
    assert cells(tab, TITLE) == ["Om vinteren", "Sidst på året", "Uden dato"]
    assert cells(tab, WEEK_NUMBER) == ["1", "53", ""]


def test_two_libraries_with_the_same_course_in_the_same_month_are_marked_in_both_rows(tab: OffersTab, add: Add) -> None:
    for host, day in (("Vejle", "2015-03-04"), ("Aalborg", "2015-03-18")):
        add("offers", title=f"Kursus i {host}", topic="Digital dannelse", host_id=library(tab, host), starts_on=day)
    assert cells(tab, OVERLAP) == ["Emne: Aalborg 18.03.", "Emne: Vejle 04.03."]
    assert table(tab).state.text == "2 tilbud i 2015 1 par med samme emne."
    index = table(tab).main.model.index(0, OVERLAP)
    assert "Overlap: Emne: Aalborg 18.03." in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_offers_at_the_same_time_for_the_same_people_are_marked_unless_one_is_cancelled(
    tab: OffersTab, add: Add
) -> None:
    add("offers", title="Det ene", host_id=library(tab, "Vejle"), starts_on="2015-05-05")
    other = add("offers", title="Det andet", host_id=library(tab, "Odense"), starts_on="2015-05-05")
    assert cells(tab, OVERLAP) == ["Tid: Vejle 05.05.", "Tid: Odense 05.05."]
    tab.session.write([Change("offers", other, {"state": "planned"}, {"state": "cancelled"})])
    assert cells(tab, OVERLAP) == ["", ""]
    assert "1 er aflyst" in table(tab).state.text


def test_a_new_offer_opens_its_first_cell_and_undo_names_it(tab: OffersTab, qtbot: QtBot) -> None:
    tab.new_row()
    line = QApplication.focusWidget()
    assert line is not None
    qtbot.keyClicks(line, "4.3.2015")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert cells(tab, DATE) == ["04.03.2015"]
    assert tab.session.undo_stack.undo_label == "Dato for »Nyt tilbud, 15.01.2015« rettet"
    tab.session.undo()
    tab.session.undo()
    assert cells(tab, DATE) == []


def test_offers_pasted_past_the_end_become_offers(tab: OffersTab, add: Add) -> None:
    add("offers", title="Det første", starts_on="2015-01-07")
    view = table(tab).main.view
    view.setCurrentIndex(table(tab).main.model.index(0, DATE))
    QGuiApplication.clipboard().setText(
        "7.1.2015\t2\t\tVejle\tÅben skole\tLæring\n9.2.2015\t7\t10.2.2015\tAalborg\tLån\t"
    )
    view.paste()
    made = offers.of_year(tab.session.network, 2015)
    assert [(row.title, row.topic, row.ends_on) for row in made] == [
        ("Åben skole", "Læring", None),
        ("Lån", "", "2015-02-10"),
    ]
    assert made[1].host_id == library(tab, "Aalborg")
    tab.session.undo()
    assert cells(tab, TITLE) == ["Det første"]


def test_an_offer_that_ends_before_it_begins_is_refused_in_its_cell(tab: OffersTab, add: Add) -> None:
    add("offers", title="Kursus", starts_on="2015-03-04")
    model = table(tab).main.model
    assert not model.setData(model.index(0, 2), "3.3.2015", Qt.ItemDataRole.EditRole)
    assert model.index(0, 2).data() == "3.3.2015"
    assert table(tab).main.strip.text


def test_the_words_searched_for_apply_to_table_calendar_and_experience(tab: OffersTab, add: Add) -> None:
    add("offers", title="Læselyst", starts_on="2015-03-04")
    add("offers", title="Regnskab", starts_on="2015-03-05")
    tab.filter("læse")
    assert cells(tab, TITLE) == ["Læselyst"]
    view = calendar(tab).view
    for day, titles in (("2015-03-04", ["Læselyst"]), ("2015-03-05", [])):
        view.show_day(day)
        assert [row.title for row in view.calendar.offers_at(view.currentIndex())] == titles


def test_offers_are_taken_in_from_a_sheet_into_this_very_list(tab: OffersTab, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(import_dialog, "ask_and_preview", asked.append)
    table(tab).import_button.click()
    assert asked == [table(tab).main]
    assert table(tab).import_button.text().replace("&", "") == "Importér tilbud …"


# The calendar


def cell_of(view_page: CalendarPage, day: str) -> QModelIndex:
    return view_page.model.place_of(day)


def test_an_offer_of_several_days_spans_them_and_others_take_the_next_lane(session: Session, add: Add) -> None:
    add("offers", title="Tre dage", starts_on="2015-03-03", ends_on="2015-03-05")
    add("offers", title="Midt i", starts_on="2015-03-04")
    add("offers", title="Bagefter", starts_on="2015-03-06")
    add("offers", title="Over søndag", starts_on="2015-03-08", ends_on="2015-03-10")
    found = bars(week_of(session.network, "2015-03-04"))
    assert [(bar.offer.title, bar.first, bar.last, bar.lane) for bar in found] == [
        ("Tre dage", 1, 3, 0),
        ("Midt i", 2, 2, 1),
        ("Bagefter", 4, 4, 0),
        ("Over søndag", 6, 6, 0),
    ]
    following = bars(week_of(session.network, "2015-03-10"))
    assert [(bar.offer.title, bar.first, bar.last) for bar in following] == [("Over søndag", 0, 1)]


@pytest.mark.parametrize(
    ("day", "is_month", "title"),
    [
        ("2014-11-24", True, "November 2014"),
        ("2014-11-24", False, "Uge 48, 24.–30. november 2014"),
        ("2015-07-29", False, "Uge 31, 27. juli–2. august 2015"),
        ("2015-01-01", False, "Uge 1, 29. december 2014–4. januar 2015"),
        ("2015-12-31", False, "Uge 53, 28. december 2015–3. januar 2016"),
    ],
)
def test_the_period_is_named_by_month_or_by_iso_week(day: str, is_month: bool, title: str) -> None:
    assert period_title(day, is_month=is_month) == title


def test_weeks_begin_on_monday_and_are_numbered(tab: OffersTab) -> None:
    model = calendar(tab).model
    calendar(tab).view.show_day("2015-01-15")
    names = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(7)]
    assert names == ["Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag"]
    assert [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())] == [
        "Uge 1",
        "Uge 2",
        "Uge 3",
        "Uge 4",
        "Uge 5",
    ]


def test_the_keys_walk_through_days_past_the_ends_of_the_month(tab: OffersTab, qtbot: QtBot) -> None:
    shown_page = calendar(tab)
    view = shown_page.view
    view.setFocus()
    view.show_day("2015-01-01")
    for key, day in (
        (Qt.Key.Key_Left, "2014-12-31"),
        (Qt.Key.Key_Right, "2015-01-01"),
        (Qt.Key.Key_Down, "2015-01-08"),
        (Qt.Key.Key_Up, "2015-01-01"),
        (Qt.Key.Key_PageDown, "2015-02-01"),
        (Qt.Key.Key_PageUp, "2015-01-01"),
    ):
        qtbot.keyClick(view, key)
        assert view.day == day
        assert shown_page.model.day_at(view.currentIndex()).on == day
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.day == tab.session.today.isoformat()


def test_in_the_week_the_same_keys_turn_weeks(tab: OffersTab, qtbot: QtBot) -> None:
    shown_page = calendar(tab)
    shown_page.view.show_day("2015-01-01")
    shown_page.modes.button(WEEK).click()
    assert shown_page.model.rowCount() == 1
    assert shown_page.title.text() == "Uge 1, 29. december 2014–4. januar 2015"
    qtbot.keyClick(shown_page.view, Qt.Key.Key_PageDown)
    assert shown_page.title.text() == "Uge 2, 5.–11. januar 2015"
    shown_page.modes.button(MONTH).click()
    assert shown_page.title.text() == "Januar 2015"


def test_enter_goes_through_a_days_offers_and_the_form_follows(tab: OffersTab, add: Add, qtbot: QtBot) -> None:
    first = add("offers", title="Formiddag", starts_on="2015-03-04", starts_at="09:00")
    second = add("offers", title="Hele dagen", starts_on="2015-03-04", ends_on="2015-03-05")
    view, form = calendar(tab).view, calendar(tab).form
    view.setFocus()
    view.show_day("2015-03-03")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    chosen = [view.chosen_id]
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Return)
        chosen.append(view.chosen_id)
        assert form.record is not None
        assert form.record.id == view.chosen_id
    assert sorted(chosen[:2]) == sorted([first, second])
    assert chosen[2] == chosen[0]
    assert view.accessibleDescription().startswith("Valgt: ")


def test_a_day_says_its_date_week_and_offers_to_a_screen_reader(tab: OffersTab, add: Add) -> None:
    add(
        "offers",
        title="Digital dannelse",
        host_id=library(tab, "Gentofte"),
        starts_on="2015-03-04",
        starts_at="10:00",
        ends_at="15:30",
        level="national",
    )
    view = calendar(tab).view
    view.show_day("2015-03-04")
    assert view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == (
        "onsdag 4. marts 2015, uge 10: 1 tilbud. Digital dannelse, Gentofte, kl. 10.00–15.30, nationalt, planlagt"
    )
    assert view.accessibleName() == "Kalender over tilbud, Marts 2015"


def test_a_click_on_a_bar_chooses_the_offer_and_the_table_has_it_chosen_too(
    tab: OffersTab, add: Add, qtbot: QtBot
) -> None:
    add("offers", title="Et tidligere", starts_on="2015-02-02")
    add("offers", title="Tre dage", starts_on="2015-03-03", ends_on="2015-03-05")
    wanted = add("offers", title="Midt i", starts_on="2015-03-04")
    shown_page = calendar(tab)
    view = shown_page.view
    view.show_day("2015-03-20")
    index = cell_of(shown_page, "2015-03-04")
    bar = next(bar for bar in shown_page.model.bars_at(index) if bar.offer.id == wanted)
    place = view.bar_place(view.visualRect(index), bar, shown_page.model.lanes_in(index.row()))
    assert place is not None
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert shown_page.form.record is not None
    assert shown_page.form.record.id == wanted
    chosen = table(tab).main.view.chosen()
    assert chosen is not None
    assert chosen.id == wanted


def test_a_double_click_goes_to_the_row(tab: OffersTab, add: Add, qtbot: QtBot) -> None:
    wanted = add("offers", title="Kursus", starts_on="2015-03-04")
    shown_page = calendar(tab)
    shown_page.view.show_day("2015-03-04")
    index = cell_of(shown_page, "2015-03-04")
    (bar,) = shown_page.model.bars_at(index)
    place = shown_page.view.bar_place(shown_page.view.visualRect(index), bar, 1)
    assert place is not None
    with qtbot.waitSignal(tab.jump_asked) as asked:
        qtbot.mouseDClick(shown_page.view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert asked.args == ["offers", wanted, ""]


def test_more_offers_than_there_is_room_for_are_counted_and_none_is_drawn_over_the_count(
    tab: OffersTab, add: Add
) -> None:
    for number in range(12):
        add("offers", title=f"Kursus {number}", starts_on="2015-03-04")
    shown_page = calendar(tab)
    shown_page.view.show_day("2015-03-04")
    index = cell_of(shown_page, "2015-03-04")
    cell, lanes = shown_page.view.visualRect(index), shown_page.model.lanes_in(index.row())
    assert lanes == 12
    places = [shown_page.view.bar_place(cell, bar, lanes) for bar in shown_page.model.bars_at(index)]
    drawn = [place for place in places if place is not None]
    assert 0 < len(drawn) < 12
    assert max(place.bottom() for place in drawn) < cell.bottom() - shown_page.view.fontMetrics().height() + 3


def test_ctrl_n_makes_an_offer_on_the_current_day_and_del_archives_it(tab: OffersTab) -> None:
    shown_page = calendar(tab)
    shown_page.view.setFocus()
    shown_page.view.show_day("2015-04-09")
    tab.new_row()
    (made,) = offers.of_year(tab.session.network, 2015)
    assert made.starts_on == "2015-04-09"
    assert shown_page.form.field("title").input.hasFocus()
    shown_page.view.setFocus()
    tab.archive()
    assert offers.of_year(tab.session.network, 2015) == []
    assert shown_page.form.record is None
    tab.session.undo()
    assert [row.id for row in offers.of_year(tab.session.network, 2015)] == [made.id]


def test_the_calendar_follows_the_plan_year_and_what_a_colleague_adds(
    tab: OffersTab, session: Session, colleague: Store
) -> None:
    shown_page = calendar(tab)
    shown_page.view.show_day("2015-03-04")
    offer = Offer("f" * 32, title="Bos kursus", starts_on="2015-03-04")
    colleague.apply("Tilbud", [Change("offers", offer.id, None, offer.values())])
    colleague.exchange()
    session.store.exchange()
    session.look()
    assert [row.title for row in shown_page.model.offers_at(shown_page.view.currentIndex())] == ["Bos kursus"]
    session.set_year(2016)
    assert shown_page.view.day.startswith("2016-")


# Overlaps and gaps


def test_regions_and_focus_areas_without_an_offer_are_told_and_a_link_makes_one(tab: OffersTab, add: Add) -> None:
    area = add("focus_areas", year=2015, title="Læselyst", position=1)
    add("offers", title="Kursus", host_id=library(tab, "Vejle"), starts_on="2015-03-04")
    text = spoken(gaps(tab).coverage)
    assert "Region Syddanmark 1 tilbud" in text
    assert "Region Nordjylland Ingen tilbud." in text
    assert "Læselyst Ingen tilbud." in text
    shown = gaps(tab).coverage
    shown.go(shown.count() - 1)
    assert tab.choices.checkedId() == OFFERS
    made = next(row for row in offers.of_year(tab.session.network, 2015) if row.focus_area_id == area)
    assert made.title == "Nyt tilbud"


def test_an_overlap_is_listed_with_both_offers_and_each_is_a_jump(tab: OffersTab, add: Add, qtbot: QtBot) -> None:
    first = add("offers", title="I Vejle", topic="Lån", host_id=library(tab, "Vejle"), starts_on="2015-03-04")
    second = add("offers", title="I Herning", topic="Lån", host_id=library(tab, "Herning"), starts_on="2015-04-04")
    text = spoken(gaps(tab).pairs)
    assert "Samme emne inden for 8 uger" in text
    assert "I Vejle Vejle · 04.03.2015, uge 10" in text
    asked = []
    tab.jump_asked.connect(lambda *place: asked.append(place[:2]))
    follow_all(gaps(tab).pairs, qtbot)
    assert asked == [("offers", first), ("offers", second)] * 2, "both overlap and lack a focus area"


def test_a_year_without_offers_says_so_on_every_page(tab: OffersTab) -> None:
    assert table(tab).main.view.isHidden()
    assert table(tab).state.text == "Ingen tilbud i 2015"
    assert "Ingen tilbud deler emne." in spoken(gaps(tab).pairs)
    assert "Der er ingen indsatsområder for 2015 endnu." in spoken(gaps(tab).coverage)


# Experience


def test_experience_stands_on_three_levels_and_an_empty_one_is_shown_and_told(tab: OffersTab, add: Add) -> None:
    add("experiences", title="Lektiecafé", level="local", tried_on="2015-02-02")
    shown_page = experience(tab)
    assert [pane.model.rowCount() for pane in shown_page.panes] == [0, 0, 1]
    assert [pane.view.isHidden() for pane in shown_page.panes] == [True, True, False]
    assert shown_page.state.text == "1 erfaring i 2015 Ingen på nationalt eller regionalt niveau endnu."
    assert shown_page.form.record is not None


def test_a_new_experience_has_the_level_of_its_table(tab: OffersTab) -> None:
    shown_page = experience(tab)
    regional = shown_page.panes[1]
    regional.asked_for_new.emit()
    (made,) = tab.session.network.live(Experience)
    assert (made.level, made.title) == ("regional", "Ny erfaring")
    regional.view.setFocus()
    tab.archive()
    assert tab.session.network.live(Experience) == []


def test_an_experience_moves_to_the_table_of_its_new_level(tab: OffersTab, add: Add) -> None:
    row_id = add("experiences", title="Lektiecafé", level="local", tried_on="2015-02-02")
    shown_page = experience(tab)
    tab.session.write([Change("experiences", row_id, {"level": "local"}, {"level": "national"})])
    assert [pane.model.rowCount() for pane in shown_page.panes] == [1, 0, 0]


def test_a_jump_to_an_experience_shows_its_year_and_its_field(tab: OffersTab, add: Add) -> None:
    row_id = add("experiences", title="Lektiecafé", level="regional", tried_on="2014-02-02")
    assert tab.jump_to("experiences", row_id, "text")
    assert tab.session.year == 2014
    assert experience(tab).form.field("text").input.hasFocus()
    assert tab.jump_to("experiences", "", "")


# The example


def test_every_finding_about_offers_and_experience_is_gone_to(full: OffersTab) -> None:
    session = full.session
    count = 0
    for year in (2013, 2014, 2015):
        session.set_year(year)
        for item in session.checked():
            for finding in item.verdict.findings:
                if TAB_OF_TABLE.get(finding.table) == "Tilbud":
                    count += 1
                    assert full.jump_to(finding.table, finding.row_id, finding.field)
                    if finding.row_id and finding.field:
                        assert full.page.form.record.id == finding.row_id
                        assert full.page.form.field(finding.field).input.hasFocus()
    assert count > 0


def test_an_offer_of_another_year_is_shown_in_its_own(full: OffersTab) -> None:
    past = offers.of_year(full.session.network, 2014)[0]
    assert full.jump_to("offers", past.id, "topic")
    assert full.session.year == 2014
    assert table(full).form.field("topic").input.hasFocus()


def test_every_page_is_drawn_in_a_full_and_in_an_empty_year(full: OffersTab) -> None:
    for place in (OFFERS, CALENDAR, GAPS, EXPERIENCE):
        for year in (2015, 2016):
            full.session.set_year(year)
            assert not page(full, place).grab().isNull()


def test_everything_to_use_has_a_name(full: OffersTab) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView, QTextBrowser

    for place in (OFFERS, CALENDAR, GAPS, EXPERIENCE):
        shown_page = page(full, place)
        lines = shown_page.actions_line
        for kind in (QTableView, QTextBrowser, QComboBox, QLineEdit):
            for widget in shown_page.findChildren(kind):
                assert (
                    widget.accessibleName()
                    or widget.parent().accessibleName()
                    or isinstance(widget.parent(), QComboBox | QTableView)
                ), widget
        for button in lines.findChildren(QAbstractButton):
            assert button.text() or button.accessibleName()
