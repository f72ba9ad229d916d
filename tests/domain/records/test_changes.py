"""The one value that describes an edit: taken back, folded, and written as JSON."""

from __future__ import annotations

import json

import pytest

from cbnet_desktop.domain.records.changes import Change, Values, folded, inverted

PHONE = Change("people", "a", {"phone": "1"}, {"phone": "2"})
EMAIL = Change("people", "a", {"email": ""}, {"email": "m@x.dk"})
ADDED = Change("people", "a", None, {"name": "Mette", "phone": "1"})
REMOVED = Change("people", "a", {"name": "Mette", "phone": "2"}, None)


def test_an_edit_is_taken_back_last_first() -> None:
    assert inverted([ADDED, PHONE]) == (
        Change("people", "a", {"phone": "2"}, {"phone": "1"}),
        Change("people", "a", {"name": "Mette", "phone": "1"}, None),
    )


@pytest.mark.parametrize(
    ("first", "second", "before", "after"),
    [
        (PHONE, Change("people", "a", {"phone": "2"}, {"phone": "3"}), {"phone": "1"}, {"phone": "3"}),
        (PHONE, EMAIL, {"phone": "1", "email": ""}, {"phone": "2", "email": "m@x.dk"}),
        (ADDED, PHONE, None, {"name": "Mette", "phone": "2"}),
        (PHONE, REMOVED, {"name": "Mette", "phone": "1"}, None),
        (REMOVED, ADDED, {"name": "Mette", "phone": "2"}, {"name": "Mette", "phone": "1"}),
    ],
)
def test_two_changes_of_a_row_are_one_from_the_first_before_to_the_last_after(
    first: Change, second: Change, before: Values | None, after: Values | None
) -> None:
    assert first.then(second) == Change("people", "a", before, after)


def test_an_edit_comes_to_one_change_for_each_row() -> None:
    other = Change("people", "b", {"phone": "1"}, {"phone": "2"})
    seat = Change("seats", "a", {"name": "Vejle"}, {"name": "Odense"})
    assert folded([PHONE, other, EMAIL, seat]) == (PHONE.then(EMAIL), other, seat)


def test_what_ends_as_it_began_is_left_out() -> None:
    assert folded([PHONE, PHONE.inverse()]) == ()
    assert folded([PHONE, EMAIL, PHONE.inverse()]) == (EMAIL,)
    assert folded([ADDED, REMOVED]) == ()


def test_a_field_that_nobody_knew_the_past_of_is_kept() -> None:
    unknown = Change("people", "a", {"phone": "1"}, {"phone": "1", "email": "m@x.dk"})
    assert folded([unknown]) == (Change("people", "a", {}, {"email": "m@x.dk"}),)


def test_a_row_added_or_removed_keeps_all_its_fields() -> None:
    assert folded([ADDED]) == (ADDED,)
    assert folded([REMOVED]) == (REMOVED,)


@pytest.mark.parametrize("change", [PHONE, ADDED, REMOVED])
def test_a_change_is_read_back_from_json_as_it_was(change: Change) -> None:
    data = json.loads(json.dumps(change.to_json()))
    assert data == {"table": "people", "row_id": "a", "before": change.before, "after": change.after}
    assert Change.from_json(data) == change


@pytest.mark.parametrize(("before", "after"), [("x", None), (None, ["x"]), ({}, 1)])
def test_what_is_no_change_is_refused(before: object, after: object) -> None:
    with pytest.raises(TypeError):
        Change.from_json({"table": "people", "row_id": "a", "before": before, "after": after})
