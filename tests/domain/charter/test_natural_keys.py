"""One row per natural key: what is there twice is refused with the name of what is there."""

from __future__ import annotations

import pytest

from cbnet_desktop.domain.charter import natural_keys
from cbnet_desktop.domain.charter.findings import Problem
from cbnet_desktop.domain.records import (
    RECORDS,
    Agreement,
    AgreementClause,
    AgreementParty,
    Attendance,
    Charter,
    CommitteeMember,
    FormerName,
    FormerSeatName,
    InvolvedLibrary,
    NetworkProfile,
    Person,
    Plan,
    Task,
    TaskClause,
)
from cbnet_desktop.domain.records.changes import Change, Value
from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record
from tests.building import Building
from tests.domain import clause_cases

THE_ONE, THE_NEUTER = (
    " Ret den, der findes, i stedet for at tilføje en til.",
    " Ret det, der findes, i stedet for at tilføje et til.",
)
REFUSALS = {
    Charter: "Der er allerede et kommissorium, som gælder fra 01.06.2014." + THE_NEUTER,
    FormerName: "Organisationen har allerede et navn, som blev brugt til og med 01.06.2014." + THE_NEUTER,
    FormerSeatName: "Pladsen har allerede et navn, som blev brugt til og med 01.06.2014." + THE_NEUTER,
    AgreementParty: "Odense er allerede part i »Rammeaftale«." + THE_ONE,
    CommitteeMember: "Odenses repræsentant er allerede med i kontaktudvalget for »Rammeaftale«." + THE_ONE,
    TaskClause: "Opgaven »Kurser« er allerede knyttet til det aftalepunkt." + THE_ONE,
    InvolvedLibrary: "Odense er allerede med i den inddragelsesaftale." + THE_ONE,
}


def key_of(building: Building, kind: type[Record]) -> dict[str, Value]:
    """The values of a first row of the table."""
    odense = building.library("Odense").id
    of_their_own: dict[type[Record], dict[str, Value]] = {
        Charter: {"valid_from": "2014-06-01"},
        FormerName: {"organisation_id": odense, "ends_on": "2014-06-01", "name": "Fyn"},
        FormerSeatName: {"seat_id": building.seat("Odense").id, "ends_on": "2014-06-01", "name": "Fyn"},
    }
    if kind in of_their_own:
        return of_their_own[kind]
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
    assert refused.value.message == REFUSALS[kind]
    if "archived" in kind.fields():
        year.set(kind, first, archived=True)
        year.add(kind, **values)


def test_every_table_with_a_natural_key_has_its_words() -> None:
    keyed = {kind.TABLE for kind in RECORDS if kind.UNIQUE is not None}
    worded = {kind.TABLE for kind in natural_keys._DUPLICATES}
    assert keyed == worded, f"natural_keys._DUPLICATES and UNIQUE disagree about {', '.join(sorted(keyed ^ worded))}"


def test_only_the_network_itself_is_a_table_of_one_row() -> None:
    assert [kind for kind in RECORDS if kind.UNIQUE == ()] == [NetworkProfile]


def problem(building: Building, kind: type[Record]) -> Problem:
    (found,) = natural_keys.duplicates(building.network, kind=kind)
    return found


def test_the_last_by_id_of_several_rows_is_the_one_too_many(year: Building) -> None:
    year.merge([Change("plans", row_id, None, {"year": 2017}) for row_id in ("b", "c", "a")])
    found = problem(year, Plan)
    assert (found.row_id, found.field, found.weight) == ("c", "year", 3)


def test_a_row_that_lacks_a_part_of_its_key_is_no_duplicate(year: Building) -> None:
    for _ in range(2):
        year.merge_new(AgreementParty, agreement_id="x")
    assert list(natural_keys.duplicates(year.network, kind=AgreementParty)) == []


def test_a_second_network_has_no_field_to_mend(year: Building) -> None:
    year.merge_new(NetworkProfile, name="Et andet")
    assert problem(year, NetworkProfile).field == ""


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        (
            Attendance,
            {"person_id": "gone", "meeting_id": "gone"},
            "Personen står allerede på deltagerlisten til mødet.",
        ),
        (AgreementParty, {"agreement_id": "gone"}, "er allerede part i aftalen."),
        (CommitteeMember, {"agreement_id": "gone"}, "er allerede med i kontaktudvalget for aftalen."),
        (TaskClause, {"task_id": "gone"}, "Opgaven er allerede knyttet til det aftalepunkt." + THE_ONE),
    ],
)
def test_a_duplicate_of_rows_that_are_gone_is_told_all_the_same(
    year: Building, kind: type[Record], values: dict[str, Value], words: str
) -> None:
    assert words in natural_keys.duplicate_message(year.network, kind("x", **values))


def test_a_person_listed_twice_is_told_with_the_meeting(year: Building) -> None:
    row = year.network.live(Attendance)[0]
    name = year.network.get(Person, row.person_id).name
    told = natural_keys.duplicate_message(year.network, row)
    assert told.startswith(f"{name} står allerede på deltagerlisten til Årsmøde 05.11.2014.")


def test_a_member_of_a_group_that_is_gone_is_told_all_the_same_and_the_later_row_is_the_one_too_many(
    year: Building,
) -> None:
    person = year.person("Odenses repræsentant")
    rows = {"z": None, "b": "2014-01-01", "a": "2015-01-01"}
    year.merge(
        Change("group_members", row_id, None, {"group_id": "gone", "person_id": person.id, "starts_on": day})
        for row_id, day in rows.items()
    )
    found = list(natural_keys.double_members(year.network))
    assert [one.row_id for one in found] == ["b", "a", "a"]
    assert found[0].message.startswith("Odenses repræsentant er allerede medlem af gruppen i den tid.")
