"""Every paper is PDF/A-3a and PDF/UA-1, judged by page-validation; tests/pdf_checks asks veraPDF the same."""

from __future__ import annotations

import pytest

from cbnet_desktop.documents.papers import catalogue, plan
from cbnet_desktop.documents.papers.catalogue import PAPERS
from cbnet_desktop.documents.papers.paper import Paper
from tests.documents import kinds, samples
from tests.documents.conformity import ACCESS, ARCHIVE, DEFECTS, Defect, broken_rules, specimen
from tests.documents.reference_pictures import path_of


def test_every_row_of_the_table_is_a_kind_of_paper() -> None:
    forgotten = [
        f"add {name} to PAPERS" for name, row in vars(catalogue).items() if isinstance(row, Paper) and row not in PAPERS
    ]
    assert forgotten == []


def test_every_paper_has_the_samples_that_page_validation_and_verapdf_judge() -> None:
    unjudged = [
        f"give »{kind}« a nearly empty, an ordinary and a hostile content in SAMPLES of tests/documents/kinds.py"
        for kind in kinds.KINDS
        if len(kinds.SAMPLES.get(kind, ())) != len(kinds.SIZES)
    ]
    assert unjudged == []


def test_every_paper_has_its_reference_pictures() -> None:
    undrawn = {
        f"draw »{kind}« with python -m tests.documents.reference_pictures {kind}"
        for kind in kinds.KINDS
        for size in kinds.SIZES
        if not path_of(kind, size).is_file()
    }
    assert undrawn == set()


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
