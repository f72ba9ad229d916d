"""Properties of every function that reads from a network: one test for each module."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import product
from typing import Any, get_type_hints

import pytest

from cbnet_desktop import domain
from cbnet_desktop.domain.charter.findings import Problem
from cbnet_desktop.domain.records import RECORDS, NetworkProfile
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import UserError
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.records.network import Network
from tests.building import prepare, whole_year

Reading = Callable[..., Any]

DAYS = ("2014-11-05", "2015-06-01", "2016-02-01")
YEARS = (2014, 2015, 2016)
MODULES = [found.name for found in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}.")]
#: What stands in no order that anybody sees.
UNORDERED = {"series"}
#: What asks of all libraries, of all focus areas of the year, or of all meetings before and after.
WIDE = {
    "unanswered",
    "consulted",
    "areas_of",
    "asked_by_area",
    "stances",
    "series",
    "open_before",
    "numbers",
    "agenda_paper",
    "live_agenda",
    "of_item",
    "differences",
    "set_paper",
    "form_of",
    "would_agree",
}


@cache
def full() -> Network:
    """Plan years in order, and beside them rows of every kind as merges may bring them: full and half empty."""
    building = whole_year(2015)
    prepare(building, 2016)
    known = building.network
    for number, kind in product(range(12), RECORDS):
        if kind is not NetworkProfile:
            fields = kind.fields().items()
            values = {name: value_for(field, number, known) for name, field in fields if is_filled(field, number)}
            building.merge(
                [Change(kind.TABLE, f"{number}", None, {name: field.default for name, field in fields} | values)]
            )
    return building.network


def is_filled(field: Field, number: int) -> bool:
    """Whether a field is filled: always where the order depends on it, else in every second row."""
    return field.name != "archived" and (field.kind in (Kind.REFERENCE, Kind.CHOICE, Kind.YEAR) or number % 2 == 0)


def value_for(field: Field, number: int, known: Network) -> Value:
    """Rows take turns in what a field can hold; four at a time belong together, two of them half empty."""
    rows = [*known.tables.get(field.refers_to, ()), "0", "1"]
    choices: dict[Kind, Sequence[Value]] = {
        Kind.REFERENCE: rows,
        Kind.CHOICE: list(field.choices or ()),
        Kind.YEAR: YEARS,
        Kind.DATE: DAYS,
        Kind.TIME: ("09:00", "10:30"),
        Kind.FLAG: (False, True),
    }
    taken = choices.get(field.kind) or ((number, 7) if not field.is_text else ("Å", "B", "a 2"))
    turn = number // 4 if field.kind in (Kind.REFERENCE, Kind.CHOICE, Kind.YEAR) else number // 2
    return taken[turn % len(taken)]


def readings(name: str) -> Iterator[tuple[Reading, list[dict[str, Any]]]]:
    """The functions of a module that read a network, each with all that it can be asked."""
    module = importlib.import_module(name)
    for function in vars(module).values():
        if inspect.isfunction(function) and function.__module__ == name and not function.__name__.startswith("_"):
            with suppress(NameError):
                kinds = get_type_hints(function)
                first, *others = inspect.signature(function).parameters or ("",)
                answers = [answers_for(one, kinds.get(one)) for one in others]
                if kinds.get(first) is Network and all(answers) and "Change" not in str(kinds["return"]):
                    yield function, [dict(zip(others, each, strict=True)) for each in product(*answers)]


def answers_for(name: str, kind: Any) -> list[Any]:
    if kind is int:
        return list(YEARS) if name == "year" else [6]
    if kind is str and name in {"day", "today", "on"}:
        return list(DAYS)
    if kind is date:
        return [date.fromisoformat(day) for day in DAYS]
    if kind is bool:
        return [False, True]
    return list(full().live(kind)) if kind in RECORDS else []


def said(function: Reading, network: Network, asked: dict[str, Any]) -> Any:
    """The result, or the error; unordered results are sorted."""
    try:
        found = function(network, **asked)
    except UserError as refusal:
        return refusal.message
    if not isinstance(found, Iterator | list):
        return found
    listed = [repr(one) if isinstance(one, UserError) else one for one in found]
    return sorted(listed, key=repr) if listed and isinstance(listed[0], Problem) else listed


@pytest.mark.parametrize("name", MODULES)
def test_the_order_of_the_rows_in_the_file_says_nothing(name: str) -> None:
    turned = Network({table: dict(reversed(list(rows.items()))) for table, rows in full().tables.items()})
    for function, questions in readings(name):
        for asked in questions if function.__name__ not in UNORDERED else ():
            assert said(function, turned, asked) == said(function, full(), asked), (function, asked)


@pytest.mark.parametrize("name", MODULES)
def test_what_is_read_of_a_row_says_nothing_of_rows_that_have_to_do_with_others(name: str) -> None:
    for function, questions in readings(name):
        for asked in questions:
            if any(isinstance(one, Record) for one in asked.values()) and function.__name__ not in WIDE:
                assert said(function, doubled(), asked) == said(function, full(), asked), (function, asked)


@cache
def doubled() -> Network:
    """The network and its like beside it: every row once more, referring to the other rows once more."""
    tables: dict[str, dict[str, Record]] = {table: dict(rows) for table, rows in full().tables.items()}
    for kind in RECORDS:
        for row in full().tables[kind.TABLE].values() if kind is not NetworkProfile else ():
            refers = {name for name, field in kind.fields().items() if field.refers_to}
            values = {name: f"x{value}" if name in refers and value else value for name, value in row.values().items()}
            tables[kind.TABLE][f"x{row.id}"] = kind(f"x{row.id}", **values)
    return Network(tables)
