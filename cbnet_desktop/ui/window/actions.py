"""Every action of the window: its text, its key, its menu and the function it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from cbnet_desktop.documents.papers.catalogue import BOOK, GOAL_PAPERS, PAPERS, YEAR_PAPERS, menu_entries
from cbnet_desktop.documents.papers.paper import Paper
from cbnet_desktop.domain.records.errors import Missing, UserError
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.paper import papers
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.window import helping, list_actions
from cbnet_desktop.ui.window.tabs import TABS

if TYPE_CHECKING:
    from cbnet_desktop.ui.window.network_window import NetworkWindow


@dataclass(frozen=True)
class ActionSpec:
    """An action; an empty text is a separator, the tool bar uses the shorter text, and a switch is on or off."""

    name: str
    text: str = ""
    key: str = ""
    icon: str = ""
    call: Callable[[NetworkWindow], object] | None = None
    short: str = ""
    is_switch: bool = False


_LINE = ActionSpec("")
#: The actions that a key held down repeats; all others, such as archiving, run once.
REPEATED = {"undo", "redo", "earlier", "later"}


def _papers(offered: Iterable[Paper[Any]]) -> list[ActionSpec]:
    """A block of the menu; the modules of a paper are loaded when it is needed."""
    return [
        ActionSpec(f"paper_{paper.name}{'_variant' if is_variant else ''}", words, call=_shown(paper, is_variant))
        for words, paper, is_variant in menu_entries(offered)
    ]


def _shown(paper: Paper[Any], is_variant: bool) -> Callable[[NetworkWindow], None]:
    """Previews a paper of the window's year."""
    return lambda window: papers.show(window, window.session, partial(papers.of, paper, is_variant=is_variant))


def _show_archived(window: NetworkWindow) -> None:
    """Opens the list of archived rows."""
    from cbnet_desktop.ui.form.action_dialog import open_dialog
    from cbnet_desktop.ui.form.commit_typing import commit_typing
    from cbnet_desktop.ui.table.archived_rows import ArchivedRowsDialog

    commit_typing()
    dialog = open_dialog(ArchivedRowsDialog(window.session, window))
    dialog.jump_asked.connect(window.jump_to)


def _take_in_old_papers(window: NetworkWindow) -> None:
    """Opens the dialog that takes in papers of years before the program."""
    from cbnet_desktop.ui.annexes.old_papers_dialog import OldPapersDialog
    from cbnet_desktop.ui.form.action_dialog import open_dialog
    from cbnet_desktop.ui.form.commit_typing import commit_typing

    commit_typing()
    dialog = open_dialog(OldPapersDialog(window.session, window))
    dialog.jump_asked.connect(window.jump_to)


def keys() -> list[tuple[str, str]]:
    """The keys and texts of all actions that have a key; those of the tabs last."""
    specs = [spec for menu in MENUS.values() for spec in menu if spec.key]
    tabs = (f"Ctrl+1 – Ctrl+{len(TABS)}", danish.joined([title for title, _ in TABS]))
    return [*((QKeySequence(spec.key).toString(), _plain(spec)) for spec in specs), tabs]


def paper_names() -> list[str]:
    """The names of all papers in the menus."""
    return [words.replace("&", "") for words, _, _ in menu_entries(PAPERS)]


def _native(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)


def _plain(spec: ActionSpec) -> str:
    return spec.text.replace("&", "").removesuffix(" …")


def _start_year(window: NetworkWindow) -> None:
    """Opens the dialog that starts a new plan year."""
    from cbnet_desktop.ui.overview import new_year_dialog

    new_year_dialog.show(window, window.session, window.jump_to)


def _export_plan(window: NetworkWindow) -> None:
    """Asks for a file and writes the newest signed plan into it, or the draft where there is none."""
    window.plans.ask_and_save(window.plans.newest_version())


def _choose_template(window: NetworkWindow) -> None:
    """Says in which template papers are written for Word, and lets another be chosen."""
    from cbnet_desktop.ui.paper import word_template

    word_template.ask(window, window.session)


def _sign(window: NetworkWindow) -> None:
    """Opens the dialog that signs a PDF."""
    from cbnet_desktop.ui.paper import signing

    signing.sign(window)


def _verify(window: NetworkWindow) -> None:
    """Asks for a PDF to verify."""
    from cbnet_desktop.ui.paper import signing

    signing.verify(window, window.session)


