"""Indsatsområder: the year's focus areas, involvement, dissemination and assessment (M8, M9, M13)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbnet_desktop.domain.records import (
    AreaAnswer,
    Assessment,
    ConsultationAnswer,
    Dissemination,
    FocusArea,
    FocusSet,
    InvolvedLibrary,
    Involvement,
)
from cbnet_desktop.ui.editing.session import Session
from cbnet_desktop.ui.focus.assessment_page import AssessmentPage
from cbnet_desktop.ui.focus.focus_page import FocusPage
from cbnet_desktop.ui.focus.involvement_page import InvolvementPage
from cbnet_desktop.ui.page.choice_tab import ChoiceTab, View

FOCUS, INVOLVEMENT, ASSESSMENT = range(3)
VIEWS = (
    View("Indsatsområder og høring", (FocusArea, FocusSet, ConsultationAnswer, AreaAnswer), FocusPage),
    View("Inddragelse", (Involvement, InvolvedLibrary), InvolvementPage),
    View("Formidling og vurdering", (Dissemination, Assessment), AssessmentPage),
)


class FocusTab(ChoiceTab):
    """Three pages about the joint focus areas of the plan year."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, VIEWS, parent=parent)
