"""The rule on the year's joint focus areas (M13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbnet_desktop.domain.agreed import guard
from cbnet_desktop.domain.charter import agreed_rules, focus_hard_rules, hard_rules, past_days
from cbnet_desktop.domain.charter.findings import Finding, Severity, Verdict, by_end_of
from cbnet_desktop.domain.focus import focus
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import ConsultationAnswer, FocusArea, FocusSet, Meeting
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.roster import agency
from cbnet_desktop.domain.titles import titles
from cbnet_desktop.domain.words import danish, dates
from cbnet_desktop.domain.words.choices import Act


def check_focus_areas(network: Network, year: int, today: date) -> Verdict:
    """M13: the year's set exists, was consulted on and set by the agency before the annual meeting that prepares it.

    Due when that meeting is called, or from the month in which it is reported missing (October).
    """
    prepared_at = plan.preparing_meeting(network, year)
    found = focus.set_of(network, year)
    if found is None:
        held_in = plan.preparing_year(network, year)
        due_from = network.charter_on(f"{held_in}-12-31").missing_from(held_in)
        return _without_set(network, year, today, due_from, prepared_at)
    return Verdict.of(
        [
            *_twins(network, found),
            *_areas(network, found),
            *_origins(network, year),
            *_consultation(network, found, today),
            *_decision(network, found, prepared_at, today.isoformat()),
        ]
    )


def _without_set(network: Network, year: int, today: date, due_from: date, prepared_at: Meeting | None) -> Verdict:
    is_called = prepared_at is not None and meetings.is_called(prepared_at)
    if today < due_from and not is_called:
        return Verdict(is_due=False)
    is_over = today.year > year
    message = (
        f"{_capital(agency.name_in(network, year - 1))} fastsatte ingen fælles indsatsområder for {year}."
        if is_over
        else f"Der er ingen fælles indsatsområder for {year} endnu. Opret årets sæt, og send det i høring."
    )
    return Verdict((Finding("M13", by_end_of(year, today), message, FocusSet.TABLE),))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _twins(network: Network, found: FocusSet) -> Iterator[Finding]:
    for row in sorted(network.live(FocusSet), key=lambda row: row.id):
        if row.year == found.year and row.id != found.id:
            message = f"Der er mere end ét sæt indsatsområder for {row.year}. Ret årstallet på det, der ikke gælder."
            message += guard.reopen_first(network, row)
            yield Finding("M13", Severity.ERROR, message, FocusSet.TABLE, row.id, "year")


def _areas(network: Network, row: FocusSet) -> Iterator[Finding]:
    if not focus.of_year(network, row.year):
        message = f"Sættet for {row.year} rummer ingen indsatsområder. Tilføj mindst ét."
        message += guard.reopen_first(network, row)
        yield Finding("M13", Severity.WARNING, message, FocusArea.TABLE)


def _origins(network: Network, year: int) -> Iterator[Finding]:
    for problem in sorted(focus_hard_rules.later_origins(network), key=lambda problem: problem.row_id):
        if network.get(FocusArea, problem.row_id).year == year:
            yield Finding("M13", Severity.WARNING, problem.message, problem.table, problem.row_id, problem.field)


def _consultation(network: Network, row: FocusSet, today: date) -> Iterator[Finding]:
    day, locked = today.isoformat(), guard.reopen_first(network, row)
    what = f"Høringen om indsatsområderne for {row.year} står som sendt"
    if untimely := past_days.untimely(what, row.consulted_on, day):
        yield Finding("M13", Severity.WARNING, untimely + locked, FocusSet.TABLE, row.id, "consulted_on")
        return
    if not row.consulted_on:
        message = f"Indsatsområderne for {row.year} har ikke været i høring hos centralbibliotekerne."
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "consulted_on")
        return
    if not row.deadline:
        message = f"Høringen om indsatsområderne for {row.year} har ingen frist."
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "deadline")
    closed_on = min(row.set_on or day, day)
    is_past = row.deadline is not None and row.deadline < closed_on
    known = focus.answers(network, row)
    for library in focus.unanswered(network, row, day):
        answer, name = known.get(library.id), titles.name_in(network, library.id, row.year)
        untimely = _untimely(row, answer, name, day) if answer else ""
        yield Finding(
            "M13",
            Severity.NOTE if is_past and not untimely else Severity.WARNING,
            untimely or _unanswered(row, name, day, is_past=is_past),
            ConsultationAnswer.TABLE,
            answer.id if answer else "",
            "answered_on",
        )


def _untimely(row: FocusSet, answer: ConsultationAnswer, name: str, day: str) -> str:
    """Why an answer that a merge brought does not count."""
    if not answer.answered_on or answer.answered_on > day:
        return past_days.untimely(f"Svaret fra {name} står til", answer.answered_on, day)
    return (
        f"Svaret fra {name} står til {danish.short_date(answer.answered_on)}, men høringen blev først sendt ud "
        f"{danish.short_date(row.consulted_on)}, så det tæller ikke. Ret en af datoerne."
    )


def _unanswered(row: FocusSet, name: str, day: str, *, is_past: bool) -> str:
    deadline = danish.short_date(row.deadline)
    if is_past:
        return f"{name} svarede ikke på høringen om indsatsområderne for {row.year} inden fristen {deadline}."
    if dates.has_been(row.set_on, day):
        return f"Indsatsområderne for {row.year} er fastsat, før {name} svarede, og før høringsfristen var gået."
    return f"{name} har ikke svaret på høringen om indsatsområderne for {row.year}" + (
        f". Fristen er {deadline}." if deadline else "."
    )


def _decision(network: Network, row: FocusSet, prepared_at: Meeting | None, day: str) -> Iterator[Finding]:
    locked = guard.reopen_first(network, row)
    what = f"Indsatsområderne for {row.year} står som fastsat"
    if untimely := past_days.untimely(what, row.set_on, day):
        yield Finding("M13", Severity.WARNING, untimely + locked, FocusSet.TABLE, row.id, "set_on")
        return
    if not row.set_on:
        again = guard.reopened_words(network, Act.SET, row)
        message = (
            f"Indsatsområderne for {row.year} blev {danish.sentence(again)} De skal fastsættes igen."
            if again
            else f"Indsatsområderne for {row.year} er ikke fastsat af {agency.name(network, day)} endnu."
        )
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "set_on")
    elif not row.set_by_id:
        name = agency.name(network, row.set_on)
        message = f"Det fremgår ikke, hvem i {name} der fastsatte indsatsområderne for {row.year}."
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "set_by_id")
    elif not focus.is_set_by_agency(network, row):
        message = hard_rules.setter_message(network, row) + locked
        yield Finding("M13", Severity.ERROR, message, FocusSet.TABLE, row.id, "set_by_id")
    yield from agreed_rules.changed(network, "M13", Act.SET, row)
    if row.set_on and row.consulted_on and row.set_on < row.consulted_on:
        message = f"Indsatsområderne for {row.year} er fastsat, før de blev sendt i høring. Ret en af datoerne.{locked}"
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "set_on")
    if row.set_on and prepared_at and row.set_on > (prepared_at.held_on or row.set_on):
        message = (
            f"Indsatsområderne for {row.year} er fastsat {danish.short_date(row.set_on)}, "
            f"efter at de blev drøftet på {titles.meeting_title(prepared_at)}."
        )
        yield Finding("M13", Severity.WARNING, message, FocusSet.TABLE, row.id, "set_on")
