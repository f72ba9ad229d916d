"""What a record class must say of itself, and that no list beside the records forgets a table or a field."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbnet_desktop.domain.agreed import subjects
from cbnet_desktop.domain.budget import budget_copy
from cbnet_desktop.domain.edits import consequences, reference_choices
from cbnet_desktop.domain.focus import focus_steps
from cbnet_desktop.domain.plan import new_year
from cbnet_desktop.domain.records import (
    RECORDS,
    TABLES,
    AgreedText,
    AgreementClause,
    BudgetShare,
    Dispatch,
    DispatchRecipient,
    Erasure,
    FocusArea,
    Goal,
    Organisation,
    Person,
)
from cbnet_desktop.domain.records.fields import Kind, Record, line
from cbnet_desktop.domain.sheets.layout import SHARED_SYNONYMS
from cbnet_desktop.domain.titles import titles

ROOT = Path(__file__).parents[3]
#: Texts beside a person that an erasure leaves, by the reason why.
KEPT = {
    "who did something stays named in what was decided": """people.name people.title meetings.minute_taker
        dispatches.drafted_by dispatches.sent_by dispatch_recipients.name dispatch_recipients.seat""",
    "the decision to erase is kept with its reason": "erasures.reason erasures.decided_by",
    "it is about the seat, the meeting or the committee": "appointments.note attendances.note committee_members.role",
    "it is about the network's work": """
        focus_sets.letter focus_sets.note meetings.title meetings.place annexes.title annexes.link annexes.file_name
        annexes.media_type annexes.sha256 meetings.link meetings.invitation meetings.note
        dispatches.subject dispatches.said_sha256 dispatches.draft_sha256
        follow_ups.text follow_ups.result goals.text goals.audience goals.indicator goals.baseline goals.target
        goals.unit goals.result tasks.title tasks.description experiences.title experiences.text experiences.link
    """,
}
#: Fields of a row that its copy for the next year begins without.
NOT_COPIED = {
    Goal: """plan_id focus_area_id position owner_person_id owner_organisation_id deadline agenda_item_id continues_id
        status status_on result archived""",
    FocusArea: "year proposed_by_id continues_id archived",
    BudgetShare: "year organisation_id library_agreed_on agency_agreed_on agreement_id note archived",
}

every_table = pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.TABLE)


def is_beside_a_person(kind: type[Record]) -> bool:
    """Whether rows are people or refer to them."""
    return issubclass(kind, Person) or any(field.refers_to == Person.TABLE for field in kind.fields().values())


def unjudged(kind: type[Record]) -> list[str]:
    """The text fields about people that are not classified as contact data or not."""
    kept = {name for names in KEPT.values() for name in names.split()}
    return [
        f"{field.label} ({kind.TABLE}.{name}) is neither is_contact, so that it is erased, nor in KEPT with a reason"
        for name, field in kind.fields().items()
        if is_beside_a_person(kind) and field.is_text and not field.is_contact and f"{kind.TABLE}.{name}" not in kept
    ]


def parent_field(kind: type[Record]) -> str:
    """The reference that says what a row is a part of."""
    required = (name for name, field in kind.fields().items() if field.kind is Kind.REFERENCE and field.required)
    return next(required, "")


@every_table
def test_every_text_beside_a_person_is_contact_data_or_kept_for_a_reason(kind: type[Record]) -> None:
    assert not (found := unjudged(kind)), ". ".join(found)


def test_a_personal_field_that_nobody_judged_is_named_in_words() -> None:
    class WithSecondPhone(Person):
        second_phone: str = line("Telefon 2")

    assert unjudged(WithSecondPhone)[0].startswith("Telefon 2 (people.second_phone) is neither is_contact")


def test_contact_data_stand_with_the_person_or_beside_her_where_an_erasure_reaches_them() -> None:
    bearers = [kind for kind in RECORDS if kind.contact_fields()]
    assert [kind.TABLE for kind in bearers] == [Person.TABLE, Dispatch.TABLE, DispatchRecipient.TABLE]
    assert all(kind.fields()["person_id"].refers_to == Person.TABLE for kind in bearers[1:])
    assert {"phone", "email", "note"} <= set(Person.contact_fields())


def test_what_an_erasure_keeps_are_fields_that_there_are() -> None:
    named = [name.split(".") for names in KEPT.values() for name in names.split()]
    assert [f"KEPT names {table}.{name}" for table, name in named if name not in TABLES[table].fields()] == []


def test_every_record_class_belongs_to_a_subject() -> None:
    classes = {kind for kind in Record.__subclasses__() if kind.__module__.startswith("cbnet_desktop.")}
    lost = sorted(kind.__name__ for kind in classes - set(RECORDS))
    assert not lost, f"{', '.join(lost)} stands in no subject of domain.records.SUBJECTS"
    assert len(RECORDS) == len(TABLES)


@every_table
def test_every_table_has_a_word_for_one_row_and_for_several(kind: type[Record]) -> None:
    assert kind.NOUN, f"{kind.__name__} says no NOUN"
    assert kind.PLURAL, f"{kind.__name__} says no PLURAL"


@every_table
def test_every_row_has_a_title(kind: type[Record]) -> None:
    assert kind.TITLE or kind in titles._MADE_TITLES, f"{kind.__name__} has no TITLE and no entry in _MADE_TITLES"
    lines = [name for name, field in kind.fields().items() if field.kind is Kind.TEXT and field.required]
    unsaid = [name for name in lines if name not in kind.TITLE and kind not in (AgreedText, Erasure)]
    assert not unsaid, f"{kind.__name__} cannot do without {', '.join(unsaid)}, but its TITLE does not say it"
    if kind.TITLE_IS_MADE:
        assert kind in titles._MADE_TITLES, f"{kind.__name__} says TITLE_IS_MADE and has no entry in _MADE_TITLES"


@every_table
def test_what_a_class_says_of_its_fields_is_true(kind: type[Record]) -> None:
    said = {*kind.TITLE, *(kind.UNIQUE or ()), *(name for key in kind.SHEET_KEYS for name in key), kind.DATED_BY} - {""}
    wrong = sorted(said - kind.fields().keys())
    assert not wrong, f"{kind.__name__} has no field {', '.join(wrong)}"


def test_synonyms_that_tables_share_are_of_labels_that_they_share() -> None:
    for label in SHARED_SYNONYMS:
        bearers = [
            f"{kind.TABLE}.{field.name}" for kind in RECORDS for field in kind.fields().values() if field.label == label
        ]
        assert len(bearers) > 1, f"»{label}« is no label of two tables; let {bearers or 'nobody'} say its synonyms"


@every_table
def test_a_reference_into_another_year_or_part_is_narrowed_to_what_is_meant(kind: type[Record]) -> None:
    for name, field in kind.fields().items():
        if field.refers_to and name != parent_field(kind):
            target = TABLES[field.refers_to]
            is_scoped = "year" in target.fields() or parent_field(target) or target.DATED_BY
            assert not is_scoped or (kind.TABLE, name) in reference_choices._NARROWED, (
                f"{kind.TABLE}.{name} offers every row"
            )


def test_what_is_narrowed_are_references() -> None:
    wrong = [key for key in reference_choices._NARROWED if not TABLES[key[0]].fields()[key[1]].refers_to]
    assert not wrong, f"no references: {wrong}"


@pytest.mark.parametrize(
    ("kind", "copied"),
    [(Goal, new_year.CARRIED), (FocusArea, focus_steps.COPIED), (BudgetShare, budget_copy.COPIED)],
)
def test_each_field_is_copied_to_the_next_year_or_meant_to_stay(kind: type[Record], copied: tuple[str, ...]) -> None:
    judged = {*copied, *NOT_COPIED[kind].split()}
    forgotten = sorted(kind.fields().keys() ^ judged)
    assert not forgotten, f"{kind.__name__}: copied to the next year or not? {', '.join(forgotten)}"


def test_consequences_follow_from_fields_that_there_are() -> None:
    assert all(set(subject.own) <= subject.kind.fields().keys() for subject in subjects.SUBJECTS.values())
    assert set(consequences.WORDING) <= AgreementClause.fields().keys()


def test_a_name_stands_bare_in_a_sentence_and_a_phrase_is_quoted() -> None:
    assert not titles.is_phrase(Organisation)
    assert titles.is_phrase(Goal)


def test_every_table_is_explained_to_who_reads_the_file() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    silent = [table for table in TABLES if f"`{table}`" not in text]
    assert not silent, f"no page of the documentation says what {', '.join(silent)} holds"
