from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialogButtonBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cbnet_desktop.domain.records import Goal, Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.ui.editing.table_tabs import TAB_OF_TABLE
from cbnet_desktop.ui.page.table_page import TablePage
from cbnet_desktop.ui.paper.preview_window import PreviewWindow
from cbnet_desktop.ui.table.table_view import RecordTableView
from cbnet_desktop.ui.widgets import theme
from cbnet_desktop.ui.window import actions
from cbnet_desktop.ui.window.main_window import MainWindow
from cbnet_desktop.ui.window.status import summary
from cbnet_desktop.ui.window.tabs import TABS
from tests.ui.links import spoken


def rename(window: MainWindow, phone: str = "99") -> Person:
    session = window.session
    person = next(iter(session.network.live(Person)))
    session.write([Change("people", person.id, {"phone": person.phone}, {"phone": phone})])
    return person


def test_only_the_tab_shown_is_built_at_the_start(window: MainWindow) -> None:
    assert list(window._pages) == [0]


@pytest.mark.parametrize("place", range(len(TABS)))
def test_every_tab_shows_the_example_in_every_year(window: MainWindow, place: int) -> None:
    window.show_tab(place)
    for year in (2013, 2014, 2015, 2016):
        window.session.set_year(year)
        QApplication.processEvents()
        assert window.page.isVisible()


