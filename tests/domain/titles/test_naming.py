"""Where the names of people, seats and organisations stand, and what an edit of a name says."""

from __future__ import annotations

from cbnet_desktop.domain.records import FollowUp, Goal, Meeting, Organisation, Person, PlanVersion
from cbnet_desktop.domain.titles import name_uses
from tests.building import Building

GENTOFTE = "Gentoftes repræsentant"


def renamed(building: Building, *people: tuple[str, str]) -> str:
    changes = [building.change(Person, building.person(old).id, name=new) for old, new in people]
    return name_uses.renamed(building.network, building.apply(changes))


def test_a_meeting_that_a_person_chairs_and_attends_is_counted_once(year: Building) -> None:
    person_id, meeting = year.person(GENTOFTE).id, next(iter(year.network.live(Meeting)))
    year.reopen(meeting.id)
    year.set(Meeting, meeting.id, chair_id=person_id)
    year.add(FollowUp, meeting_id=meeting.id, text="Send indbydelsen", owner_person_id=person_id)
    for goal in year.network.live(Goal):
        year.set(Goal, goal.id, owner_person_id=person_id)
    assert set(name_uses.places(year.network, Person.TABLE, {person_id}).replace(" og ", ", ").split(", ")) == {
        "1 udpegning",
        "1 møde",
        "1 opfølgning",
        "1 handlingsplan",
    }


def test_a_part_of_something_archived_is_not_counted(year: Building) -> None:
    year.reopen()
    year.set(Meeting, next(iter(year.network.live(Meeting))).id, archived=True)
    assert name_uses.places(year.network, Person.TABLE, {year.person(GENTOFTE).id}) == "1 udpegning"


def test_a_renaming_tells_both_names_and_where_they_stand(year: Building) -> None:
    assert renamed(year, (GENTOFTE, "Kirsten Lund")) == (
        f"Navnet på {GENTOFTE} er rettet til Kirsten Lund. Det står i 1 udpegning og 1 møde."
    )
    assert renamed(year, ("Kirsten Lund", "Kirsten Holm"), ("Odenses repræsentant", "Bo Friis")) == (
        "2 personer har fået andet navn. Navnene står i 2 udpegninger og 1 møde."
    )


def test_signed_versions_keep_the_name_and_that_is_told(year: Building) -> None:
    goal = next(iter(year.network.live(Goal)))
    year.set(Goal, goal.id, owner_person_id=year.person(GENTOFTE).id)
    year.merge_new(PlanVersion, plan_id=goal.plan_id, number=1)
    assert renamed(year, (GENTOFTE, "Kirsten Lund")).endswith("Godkendte versioner beholder det gamle navn.")


def test_nothing_is_told_of_a_name_that_stands_nowhere_or_of_other_fields(year: Building) -> None:
    stranger = year.add(Person, name="Ny person")
    assert name_uses.renamed(year.network, year.set(Person, stranger, name="Hans Holm")) == ""
    assert name_uses.renamed(year.network, year.set(Person, year.person(GENTOFTE).id, phone="1")) == ""


def test_organisations_are_told_by_whichever_name_was_changed(year: Building) -> None:
    library = year.library("Gentofte")
    told = name_uses.renamed(year.network, year.set(Organisation, library.id, name="Gentofte Hovedbibliotek"))
    assert told.startswith(f"Navnet på {library.name} er rettet til Gentofte Hovedbibliotek. Det står i ")
    told = name_uses.renamed(year.network, year.set(Organisation, library.id, short_name=""))
    assert told.startswith(f"Navnet på {library.short_name} er rettet. Det står i ")
