"""The action plan, its goals and versions, and the money (M16, M17, M20, M21, M23)."""

from __future__ import annotations

from cbnet_desktop.domain.records.errors import Invalid
from cbnet_desktop.domain.records.fields import (
    Record,
    choice,
    count,
    day,
    flag,
    line,
    long_text,
    money,
    reference,
    share,
    year,
)
from cbnet_desktop.domain.words.choices import GOAL_STATUSES, LEVELS, PARTS, GoalStatus, Level, Part


class Plan(Record):
    """The action plan of a year, based on one annual meeting (M16)."""

    TABLE = "plans"
    NOUN, PLURAL = "handlingsplan", "handlingsplaner"
    TITLE = ("title",)
    TITLE_IS_MADE = True
    UNIQUE = ("year",)

    year: int = year("Planår")
    title: str = line("Titel")
    meeting_id: str | None = reference("Udarbejdet på baggrund af", "meetings")
    meeting_reason: str = line("Begrundelse for valget af årsmøde")
    foreword: str = long_text("Forord")
    archived: bool = flag("Arkiveret")


class Goal(Record):
    """A concrete goal of a plan (M17)."""

    TABLE = "goals"
    NOUN, PLURAL = "mål", "mål"
    ARTICLE = "et"
    TITLE = ("text",)
    SHEET_KEYS = (("plan_id", "text"),)

    plan_id: str | None = reference("Handlingsplan", "plans", required=True)
    text: str = long_text("Mål")
    audience: str = line("Målgruppe")
    part: str = choice("Del", Part, PARTS, Part.CENTRAL)
    level: str = choice("Niveau", Level, LEVELS, Level.NATIONAL)
    focus_area_id: str | None = reference("Indsatsområde", "focus_areas")
    position: int | None = count("Nr.")
    owner_person_id: str | None = reference("Ansvarlig person", "people")
    owner_organisation_id: str | None = reference("Ansvarlig organisation", "organisations")
    indicator: str = line("Indikator")
    baseline: str = line("Udgangspunkt")
    target: str = line("Måltal")
    unit: str = line("Enhed")
    deadline: str | None = day("Frist")
    agenda_item_id: str | None = reference("Afledt af punkt", "agenda_items")
    continues_id: str | None = reference("Fortsætter", "goals")
    status: str = choice("Status", GoalStatus, GOAL_STATUSES, GoalStatus.NOT_STARTED)
    status_on: str | None = day("Status pr.", happened=True)
    result: str = long_text("Resultat og bemærkninger")
    archived: bool = flag("Arkiveret")

    def check(self) -> None:
        """Raises Invalid when the text is blank."""
        Record.check(self)
        if not self.text.strip():
            raise Invalid("Mål mangler. Skriv, hvad der skal være opnået.", field="text")


class GoalReport(Record):
    """A progress report on a goal: its status on a date, and a comment (M17)."""

    TABLE = "goal_reports"
    NOUN, PLURAL = "statusmelding", "statusmeldinger"

    goal_id: str | None = reference("Mål", "goals", required=True)
    reported_on: str | None = day("Dato", required=True, happened=True)
    status: str = choice("Status", GoalStatus, GOAL_STATUSES, GoalStatus.UNDER_WAY)
    reported_by: str = line("Meldt af")
    comment: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")


class PlanVersion(Record):
    """A signed-off, frozen version of a plan; its document and PDF are read from disk on demand (M23)."""

    TABLE = "plan_versions"
    NOUN, PLURAL = "godkendt version", "godkendte versioner"
    ON_DISK = ("document", "heads", "pdf")
    BLOBS = ("pdf",)
    FROZEN = True

    plan_id: str | None = reference("Handlingsplan", "plans", required=True)
    year: int = year("Planår")
    number: int | None = count("Version")
    signed_at: str = line("Godkendt")
    signed_by: str = line("Godkendt af")
    reason: str = line("Begrundelse")
    sha256: str = line("SHA-256")
    decided_sha256: str = line("SHA-256 af det besluttede")
    heads_digest: str = line("Historikkens kontrolsum")


class BudgetShare(Record):
    """A library's share of its earmarked amount for joint competence development in a year (M20)."""

    TABLE = "budget_shares"
    NOUN, PLURAL = "budgetandel", "budgetandele"
    UNIQUE = ("year", "organisation_id")

    year: int = year("År")
    organisation_id: str | None = reference("Centralbibliotek", "organisations", required=True)
    earmarked_ore: int | None = money("Afsat beløb", synonyms=("Afsat", "Bevilling"))
    share_bp: int | None = share("Andel i procent", synonyms=("Andel i pct.", "Andel %", "Procent", "Pct."))
    share_ore: int | None = money("Andel i kroner", synonyms=("Andel i kr.", "Andel kr.", "Kroner"))
    library_agreed_on: str | None = day("Aftalt af biblioteket", happened=True)
    agency_agreed_on: str | None = day("Aftalt af styrelsen", happened=True)
    agreement_id: str | None = reference("Rammeaftale", "agreements")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")

    @property
    def joint_ore(self) -> int | None:
        """The joint amount in øre, rounded half up; None until it is known."""
        if self.share_ore is not None:
            return self.share_ore
        if self.share_bp is None or self.earmarked_ore is None:
            return None
        return (self.earmarked_ore * self.share_bp + 5_000) // 10_000

    def check(self) -> None:
        """Raises Invalid when the joint amount exceeds the earmarked one or is agreed before it is known (M20)."""
        Record.check(self)
        if self.share_bp is not None and self.share_ore is not None:
            raise Invalid("Andelen angives enten i procent eller i kroner, ikke begge dele.", field="share_ore")
        if self.share_ore is not None and self.share_ore > (self.earmarked_ore or 0):
            raise Invalid(
                "Andelen i kroner er større end det afsatte beløb. Ret andelen eller det afsatte beløb.",
                field="share_ore",
            )
        if self.joint_ore is None and (self.library_agreed_on or self.agency_agreed_on):
            raise Invalid(
                "Andelen kan først aftales, når både det afsatte beløb og andelen er udfyldt.",
                field="library_agreed_on" if self.library_agreed_on else "agency_agreed_on",
            )


class Allocation(Record):
    """Money of the joint pool set aside for a focus area or a goal (M21)."""

    TABLE = "allocations"
    NOUN, PLURAL = "bevilling", "bevillinger"
    TITLE = ("purpose",)
    SHEET_KEYS = (("year", "purpose", "focus_area_id", "goal_id"),)

    year: int = year("År")
    purpose: str = line("Formål")
    part: str = choice("Del", Part, PARTS, Part.CENTRAL)
    focus_area_id: str | None = reference("Indsatsområde", "focus_areas")
    goal_id: str | None = reference("Mål", "goals")
    amount_ore: int | None = money("Bevilget")
    spent_ore: int | None = money("Forbrugt")
    note: str = long_text("Bemærkning")
    archived: bool = flag("Arkiveret")
