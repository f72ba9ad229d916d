from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import Allocation, BudgetShare
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.ui.budget.budget_tab import BudgetTab
from cbnet_desktop.ui.budget.distribute_dialog import DistributeDialog
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.widgets import icons, theme
from tests.ui.showing import show

LIBRARY, STATE, EARMARKED, PERCENT, KRONER, JOINT, LIBRARY_AGREED, AGENCY_AGREED = range(8)
PURPOSE, AREA, PART, GRANTED, SPENT, LEFT = range(6)


@pytest.fixture
def tab(example: Session, qtbot: QtBot) -> BudgetTab:
    """2015 of the example network: KBE has not agreed with Vejle, and Aalborg has given no share.

    The user lets agreements lapse whenever she is asked.
    """
    example.lets_lapse = lambda _: True
    return show(BudgetTab(example), qtbot)


@pytest.fixture
def empty(session: Session, qtbot: QtBot) -> BudgetTab:
    """A new network's first year."""
    return show(BudgetTab(session), qtbot)


def row_of(tab: BudgetTab, library: str) -> int:
    model = tab.upper_pane.model
    return next(row for row in range(model.rowCount()) if model.index(row, LIBRARY).data() == library)


def cell(tab: BudgetTab, library: str, column: int) -> str:
    return tab.upper_pane.model.index(row_of(tab, library), column).data()


def enter(tab: BudgetTab, library: str, column: int, text: str) -> bool:
    return tab.upper_pane.model.setData(tab.upper_pane.model.index(row_of(tab, library), column), text)


def share(tab: BudgetTab, library: str, year: int = 0) -> BudgetShare:
    network = tab.session.network
    rows = budget.shares(network, year or tab.session.year)
    return next(row for row in rows if labels.organisation_name(network, row.organisation_id) == library)


def footer(tab: BudgetTab) -> str:
    return tab.upper_pane.footer.accessibleName()


# Who has agreed


def test_it_is_seen_at_once_who_has_not_agreed_yet(tab: BudgetTab) -> None:
    model = tab.upper_pane.model
    states = {model.index(row, LIBRARY).data(): model.index(row, STATE).data() for row in range(model.rowCount())}
    assert states == {
        "Gentofte": "Aftalt",
        "Herning": "Aftalt",
        "Odense": "Aftalt",
        "Roskilde": "Aftalt",
        "Vejle": "Mangler KBE",
        "Aalborg": "Mangler beløb",
    }
    assert tab.state.text.replace("\xa0", " ") == "Pulje 671.030 kr. Foreløbig: mangler Vejle og Aalborg"


def test_the_pool_is_no_longer_provisional_when_the_last_one_agrees(tab: BudgetTab) -> None:
    enter(tab, "Vejle", AGENCY_AGREED, "24.11.2014")
    for column, text in ((EARMARKED, "560.000"), (PERCENT, "25"), (LIBRARY_AGREED, "20.11.2014")):
        enter(tab, "Aalborg", column, text)
    assert cell(tab, "Aalborg", STATE) == "Mangler KBE"
    assert not enter(tab, "Aalborg", AGENCY_AGREED, "25.11.2014"), "that day has not been"
    enter(tab, "Aalborg", AGENCY_AGREED, "24.11.2014")
    assert tab.state.text.replace("\xa0", " ") == "Pulje 811.030 kr. Alle har aftalt deres andel."


def test_a_changed_amount_reopens_the_agreement(tab: BudgetTab) -> None:
    enter(tab, "Gentofte", EARMARKED, "650.000")
    assert cell(tab, "Gentofte", STATE) == "Mangler begge"
    assert (cell(tab, "Gentofte", LIBRARY_AGREED), cell(tab, "Gentofte", AGENCY_AGREED)) == ("", "")
    tab.session.undo()
    assert cell(tab, "Gentofte", STATE) == "Aftalt"


def test_an_agreed_share_is_not_changed_without_asking(tab: BudgetTab) -> None:
    asked: list[str] = []
    tab.session.lets_lapse = lambda sentence: bool(asked.append(sentence))
    before = share(tab, "Gentofte")
    assert not enter(tab, "Gentofte", EARMARKED, "650.000")
    assert share(tab, "Gentofte") == before
    (sentence,) = asked
    assert "Gentofte i 2015 (Gentofte 10.11.2014)" in sentence
    assert "Gentofte i 2015 (KBE 17.11.2014) bortfalder" in sentence
    assert cell(tab, "Gentofte", EARMARKED) == "650.000", "what was typed stays as refused"