def test_ctrl_and_a_digit_show_the_tabs(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert window.tabs.tabText(window.tabs.currentIndex()) == "Budgetandele"


def test_undo_and_redo_name_the_edit(window: MainWindow) -> None:
    person = rename(window)
    action = window.actions_by_name["undo"]
    assert action.text() == f"&Fortryd: telefon for {person.name} rettet"
    assert action.iconText() == "Fortryd"
    action.trigger()
    assert window.session.network.get(Person, person.id).phone == person.phone
    assert window.actions_by_name["redo"].text() == f"&Gentag: telefon for {person.name} rettet"
    assert window.actions_by_name["redo"].isEnabled()


def test_undo_takes_back_what_is_being_typed_in_the_form(window: MainWindow, qtbot: QtBot) -> None:
    rename(window)
    window.show_tab(4)
    page = window.page
    assert isinstance(page, TablePage)
    field = page.form.field("note")
    before = page.form.record.note
    field.input.setFocus()
    qtbot.keyClicks(field.input, "halvt skrevet")
    window.actions_by_name["undo"].trigger()
    assert page.form.record.note == before
    assert field.input.typed() == before


def test_the_plan_year_turns_for_the_whole_window(window: MainWindow) -> None:
    window.actions_by_name["later"].trigger()
    assert window.session.year == 2016
    assert window.tools.year.text() == "2016"
    window.actions_by_name["earlier"].trigger()
    assert window.session.year == 2015


def test_every_action_has_words_and_a_key_or_a_mnemonic(window: MainWindow) -> None:
    for menu in window.menuBar().actions():
        assert "&" in menu.text()
        letters = [
            re.search("&(.)", action.text()).group(1).lower() for action in menu.menu().actions() if action.text()
        ]
        assert len(letters) == len(set(letters))


def test_no_key_does_two_things(window: MainWindow) -> None:
    keys = [action.shortcut().toString() for action in window.findChildren(QAction) if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    promised = {"Ctrl+Z", "Ctrl+Y", "Ctrl+N", "Ctrl+Del", "F2", "Ctrl+F", "Ctrl+P", "Ctrl+,", "F1"}
    assert promised | {f"Ctrl+{place}" for place in range(1, len(TABS) + 1)} <= set(keys)


def test_every_control_has_a_name_for_screen_readers(window: MainWindow) -> None:
    for place in range(len(TABS)):
        window.show_tab(place)
        QApplication.processEvents()
    nameless = [
        (type(widget).__name__, widget.objectName(), type(widget.parentWidget()).__name__)
        for kind in (QLineEdit, QComboBox, QCheckBox)
        for widget in window.findChildren(kind)
        if not widget.accessibleName() and not is_named_by_label(widget) and not inside_named(widget)
    ]
    assert nameless == []


def is_named_by_label(widget: QWidget) -> bool:
    return bool(widget.text()) if isinstance(widget, QCheckBox) else False


def inside_named(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QComboBox) or "qt_" in widget.objectName()


def test_a_refused_action_is_told_under_the_table(window: MainWindow) -> None:
    window.show_tab(4)
    share = window.page.pane.model.record_at(0)
    window.session.execute("", [Change("budget_shares", share.id, {"share_bp": share.share_bp}, {"share_bp": 20_000})])
    assert "100 %" in window.page.pane.strip.text


def test_a_refused_action_is_told_where_there_is_no_table_too(window: MainWindow) -> None:
    share = next(iter(window.session.network.tables["budget_shares"].values()))
    window.session.execute("", [Change("budget_shares", share.id, {"share_bp": share.share_bp}, {"share_bp": 20_000})])
    assert "100 %" in window.strip.text


def test_the_checklist_jumps_to_where_each_finding_is_mended(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(window.page.checklist.findings))
    found, year = window.page.checklist.findings, window.session.year
    assert {TAB_OF_TABLE[finding.table] for finding in found} == set(TAB_OF_TABLE.values())
    leading = [row for row, line in enumerate(window.page.checklist.lines) if line.call]
    for row, finding in zip(leading, found, strict=True):
        window.page.checklist.go(row)
        assert window.tabs.tabText(window.tabs.currentIndex()) == TAB_OF_TABLE[finding.table]
        window.session.set_year(year)
        window.show_tab(0)
        qtbot.waitUntil(lambda: window.page.checklist.findings == found)


def test_the_checklist_never_takes_user_text_for_markup(window: MainWindow) -> None:
    goal = next(row for row in window.session.network.live(Goal) if "har ingen frist" in said_of(window, row.id))
    text = '<img src="file:///etc/passwd"> & <b>mål</b>'
    window.session.write([Change("goals", goal.id, {"text": goal.text}, {"text": text})])
    assert '<img src="file:///etc/passwd">' in spoken(window.page.checklist)


def said_of(window: MainWindow, row_id: str) -> str:
    return " ".join(finding.message for finding in window.session.findings("goals", row_id))


def test_the_status_line_says_when_the_last_edit_was_saved(window: MainWindow) -> None:
    rename(window)
    assert re.fullmatch(r"Gemt kl\. \d\d\.\d\d", window.statusBar().saved.text())


def test_the_status_line_judges_the_terms_of_reference_and_leads_to_them(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "mangler" in window.statusBar().charter.text())
    window.show_tab(3)
    window.statusBar().charter.click()
    assert window.tabs.currentIndex() == 0


@pytest.mark.parametrize(
    ("missing", "notes", "words"),
    [
        (0, 0, "intet at bemærke"),
        (1, 0, "1 mangel"),
        (2, 1, "2 mangler, 1 bemærkning"),
        (0, 2, "2 bemærkninger"),
    ],
)
def test_the_summary_counts_in_danish(missing: int, notes: int, words: str) -> None:
    assert summary(missing, notes) == words


def test_the_example_is_marked_as_made_up(window: MainWindow) -> None:
    assert "opdigtede" in window.windowTitle()


def test_the_preview_shows_the_draft_from_every_tab(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_name["preview"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewWindow)), timeout=20_000)
    assert window.findChildren(PreviewWindow)[0].pdf.startswith(b"%PDF-")


def test_ctrl_p_previews_what_the_tab_shows(window: MainWindow, qtbot: QtBot) -> None:
    window.show_tab(5)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewWindow)), timeout=20_000)
    assert window.findChildren(PreviewWindow)[0].title == "Handlingsplan 2015, udkast"


