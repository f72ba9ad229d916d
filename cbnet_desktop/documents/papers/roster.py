"""The roster on paper: seats and their holders, in the internal edition with contact data (M3, M12)."""

from __future__ import annotations

from cbnet_desktop.documents.papers.plan_front import VACANT
from cbnet_desktop.documents.pdf import front
from cbnet_desktop.documents.pdf.story import Cell, Line, Story
from cbnet_desktop.documents.pdf.tables import Column
from cbnet_desktop.domain.papers.roster import Contact, RosterText, SeatText
from cbnet_desktop.domain.words import danish

_NONE = "–"
_SEATS = (
    Column("Plads", 50),
    Column("Repræsentant", 54),
    Column("Siden", 22),
    Column("Suppleant", 38),
)
_CONTACTS = (Column("Navn", 42), Column("Plads", 46), Column("Telefon", 24), Column("E-mail", 52))


def story(content: RosterText) -> Story:
    """The roster's story and structure tree."""
    made = Story()
    front.head(made, content.front)
    made.heading("Pladser", 2)
    made.paragraph(content.summary, leads=bool(content.seats))
    seats_table(made, content)
    if content.is_internal:
        _contacts(made, content)
    return made


def seats_table(made: Story, content: RosterText) -> None:
    """A table of the day's seats, if there are any."""
    if content.seats:
        made.table(_SEATS, [_seat(seat) for seat in content.seats])


def _contacts(made: Story, content: RosterText) -> None:
    # On a sheet of their own, so that the rest can be passed on without them.
    made.new_page()
    made.heading("Kontaktoplysninger", 2)
    if not content.contacts:
        made.paragraph("Der er ingen at kontakte: alle pladser er ubesat.")
        return
    made.paragraph("Må kun bruges i netværkets eget arbejde og ikke lægges på nettet.", "warning", leads=True)
    made.table(_CONTACTS, [_contact(contact) for contact in content.contacts])


def _seat(seat: SeatText) -> list[Cell]:
    organisation = seat.organisation if seat.organisation != seat.seat else ""
    place = [Line(seat.seat, "cell_strong"), Line(organisation, "cell_note")]
    holder = [
        Line(seat.name or VACANT, "cell" if seat.name else "cell_strong"),
        Line(seat.title, "cell_note"),
        Line(seat.note, "cell_note"),
    ]
    return [place, holder, danish.short_date(seat.since) or _NONE, seat.substitute or _NONE]


def _contact(contact: Contact) -> list[Cell]:
    return [[Line(contact.name, "cell_strong")], contact.role, contact.phone or _NONE, contact.email or _NONE]
