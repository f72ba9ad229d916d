"""Budgetandele: the libraries' shares for joint competence development, and the pool's allocations (M20, M21)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QSplitter, QVBoxLayout, QWidget

from cbnet_desktop.domain.budget import budget, budget_copy
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan_text
from cbnet_desktop.domain.records import Allocation, BudgetShare
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.budget.budget_columns import allocation_columns, share_columns
from cbnet_desktop.ui.budget.distribute_dialog import DistributeDialog
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import open_dialog
from cbnet_desktop.ui.page.paired_tables import PairedTablePage
from cbnet_desktop.ui.table.columns import TableSpec
from cbnet_desktop.ui.table.table_pane import TablePane
from cbnet_desktop.ui.widgets.picture_view import PictureView
from cbnet_desktop.ui.widgets.rich_text import wrapped_label
from cbnet_desktop.ui.widgets.state_line import StateLine


class BudgetTab(PairedTablePage):
    """Shares and their form above, allocations and a chart of the shares below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        hidden = {BudgetShare.TABLE: ("year", "organisation_id"), Allocation.TABLE: ("year",)}
        super().__init__(session, _shares_spec(session), _allocations_spec(), hidden=hidden, parent=parent)
        self.state = StateLine(self)
        self.make_button = QPushButton("&Opret årets budgetandele", self)
        self.make_button.clicked.connect(self.add_above)
        self.copy_button = QPushButton(self)
        self.copy_button.clicked.connect(self.copy)
        self.add_to_bar(self.state, self.make_button, self.copy_button)
        self.bar.setStretch(0, 1)
        self.rest = StateLine(self)
        self.distribute_button = QPushButton("Ford&el resten …", self)
        self.distribute_button.clicked.connect(self.distribute)
        self.lower_bar.addWidget(self.rest, 1)
        self.lower_bar.addWidget(self.distribute_button)
        self.sentence = wrapped_label(self)
        self.form.add_section(self.sentence)
        self.picture = PictureView(self, width=460)
        self._arrange()
        for pane in (self.upper_pane, self.lower_pane):
            pane.row_chosen.connect(lambda _: self._renew_sentence())

    def add_above(self) -> None:
        """Adds a row for each central library without one."""
        year = self.session.year
        missing = budget.ensure_shares(self.session.network, year)
        if missing:
            self.session.execute(f"Budgetandele for {year} oprettet", missing)
            self.upper_pane.setFocus()
        else:
            self.upper_pane.strip.show_error(f"Alle centralbiblioteker har en budgetandel for {year}.")

    def copy(self) -> None:
        """Copies last year's amounts and shares, without the agreements."""
        year = self.session.year
        try:
            changes = budget_copy.copied(self.session.network, year)
            self.session.write(changes, f"Budgetandele kopieret fra {year - 1}")
        except UserError as refusal:
            self.upper_pane.strip.show_error(refusal.message)

    def distribute(self) -> QDialog | None:
        """Opens the dialog that distributes the rest of the pool; shows why it cannot without focus areas or money."""
        network, year = self.session.network, self.session.year
        if not focus.of_year(network, year):
            self.lower_pane.strip.show_error(
                f"Der er ingen indsatsområder for {year} at fordele puljen på. Tilføj dem først."
            )
            return None
        if budget.pool(network, year).pool_ore <= 0:
            self.lower_pane.strip.show_error(f"Puljen for {year} er tom. Udfyld bibliotekernes beløb og andele først.")
            return None
        return open_dialog(DistributeDialog(self.session, self))

    def use(self, pane: TablePane) -> None:
        """Makes a table current and updates the sentence in the form."""
        super().use(pane)
        self._renew_sentence()

    def jump_to(self, table: str, row_id: str, field: str = "") -> bool:
        """Goes to a row; where a library has none yet, to the button that adds it."""
        if not super().jump_to(table, row_id, field):
            return False
        if table == BudgetShare.TABLE and not row_id and self.make_button.isEnabled() and self.upper_pane.model.total:
            self.make_button.setFocus()
        return True

    def _arrange(self) -> None:
        """Puts the form beside the shares and the chart beside the allocations."""
        lower = QSplitter(Qt.Orientation.Horizontal, self)
        lower.addWidget(self.below)
        lower.addWidget(_margined(self.picture))
        lower.setSizes([800, 566])
        whole = QSplitter(Qt.Orientation.Vertical, self)
        if column := self.layout():
            column.replaceWidget(self.splitter, whole)
        whole.addWidget(self.splitter)
        whole.addWidget(lower)
        whole.setSizes([330, 270])
        for splitter in (lower, whole):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([900, 466])

    def renew(self) -> None:
        """Shows the state of the year and enables the actions."""
        from cbnet_desktop.documents.pictures.charts import shares_picture

        session = self.session
        network, year = session.network, session.year
        today = session.today.isoformat()
        rows, sums = budget.shares(network, year), budget.pool(network, year, today)
        late = [titles.name_in(network, one.id, year) for one in sums.not_agreed]
        self.state.show_state(*_pool_line(sums, late, has_rows=bool(rows)))
        self.rest.show_state(*_rest_line(sums))
        can_edit = not session.is_read_only
        self.make_button.setEnabled(can_edit and bool(budget.ensure_shares(network, year)))
        self.copy_button.setText(f"&Kopiér fra {year - 1}")
        self.copy_button.setEnabled(can_edit)
        self.distribute_button.setEnabled(can_edit)
        self.picture.show_picture(shares_picture(plan_text.budget(network, year, today)) if rows else None)
        self._renew_sentence()

    def _renew_sentence(self) -> None:
        row = self.form.record
        is_known = isinstance(row, BudgetShare) and row.joint_ore is not None
        self.sentence.setVisible(is_known)
        if isinstance(row, BudgetShare) and is_known:
            name = labels.organisation_name(self.session.network, row.organisation_id)
            joint, earmarked = (danish.amount(ore, unit="kr.") for ore in (row.joint_ore, row.earmarked_ore))
            share = budget.percent(row)
            self.sentence.setText(
                f"{name} bruger {joint} af {earmarked} til fælles kompetenceudvikling, altså {share}."
            )


