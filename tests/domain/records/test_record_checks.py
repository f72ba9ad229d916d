"""The validation of single rows, and of each kind of field."""

from __future__ import annotations

from typing import Any

import pytest

from cbnet_desktop.domain.records import (
    RECORDS,
    AgendaItem,
    Assessment,
    BudgetShare,
    Charter,
    FocusSet,
    FollowUp,
    Goal,
    Meeting,
    MeetingForm,
    Offer,
    Organisation,
    Person,
)
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Field, Kind, Record

#: A value for each kind of field that every record takes.
VALUES: dict[Kind, Any] = {
    Kind.TEXT: "x",
    Kind.LONG_TEXT: "x",
    Kind.DATE: "2015-06-01",
    Kind.TIME: "10:00",
    Kind.YEAR: 2015,
    Kind.COUNT: 3,
    Kind.MONEY: 100,
    Kind.SHARE: 100,
    Kind.FLAG: False,
    Kind.REFERENCE: "r",
}


def row(kind: type[Record], /, **values: object) -> Record:
    """A row with all required fields."""
    needed = {name: VALUES[field.kind] for name, field in kind.fields().items() if field.required and not field.choices}
    texts = {"text": "x"} if "text" in kind.fields() else {}
    parent = dict.fromkeys(kind.PARENTS[:1], VALUES[Kind.REFERENCE])
    return kind("r", **{**needed, **texts, **parent, **values})


def refused(kind: type[Record], /, **values: object) -> str:
    """The field in which a row is refused; nothing where it is taken."""
    try:
        row(kind, **values).check()
    except Invalid as refusal:
        return refusal.field
    return ""


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.TABLE)
def test_a_row_is_taken_with_what_it_cannot_do_without_and_refused_with_less(kind: type[Record]) -> None:
    assert refused(kind) == ""
    for name, field in kind.fields().items():
        if field.required:
            assert refused(kind, **{name: "" if field.is_text else None}) == name


@pytest.mark.parametrize(
    "kind", [kind for kind in RECORDS if {"starts_on", "ends_on"} <= kind.fields().keys()], ids=lambda kind: kind.TABLE
)
def test_a_period_ends_no_earlier_than_it_begins(kind: type[Record]) -> None:
    assert refused(kind, starts_on="2015-06-02", ends_on="2015-06-01") == "ends_on"
    assert refused(kind, starts_on="2015-06-01", ends_on="2015-06-01") == ""
    assert refused(kind, starts_on="2015-06-01", ends_on=None) == ""


@pytest.mark.parametrize("kind", [Meeting, MeetingForm, Offer], ids=lambda kind: kind.TABLE)
def test_what_has_hours_ends_later_than_it_begins(kind: type[Record]) -> None:
    for starts_at, ends_at, field in (
        ("12:00", "11:59", "ends_at"),
        ("12:00", "12:00", "ends_at"),
        ("12:00", "12:01", ""),
        (None, "11:00", ""),
        ("12:00", None, ""),
    ):
        assert refused(kind, starts_at=starts_at, ends_at=ends_at) == field


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("mette@vejlebib.dk", True),
        ("mette.holm+cb@bib.vejle.dk", True),
        ("åse@børn.example", True),
        ("mette@vejlebib", False),
        ("mette", False),
        ("@vejlebib.dk", False),
        ("mette@", False),
        ("mette@@vejlebib.dk", False),
        ("mette@vejle@bib.dk", False),
        ("mette holm@vejlebib.dk", False),
        ("mette@vejlebib.d", False),
        ("mette@vejlebib.dk.", False),
        ("mette@.dk", False),
        ("mette@vejlebib..dk", False),
        ("Mette <mette@vejlebib.dk>", False),
        ("mette@vejlebib.dk;bo@vejlebib.dk", False),
        ("mette@vejlebib,dk", False),
    ],
)
def test_an_address_is_one_to_which_mail_can_be_sent(address: str, is_one: bool) -> None:
    assert refused(Person, email=address) == ("" if is_one else "email")


def test_a_meeting_that_goes_on_to_another_day_may_end_at_any_hour() -> None:
    evening = {"held_on": "2014-12-03", "starts_at": "19:00"}
    assert refused(Meeting, **evening, ends_at="00:30") == "ends_at"
    assert refused(Meeting, **evening, ends_at="00:30", ends_on="2014-12-03") == "ends_at"
    assert refused(Meeting, **evening, ends_at="00:30", ends_on="2014-12-04") == ""
    assert refused(Meeting, **evening, ends_at="19:00", ends_on="2014-12-04") == ""
    assert refused(Meeting, **evening, ends_on="2014-12-02") == "ends_on"


