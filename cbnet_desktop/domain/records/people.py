"""The network itself, its terms of reference, its organisations and people (M1, M2, M3, M12)."""

from __future__ import annotations

import re
from datetime import date

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import Record, choice, count, day, flag, line, long_text, reference, year
from cbnet_desktop.domain.words.choices import ORGANISATION_KINDS, ROLES, SEAT_KINDS, OrganisationKind, Role, SeatKind

#: The most years from an annual meeting to the plan that it prepares (M16).
MAX_PLAN_YEAR_OFFSET = 3


_PART = r"[^\s@.,;:<>()\[\]\"]+"
#: An e-mail address with a domain of several parts, in letters of any language (RFC 6531).
_ADDRESS = re.compile(rf"{_PART}(?:\.{_PART})*@(?:{_PART}\.)+{_PART}{_PART}")


class NetworkProfile(Record):
    """The network itself; one row whose id is the network's uuid."""

    TABLE = "networks"
    NOUN, PLURAL = "netværket", "netværksoplysninger"
    ARTICLE = ""
    TITLE = ("name",)
    UNIQUE = ()

    name: str = line("Navn", required=True)
    first_year: int = year("Første planår")
    today_is: str | None = day("Dags dato sat til")
    fictional: bool = flag("Opdigtede oplysninger")
    contact_years: int | None = count("Foreslå sletning af tidligere medlemmers kontaktoplysninger efter (år)")
    note: str = long_text("Bemærkning")


class Charter(Record):
    """The numbers of a version of the terms of reference, valid from a date (M1)."""

    TABLE = "charters"
    NOUN, PLURAL = "kommissorium", "kommissorier"
    ARTICLE = "et"
    TITLE = ("valid_from",)
    TITLE_IS_MADE = True
    UNIQUE = ("valid_from",)

    valid_from: str = day("Gælder fra", required=True)
    min_annual_meetings: int = count("Årsmøder mindst", default=1)
    max_planning_meetings: int = count("Planlægningsmøder op til", default=4)
    annual_counts_as_planning: bool = flag("Årsmødet tæller som planlægningsmøde")
    substitutes_count: bool = flag("Suppleanter tæller som fremmødte", default=True)
    past_year_required: bool = flag("Fast emne: det foregående år", default=True)
    coming_focus_required: bool = flag("Fast emne: indsatsområder", default=True)
    other_functions_required: bool = flag("Fast emne: øvrige funktioner", default=True)
    plan_year_offset: int = count("Planåret ligger (antal år) efter årsmødet", default=1)
    annual_meeting_month: int = count("Manglende årsmøde meldes fra (måned)", default=10)
    expiry_warning_months: int = count("Udløb varsles (måneder før)", default=6)
    similar_offer_weeks: int = count("Samme emne inden for (uger)", default=8)
    decided_item_id: str | None = reference("Besluttet under punkt", "agenda_items")
    text: str = long_text("Ordlyd")
    note: str = long_text("Bemærkning")

    @property
    def is_complete(self) -> bool:
        """Whether the row can be used: a merge may bring one without its date or numbers."""
        return bool(self.valid_from) and None not in (self.min_annual_meetings, self.max_planning_meetings)

    def missing_from(self, year: int) -> date:
        """The date of a year from which a missing annual meeting, and what depends on it, is reported (M14)."""
        return date(year, min(max(self.annual_meeting_month or 10, 1), 12), 1)

    def check(self) -> None:
        """Raises Invalid for a month outside 1 to 12 and for an offset with which no meeting would prepare a plan."""
        Record.check(self)
        if not 1 <= self.annual_meeting_month <= 12:
            raise Invalid("Måneden skal være et tal fra 1 til 12.", field="annual_meeting_month")
        if self.plan_year_offset > MAX_PLAN_YEAR_OFFSET:
            raise Invalid(
                f"Planåret kan højst ligge {MAX_PLAN_YEAR_OFFSET} år efter årsmødet. "
                f"Skriv et tal fra 0 til {MAX_PLAN_YEAR_OFFSET}.",
                field="plan_year_offset",
            )


class Organisation(Record):
    """An agency, a library or another body the network deals with (M2)."""

    TABLE = "organisations"
    NOUN, PLURAL = "organisation", "organisationer"
    TITLE = ("name", "short_name")
    SHEET_KEYS = (("name",), ("short_name",))

    name: str = line("Navn", required=True)
    short_name: str = line("Kort navn")
    kind: str = choice("Art", OrganisationKind, ORGANISATION_KINDS, OrganisationKind.OTHER)
    municipality: str = line("Kommune")
    region: str = line("Region")
    starts_on: str | None = day("Med i netværket fra")
    ends_on: str | None = day("Med i netværket til og med")
    merged_into_id: str | None = reference("Sammenlagt med", "organisations")
    split_from_id: str | None = reference("Udskilt fra", "organisations")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid for a period that ends before it begins, and for a merger or split that cannot be one."""
        Record.check(self)
        check_period(self.starts_on, self.ends_on)
        for name, other in (("merged_into_id", self.merged_into_id), ("split_from_id", self.split_from_id)):
            if other and self.kind != OrganisationKind.CENTRAL_LIBRARY:
                raise Invalid("Kun et centralbibliotek kan være sammenlagt med eller udskilt fra et andet.", field=name)
            if other == self.id:
                raise Invalid("Et bibliotek kan ikke lægges sammen med eller udskilles fra sig selv.", field=name)
        if self.merged_into_id and not self.ends_on:
            message = "Skriv først »Med i netværket til og med«, den sidste dag før sammenlægningen."
            raise Invalid(message, field="merged_into_id")
        if self.split_from_id and not self.starts_on:
            raise Invalid("Skriv først »Med i netværket fra«, den dag biblioteket blev udskilt.", field="split_from_id")


class FormerName(Record):
    """A name that an organisation had until a day; the organisation's own row has the current name (M2)."""

    TABLE = "former_names"
    NOUN, PLURAL = "tidligere navn", "tidligere navne"
    ARTICLE = "et"
    TITLE = ("name", "short_name")
    UNIQUE = ("organisation_id", "ends_on")
    SHEET_KEYS = (("organisation_id", "name"),)

    organisation_id: str | None = reference("Organisation", "organisations", required=True)
    name: str = line("Navn", required=True)
    short_name: str = line("Kort navn")
    ends_on: str | None = day("Brugt til og med", required=True)
    archived: bool = flag("Arkiveret")


