"""Whether a PDF is a signed-off version of a network, and whether its printed digest is in the network's history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from cbnet_desktop.documents.signing import signatories
from cbnet_desktop.documents.signing.examination import Examination
from cbnet_desktop.documents.signing.signatories import Standing
from cbnet_desktop.domain.plan import plan
from cbnet_desktop.domain.records import PlanVersion
from cbnet_desktop.domain.records.network import Network
from cbnet_desktop.domain.titles import labels
from cbnet_desktop.domain.titles.history_text import moment

APPENDED = "Der er føjet noget til den version, som netværket har."
CHANGED = "Den version, som netværket har, er ændret, før der blev underskrevet: {title}."
NOT_HELD = "Dokumentet er ikke nogen af de godkendte versioner, som netværket har."
UNKNOWN_DIGEST = "Historikken indeholder ikke den kontrolsum, som dokumentet har på forsiden."
REWRITTEN = "Historikken er ikke længere den, der var, da kontrolsummen blev trykt ({title})."
CONTAINED = "Historikken indeholder den kontrolsum, som dokumentet har på forsiden ({title})."
REPLACED = "Versionen gælder ikke længere: den er afløst af {title}."


class Held(NamedTuple):
    """A signed-off version: its title, its PDF, and the title of the newest version that replaced it, or ""."""

    title: str
    pdf: bytes
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A network to compare with: its signed-off versions, its history and its appointments.

    history returns, for a printed digest, the title of the version with that digest and whether the log still has the
    history up to its sign-off; None if no version has it.
    """

    versions: Callable[[], Iterable[Held]]
    history: Callable[[str], tuple[str, bool] | None]
    standing: Standing = signatories.unknown

    def version_of(self, pdf: bytes) -> Held | None:
        """The longest version that a file begins with."""
        held = [version for version in self.versions() if version.pdf and pdf.startswith(version.pdf)]
        return max(held, key=lambda version: len(version.pdf), default=None)


class VersionLog(Protocol):
    """What the store's log knows of signed-off versions."""

    def version_of_digest(self, digest: str) -> str | None:
        """The id of the version that prints the digest."""

    def holds_heads_of(self, version_id: str) -> bool:
        """Whether the history up to the version's sign-off is still there."""

    def version_pdf(self, version_id: str) -> bytes:
        """The version's PDF."""


def holding(network: Network, log: VersionLog) -> Holding:
    """The versions, the history and the appointments of an open network; the PDFs are read when asked for."""

    def title(version: PlanVersion) -> str:
        return f"{labels.row_title(network, version)}, godkendt {moment(version.signed_at)} af {version.signed_by}"

    def history(digest: str) -> tuple[str, bool] | None:
        version = network.find(PlanVersion, log.version_of_digest(digest))
        return (title(version), log.holds_heads_of(version.id)) if version else None

    def held(version: PlanVersion) -> Held:
        newest = plan.versions(network, version.year)[-1]
        replaced_by = title(newest) if newest.id != version.id else ""
        return Held(title(version), log.version_pdf(version.id), replaced_by)

    return Holding(lambda: map(held, network.rows(PlanVersion)), history, signatories.of(network))


@dataclass(frozen=True, slots=True)
class Provenance:
    """version is the title of the version that the file starts with, if any; is_identical if nothing follows it.

    replaced_by is the title of the version that replaced it, if any. digest is the printed one; is_contained whether
    the history still has it, None where none is printed.
    """

    version: str
    is_identical: bool
    replaced_by: str
    digest: str
    is_contained: bool | None
    statements: tuple[str, ...]
    problems: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def of(pdf: bytes, found: Examination, version: Held | None, holding: Holding) -> Provenance:
    """Compares a file with a network by what its examination beside the version found."""
    is_identical = version is not None and len(version.pdf) == len(pdf)
    statements, problems = [], []
    # Without a digest it need be no plan: the network keeps no other signed papers to compare with.
    is_no_plan = version is None and not found.digest
    if version is None:
        problems += [] if is_no_plan else [NOT_HELD]
    elif is_identical:
        statements.append(f"Dokumentet er nøjagtig den version, som netværket har: {version.title}.")
    elif found.is_only_signed:
        statements.append(
            f"Under underskrifterne er dokumentet nøjagtig den version, som netværket har: {version.title}."
        )
    else:
        problems.append(CHANGED.format(title=version.title))
    known = holding.history(found.digest) if found.digest else None
    if known:
        title, is_held = known
        (statements if is_held else problems).append((CONTAINED if is_held else REWRITTEN).format(title=title))
    elif found.digest:
        problems.append(UNKNOWN_DIGEST)
    return Provenance(
        version.title if version else "",
        is_identical,
        version.replaced_by if version else "",
        found.digest,
        bool(known and known[1]) if found.digest else None,
        tuple(statements),
        tuple(problems),
        (NOT_HELD,) if is_no_plan else (),
    )
