"""Every document is PDF/A-3a and PDF/UA-1, judged by page-validation; tests/pdf_checks asks veraPDF the same."""

from __future__ import annotations

import pytest

from cbnet_desktop.documents import plan
from tests.documents import kinds, samples
from tests.documents.conformity import ACCESS, ARCHIVE, DEFECTS, Defect, broken_rules, specimen


@pytest.mark.parametrize("size", kinds.SIZES)
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_document_keeps_both_standards(kind: str, size: str) -> None:
    assert broken_rules(kinds.pdf(kind, size)) == []


def test_a_plan_of_three_hundred_goals_keeps_both_standards() -> None:
    assert broken_rules(plan.render(samples.long())) == []


def test_the_specimen_keeps_both_standards() -> None:
    assert broken_rules(specimen()) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_found_by_the_standards_that_forbid_it(defect: Defect) -> None:
    harmed = defect.harmed(specimen())
    found = tuple(profile for profile in (ARCHIVE, ACCESS) if broken_rules(harmed, profile))
    assert found == defect.forbidden_by
