"""The title of the tab that edits each table."""

from __future__ import annotations

from cbnet_desktop.domain.records import SUBJECTS, Erasure, Subject

#: The tab of each subject.
TITLES = {
    Subject.ROSTER: "Netværk",
    Subject.FOCUS: "Indsatsområder",
    Subject.MEETINGS: "Møder",
    Subject.PLAN: "Handlingsplan",
    Subject.BUDGET: "Budgetandele",
    Subject.AGREEMENTS: "Aftaler",
    Subject.OFFERS: "Tilbud",
}
#: The tab of each table; no tab shows erasures.
TAB_OF_TABLE = {
    kind.TABLE: TITLES[subject] for subject, kinds in SUBJECTS.items() for kind in kinds if kind is not Erasure
}