def test_ctrl_p_on_a_tab_without_a_document_is_told(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window.show_tab(1)
    monkeypatch.setattr(window.page, "paper", lambda: None)
    window.actions_by_name["print"].trigger()
    assert window.page.page.pane.strip.text.startswith("Fanen har ikke noget at udskrive endnu.")


def test_exporting_a_signed_plan_gives_its_own_bytes(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    session = window.session
    session.set_year(2014)
    version = window.plans.newest_version()
    target = tmp_path / "plan.pdf"
    window.plans.export(target, version)
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: target.read_bytes() == session.store.log.version_pdf(version.id))


def test_a_plan_that_cannot_be_written_is_told(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.set_year(2014)
    window.show_tab(1)
    with qtbot.waitSignal(window.session.refused) as refused:
        window.plans.export(tmp_path / "findes" / "ikke.pdf", window.plans.newest_version())
    assert refused.args[0].message.startswith("Mappen ")
    assert "findes ikke. Opret den" in refused.args[0].message


def test_a_plan_is_never_written_over_the_network(window: MainWindow, qtbot: QtBot) -> None:
    window.session.set_year(2014)
    path = window.session.store.path
    before = path.read_bytes()
    with qtbot.waitSignal(window.session.refused) as refused:
        window.plans.export(path, window.plans.newest_version())
    assert "der ender på .pdf" in refused.args[0].message
    assert path.read_bytes() == before


def test_qts_own_buttons_are_danish(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Close)
    qtbot.addWidget(box)
    texts = {button.text().replace("&", "") for button in box.buttons()}
    assert texts == {"Annuller", "Luk"}


@pytest.mark.parametrize("title", ["Netværk", "Indsatsområder", "Møder", "Handlingsplan", "Tilbud", "Aftaler"])
def test_archiving_and_copying_take_the_first_row_of_a_tab_just_opened(
    window: MainWindow, qtbot: QtBot, title: str
) -> None:
    # An area that libraries consented to their part in is archived after asking.
    window.session.lets_lapse = lambda _: True
    window.activateWindow()
    window.show_tab([name for name, _ in TABS].index(title))
    QApplication.processEvents()
    view = QApplication.focusWidget()
    assert isinstance(view, RecordTableView)
    chosen = view.chosen()
    assert chosen
    QApplication.clipboard().clear()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text()
    qtbot.keyClick(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    archived = window.session.network.row(chosen.TABLE, chosen.id)
    assert archived
    assert archived.archived is True


def test_del_in_a_form_field_does_not_archive_the_row(window: MainWindow, qtbot: QtBot) -> None:
    window.show_tab(4)
    page = window.page
    text = page.form.field("note").input
    text.setFocus()
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        qtbot.keyClick(text, Qt.Key.Key_Delete, modifier)
    assert not window.session.network.row("budget_shares", page.form.record.id).archived


def test_a_key_that_repeats_itself_archives_and_empties_nothing_more(window: MainWindow) -> None:
    assert {name for name, action in window.actions_by_name.items() if action.autoRepeat()} <= actions.REPEATED
    window.show_tab(5)
    view = window.page.pane.view
    view.choose(view.records.record_at(0).id, "indicator")
    before = view.chosen().values()
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Delete, modifier, "", autorep=True))
    assert view.chosen().values() == before
    view.select_rows([0])
    QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Delete, modifier, "", autorep=True))
    assert view.chosen().values() == before


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


#: What is written on what.
GROUNDS = [
    *product(("text", "muted", "error", "warning", "good", "link"), ("window", "base")),
    *product(("text", "muted"), ("current_row", "selection")),
    ("error", "error_background"),
    ("on_selection", "selection"),
    ("on_accent", "accent"),
]


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_is_readable_in_light_and_dark(colours: dict[str, str]) -> None:
    found = {(text, ground): contrast(QColor(colours[text]), QColor(colours[ground])) for text, ground in GROUNDS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


def test_shortcuts_in_the_help_are_those_of_the_menus() -> None:
    keys = [spec.key for specs in actions.MENUS.values() for spec in specs if spec.key]
    assert all(not QKeySequence(key).isEmpty() for key in keys)


def test_a_name_is_never_markup_in_the_text_of_undo(window: MainWindow) -> None:
    person = next(iter(window.session.network.live(Person)))
    window.session.write([Change("people", person.id, {"name": person.name}, {"name": "<b>A & B</b>"})])
    window.session.write([Change("people", person.id, {"phone": person.phone}, {"phone": "1"})])
    action = window.actions_by_name["undo"]
    assert action.text() == "&Fortryd: telefon for <b>A && B</b> rettet"
    assert action.toolTip() == "<qt>Fortryd: telefon for &lt;b&gt;A &amp; B&lt;/b&gt; rettet</qt>"
