"""One row per natural key: what is there twice is refused with the name of what is there."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.charter import natural_keys
from cbnet_desktop.domain.records import (
    RECORDS,
    Agreement,
    AgreementClause,
    AgreementParty,
    Charter,
    CommitteeMember,
    FormerName,
    InvolvedLibrary,
    NetworkProfile,
    Task,
    TaskClause,
)
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record
from tests.building import Building
from tests.domain import clause_cases

REFUSALS = {
    Charter: "Der er allerede et kommissorium, som gælder fra 01.06.2014.",
    FormerName: "Organisationen har allerede et navn, som blev brugt til og med 01.06.2014.",
    AgreementParty: "Odense er allerede part i »Rammeaftale«.",
    CommitteeMember: "Odenses repræsentant er allerede med i kontaktudvalget for »Rammeaftale«.",
    TaskClause: "Opgaven »Kurser« er allerede knyttet til det aftalepunkt.",
    InvolvedLibrary: "Odense er allerede med i den inddragelsesaftale.",
}


def key_of(building: Building, kind: type[Record]) -> dict[str, Value]:
    """The values of a first row of the table."""
    odense = building.library("Odense").id
    if kind is Charter:
        return {"valid_from": "2014-06-01"}
    if kind is FormerName:
        return {"organisation_id": odense, "ends_on": "2014-06-01", "name": "Fyn"}
    if kind is InvolvedLibrary:
        return {"involvement_id": clause_cases.draft(building), "organisation_id": odense}
    agreement_id = building.add(Agreement, title="Rammeaftale")
    if kind is AgreementParty:
        return {"agreement_id": agreement_id, "organisation_id": odense}
    if kind is CommitteeMember:
        return {"agreement_id": agreement_id, "person_id": building.person("Odenses repræsentant").id}
    clause_id = building.add(AgreementClause, agreement_id=agreement_id, title="Kompetencer")
    return {"clause_id": clause_id, "task_id": building.add(Task, title="Kurser")}


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.TABLE)
def test_a_second_row_is_refused_and_an_archived_first_one_is_not_in_the_way(
    year: Building, kind: type[Record]
) -> None:
    values = key_of(year, kind)
    first = year.add(kind, **values)
    with pytest.raises(Invalid) as refused:
        year.add(kind, **values)
    assert refused.value.message == f"{REFUSALS[kind]} Ret den række, der er, i stedet for at tilføje en til."
    if "archived" in kind.fields():
        year.set(kind, first, archived=True)
        year.add(kind, **values)


def test_every_table_with_a_natural_key_has_its_words() -> None:
    keyed = {kind.TABLE for kind in RECORDS if kind.UNIQUE is not None}
    worded = {kind.TABLE for kind in natural_keys._DUPLICATES}
    assert keyed == worded, f"natural_keys._DUPLICATES and UNIQUE disagree about {', '.join(sorted(keyed ^ worded))}"


def test_only_the_network_itself_is_a_table_of_one_row() -> None:
    assert [kind for kind in RECORDS if kind.UNIQUE == ()] == [NetworkProfile]
