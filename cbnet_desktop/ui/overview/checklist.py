"""The terms of reference as a checklist: each clause with its text, its state, and links to what must be mended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from cbnet_desktop.domain.charter.findings import SEVERITIES, STATES, Checked, Finding, State
from cbnet_desktop.ui.widgets import icons, theme
from cbnet_desktop.ui.widgets.rich_text import escape

STATE_ICONS = {State.KEPT: "kept", State.OPEN: "open", State.BROKEN: "broken", State.NOT_DUE: "not_due"}
#: The order of the states: what must be mended comes first.
_ORDER = (State.BROKEN, State.OPEN, State.NOT_DUE, State.KEPT)
_ICON_SIZE = 16


class Checklist(QTextBrowser):
    """The checklist as one rich text with links."""

    jump_asked = Signal(str, str, str)
    """Table, row and field of the place to go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings: list[Finding] = []
        self.setOpenLinks(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.setAccessibleName("Kommissoriet som tjekliste")
        self.document().setDocumentMargin(12)
        self.anchorClicked.connect(self._jump)

    def show_clauses(self, title: str, checked: Sequence[Checked]) -> None:
        """Shows the clauses, those to mend first, and keeps the scroll position."""
        place = self.verticalScrollBar().value()
        ordered = sorted(checked, key=lambda item: _ORDER.index(item.verdict.state))
        self.findings = [finding for item in ordered for finding in item.verdict.findings]
        for name in {*STATE_ICONS.values(), *icons.FINDINGS.values()}:
            pixmap = icons.pixmap(name, _ICON_SIZE, self.devicePixelRatioF())
            self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"icon:{name}"), pixmap)
        numbers = iter(range(len(self.findings)))
        rows = "".join(_clause(item, [next(numbers) for _ in item.verdict.findings]) for item in ordered)
        muted, link = theme.colour("muted").name(), theme.colour("link").name()
        self.setHtml(
            f"<style>.m {{ color: {muted} }} a {{ color: {link}; text-decoration: none }}</style>"
            f'<b>{escape(title)}</b><table width="100%" cellspacing="0" cellpadding="1">{rows}</table>'
        )
        self.verticalScrollBar().setValue(place)

    def _jump(self, link: QUrl) -> None:
        finding = self.findings[int(link.path())]
        self.jump_asked.emit(finding.table, finding.row_id, finding.field)


def _clause(item: Checked, numbers: Sequence[int]) -> str:
    state = item.verdict.state
    head = (
        f'<tr><td width="24" style="padding-top: 9px">{_icon(STATE_ICONS[state])}</td>'
        f'<td colspan="2" style="padding-top: 9px"><b>{escape(item.clause.title)}</b>'
        f'<span class="m">&nbsp; {STATES[state]} · {item.clause.id}</span></td></tr>'
        f'<tr><td></td><td class="m" colspan="2">»{escape(item.clause.quote)}«</td></tr>'
    )
    return head + "".join(
        _finding(finding, number) for finding, number in zip(item.verdict.findings, numbers, strict=True)
    )


def _finding(finding: Finding, number: int) -> str:
    words = f"{SEVERITIES[finding.severity]}: {escape(finding.message)}"
    return (
        f'<tr><td></td><td width="22">{_icon(icons.FINDINGS[finding.severity])}</td>'
        f'<td>{words} &nbsp;<a href="jump:{number}">Gå&nbsp;til&nbsp;→</a></td></tr>'
    )


def _icon(name: str) -> str:
    return f'<img src="icon:{name}" width="{_ICON_SIZE}" height="{_ICON_SIZE}" style="vertical-align: middle">'
