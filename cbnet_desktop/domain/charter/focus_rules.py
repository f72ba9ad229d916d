"""The rule on the year's joint focus areas (M13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.charter import agreed_rules, hard_rules
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import ConsultationAnswer, FocusArea, FocusSet, Meeting
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Act, MeetingState


def check_focus_areas(network: Network, year: int, today: date) -> Verdict:
    """M13: the year's set exists, was consulted on and was set by KBE before the annual meeting that prepares the year.

    Due when that meeting is called, or from the month in which it is reported missing (October).
    """
    prepared_at = plan.preparing_meeting(network, year)
    found = focus.set_of(network, year)
    if found is None:
        due_from = network.charter_on(f"{year - 1}-12-31").missing_from(year - 1)
        return _without_set(year, today, due_from, prepared_at)
    return Verdict.of(
        [
            *_twins(network, found),
            *_areas(network, year),
            *_consultation(network, found, today),
            *_decision(network, found, prepared_at),
        ]
    )


def _without_set(year: int, today: date, due_from: date, prepared_at: Meeting | None) -> Verdict:
    is_called = prepared_at is not None and prepared_at.state != MeetingState.PLANNED
    if today < due_from and not is_called:
        return Verdict(is_due=False)
    is_over = today.year > year
    message = (
        f"KBE fastsatte ingen fælles indsatsområder for {year}."
        if is_over
        else f"Der er ingen fælles indsatsområder for {year} endnu. Opret årets sæt, og send det i høring."
    )
    return Verdict((Finding("M13", by_end_of(year, today), message, FocusSet.TABLE),))


def _twins(network: Network, found: FocusSet) -> Iterator[Finding]:
    for row in sorted(network.live(FocusSet), key=lambda row: row.id):
        if row.year == found.year and row.id != found.id:
            message = f"Der er mere end ét sæt indsatsområder for {row.year}. Ret årstallet på det, der ikke gælder."
            yield Finding("M13", Severity.ERROR, message, FocusSet.TABLE, row.id, "year")


def _areas(network: Network, year: int) -> Iterator[Finding]:
    if not focus.of_year(network, year):
        message = f"Sættet for {year} rummer ingen indsatsområder. Tilføj mindst ét."
        yield Finding("M13", Severity.WARNING, message, FocusArea.TABLE)


def _consultation(network: Network, row: FocusSet, today: date) -> Iterator[Finding]:
    if not row.consulted_on:
        message = f"Indsatsområderne for {row.year} har ikke været i høring hos centralbibliotekerne."
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "consulted_on")
        return
    if not row.deadline:
        message = f"Høringen om indsatsområderne for {row.year} har ingen frist."
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "deadline")
    closed_on = row.set_on or today.isoformat()
    is_past = row.deadline is not None and row.deadline < closed_on
    known = focus.answers(network, row)
    for library in focus.unanswered(network, row):
        answer = known.get(library.id)
        yield Finding(
            "M13",
            Severity.NOTE if is_past else Severity.WARNING,
            _unanswered(row, titles.name_in(network, library.id, row.year), is_past=is_past),
            ConsultationAnswer.TABLE,
            answer.id if answer else "",
            "answered_on",
        )


def _unanswered(row: FocusSet, name: str, *, is_past: bool) -> str:
    deadline = danish.short_date(row.deadline)
    if is_past:
        return f"{name} svarede ikke på høringen om indsatsområderne for {row.year} inden fristen {deadline}."
    if row.set_on:
        return f"Indsatsområderne for {row.year} er fastsat, før {name} svarede, og før høringsfristen var gået."
    return f"{name} har ikke svaret på høringen om indsatsområderne for {row.year}" + (
        f". Fristen er {deadline}." if deadline else "."
    )


def _decision(network: Network, row: FocusSet, prepared_at: Meeting | None) -> Iterator[Finding]:
    if not row.set_on:
        message = f"Indsatsområderne for {row.year} er ikke fastsat af KBE endnu."
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "set_on")
    elif not row.set_by_id:
        message = f"Det fremgår ikke, hvem i KBE der fastsatte indsatsområderne for {row.year}."
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "set_by_id")
    elif not focus.is_set_by_agency(network, row):
        message = hard_rules.setter_message(network, row)
        yield Finding("M13", Severity.ERROR, message, FocusSet.TABLE, row.id, "set_by_id")
    yield from agreed_rules.changed(network, "M13", Act.SET, row)
    if row.set_on and row.consulted_on and row.set_on < row.consulted_on:
        message = f"Indsatsområderne for {row.year} er fastsat, før de blev sendt i høring. Ret en af datoerne."
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "set_on")
    if row.set_on and prepared_at and row.set_on > (prepared_at.held_on or row.set_on):
        message = (
            f"Indsatsområderne for {row.year} er fastsat {danish.short_date(row.set_on)}, "
            f"efter at de blev drøftet på {titles.meeting_title(prepared_at)}."
        )
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "set_on")
