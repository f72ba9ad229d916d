"""Møder: meetings, decisions, follow-ups, working groups and forms of meetings (M14, M15, M18, M19)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import (
    AgendaItem,
    Annex,
    Attendance,
    FollowUp,
    FormItem,
    GroupMember,
    Meeting,
    MeetingForm,
    WorkingGroup,
)
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.meetings.meetings_page import MeetingsPage
from cbnet_desktop.ui.page.choice_tab import ChoiceTab, View
from cbnet_desktop.ui.page.table_page import Page

MEETINGS, DECISIONS, FOLLOW_UPS, GROUPS, FORMS = range(5)


def _decisions(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.meetings.decisions_page import DecisionsPage

    return DecisionsPage(session, parent)


def _follow_ups(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.meetings.follow_ups_page import FollowUpsPage

    return FollowUpsPage(session, parent)


def _groups(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.meetings.working_groups_page import WorkingGroupsPage

    return WorkingGroupsPage(session, parent)


def _forms(session: Session, parent: QWidget) -> Page:
    from cbnet_desktop.ui.meetings.meeting_forms_page import MeetingFormsPage

    return MeetingFormsPage(session, parent)


VIEWS = (
    View("Møder", (Meeting, AgendaItem, Attendance, Annex), MeetingsPage),
    View("Beslutninger", (), _decisions),
    View("Opfølgning", (FollowUp,), _follow_ups),
    View("Arbejdsgrupper", (WorkingGroup, GroupMember), _groups),
    View("Mødeformer", (MeetingForm, FormItem), _forms),
)


class MeetingsTab(ChoiceTab):
    """The year's meetings, and pages that cover all years."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, VIEWS, parent=parent)

    def prepare(self, page: Page) -> None:
        """Hides the choice of pages while the minutes are projected."""
        if isinstance(page, MeetingsPage):
            page.writing.projected.connect(self._make_room)

    def _make_room(self, is_projected: bool) -> None:
        for button in self.choices.buttons():
            button.setHidden(is_projected)
        self._lines.setHidden(is_projected)