class Seat(Record):
    """A place in the network: one per central library area, one for KBE, one for the directors (M3)."""

    TABLE = "seats"
    NOUN, PLURAL = "plads", "pladser"
    TITLE = ("name",)

    name: str = line("Plads", required=True)
    kind: str = choice("Art", SeatKind, SEAT_KINDS, SeatKind.AREA)
    organisation_id: str | None = reference("Udpeges af", "organisations")
    position: int | None = count("Rækkefølge")
    starts_on: str | None = day("Oprettet")
    ends_on: str | None = day("Nedlagt")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when a period ends before it begins."""
        Record.check(self)
        check_period(self.starts_on, self.ends_on)


class FormerSeatName(Record):
    """A name that a seat had until a day; the seat's own row has the current name (M3)."""

    TABLE = "former_seat_names"
    NOUN, PLURAL = "tidligere pladsnavn", "tidligere pladsnavne"
    ARTICLE = "et"
    TITLE = ("name",)
    UNIQUE = ("seat_id", "ends_on")
    SHEET_KEYS = (("seat_id", "name"),)

    seat_id: str | None = reference("Plads", "seats", required=True)
    name: str = line("Navn", required=True)
    ends_on: str | None = day("Brugt til og med", required=True)
    archived: bool = flag("Arkiveret")


class Person(Record):
    """A representative, substitute, minute taker, contact or guest (M12)."""

    TABLE = "people"
    NOUN, PLURAL = "person", "personer"
    TITLE = ("name",)
    SHEET_KEYS = (("email",), ("name", "organisation_id"), ("name",))

    name: str = line("Navn", required=True)
    title: str = line("Stilling", synonyms=("Titel", "Stillingsbetegnelse"))
    organisation_id: str | None = reference("Organisation", "organisations")
    phone: str = line(
        "Telefon", is_contact=True, synonyms=("Tlf.", "Telefonnummer", "Telefonnr.", "Mobil", "Mobilnummer")
    )
    email: str = line("E-mail", is_contact=True, synonyms=("Mail", "Mailadresse", "E-mailadresse", "E-post"))
    note: str = long_text("Bemærkning", is_contact=True)
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when the e-mail address cannot be one."""
        Record.check(self)
        if self.email and not _ADDRESS.fullmatch(self.email):
            raise Invalid(
                "E-mail skal have form som navn@bibliotek.dk, med ét snabel-a og en endelse som .dk.", field="email"
            )


class Appointment(Record):
    """A person's time in a seat, as representative or substitute (M12)."""

    TABLE = "appointments"
    NOUN, PLURAL = "udpegning", "udpegninger"

    seat_id: str | None = reference("Plads", "seats", required=True)
    person_id: str | None = reference("Person", "people", required=True)
    role: str = choice("Rolle", Role, ROLES, Role.REPRESENTATIVE)
    starts_on: str | None = day("Fra", required=True)
    ends_on: str | None = day("Til og med")
    letter_on: str | None = day("Udpegningsbrev", happened=True)
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when the term ends before it begins."""
        Record.check(self)
        check_period(self.starts_on, self.ends_on)


class Erasure(Record):
    """The decision to erase contact data or annexes; it reaches every replica, and signatures stay valid (GDPR)."""

    TABLE = "erasures"
    NOUN, PLURAL = "sletning", "sletninger"
    PARENTS = ("person_id",)
    ON_DISK = ("covers", "files")
    FROZEN = True

    person_id: str | None = reference("Person", "people")
    reason: str = line("Begrundelse", required=True)
    decided_by: str = line("Besluttet af")
    erased_on: str | None = day("Slettet den", required=True, happened=True)


def check_period(starts_on: str | None, ends_on: str | None) -> None:
    """Raises Invalid when the last day is before the first."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("Slutdatoen ligger før startdatoen. Ret en af dem.", field="ends_on")


def check_hours(what: str, starts_at: str | None, ends_at: str | None, advice: str = "Ret et af dem.") -> None:
    """Raises Invalid when something ends on the day it begins, but no later; what is its name in the sentence."""
    if starts_at and ends_at and ends_at <= starts_at:
        when = "på det klokkeslæt, hvor" if ends_at == starts_at else "på et tidligere klokkeslæt, end"
        raise Invalid(f"{what} slutter {when} det begynder. {advice}", field="ends_at")
