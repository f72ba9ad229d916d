"""What the plan says on paper."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.domain.plan import plan_reading
from cbnet_desktop.domain.plan.plan_content import Revision
from tests.documents import samples
from tests.documents.reading import everything, metadata, outline, pages, uncompressed


@pytest.fixture(scope="module")
def ordinary() -> bytes:
    return plan.render(samples.ordinary())


def test_the_title_page_names_network_plan_version_and_who_signed_when_in_danish_time(ordinary: bytes) -> None:
    first = pages(ordinary)[0]
    assert samples.NETWORK in first
    assert "Handlingsplan 2015" in first
    assert "Version 1 Godkendt den 2. december 2014 kl. 14.03 af Mette Holm" in first
    assert "Årsmøde den 24. november 2014, Odense" in first


def test_the_title_page_carries_the_fingerprints_of_content_and_history(ordinary: bytes) -> None:
    first = pages(ordinary)[0]
    assert f"Indholdets SHA-256: {samples.ordinary().sha256}" in first
    assert f"Historikkens kontrolsum: {samples.SIGNED.heads_digest}" in first


def test_a_second_version_says_why_it_was_made_and_is_dated_in_danish_summer_time() -> None:
    first = pages(plan.render(samples.second_version()))[0]
    assert "Version 2 Godkendt den 1. juli 2015 kl. 00.15 af Hanne Vang" in first
    assert "Begrundelse Fristen for mål 2.1 er flyttet." in first


def test_made_up_people_and_amounts_are_marked_on_every_page(ordinary: bytes) -> None:
    assert all("Opdigtede personer og beløb" in page for page in pages(ordinary))
    real = everything(plan.render(replace(samples.ordinary(), is_fictional=False)))
    assert "Opdigtede" not in real


def test_every_member_stands_with_seat_and_substitute_and_a_vacant_seat_says_so(ordinary: bytes) -> None:
    text = everything(ordinary)
    for member in samples.members():
        assert member.seat in text
        assert member.name in text
    assert "Per Frost" in text
    assert "Roskilde Roskilde Centralbibliotek Ubesat" in text


def test_focus_areas_stand_with_part_level_and_description(ordinary: bytes) -> None:
    text = everything(ordinary)
    for area in samples.ordinary().focus_areas:
        assert f"{area.number}. {area.title} {area.part} · {area.level} {area.description}" in text
    assert "Fastsat den 28. november 2014 af Hanne Vang" in text


def test_goals_stand_under_part_and_focus_area_with_all_that_makes_them_concrete(ordinary: bytes) -> None:
    text = everything(ordinary)
    assert "Planen har 14 mål: 10 i centralbiblioteksdelen og 4 i styrelsesdelen." in text
    for word in (
        "1.1 Fem fælles temadage om digital dannelse er holdt",
        "For: Folkebibliotekernes personale",
        "Niveau: nationalt",
        "Temadage holdt 2 → 5 temadage",
        "Mette Holm, Gentofte",
        "15.03.2015",
        "Ikke påbegyndt",
        "Afledt af: Årsmøde 24.11.2014, pkt. 3",
        "Mål uden for indsatsområderne",
    ):
        assert word in text


def test_a_goal_without_owner_deadline_or_indicator_shows_what_is_missing() -> None:
    goal = replace(
        samples.ordinary().parts[1].groups[1].goals[0], owner="", deadline="", indicator="", baseline="", target=""
    )
    group = replace(samples.ordinary().parts[1].groups[1], goals=(goal,))
    bare = replace(samples.draft(), parts=(replace(samples.ordinary().parts[1], groups=(group,)),))
    assert "– Mangler Mangler Ikke påbegyndt" in everything(plan.render(bare))


def test_the_status_of_goals_is_summed_up_once_the_work_has_begun(ordinary: bytes) -> None:
    assert "Indfriet (5)" not in everything(ordinary)
    followed_up = everything(plan.render(samples.second_version()))
    assert "Indfriet (5) Delvist indfriet (3) I gang (4) Ikke indfriet (2)" in followed_up
    assert "Resultat: Holdt i alle seks områder" in followed_up


def test_budget_shares_stand_in_percent_and_kroner_with_dates_and_sums(ordinary: bytes) -> None:
    text = everything(ordinary)
    assert "Gentofte 500.000 25,0 125.000 12.11.2014 20.11.2014" in text
    assert "Odense 640.000 25,5 163.200 12.11.2014 20.11.2014" in text
    assert "I alt 2.905.000 22,3 647.700" in text
    assert "foreløbig" not in text


def test_an_unagreed_share_makes_the_pool_provisional_and_names_the_libraries() -> None:
    text = everything(plan.render(samples.draft()))
    assert "Puljen er foreløbig: Herning og Vejle har endnu ikke aftalt deres andele med KBE." in text
    assert "I alt (foreløbig)" in text
    assert "Puljen (foreløbig)" in text
    assert "Vejle 420.000 – – – –" in text
    assert "76.000 kr. (20 %), ikke aftalt" in text


def test_the_pool_shows_what_is_allocated_and_what_is_left(ordinary: bytes) -> None:
    text = everything(ordinary)
    assert "Modelprogram for folkebiblioteker Styrelsesdel 120.000" in text
    assert "Bevilget i alt 520.000 Ikke bevilget 127.700 Puljen 647.700" in text


def test_money_spent_gets_its_own_column_and_sum() -> None:
    found = samples.budget()
    rows = tuple(replace(row, spent_ore=1_000_050) for row in found.allocations)
    text = everything(plan.render(replace(samples.ordinary(), budget=replace(found, allocations=rows))))
    assert "Digital dannelse Centralbiblioteksdel 220.000 10.000,50" in text
    assert "Bevilget i alt 520.000 30.001,50" in text


def test_more_allocated_than_there_is_is_said_in_words() -> None:
    found = replace(samples.budget(), pool_ore=51_000_000, unallocated_ore=-1_000_000)
    text = everything(plan.render(replace(samples.ordinary(), budget=found)))
    assert "Der er bevilget 10.000 kr. mere, end puljen på 510.000 kr. rækker til." in text
    assert "Ikke bevilget -10.000" in text


def test_the_wheel_is_followed_by_its_events_with_number_date_and_week(ordinary: bytes) -> None:
    text = everything(ordinary)
    assert "1 22.01.2015 4 Planlægnings- og koordineringsmøde Møde" in text
    assert "7 15.10.2015 42 Høringsfrist for indsatsområder 2016 Frist" in text
    assert "30.06.2015 27 Frist: Modelprogrammet er formidlet i alle seks områder Mål" in text


def test_the_signature_sheet_has_a_line_for_each_member_and_one_for_the_minute_taker(ordinary: bytes) -> None:
    last = pages(ordinary)[-1]
    assert "Underskrifter Handlingsplan 2015, version 1. Navn Plads Underskrift Dato" in last
    for member in samples.members():
        assert (member.name or "Ubesat") in last
    assert "Protokolfører: Dato:" in last


def test_a_signed_plan_says_how_the_terms_of_reference_stood_that_day(ordinary: bytes) -> None:
    page = next(page for page in pages(ordinary)[1:] if "Kommissoriet på dagen for godkendelsen" in page)
    assert "Sådan stod kommissoriets punkter den 2. december 2014, da planen blev godkendt." in page
    for clause in samples.TERMS:
        for words in (clause.id, clause.title, clause.state, *clause.findings):
            assert words in page
    assert "Kommissoriet på dagen" not in everything(plan.render(samples.draft()))


def test_a_plan_signed_by_an_older_program_has_no_such_page() -> None:
    stored = json.loads(samples.ordinary().canonical())
    del stored["sign_off"]["terms"], stored["revision"]
    content = plan_reading.read(json.dumps(stored).encode())
    assert content.sign_off == replace(samples.SIGNED, terms=())
    assert "Kommissoriet på dagen" not in everything(plan.render(content))


def test_the_draft_of_a_signed_plan_says_what_has_changed_since() -> None:
    first, *rest = pages(plan.render(samples.draft()))
    assert "Ændret siden version 1, godkendt den 2. december 2014 kl. 14.03 af Mette Holm." in first
    assert "Udkast, ikke godkendt, ændret siden version 1" in first
    assert samples.draft().revision
    for words in ("Ændret siden version 1", *samples.draft().revision.differences):
        assert any(words in page for page in rest)
    unchanged = Revision(1, samples.SIGNED.at, "Mette Holm", has_changed=False, differences=())
    same = everything(plan.render(replace(samples.draft(), revision=unchanged)))
    assert "Uændret siden version 1" in same
    assert "Ændret siden" not in same


def test_a_single_goal_is_counted_in_words() -> None:
    part = replace(samples.ordinary().parts[0], groups=(replace(samples.ordinary().parts[0].groups[0], goals=()),))
    group = replace(samples.ordinary().parts[0].groups[0], goals=samples.ordinary().parts[0].groups[0].goals[:1])
    content = replace(samples.ordinary(), parts=(replace(part, groups=(group,)), replace(part, part="Styrelsesdel")))
    assert "Planen har ét mål: ét i centralbiblioteksdelen og ingen i styrelsesdelen." in everything(
        plan.render(content)
    )


def test_the_chart_of_the_goals_stands_on_the_page_where_their_table_begins() -> None:
    for lines in range(0, 40, 3):
        content = replace(samples.second_version(), foreword="\n\n".join(["Et afsnit."] * lines))
        page = next(page for page in pages(plan.render(content))[2:] if "Planen har" in page)
        assert "Indikator" in page, lines


def test_empty_sections_say_so_in_one_sentence() -> None:
    text = everything(plan.render(samples.nearly_empty()))
    for sentence in (
        "Planen er endnu ikke knyttet til et årsmøde.",
        "Årets indsatsområder er endnu ikke fastsat.",
        "Netværket har endnu ingen pladser.",
        "Der er endnu ingen fælles indsatsområder for 2015.",
        "Planen har endnu ingen mål.",
        "Der er endnu ingen budgetandele for 2015.",
        "Der er endnu ingen datoer i årshjulet for 2015.",
    ):
        assert sentence in text
    assert "Nr." not in text


def test_a_part_without_goals_says_so_beside_one_that_has_some() -> None:
    assert "Planen har ingen mål i styrelsesdelen." in everything(plan.render(samples.long()))


def test_a_long_plan_has_contents_whose_page_numbers_are_right() -> None:
    made = plan.render(samples.long())
    first, entries = pages(made)[0], outline(made)
    assert "Indhold" in first
    for level, title, page in entries:
        if level < 2:
            assert f"{title} {page}" in first
        assert title in pages(made)[page - 1]


def test_a_short_plan_goes_without_contents() -> None:
    assert "Indhold " not in pages(plan.render(samples.nearly_empty()))[0]


def test_the_metadata_name_plan_network_language_and_the_time_of_sign_off(ordinary: bytes) -> None:
    found = metadata(ordinary)
    assert found["Title"] == f"Handlingsplan 2015 – {samples.NETWORK}"
    assert found["Author"] == samples.NETWORK
    assert found["CreationDate"] == found["ModDate"] == "D:20141202130300+00'00'"
    assert b"/Lang (da-DK)" in uncompressed(ordinary)
    assert b"/DisplayDocTitle true" in uncompressed(ordinary)
