"""The terms of reference as a checklist: each clause with its text, its state, and lines that lead to what to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.charter.findings import SEVERITIES, STATES, Checked, Finding, State
from cbnet_desktop.ui.widgets import icons
from cbnet_desktop.ui.widgets.link_list import GO_TO, Line, LinkList
from cbnet_desktop.ui.widgets.rich_text import escape

STATE_ICONS = {State.KEPT: "kept", State.OPEN: "open", State.BROKEN: "broken", State.NOT_DUE: "not_due"}
#: The order of the states: what must be mended comes first.
_ORDER = (State.BROKEN, State.OPEN, State.NOT_DUE, State.KEPT)
#: Pixels above a clause.
_ABOVE = 8


class Checklist(LinkList):
    """The checklist, line by line."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of the place to go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Kommissoriet som tjekliste", parent)
        self.findings: list[Finding] = []

    def show_clauses(self, title: str, checked: Sequence[Checked]) -> None:
        """Shows the clauses, those to mend first, and keeps the scroll position."""
        ordered = sorted(checked, key=lambda item: _ORDER.index(item.verdict.state))
        self.findings = [finding for item in ordered for finding in item.verdict.findings]
        lines = [Line(f"<b>{escape(title)}</b>", above=_ABOVE)]
        self.show_lines([*lines, *(line for item in ordered for line in self._lines(item))])

    def _lines(self, item: Checked) -> Iterator[Line]:
        state = item.verdict.state
        yield Line(
            f'<b>{escape(item.clause.title)}</b><span class="m">&nbsp; {STATES[state]} · {item.clause.id}</span>',
            icon=STATE_ICONS[state],
            above=_ABOVE,
        )
        yield Line(f'<span class="m">»{escape(item.clause.quote)}«</span>', inset=1)
        for finding in item.verdict.findings:
            words = f"{SEVERITIES[finding.severity]}: {escape(finding.message)}"
            yield Line(
                f"{words} &nbsp;{GO_TO}",
                partial(self.jump_asked.emit, finding.table, finding.row_id, finding.field),
                icons.FINDINGS[finding.severity],
                inset=1,
            )