def test_agreeing_before_the_amount_is_known_is_refused_in_the_cell(tab: BudgetTab) -> None:
    assert not enter(tab, "Aalborg", LIBRARY_AGREED, "24.11.2014")
    assert cell(tab, "Aalborg", LIBRARY_AGREED) == "24.11.2014"
    assert "kan først aftales" in tab.upper_pane.strip.text
    assert share(tab, "Aalborg").library_agreed_on is None


# Percent and kroner


def test_kroner_show_the_percent_they_make_and_the_other_way_round(tab: BudgetTab) -> None:
    enter(tab, "Gentofte", KRONER, "216.000")
    assert (cell(tab, "Gentofte", PERCENT), cell(tab, "Gentofte", JOINT)) == ("33,33\xa0%", "216.000")
    assert share(tab, "Gentofte").share_bp is None
    enter(tab, "Gentofte", PERCENT, "12,5")
    assert (cell(tab, "Gentofte", KRONER), cell(tab, "Gentofte", JOINT)) == ("", "81.000")
    assert share(tab, "Gentofte").share_ore is None


def test_a_percent_that_only_follows_is_quieter_and_opens_empty(tab: BudgetTab, qtbot: QtBot) -> None:
    index = tab.upper_pane.model.index(row_of(tab, "Roskilde"), PERCENT)
    entered = tab.upper_pane.model.index(row_of(tab, "Gentofte"), PERCENT)
    assert index.data() == "26\xa0%"
    assert index.data(Qt.ItemDataRole.ForegroundRole) == theme.colour("muted")
    assert entered.data(Qt.ItemDataRole.ForegroundRole) is None
    tab.upper_pane.view.setCurrentIndex(index)
    tab.upper_pane.view.setFocus()
    tab.edit()
    line = QApplication.focusWidget()
    assert line.text() == ""
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert share(tab, "Roskilde").share_ore == 13_000_000


def test_the_sentence_in_the_form_says_both(tab: BudgetTab) -> None:
    tab.upper_pane.view.choose(share(tab, "Roskilde").id)
    assert tab.sentence.text().replace("\xa0", " ") == (
        "Roskilde bruger 130.000 kr. af 500.000 kr. til fælles kompetenceudvikling, altså 26 %."
    )
    tab.upper_pane.view.choose(share(tab, "Aalborg").id)
    assert tab.sentence.isHidden()


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        (PERCENT, "101", "mellem 0 og 100 %, ikke 101 %"),
        (PERCENT, "en fjerdedel", "er ikke en andel"),
        (KRONER, "648.001", "større end det afsatte beløb"),
        (EARMARKED, "-1", "er ikke et beløb"),
    ],
)
def test_a_wrong_amount_stays_in_its_cell_with_its_reason(tab: BudgetTab, column: int, text: str, message: str) -> None:
    before = tab.session.network
    assert not enter(tab, "Gentofte", column, text)
    assert cell(tab, "Gentofte", column) == text
    assert message in tab.upper_pane.strip.text
    assert tab.session.network is before


def test_an_amount_that_would_leave_too_little_for_what_is_granted_is_refused(tab: BudgetTab) -> None:
    weights = {area.id: 1 for area in focus.of_year(tab.session.network, 2015)}
    tab.session.write(budget.distribute(tab.session.network, 2015, weights))
    assert not enter(tab, "Gentofte", EARMARKED, "1.000")
    assert "Sænk bevillingerne" in tab.upper_pane.strip.text
    assert share(tab, "Gentofte").earmarked_ore == 64_800_000


def test_the_footers_sums_are_exact(tab: BudgetTab) -> None:
    enter(tab, "Gentofte", PERCENT, "33,33")
    assert "Fælles beløb i alt 725.008,40" in footer(tab)
    assert "Afsat beløb i alt 2.746.000" in footer(tab)
    assert tab.state.text.startswith("Pulje 725.008,40")


