"""A list that is written and read back changes nothing, for any content of every table, in both formats."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cbnet_desktop.domain.edits.edit import FROZEN_TABLES
from cbnet_desktop.domain.records import TABLES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.fields import Field, Kind, Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.sheets.verdicts import Outcome
from tests.sheets.listing import previewed, written

EDITED = [kind for kind in TABLES.values() if kind.TABLE not in FROZEN_TABLES]
HOSTILE = [
    "=1+1",
    "+45 38",
    "-5",
    "@navn",
    "'=x",
    "''+",
    "\t=1",
    "1.234,50 kr.",
    "42 %",
    "ja",
    "_x0041_",
    "I alt",
    "Id",
    "* Foreløbige tal",
    "#N/A",
    "'#I/T",
    "Gentofte, Herning og Odense er i mål.\nRoskilde, Vejle og Aalborg mangler.\nNæste skridt, aftalt på mødet." * 9,
    "a\tb\n" * 60,
    "Navn|Navn|Navn|Telefon",
]
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.text(string.ascii_letters + "æøåÆØÅ ;,\"'\n\t", max_size=30),
)
YEARS = st.integers(1990, 2199)


def value(field: Field, network: Network) -> st.SearchStrategy[Value]:
    """Anything that the field may hold."""
    filled = {
        Kind.TEXT: TEXTS,
        Kind.LONG_TEXT: TEXTS,
        Kind.DATE: st.dates(date(1990, 1, 1), date(2199, 12, 31)).map(date.isoformat),
        Kind.TIME: st.times().map(lambda time: f"{time:%H:%M}"),
        Kind.YEAR: YEARS,
        Kind.COUNT: st.integers(0, 1_000_000),
        Kind.MONEY: st.integers(0, 10**14),
        Kind.SHARE: st.integers(0, 10_000),
        Kind.CHOICE: st.sampled_from([*field.choices, None]),
        Kind.REFERENCE: st.sampled_from([*network.tables.get(field.refers_to, {}), None]),
        Kind.FLAG: st.booleans(),
    }[field.kind].map(field.normalised)
    is_open = not field.required and field.kind not in (Kind.TEXT, Kind.LONG_TEXT)
    return st.one_of(filled, st.none()) if is_open else filled


def records(kind: type[Record], network: Network) -> st.SearchStrategy[list[Record]]:
    fields = st.fixed_dictionaries({name: value(field, network) for name, field in kind.fields().items()})
    return st.lists(st.tuples(st.uuids(version=4), fields), min_size=1, max_size=4, unique_by=lambda pair: pair[0]).map(
        lambda rows: [kind(row_id.hex, **values) for row_id, values in rows]
    )


def crowded() -> Network:
    """Three rows in each table: two of one name, and each refers to the rows of the tables before it."""
    network = Network.empty()
    for kind in TABLES.values():
        rows: dict[str, Record] = {}
        for number in range(3):
            text = "Samme navn" if number < 2 else "Ét andet"
            values: dict[str, Value] = {}
            for name, field in kind.fields().items():
                known = list(network.tables[field.refers_to]) if field.refers_to else []
                if field.is_text:
                    values[name] = text
                elif field.kind is Kind.YEAR:
                    values[name] = 2015
                elif known:
                    values[name] = known[number]
            row_id = f"{list(TABLES).index(kind.TABLE):08}{number:08}"
            rows[row_id] = kind(row_id, **values)
        network = network.with_tables({kind.TABLE: rows})
    return network


CROWDED = crowded()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", EDITED, ids=lambda kind: kind.TABLE)
def test_a_list_comes_back_as_it_went_out(
    kind: type[Record], suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("liste")

    @settings(max_examples=12 if suffix == ".csv" else 4, suppress_health_check=list(HealthCheck))
    @given(records(kind, CROWDED))
    def comes_back(rows: list[Record]) -> None:
        network = CROWDED.with_tables({kind.TABLE: {**CROWDED.tables[kind.TABLE], **{row.id: row for row in rows}}})
        preview = previewed(network, kind, written(network, kind, folder / f"liste{suffix}", rows))
        assert [verdict.description for verdict in preview.verdicts if verdict.outcome is not Outcome.UNCHANGED] == []
        assert len(preview.verdicts) == len(rows)
        assert preview.changes == ()

    comes_back()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_reference_to_one_of_two_rows_of_the_same_name_finds_its_own(suffix: str, tmp_path: Path) -> None:
    for kind in EDITED:
        rows = list(CROWDED.rows(kind))
        preview = previewed(CROWDED, kind, written(CROWDED, kind, tmp_path / f"{kind.TABLE}{suffix}", rows))
        assert preview.count(Outcome.UNCHANGED) == len(rows), [verdict.description for verdict in preview.verdicts]