def _shares_spec(session: Session) -> TableSpec:
    return TableSpec(
        BudgetShare,
        share_columns(session),
        rows=lambda session: budget.shares(session.network, session.year),
        title="Budgetandele",
        empty_text="Her aftaler hvert centralbibliotek med styrelsen, hvor stor en del af det afsatte beløb der bruges "
        "til fælles kompetenceudvikling.",
        first_action="Opret årets budgetandele",
    )


def _allocations_spec() -> TableSpec:
    return TableSpec(
        Allocation,
        allocation_columns(),
        rows=lambda session: budget.allocations(session.network, session.year),
        blank=lambda session: {"year": session.year, "purpose": "Ny bevilling"},
        title="Bevillinger af puljen",
        empty_text="Her står, hvad puljen bruges til: beløb til årets indsatsområder og mål.",
        first_action="Ny bevilling",
    )


def _pool_line(sums: budget.Pool, late: list[str], *, has_rows: bool) -> tuple[str, str, str]:
    """Icon, pool and details of the state line: who has not agreed yet."""
    if not has_rows:
        return "open", "Ingen budgetandele endnu", ""
    pool = f"Pulje {danish.amount(sums.pool_ore, unit='kr.')}"
    if not sums.is_provisional:
        return "kept", pool, "Alle har aftalt deres andel."
    return "open", pool, f"Foreløbig: mangler {danish.joined(late)}" if late else "Foreløbig"


def _rest_line(sums: budget.Pool) -> tuple[str, str, str]:
    if not sums.pool_ore and not sums.allocated_ore:
        return "", "", ""
    if sums.unallocated_ore < 0:
        return "broken", f"{danish.amount(-sums.unallocated_ore, unit='kr.')} for meget", "er bevilget"
    if not sums.unallocated_ore:
        return "kept", "Hele puljen er bevilget", ""
    return "", "", f"{danish.amount(sums.unallocated_ore, unit='kr.')} er ikke bevilget endnu"


def _margined(widget: QWidget) -> QWidget:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(14, 8, 14, 8)
    column.addWidget(widget)
    return frame