# A year's rows


def test_one_action_makes_the_years_six_rows(empty: BudgetTab) -> None:
    assert empty.upper_pane.view.isHidden()
    empty.make_button.click()
    model = empty.upper_pane.model
    assert [model.index(row, LIBRARY).data() for row in range(model.rowCount())] == [
        "Gentofte",
        "Herning",
        "Odense",
        "Roskilde",
        "Vejle",
        "Aalborg",
    ]
    assert not empty.make_button.isEnabled()
    assert empty.session.undo_stack.undo_label == "Budgetandele for 2015 oprettet"
    empty.new_row()
    assert empty.upper_pane.strip.text == "Alle centralbiblioteker har en budgetandel for 2015."
    empty.session.undo()
    assert model.rowCount() == 0


def test_last_years_amounts_and_shares_are_copied_without_agreements(tab: BudgetTab) -> None:
    tab.session.set_year(2016)
    tab.copy_button.click()
    assert tab.upper_pane.model.rowCount() == 5
    assert (cell(tab, "Gentofte", EARMARKED), cell(tab, "Gentofte", PERCENT)) == ("648.000", "25\xa0%")
    assert (cell(tab, "Roskilde", KRONER), cell(tab, "Roskilde", STATE)) == ("130.000", "Mangler begge")
    assert share(tab, "Gentofte").library_agreed_on is None
    tab.copy_button.click()
    assert "intet at kopiere" in tab.upper_pane.strip.text


def test_copying_fills_only_rows_where_nothing_is_entered(tab: BudgetTab) -> None:
    tab.copy_button.click()
    assert (cell(tab, "Aalborg", EARMARKED), cell(tab, "Aalborg", PERCENT)) == ("572.000", "23,75\xa0%")
    assert cell(tab, "Gentofte", EARMARKED) == "648.000"
    assert tab.session.undo_stack.undo_label == "Budgetandele kopieret fra 2014"


def test_a_block_of_shares_copied_from_one_year_can_be_pasted_into_another(tab: BudgetTab) -> None:
    view, model = tab.upper_pane.view, tab.upper_pane.model
    selection = view.selectionModel()
    view.setCurrentIndex(model.index(0, EARMARKED))
    for row in range(5):
        for column in (EARMARKED, PERCENT, KRONER):
            selection.select(model.index(row, column), selection.SelectionFlag.Select)
    view.copy()
    tab.session.set_year(2016)
    tab.make_button.click()
    view.setCurrentIndex(model.index(0, EARMARKED))
    view.paste()
    assert tab.upper_pane.strip.text == ""
    for library in ("Gentofte", "Herning", "Odense", "Roskilde", "Vejle"):
        old, new = share(tab, library, 2015), share(tab, library, 2016)
        assert (new.earmarked_ore, new.share_bp, new.share_ore) == (old.earmarked_ore, old.share_bp, old.share_ore)
    tab.session.undo()
    assert cell(tab, "Gentofte", EARMARKED) == ""


# The pool's allocations


def test_ctrl_n_makes_a_row_in_the_table_in_use(tab: BudgetTab, qtbot: QtBot) -> None:
    tab.lower_pane.view.setFocus()
    tab.new_row()
    line = QApplication.focusWidget()
    qtbot.keyClicks(line, "Fælles netværksdag")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    made = next(row for row in tab.session.network.live(Allocation) if row.purpose == "Fælles netværksdag")
    assert made.year == 2015
    assert tab.form.record.TABLE == Allocation.TABLE


def test_more_than_the_pool_cannot_be_granted(tab: BudgetTab) -> None:
    index = tab.lower_pane.model.index(0, GRANTED)
    assert not tab.lower_pane.model.setData(index, "600.000")
    assert index.data() == "600.000"
    assert "Sænk bevillingerne" in tab.lower_pane.strip.text
    assert tab.lower_pane.model.setData(index, "461.030")
    assert tab.rest.text == "Hele puljen er bevilget"
    icon = tab.rest.findChildren(QLabel)[0].pixmap().toImage()
    assert icon == icons.pixmap("kept", 16, tab.rest.devicePixelRatioF()).toImage()


