"""Rows of one title are told apart wherever one of them has to be chosen or compared."""

from __future__ import annotations

from cbnet_desktop.domain.records import AgendaItem, FollowUp, Goal, Meeting, Organisation, Person, Plan
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import history_text, namesakes


def network_of(*rows: Record) -> Network:
    tables: dict[str, dict[str, Record]] = {}
    for row in rows:
        tables.setdefault(row.TABLE, {})[row.id] = row
    return Network.empty().with_tables(tables)


def told(network: Network, kind: type[Record]) -> list[str]:
    return list(namesakes.apart(network, network.rows(kind)).values())


def test_two_people_of_one_name_are_told_apart_by_where_they_work_or_what_they_do() -> None:
    network = network_of(
        Organisation("o", name="Odense Centralbibliotek", short_name="Odense"),
        Person("1", name="Hanne Fabelgaard", organisation_id="o", title="Konsulent"),
        Person("2", name="Hanne  fabelgaard", title="Praktikant"),
        Person("3", name="Hanne Friis"),
    )
    assert told(network, Person) == ["Hanne Fabelgaard (Odense)", "Hanne  fabelgaard (Praktikant)", "Hanne Friis"]


def test_what_the_first_detail_does_not_tell_apart_all_of_them_do_or_else_a_number() -> None:
    office = Organisation("o", name="Odense")
    same = [
        Person("1", name="Bo Friis", organisation_id="o", title="Leder"),
        Person("2", name="Bo Friis", organisation_id="o", title="Praktikant"),
    ]
    assert told(network_of(office, *same), Person) == ["Bo Friis (Odense, Leder)", "Bo Friis (Odense, Praktikant)"]
    bare = [Person("1", name="Bo Friis"), Person("2", name="Bo Friis")]
    assert told(network_of(*bare), Person) == ["Bo Friis (nr. 1)", "Bo Friis (nr. 2)"]


def test_other_rows_are_told_apart_by_what_they_belong_to() -> None:
    network = network_of(
        Meeting("a", held_on="2014-12-03"),
        Meeting("b", held_on="2015-02-04"),
        AgendaItem("1", meeting_id="a", title="Eventuelt"),
        AgendaItem("2", meeting_id="b", title="Eventuelt"),
        Plan("p", year=2014),
        Plan("q", year=2015),
        Goal("g", plan_id="p", text="Ét kursus"),
        Goal("h", plan_id="q", text="Ét kursus"),
    )
    assert told(network, AgendaItem)[0].startswith("Eventuelt (")
    assert len(set(told(network, AgendaItem))) == len(set(told(network, Goal))) == 2
    assert "Ét kursus (Handlingsplan 2015)" in told(network, Goal)


def test_the_history_says_which_of_two_namesakes_was_replaced_by_the_other() -> None:
    network = network_of(
        Person("1", name="Hanne Fabelgaard", title="Konsulent"),
        Person("2", name="Hanne Fabelgaard", title="Praktikant"),
    )
    field = FollowUp.fields()["owner_person_id"]
    shown = [history_text.shown(field, person, network) for person in ("1", "2", None)]
    assert shown == ["Hanne Fabelgaard (Konsulent)", "Hanne Fabelgaard (Praktikant)", ""]
