"""Whether a PDF is the very version that a network holds, and whether the digest that it prints is in its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cbnet_desktop.documents.pdf.pdf_text import printed_digest
from cbnet_desktop.documents.signing.signature_places import opened

APPENDED = "Der er føjet noget til den version, som netværket har."
CHANGED = "Den version, som netværket har, er ændret, før der blev underskrevet: {title}."
NOT_HELD = "Dokumentet er ikke nogen af de godkendte versioner, som netværket har."
UNKNOWN_DIGEST = "Historikken indeholder ikke den kontrolsum, som dokumentet har på forsiden."
REWRITTEN = "Historikken er ikke længere den, der var, da kontrolsummen blev trykt: {title}."
CONTAINED = "Historikken indeholder den kontrolsum, som dokumentet har på forsiden: {title}."


@dataclass(frozen=True, slots=True)
class Holding:
    """What an opened network can tell of a document.

    versions gives title and PDF of each signed-off version. history gives, for a digest that is printed, the title of
    the version that prints it and whether the history up to its sign-off is still there; None where no version does.
    """

    versions: Callable[[], Iterable[tuple[str, bytes]]]
    history: Callable[[str], tuple[str, bool] | None]


@dataclass(frozen=True, slots=True)
class Provenance:
    """version is the held version that the file begins with, empty where there is none; is_identical that it ends so.

    digest is the one printed; is_contained whether the history still holds it, None where none is printed.
    """

    version: str
    is_identical: bool
    digest: str
    is_contained: bool | None
    statements: tuple[str, ...]
    problems: tuple[str, ...]


def of(pdf: bytes, holding: Holding) -> Provenance:
    """Compares a file with a network; what stands after the last signature is judged elsewhere. Raises Unreadable."""
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
    """Whether nothing but prepared fields was filled in since: the first signature covers whatever came before it."""
    from pyhanko.sign import diff_analysis as diff
    from pyhanko.sign.diff_analysis.constants import ACROFORM_EXEMPT_STRICT_COMPARISON, ROOT_EXEMPT_STRICT_COMPARISON
    from pyhanko.sign.fields import MDPPerm

    # The library judges what follows a signature; the first one also says in catalog and form that it is there.
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
