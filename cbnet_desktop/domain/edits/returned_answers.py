"""Consultation answers that come back as files: beside what is known, and taken in as one edit (M13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cbnet_desktop.domain.focus import asked, focus
from cbnet_desktop.domain.focus.asked import MOST_LINE, MOST_REMARK, Key
from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.papers.answer_form import BY, ON, OUTSIDE, REMARK, STANCE
from cbnet_desktop.domain.records import AreaAnswer, ConsultationAnswer, FocusSet, Organisation
from cbnet_desktop.domain.records.changes import Change, Value, Values
from cbnet_desktop.domain.records.errors import Invalid, Missing
from cbnet_desktop.domain.records.fields import Field, quoted
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels, titles
from cbnet_desktop.domain.words import danish
from cbnet_desktop.domain.words.choices import STANCES

#: How many texts beyond the questions are told, and how many letters of each.
_TOLD, _MOST_TOLD = 3, 80
NO_FORM = (
    "{name} er ikke et svarskema, der er udfyldt på skærmen; måske er den scannet, eller skemaet er udskrevet til PDF. "
    "Filen kan gemmes ved svaret, og svaret skrives ind."
)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a form that came back says: its key, and by field name what was filled in."""

    key: Key
    said: Mapping[str, str]


class Question(NamedTuple):
    """Something that an answer can say: of a focus area, or with area_id "" of all of them; name is its field there."""

    area_id: str
    name: str
    words: str

    @property
    def field(self) -> Field:
        """The field that the answer is written to."""
        kind = AreaAnswer if self.area_id else ConsultationAnswer
        return kind.fields()[self.name]


class Compared(NamedTuple):
    """A question with what is known and what the form says; blank is what the form does not say."""

    question: Question
    old: Value
    new: Value

    @property
    def is_offered(self) -> bool:
        """Whether the form says something else than is known."""
        return self.new not in (None, "") and self.new != self.old


@dataclass(frozen=True, slots=True)
class Comparison:
    """A form beside what is known of the library's answer; warnings are Danish sentences."""

    year: int
    library: Organisation
    rows: tuple[Compared, ...]
    warnings: tuple[str, ...]
    is_outdated: bool


def returned(key: str, said: Mapping[str, str]) -> Returned | None:
    """What a file says that carries this key; None where it is no form, or one that is not filled in on a screen."""
    found = asked.read(key)
    is_filled_in = any(text.strip() for name, text in said.items() if not name.startswith(OUTSIDE))
    return Returned(found, said) if found and is_filled_in else None


def consultation(network: Network, year: int) -> FocusSet:
    """The year's consultation; raises Missing where none was sent."""
    found = focus.set_of(network, year)
    if found is None or not found.consulted_on:
        raise Missing(f"Indsatsområderne for {year} er ikke sendt i høring, så der kan ikke tages svar ind.")
    return found


def compared(network: Network, returned: Returned, today: str) -> Comparison:
    """A form that came back beside what is known; raises Invalid and Missing for one that is not this network's."""
    key = returned.key
    if key.network != network.profile.id:
        raise Invalid("Svarskemaet hører til et andet netværk end det, der er åbent.")
    focus_set, library = consultation(network, key.year), network.find(Organisation, key.organisation)
    if library is None or library not in focus.consulted(network, focus_set):
        name = titles.organisation_name(network, key.organisation) if library else "Svarskemaets centralbibliotek"
        raise Invalid(f"{name} er ikke blandt dem, der høres om indsatsområderne for {key.year}.")
    now = asked.key(network, key.year, library.id)
    is_outdated = now.sha256 != key.sha256
    warnings = [_since(network, key, now)] if is_outdated else []
    if focus_set.set_on:
        warnings.append(f"Indsatsområderne er allerede fastsat {danish.short_date(focus_set.set_on)}.")
    rows: list[Compared] = []
    taken: set[str] = set()
    endings = {"": "", **{area.id: f"-{number}" for number, area in enumerate(key.areas, 1)}}
    for question in questions(network, key.year):
        if question.area_id in endings:
            name = f"{_FIELDS[question.name]}{endings[question.area_id]}"
            text = returned.said.get(name, "").strip()
            taken.add(name)
            old = known(network, focus_set, library, question)
            new, doubt = _value(question, text, focus_set.consulted_on or "", today)
            if question.name == "answered_on" and not text and not any(row.is_offered for row in rows):
                new = old  # what says nothing new was not answered today
            warnings.extend(doubt)
            rows.append(Compared(question, old, new))
    warnings.extend(_beyond(text for name, text in returned.said.items() if name not in taken))
    return Comparison(key.year, library, tuple(rows), tuple(warnings), is_outdated)


def questions(network: Network, year: int) -> Iterator[Question]:
    """All that an answer can say today, its day last."""
    for number, area in enumerate(focus.of_year(network, year), 1):
        yield Question(area.id, "stance", f"Holdning til {number}. {area.title}")
        yield Question(area.id, "remark", f"Bemærkninger til {number}. {area.title}")
    yield Question("", "stance", "Holdning til alle forslag under ét")
    yield Question("", "answer", "Svar som helhed")
    yield Question("", "answered_by", "Besvaret af")
    yield Question("", "answered_on", "Dato")