def _send_plan(window: NetworkWindow) -> None:
    """Opens the mail with the year's plan; says where there is none or nobody to send it to."""
    from cbnet_desktop.domain.dispatches import proposals
    from cbnet_desktop.domain.plan import plan
    from cbnet_desktop.ui.dispatches.dispatch_dialog import DispatchDialog
    from cbnet_desktop.ui.form.action_dialog import open_dialog
    from cbnet_desktop.ui.form.commit_typing import commit_typing

    commit_typing()
    session = window.session
    try:
        if (found := plan.of_year(session.network, session.year)) is None:
            raise Missing(f"Der er ingen handlingsplan for {session.year}. Start planåret først.")
        proposal = proposals.plan(session.network, found, session.today.isoformat(), session.store.user)
    except UserError as refusal:
        session.refused.emit(refusal)
        return
    open_dialog(DispatchDialog(session, proposal, window))


def _show_dispatches(window: NetworkWindow) -> None:
    """Opens the list of what was sent by mail."""
    from cbnet_desktop.ui.dispatches.dispatches_dialog import DispatchesDialog
    from cbnet_desktop.ui.form.action_dialog import open_dialog

    open_dialog(DispatchesDialog(window.session, None, window))


def _remind(window: NetworkWindow) -> None:
    """Opens the list of who is behind, with a reminder to each."""
    from cbnet_desktop.ui.dispatches.reminders_dialog import RemindersDialog
    from cbnet_desktop.ui.form.action_dialog import open_dialog
    from cbnet_desktop.ui.form.commit_typing import commit_typing

    commit_typing()
    open_dialog(RemindersDialog(window.session, window))


_WHEEL, *_OF_YEAR = _papers(YEAR_PAPERS)
MENUS: dict[str, tuple[ActionSpec, ...]] = {
    "&Filer": (
        ActionSpec("new_network", "&Nyt netværk …", "Ctrl+Shift+N", call=lambda w: w.files.ask_for_new()),
        ActionSpec("open", "&Åbn …", "Ctrl+O", "open_file", call=lambda w: w.files.ask_for_file()),
        ActionSpec("recent", "&Senest brugte"),
        ActionSpec("example", "Åbn &eksempelnetværket", call=lambda w: w.files.open_example()),
        _LINE,
        ActionSpec("save_copy", "&Gem en kopi som …", "Ctrl+Shift+S", call=lambda w: w.files.ask_for_copy()),
        ActionSpec("merge", "&Flet en kopi ind …", call=lambda w: w.sharing.ask_and_merge()),
        ActionSpec("share", "&Del nu", "F5", call=lambda w: w.session.sharing.share_now()),
        _LINE,
        ActionSpec("sheet_out", "Eksportér &listen til regneark …", icon="export", call=list_actions.export_shown),
        ActionSpec("sheet_in", "I&mportér fra regneark …", call=list_actions.import_shown),
        ActionSpec("answers_in", "Tag høringss&var ind …", call=lambda w: w.dropped.answers.choose()),
        ActionSpec("old_papers", "Læg ældre papi&rer ind …", call=_take_in_old_papers),
        _LINE,
        ActionSpec("print", "Forhåndsvis og &udskriv", "Ctrl+P", "print", lambda w: w.preview_page()),
        ActionSpec("print_list", "Forhåndsvis og udskriv lis&ten", icon="print", call=list_actions.print_shown),
        _LINE,
        ActionSpec("about_file", "&Om filen …", call=lambda w: w.sharing.show_about_file()),
        ActionSpec("check_file", "&Kontrollér filen …", call=lambda w: w.sharing.check()),
        ActionSpec("backups", "Sikkerhedsko&pier …", call=lambda w: w.sharing.show_backups()),
        _LINE,
        ActionSpec("settings", "&Indstillinger …", "Ctrl+,", call=lambda w: w.files.ask_for_settings()),
        ActionSpec("close", "&Afslut", "Ctrl+Q", call=lambda w: w.close()),
    ),
    "&Rediger": (
        ActionSpec("undo", "&Fortryd", "Ctrl+Z", "undo", lambda w: w.undo(), short="Fortryd"),
        ActionSpec("redo", "&Gentag", "Ctrl+Y", "redo", lambda w: w.redo(), short="Gentag"),
        _LINE,
        ActionSpec("new", "&Ny række", "Ctrl+N", "new", lambda w: w.page.new_row(), short="Ny"),
        ActionSpec("edit", "&Ret cellen", "F2", call=lambda w: w.page.edit()),
        ActionSpec("archive", "&Arkivér", "Ctrl+Del", "archive", lambda w: w.page.archive()),
        ActionSpec("archived", "Arki&verede rækker …", call=_show_archived),
        _LINE,
        ActionSpec("conflicts", "&Konflikter …", "F7", "conflict", lambda w: w.sharing.show_conflicts()),
        ActionSpec("search", "&Søg i alt", "Ctrl+F", "search", lambda w: w.searching.begin(filters=False)),
        ActionSpec("filter", "F&iltrér tabellen", "Ctrl+Shift+F", call=lambda w: w.searching.begin(filters=True)),
    ),
    "&Vis": (
        ActionSpec("earlier", "&Forrige planår", "Alt+Left", "earlier", lambda w: w.turn_year(-1)),
        ActionSpec("later", "&Næste planår", "Alt+Right", "later", lambda w: w.turn_year(1)),
        _LINE,
        ActionSpec("tabs"),
        _LINE,
        ActionSpec("columns", "&Kolonner …", call=list_actions.choose_columns),
        ActionSpec("spelling", "S&tavekontrol", call=lambda w: w.switch_spelling(), is_switch=True),
        ActionSpec("next_change", "Næste ændring fra &andre", "F8", call=lambda w: w.sharing.show_next_change()),
        ActionSpec("other_side", "&Skift mellem tabel og formular", "F6", call=lambda w: w.page.change_side()),
    ),
    "&Plan": (
        ActionSpec(
            "preview", "&Forhåndsvis plan", "Ctrl+Shift+P", "preview", lambda w: w.plans.preview(), "Forhåndsvis plan"
        ),
        ActionSpec("preview_draft", "Forhåndsvis u&dkast", call=lambda w: w.plans.preview_draft()),
        ActionSpec("export", "&Handlingsplan som PDF …", "Ctrl+E", "export", _export_plan, "Eksportér"),
        ActionSpec("export_draft", "&Udkast som PDF …", call=lambda w: w.plans.ask_and_save(None)),
        _LINE,
        ActionSpec("send_plan", "Send &planen …", call=_send_plan),
        _LINE,
        ActionSpec("new_year", "&Start et nyt år …", call=_start_year),
    ),
    "&Dokumenter": (
        _WHEEL,
        ActionSpec("calendar", "Kalen&der med årets møder …", icon="calendar", call=list_actions.export_year),
        *_OF_YEAR,
        _LINE,
        *_papers(GOAL_PAPERS),
        _LINE,
        *_papers((BOOK,)),
        _LINE,
        ActionSpec("reminders", "Skriv &rykkere …", call=_remind),
        ActionSpec("dispatches", "Fors&endelser …", call=_show_dispatches),
        _LINE,
        ActionSpec("word_template", "&Skabelon til Word …", call=_choose_template),
        ActionSpec("sign_pdf", "&Underskriv dokument …", icon="signed", call=_sign),
        ActionSpec("verify_pdf", "Ko&ntrollér et dokument …", call=_verify),
    ),
    "&Hjælp": (
        ActionSpec("help", "&Manual", helping.KEY, call=helping.show),
        ActionSpec("about", "&Om CBnet", call=lambda w: w.files.show_about()),
    ),
}


