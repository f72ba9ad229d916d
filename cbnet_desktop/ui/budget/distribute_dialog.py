"""»Fordel resten …«: distributes the rest of the pool among focus areas by weight, in whole kroner (M21)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cbnet_desktop.domain.budget import budget
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.records import FocusArea
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Kind
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.form.action_dialog import ActionDialog
from cbnet_desktop.ui.widgets.font_sizes import characters
from cbnet_desktop.ui.widgets.inputs import LineInput
from cbnet_desktop.ui.widgets.rich_text import plain_label, wrapped_label

MOST = 1000
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DistributeDialog(ActionDialog):
    """Asks for a weight per focus area, none keeps an area as it is; shows the outcome while typing."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "Fordel resten af puljen", "&Fordel", parent)
        self.setMinimumWidth(characters(self, 92))
        self._areas = focus.of_year(session.network, session.year)
        self._granted = _granted_by_area(session.network, session.year)
        self.weights: dict[str, LineInput] = {}
        self.outcomes: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, title in enumerate(("Indsatsområde", "Bevilget nu", "Vægt", "Bevilget efter")):
            heading = self._label(title, RIGHT if place else LEFT)
            heading.setProperty("role", "heading")
            grid.addWidget(heading, 0, place)
        for line, area in enumerate(self._areas, 1):
            self._add(grid, line, area)
        self.total = self._label("", RIGHT)
        self.total.setProperty("role", "heading")
        grid.addWidget(self._label("Bevilget i alt, af puljen"), len(self._areas) + 1, 0, 1, 2)
        grid.addWidget(self.total, len(self._areas) + 1, 2, 1, 2)
        self.column.insertLayout(1, grid)
        self._renew()

    def changes(self) -> tuple[Change, ...]:
        """The changed and new allocations."""
        weights = {area_id: weight for area_id, line in self.weights.items() if (weight := _weight(line))}
        return budget.distribute(self.session.network, self.session.year, weights)

    def label(self) -> str:
        """The label of the edit, for example »Puljen for 2015 fordelt«."""
        return f"Puljen for {self.session.year} fordelt"

    def _add(self, grid: QGridLayout, line: int, area: FocusArea) -> None:
        granted = self._granted.get(area.id)
        has_all = len(self._granted) == len(self._areas)
        box = self.weights[area.id] = LineInput(Field(f"Vægt for {area.title}", Kind.COUNT), self)
        box.setPlaceholderText("uændret")
        box.setText("1" if has_all or granted is None else "")
        box.setAccessibleName(box.field.label)
        box.setAlignment(RIGHT)
        box.touched.connect(self._renew)
        outcome = self.outcomes[area.id] = self._label("", RIGHT)
        title = wrapped_label(self, area.title)
        title.setBuddy(box)
        grid.addWidget(title, line, 0)
        grid.addWidget(self._label(danish.amount(granted), RIGHT), line, 1)
        grid.addWidget(box, line, 2)
        grid.addWidget(outcome, line, 3)

    def _renew(self) -> None:
        """Shows the outcome of the edit, or why it is refused."""
        after = dict(self._granted)
        network = self.session.network
        try:
            network = network.with_changes(self.changes())
        except UserError as refusal:
            self.strip.show_error(refusal.message)
            self._grow()
        else:
            self.strip.show_error("")
            after = _granted_by_area(network, self.session.year)
        for area_id, outcome in self.outcomes.items():
            outcome.setText(danish.amount(after.get(area_id)))
        sums = budget.pool(network, self.session.year)
        self.total.setText(
            f"{danish.amount(sums.allocated_ore, unit='kr.')} af {danish.amount(sums.pool_ore, unit='kr.')}"
        )

    def _label(self, text: str, alignment: Qt.AlignmentFlag = LEFT) -> QLabel:
        label = plain_label(self, text)
        label.setAlignment(alignment)
        return label


def _weight(line: LineInput) -> int:
    """The typed weight, 0 for none; raises Invalid."""
    weight = labels.parse(line.field, line.text())
    if isinstance(weight, int) and weight > MOST:
        most, typed = danish.number(MOST), danish.number(weight)
        raise line.field.refusal(f"{line.field.label} kan højst være {most}, ikke {typed}.")
    return int(weight or 0)


def _granted_by_area(network: Network, year: int) -> dict[str, int]:
    """The amount granted to each focus area in øre, without the allocations of goals."""
    granted: dict[str, int] = {}
    for row in budget.allocations(network, year):
        if row.focus_area_id and row.goal_id is None:
            granted[row.focus_area_id] = granted.get(row.focus_area_id, 0) + (row.amount_ore or 0)
    return granted