def test_an_offer_of_several_days_may_end_earlier_on_the_clock() -> None:
    hours = {"starts_on": "2015-06-01", "starts_at": "12:00", "ends_at": "11:00"}
    assert refused(Offer, **hours, ends_on="2015-06-02") == ""
    assert refused(Offer, **hours, ends_on="2015-06-01") == "ends_at"


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (AgendaItem, {"meeting_id": "m", "minutes_of_id": "m"}, "minutes_of_id"),
        (AgendaItem, {"meeting_id": "m", "minutes_of_id": "n"}, ""),
        (Goal, {"text": "  "}, "text"),
        (FollowUp, {"text": "  "}, "text"),
        (Charter, {"annual_meeting_month": 0}, "annual_meeting_month"),
        (Charter, {"annual_meeting_month": 1}, ""),
        (Charter, {"annual_meeting_month": 12}, ""),
        (Charter, {"annual_meeting_month": 13}, "annual_meeting_month"),
        (Charter, {"plan_year_offset": 0}, ""),
        (Charter, {"plan_year_offset": 3}, ""),
        (Charter, {"plan_year_offset": 4}, "plan_year_offset"),
        (FocusSet, {"consulted_on": "2015-06-02", "deadline": "2015-06-01"}, "deadline"),
        (FocusSet, {"consulted_on": "2015-06-01", "deadline": "2015-06-01"}, ""),
        (FocusSet, {"deadline": "2015-06-01"}, ""),
        (FocusSet, {"consulted_on": "2015-06-01"}, ""),
        (Assessment, {"level": "national"}, "level"),
        (Assessment, {"level": "local"}, ""),
        (BudgetShare, {"share_bp": 1, "share_ore": 1, "earmarked_ore": 1}, "share_ore"),
        (BudgetShare, {"share_ore": 2, "earmarked_ore": 1}, "share_ore"),
        (BudgetShare, {"share_ore": 1, "earmarked_ore": 1}, ""),
        (BudgetShare, {"share_ore": 0}, ""),
        (BudgetShare, {"share_ore": 1}, "share_ore"),
        (BudgetShare, {"library_agreed_on": "2015-06-01"}, "library_agreed_on"),
        (BudgetShare, {"agency_agreed_on": "2015-06-01"}, "agency_agreed_on"),
        (BudgetShare, {"agency_agreed_on": "2015-06-01", "share_bp": 1}, "agency_agreed_on"),
    ],
)
def test_what_contradicts_itself_is_refused_in_its_field(
    kind: type[Record], values: dict[str, Any], field: str
) -> None:
    assert refused(kind, **values) == field


def test_the_month_of_a_missing_annual_meeting_is_one_of_the_year_whatever_a_merge_brought() -> None:
    months = [Charter("c", annual_meeting_month=month).missing_from(2015).month for month in (None, 0, 1, 12, 13)]
    assert months == [10, 10, 1, 12, 12]
    assert Charter("c", annual_meeting_month=5).missing_from(2015).day == 1


def test_terms_without_their_day_or_numbers_are_not_complete() -> None:
    assert Charter("c", valid_from="2015-01-01").is_complete
    assert not Charter("c").is_complete
    assert not Charter("c", valid_from="2015-01-01", min_annual_meetings=None).is_complete
    assert not Charter("c", valid_from="2015-01-01", max_planning_meetings=None).is_complete


@pytest.mark.parametrize(
    ("kind", "taken", "not_taken"),
    [
        (Kind.DATE, ["1990-01-01", "2199-12-31"], ["1989-12-31", "2200-01-01", "2015-6-1", "20150601", "x"]),
        (Kind.TIME, ["00:00", "23:59"], ["24:00", "9:00", "12:60"]),
        (Kind.YEAR, [1990, 2199], [1989, 2200]),
        (Kind.COUNT, [0, 100_000_000], [-1, 100_000_001]),
        (Kind.MONEY, [0, 10**14], [-1, 10**14 + 1]),
        (Kind.SHARE, [0, 10_000], [-1, 10_001]),
        (Kind.LONG_TEXT, ["x" * 200_000], ["x" * 200_001]),
    ],
)
def test_a_field_takes_what_lies_within_its_bounds(kind: Kind, taken: list[Any], not_taken: list[Any]) -> None:
    field = Field("Felt", kind, name="f")
    for value in taken:
        field.check(value)
    for value in not_taken:
        with pytest.raises(Invalid) as refusal:
            field.check(value)
        assert refusal.value.field == "f"


def test_a_choice_takes_one_of_its_own() -> None:
    field = Field("Holdning", Kind.CHOICE, name="f", choices={"a": "A"})
    field.check("a")
    field.check(None)
    with pytest.raises(Invalid):
        field.check("b")


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (Kind.TEXT, None, ""),
        (Kind.TEXT, " a\u0301 ", "\u00e1"),
        (Kind.LONG_TEXT, None, ""),
        (Kind.DATE, None, None),
        (Kind.DATE, "", None),
        (Kind.FLAG, 1, True),
        (Kind.FLAG, 0, False),
        (Kind.FLAG, True, True),
        (Kind.COUNT, 7, 7),
    ],
)
def test_a_value_takes_its_stored_form(kind: Kind, value: object, stored: object) -> None:
    found = Field("Felt", kind).normalised(value)
    assert (found, type(found)) == (stored, type(stored))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.FLAG, 2),
        (Kind.FLAG, "ja"),
        (Kind.COUNT, True),
        (Kind.COUNT, "7"),
        (Kind.COUNT, 7.0),
        (Kind.TEXT, 7),
        (Kind.TEXT, "a\x00b"),
        (Kind.TEXT, "\ud800"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: Kind, value: object) -> None:
    with pytest.raises(Invalid):
        Field("Felt", kind, name="f").normalised(value)


def test_a_record_is_a_value_that_nobody_changes() -> None:
    one = Person("p", name="Mette", phone="1")
    assert one == Person("p", "Mette", phone="1") != Person("p", name="Mette")
    assert one != Organisation("p", name="Mette")
    assert one.replaced({"phone": "2"}) == Person("p", name="Mette", phone="2")
    assert "id" not in one.values()
    assert hash(one) == hash(Person("p", name="Mette"))
    with pytest.raises(AttributeError):
        one.name = "Bo"
    with pytest.raises(AttributeError):
        del one.name
    with pytest.raises(TypeError, match="Person has no field a, nmae"):
        Person("p", nmae="Mette", a=1)
    with pytest.raises(ValueError, match="longer"):
        Person("p", *range(len(Person.fields()) + 1))
