"""Annexes: files of meetings, plans, dispatches, answers and the network, known by their hash (M13, M15)."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record, count, day, flag, line, reference

#: The most bytes of one annex.
MAX_BYTES = 50 << 20
_SHA256 = re.compile("[0-9a-f]{64}")
#: The only links that are opened: what else a system would start by a link is nobody's annex.
LINKS = ("https://", "http://", "mailto:")


class Annex(Record):
    """A file or a link of one of PARENTS, the network's for its template for Word; the bytes lie beside the log."""

    TABLE = "annexes"
    NOUN, PLURAL = "bilag", "bilag"
    ARTICLE = "et"
    TITLE = ("title",)
    PARENTS = ("agenda_item_id", "meeting_id", "plan_id", "dispatch_id", "consultation_answer_id", "template_of_id")
    SHEET_KEYS = tuple((name, "title") for name in PARENTS)

    agenda_item_id: str | None = reference("Dagsordenspunkt", "agenda_items")
    meeting_id: str | None = reference("Møde", "meetings")
    plan_id: str | None = reference("Handlingsplan", "plans")
    dispatch_id: str | None = reference("Forsendelse", "dispatches")
    consultation_answer_id: str | None = reference("Høringssvar", "consultation_answers")
    template_of_id: str | None = reference("Skabelon til Word", "networks")
    position: int | None = count("Nr.")
    title: str = line("Bilag", required=True)
    dated_on: str | None = day("Dateret")
    link: str = line("Link")
    file_name: str = line("Fil")
    media_type: str = line("Filtype", is_internal=True)
    size: int | None = count("Byte")
    sha256: str = line("SHA-256", is_internal=True)
    person_id: str | None = reference("Handler om", "people")
    closed: bool = flag("Lukket bilag")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid for an annex of nothing or of several, a link that is none, and a file half described."""
        Record.check(self)
        if sum(bool(getattr(self, name)) for name in self.PARENTS) != 1:
            raise Invalid(
                "Et bilag hører til præcis én ting: et dagsordenspunkt, et møde, en handlingsplan, en forsendelse, "
                "et høringssvar eller netværket som skabelon til Word. Vælg den.",
                field="agenda_item_id",
            )
        if self.link and not is_link(self.link):
            raise Invalid(
                "Linket begynder ikke med https://, http:// eller mailto:, eller det vedhæfter filer. Læg filen ind "
                "som bilag i stedet for stien.",
                field="link",
            )
        is_file = bool(self.file_name), bool(self.sha256), self.size is not None
        if any(is_file) and not (all(is_file) and _SHA256.fullmatch(self.sha256) and 0 < (self.size or 0) <= MAX_BYTES):
            raise Invalid(
                "Bilagets fil har ikke både navn, størrelse og SHA-256. Læg filen ind igen.", field="file_name"
            )


def is_link(text: str) -> bool:
    """Whether a text is a link that may be opened: a mail that it begins takes no files of the reader along."""
    asked = parse_qsl(text.partition("?")[2], keep_blank_values=True) if text.casefold().startswith("mailto:") else []
    takes_files = any(name.casefold().startswith("attach") for name, _ in asked)
    return text.casefold().startswith(LINKS) and not takes_files and not any(char.isspace() for char in text)