def build(window: NetworkWindow) -> dict[str, QAction]:
    """Fills the window's menu bar and returns the actions by name."""
    made: dict[str, QAction] = {}
    for title, specs in MENUS.items():
        menu = window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        for spec in specs:
            _add(window, menu, spec, made)
    return made


def _add(window: NetworkWindow, menu: QMenu, spec: ActionSpec, made: dict[str, QAction]) -> None:
    if spec.name == "recent":
        window.files.fill_recent(menu.addMenu(spec.text))
    elif spec.name == "tabs":
        _add_tabs(window, menu)
    elif not spec.text:
        menu.addSeparator()
    else:
        made[spec.name] = _made(window, spec)
        menu.addAction(made[spec.name])


def _made(window: NetworkWindow, spec: ActionSpec) -> QAction:
    action = QAction(spec.text, window)
    if spec.short:
        action.setIconText(spec.short)
    if spec.icon:
        action.setIcon(icons.icon(spec.icon))
    if spec.key:
        action.setShortcut(QKeySequence(spec.key))
    action.setCheckable(spec.is_switch)
    action.setAutoRepeat(spec.name in REPEATED)
    call = spec.call
    if call is not None:
        action.triggered.connect(lambda: call(window))
    action.setToolTip(f"{_plain(spec)} ({_native(action.shortcut())})")
    return action


def _add_tabs(window: NetworkWindow, menu: QMenu) -> None:
    for place in range(window.tabs.count()):
        action = QAction(f"&{place + 1} {window.tabs.tabText(place)}", window)
        action.setShortcut(QKeySequence(f"Ctrl+{place + 1}"))
        action.triggered.connect(lambda _=False, place=place: window.show_tab(place))
        menu.addAction(action)