def test_what_is_left_of_each_allocation_is_shown_and_overspending_is_marked(tab: BudgetTab) -> None:
    tab.session.set_year(2013)
    model = tab.lower_pane.model
    rows = {model.index(row, PURPOSE).data(): row for row in range(model.rowCount())}
    overspent = model.index(rows["Temadage om værtsrollen"], LEFT)
    assert overspent.data() == "-3.480"
    assert overspent.data(Qt.ItemDataRole.DecorationRole) is not None
    assert model.index(rows["Behovsundersøgelse"], LEFT).data() == "6.250"
    assert "Rest i alt 22.895" in tab.lower_pane.footer.accessibleName()


def weigh(dialog: DistributeDialog, area_id: str, text: str) -> None:
    line = dialog.weights[area_id]
    line.selectAll()
    line.insert(text)
    line.touched.emit()


def test_the_rest_is_shared_out_by_weight_to_the_last_krone(tab: BudgetTab) -> None:
    dialog = tab.distribute()
    assert isinstance(dialog, DistributeDialog)
    areas = {area.title: area.id for area in focus.of_year(tab.session.network, 2015)}
    kept, first, second = (
        areas["Læselyst, læring og litteratur"],
        areas["Det åbne bibliotek og frivillige"],
        areas["Evaluering og dokumentation af virkning"],
    )
    assert dialog.weights[kept].text() == ""
    weigh(dialog, first, "2")
    weigh(dialog, second, "1")
    assert (dialog.outcomes[first].text(), dialog.outcomes[second].text()) == ("207.353", "103.677")
    assert dialog.outcomes[kept].text() == "150.000"
    dialog.attempt()
    sums = budget.pool(tab.session.network, 2015)
    assert (sums.allocated_ore, sums.unallocated_ore) == (67_103_000, 0)
    assert tab.session.undo_stack.undo_label == "Puljen for 2015 fordelt"
    tab.session.undo()
    assert budget.pool(tab.session.network, 2015).unallocated_ore == 31_103_000


def test_a_distribution_without_weights_is_refused_in_the_dialog(tab: BudgetTab) -> None:
    dialog = tab.distribute()
    assert isinstance(dialog, DistributeDialog)
    for area_id in dialog.weights:
        weigh(dialog, area_id, "0")
    assert "mindst én skal være over 0" in dialog.strip.text
    dialog.attempt()
    assert dialog.isVisible()


def test_an_empty_pool_and_a_year_without_areas_say_why_nothing_can_be_shared_out(tab: BudgetTab) -> None:
    tab.session.set_year(2016)
    assert tab.distribute() is None
    assert tab.lower_pane.strip.text == "Der er ingen indsatsområder for 2016 at fordele puljen på. Tilføj dem først."


# The picture, jumps, archive


def test_the_picture_says_the_shares_in_words_too(tab: BudgetTab) -> None:
    assert "Gentofte: 162.000" in tab.picture.accessibleName()
    enter(tab, "Gentofte", PERCENT, "50")
    assert "Gentofte: 324.000" in tab.picture.accessibleName()


def test_a_jump_lands_in_the_field_that_is_missing(tab: BudgetTab) -> None:
    assert tab.jump_to("budget_shares", share(tab, "Vejle").id, "agency_agreed_on")
    assert tab.upper_pane.view.chosen() == share(tab, "Vejle")
    assert tab.upper_pane.view.currentIndex().column() == AGENCY_AGREED
    assert tab.form.field("agency_agreed_on").input.hasFocus()
    row = budget.allocations(tab.session.network, 2015)[0]
    assert tab.jump_to("allocations", row.id, "spent_ore")
    assert tab.form.field("spent_ore").input.hasFocus()


def test_a_jump_to_a_library_without_a_row_lands_on_the_action_that_makes_it(tab: BudgetTab) -> None:
    tab.upper_pane.view.choose(share(tab, "Aalborg").id)
    tab.archive()
    assert tab.upper_pane.model.rowCount() == 5
    tab.jump_to("budget_shares", "", "")
    assert tab.make_button.hasFocus()
    tab.session.set_year(2016)
    tab.jump_to("budget_shares", "", "")
    assert QApplication.focusWidget().text() == "Opret årets budgetandele"
