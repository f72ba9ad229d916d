"""What somebody agreed to, kept for good under the hash of its content, and the reopening of it."""

from __future__ import annotations

from cbnet_desktop.domain.records.fields import Record, choice, day, line, long_text, reference
from cbnet_desktop.domain.words.choices import ACTS, Act

#: The most characters of a kept text: a meeting's minutes, twice as on paper and once as rows.
MAX_KEPT = 2_000_000


class AgreedText(Record):
    """The content of what was sent, set, consented to, called or approved, as it was then.

    The content is canonical JSON that repeats act, subject and day. Written by the program alone, as a consequence of
    the act.
    """

    TABLE = "agreed_texts"
    NOUN, PLURAL = "bevaret tekst", "bevarede tekster"
    FROZEN = True

    act: str = choice("Handling", Act, ACTS, Act.APPROVED)
    subject_id: str = line("Hvad det gælder", required=True)
    agreed_on: str | None = day("Dato", required=True)
    content: str = long_text("Indhold", limit=MAX_KEPT)


class Reopening(Record):
    """The decision to reopen approved minutes or focus areas that were set, with its reason."""

    TABLE = "reopenings"
    NOUN, PLURAL = "genåbning", "genåbninger"
    TITLE = ("reason",)

    text_id: str | None = reference("Det genåbnede", "agreed_texts", required=True)
    reopened_on: str | None = day("Genåbnet den", required=True, happened=True)
    reason: str = line("Begrundelse", required=True)