def known(network: Network, focus_set: FocusSet, library: Organisation, question: Question) -> Value:
    """What is known of a library's answer to a question."""
    answer = focus.answers(network, focus_set).get(library.id)
    row = _area_rows(network, answer).get(question.area_id) if answer and question.area_id else answer
    return row.values()[question.name] if row else question.field.default


def taken_in(
    network: Network, year: int, library: Organisation, values: Iterable[tuple[Question, Value]], file: Values
) -> list[Change]:
    """The changes that write an answer and keep the file that it came in; file are an annex's fields without its owner.

    A value that is known already changes nothing.
    """
    focus_set = consultation(network, year)
    answer = focus.answers(network, focus_set).get(library.id)
    of_all: dict[str, Value] = {}
    of_areas: dict[str, dict[str, Value]] = {}
    for question, value in values:
        if value != known(network, focus_set, library, question):
            (of_areas.setdefault(question.area_id, {}) if question.area_id else of_all)[question.name] = value
    made: list[Change] = []
    if answer is None:
        added = ConsultationAnswer.added({"focus_set_id": focus_set.id, "organisation_id": library.id, **of_all})
        answer, made = ConsultationAnswer(added.row_id), [added]
    elif of_all:
        made = [answer.edited(of_all)]
    rows = _area_rows(network, answer)
    for area_id, said in of_areas.items():
        row = rows.get(area_id)
        owner = {"consultation_answer_id": answer.id, "focus_area_id": area_id}
        made.append(row.edited(said) if row else AreaAnswer.added({**owner, **said}))
    return [*made, *annexes.added(network, answer, {"title": _title(network, library), **file})]


def label(network: Network, year: int, library: Organisation) -> str:
    """The edit's label in the history."""
    return f"Høringssvar {year} fra {titles.organisation_name(network, library.id)} taget ind fra fil"


def told(network: Network, question: Question, value: Value) -> str:
    """A value as a person reads it; empty where there is none."""
    return labels.show(question.field, value, network)


def _title(network: Network, library: Organisation) -> str:
    return f"Høringssvar fra {titles.organisation_name(network, library.id)}"


def _area_rows(network: Network, answer: ConsultationAnswer) -> dict[str, AreaAnswer]:
    return {row.focus_area_id or "": row for row in focus.area_answers(network, answer)}


_FIELDS = {"stance": STANCE, "remark": REMARK, "answer": REMARK, "answered_by": BY, "answered_on": ON}


def _value(question: Question, text: str, since: str, today: str) -> tuple[Value, list[str]]:
    """The value that a form gives, and a sentence where it gives none that can be used."""
    if question.name == "stance":
        if not text or text in STANCES:
            return text or None, []
        return None, [f"{question.words}: {quoted(text)} er ingen af skemaets holdninger og tages ikke med."]
    if question.name == "answered_on":
        try:
            return labels.parse(question.field, text, network=None, since=since) or today, []
        except Invalid:
            return today, [f"Datoen {quoted(text)} kan ikke læses, så svaret dateres i dag."]
    most = MOST_LINE if question.name == "answered_by" else MOST_REMARK
    doubt = [f"{question.words}: teksten er forkortet til {danish.number(most)} tegn."] if len(text) > most else []
    return question.field.normalised(text[:most]), doubt


def _beyond(texts: Iterable[str]) -> list[str]:
    """A sentence on what a file says that no question asks: outside the fields, or of a proposal that is gone."""
    found = [quoted(titles.short(text.strip(), _MOST_TOLD)) for text in texts if text.strip()]
    if not found:
        return []
    more = [f"{len(found) - _TOLD} ting til"] if len(found) > _TOLD else []
    told = danish.joined([*found[:_TOLD], *more])
    return [f"Filen siger også {told}, som ikke svarer på noget spørgsmål og ikke tages med. Læs filen."]


def _since(network: Network, key: Key, now: Key) -> str:
    """What was asked and is asked otherwise today."""
    before = {area.id: area.sha256 for area in key.areas}
    names = {area.id: area.title for area in focus.of_year(network, key.year)}
    changed = [names[area.id] for area in now.areas if before.get(area.id, area.sha256) != area.sha256]
    added = [names[area.id] for area in now.areas if area.id not in before]
    gone = len(before.keys() - names.keys())
    parts = [f"ændret: {danish.joined([quoted(name) for name in changed])}"] if changed else []
    parts += [f"kommet til: {danish.joined([quoted(name) for name in added])}"] if added else []
    parts += [f"{gone} forslag er udgået"] if gone else []
    told = f" ({'; '.join(parts)})" if parts else ""
    return f"Svaret gælder en ældre tekst: høringen er ændret, siden svarskemaet blev lavet{told}."
