"""Whether a PDF is a signed-off version of a network, and whether its printed digest is in the network's history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from cbnet_desktop.documents.pdf.pdf_text import printed_digest
from cbnet_desktop.documents.signing.signature_places import opened
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


@dataclass(frozen=True, slots=True)
class Holding:
    """A network to compare with: versions returns title and PDF of each signed-off version.

    history returns, for a printed digest, the title of the version with that digest and whether the log still has the
    history up to its sign-off; None if no version has it.
    """

    versions: Callable[[], Iterable[tuple[str, bytes]]]
    history: Callable[[str], tuple[str, bool] | None]


class VersionLog(Protocol):
    """What the store's log knows of signed-off versions."""

    def version_of_digest(self, digest: str) -> str | None:
        """The id of the version that prints the digest."""

    def holds_heads_of(self, version_id: str) -> bool:
        """Whether the history up to the version's sign-off is still there."""

    def version_pdf(self, version_id: str) -> bytes:
        """The version's PDF."""


def holding(network: Network, log: VersionLog) -> Holding:
    """The versions and the history of an open network; the PDFs are read when asked for."""

    def title(version: PlanVersion) -> str:
        return f"{labels.row_title(network, version)}, godkendt {moment(version.signed_at)} af {version.signed_by}"

    def history(digest: str) -> tuple[str, bool] | None:
        version = network.find(PlanVersion, log.version_of_digest(digest))
        return (title(version), log.holds_heads_of(version.id)) if version else None

    return Holding(lambda: [(title(row), log.version_pdf(row.id)) for row in network.rows(PlanVersion)], history)


@dataclass(frozen=True, slots=True)
class Provenance:
    """version is the title of the version that the file starts with, if any; is_identical if nothing follows it.

    digest is the printed one; is_contained whether the history still has it, None where none is printed.
    """

    version: str
    is_identical: bool
    digest: str
    is_contained: bool | None
    statements: tuple[str, ...]
    problems: tuple[str, ...]


def of(pdf: bytes, holding: Holding) -> Provenance:
    """Compares a file with a network; verification checks what follows the last signature. Raises Unreadable."""
    held = [(title, stored) for title, stored in holding.versions() if stored and pdf.startswith(stored)]
    version, stored = max(held, key=lambda one: len(one[1]), default=("", b""))
    is_identical = bool(version) and len(stored) == len(pdf)
    statements, problems = [], []
    if is_identical:
        statements.append(f"Dokumentet er nøjagtig den version, som netværket har: {version}.")
    elif version and not _is_only_signed(pdf, stored):
        problems.append(CHANGED.format(title=version))
    elif version:
        statements.append(f"Under underskrifterne er dokumentet nøjagtig den version, som netværket har: {version}.")
    else:
        problems.append(NOT_HELD)
    digest = printed_digest(pdf)
    found = holding.history(digest) if digest else None
    if found:
        title, is_held = found
        (statements if is_held else problems).append((CONTAINED if is_held else REWRITTEN).format(title=title))
    elif digest:
        problems.append(UNKNOWN_DIGEST)
    is_contained = bool(found and found[1]) if digest else None
    return Provenance(version, is_identical, digest, is_contained, tuple(statements), tuple(problems))


def _is_only_signed(pdf: bytes, stored: bytes) -> bool:
    """Whether only signature fields were filled in; the first signature would cover other changes before it."""
    from pyhanko.sign import diff_analysis as diff
    from pyhanko.sign.diff_analysis.constants import ACROFORM_EXEMPT_STRICT_COMPARISON, ROOT_EXEMPT_STRICT_COMPARISON
    from pyhanko.sign.fields import MDPPerm

    # pyHanko's policy is for changes after a signature; the first one also sets /Perms and /SigFlags.
    others = [rule for rule in diff.DEFAULT_DIFF_POLICY.global_rules if type(rule) is not diff.CatalogModificationRule]
    catalog = diff.CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"})  # type: ignore[no-untyped-call]  # pyHanko has no types here
    form = diff.FormUpdatingRule(
        [diff.SigFieldModificationRule()],
        ignored_acroform_keys=ACROFORM_EXEMPT_STRICT_COMPARISON | {"/SigFlags"},
    )
    policy = diff.StandardDiffPolicy([catalog, *others], form)
    with opened(stored) as before:
        count = before.xrefs.total_revisions
    with opened(pdf) as reader:
        return isinstance(policy.review_file(reader, count - 1, doc_mdp=MDPPerm.FILL_FORMS), diff.DiffResult)
