"""What was agreed and now says something else, as only a merge can bring it (M8, M13, M15, M18, M19, M20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cbnet_desktop.domain.agreed import subjects, texts
from cbnet_desktop.domain.charter.findings import Finding, Severity
from cbnet_desktop.domain.meetings import meetings
from cbnet_desktop.domain.records import Meeting
from cbnet_desktop.domain.records.fields import Record
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import Act, MeetingKind

#: What was agreed, and what to do where it has changed: locked acts are reopened, others are agreed anew.
_WORDS = {
    Act.SET: ("{} er ændret, efter at de blev fastsat {}", "Tag ændringen tilbage, eller genåbn fastsættelsen."),
    Act.APPROVED: ("Referatet af {} er ændret, efter at det blev godkendt {}", "Tag ændringen tilbage, eller genåbn."),
    Act.CONSENTED: ("Inddragelsen af {} er ændret, efter at biblioteket samtykkede {}", "Indhent samtykket igen."),
    Act.LIBRARY_AGREED: ("Andelen for {} er ændret, efter at biblioteket aftalte den {}", "Aftal den igen."),
    Act.AGENCY_AGREED: ("Andelen for {} er ændret, efter at styrelsen aftalte den {}", "Aftal den igen."),
}
_NAMED = 2
#: The clause that speaks of meetings of a kind.
_CLAUSES: Mapping[str, str] = {MeetingKind.ANNUAL: "M15", MeetingKind.PLANNING: "M19"}


def changed(network: Network, clause: str, act: Act, row: Record) -> Iterator[Finding]:
    """The finding that rows say something else than what was agreed, which does not count until it is settled."""
    held = texts.standing(network, act, row)
    if held is None or held.is_unchanged:
        return
    what, advice = _WORDS[act]
    on = danish.short_date(held.text.agreed_on if held.text else subjects.day(act, row))
    found = texts.differences(network, held.text) if held.text else ["Det aftalte er ikke bevaret."]
    more = f" Og {len(found) - _NAMED} ændringer til." if len(found) > _NAMED else ""
    title = labels.row_title(network, row)
    message = f"{what.format(title, on)}: {' '.join(found[:_NAMED])}{more} {advice}"
    yield Finding(clause, Severity.WARNING, message, row.TABLE, row.id, subjects.SUBJECTS[act].day)


def changed_minutes(network: Network, clause: str, year: int, day: str) -> Iterator[Finding]:
    """Minutes of the year's meetings changed since their approval, or with one that does not count by a day.

    Each under the clause about its kind of meeting.
    """
    for meeting in meetings.of_year(network, year):
        if _CLAUSES.get(meeting.kind, "M18") == clause:
            yield from changed(network, clause, Act.APPROVED, meeting)
            untimely = meetings.untimely(network, meeting, day)
            if untimely and (meeting.kind != MeetingKind.ANNUAL or meetings.is_held(meeting, day)):
                yield Finding(clause, Severity.WARNING, untimely, Meeting.TABLE, meeting.id, "approved_on")
